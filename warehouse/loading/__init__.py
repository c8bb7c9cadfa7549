"""Landed files into raw tables, and the whole warehouse again from landing alone."""
