"""What visitors do: tell of a barrier."""
