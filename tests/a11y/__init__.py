"""The gate of accessibility: every kind of page there is, seen by axe, by our own checks and by v.Nu.

``make a11y`` runs the whole; the tests run a sample. What a machine cannot judge is named in ``criteria.toml``.
"""
