"""SQL files into tables: what a model is, in which order they are built, and the checks."""
