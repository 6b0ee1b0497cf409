"""What editors fill in: the Wagtail project."""
