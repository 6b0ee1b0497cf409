"""Validation before publication: off by default, per commune, one shared workflow for all."""
