"""Forms that a commune makes by itself."""
