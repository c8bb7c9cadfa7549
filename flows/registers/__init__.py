"""Registers that people fill in: the Excel template, its cells, its entries."""
