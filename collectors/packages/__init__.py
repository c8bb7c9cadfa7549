"""Package registries: PyPI, npm and OHPM, and which one the user's own clients ask."""
