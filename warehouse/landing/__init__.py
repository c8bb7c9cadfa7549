"""Landing: immutable files, one for each batch, and what may be done with them."""
