"""The plan's files: clauses, phrases, indicators, targets."""
