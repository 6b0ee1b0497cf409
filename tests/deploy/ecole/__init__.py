"""The training site."""
