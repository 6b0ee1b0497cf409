"""Generations of a folder on disk: manifest, comparison, one symlink swap. Knows files only: no Django, no commune."""
