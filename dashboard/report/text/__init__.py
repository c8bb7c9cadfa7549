"""The sections and sentences of a report."""
