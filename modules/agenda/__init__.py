"""Events of the commune."""
