"""The check of a contractor’s theme."""
