"""The overview: headline figures and where they come from."""
