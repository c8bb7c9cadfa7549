"""Organisations and their repositories."""
