"""How values are told, with the schema of what is told: type hints, blocks and fields, references."""
