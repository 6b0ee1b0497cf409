"""Hosts of zones, in octoDNS's terms: a zone is read once, weighed as a plan, and written in one change set."""
