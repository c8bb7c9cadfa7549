"""Gitee: its own routes and shapes."""
