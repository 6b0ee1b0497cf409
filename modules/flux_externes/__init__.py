"""News of other sites."""
