"""Tables that the town hall already has."""
