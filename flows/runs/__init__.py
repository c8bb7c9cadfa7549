"""One run from its first word to its last, and how runs are started."""
