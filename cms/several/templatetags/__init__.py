"""Template tags of several communes."""
