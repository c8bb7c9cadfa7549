"""Who opted out: what arrives without them, and where they are forgotten."""
