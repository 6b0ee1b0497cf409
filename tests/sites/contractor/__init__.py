"""Themes of contractors."""
