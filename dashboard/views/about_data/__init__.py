"""The data itself: evidence, coverage, dictionary, queries, runs."""
