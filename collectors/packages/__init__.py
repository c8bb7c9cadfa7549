"""Package registries: PyPI, npm and OHPM, and which one the user's own clients ask."""

from collectors.packages.client_settings import npm_registry, pip_index
from collectors.packages.npm import NpmReleases
from collectors.packages.ohpm import OhpmCounts, OhpmReleases, ohpm_registry
from collectors.packages.pypi import PyPIReleases

__all__ = [
    "NpmReleases",
    "OhpmCounts",
    "OhpmReleases",
    "PyPIReleases",
    "npm_registry",
    "ohpm_registry",
    "pip_index",
]
