"""The config folder of the generated world."""
