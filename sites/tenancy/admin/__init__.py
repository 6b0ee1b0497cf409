"""Wagtail's lists, choosers, filters and reports, limited to the reach of the person who looks."""
