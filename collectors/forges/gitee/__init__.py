"""Gitee: its kinds and its rows, read by way of ``v5``."""
