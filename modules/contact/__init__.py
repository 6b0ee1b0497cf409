"""A message to the right service of the town hall."""
