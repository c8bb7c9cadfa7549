"""The one place that speaks HTTP: ask, judge, wait, keep. Everything else hands it addresses."""
