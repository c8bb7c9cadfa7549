"""The config as records, which of it a scope selects, and what is discovered beside it."""
