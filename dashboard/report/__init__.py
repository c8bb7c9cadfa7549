"""The report of a period and the closing assessment: facts, text, formats, signing."""
