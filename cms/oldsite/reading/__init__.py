"""Reads an old site, whatever made it. Nothing is written to the database here, and it is not asked."""
