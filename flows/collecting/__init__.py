"""Streams in, landed batches out."""
