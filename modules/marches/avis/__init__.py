"""A notice, whatever it was read in: its state, its buyer, and which others speak of the same contract. Pure."""
