"""The wiring: the only reader of config/ and of the environment."""
