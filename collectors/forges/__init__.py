"""The forges, a folder each: adding one is a folder here and an entry in ``known.py``."""
