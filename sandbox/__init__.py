"""Forges served over real HTTP on loopback from a generated world."""
