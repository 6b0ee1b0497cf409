"""Template tags of the webmaster's desk."""
