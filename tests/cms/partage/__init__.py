"""Sharing between sites."""
