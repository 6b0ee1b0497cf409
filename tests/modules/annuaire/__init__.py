"""The directory, as visitors and the town hall use it."""
