"""News of the commune."""
