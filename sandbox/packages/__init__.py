"""Package registries in the shape of PyPI, npm and OHPM."""
