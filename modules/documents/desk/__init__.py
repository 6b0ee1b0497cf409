"""The screens by which a secretary deposits, publishes, corrects and withdraws."""
