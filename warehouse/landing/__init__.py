"""Landing: immutable files, one for each batch, and what may be done with them."""

from warehouse.landing.file import SUFFIX, LandedFile, read_header
from warehouse.landing.rewrite import rewrite

__all__ = ["SUFFIX", "LandedFile", "read_header", "rewrite"]
