"""Copies a site that is still online, politely, and nothing but that site."""
