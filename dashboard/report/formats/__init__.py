"""A report as Word, PDF and Excel."""
