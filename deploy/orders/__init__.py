"""Orders: a TOML file says what a commune wants, read strictly, then held against what the others have."""
