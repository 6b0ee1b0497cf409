"""Which feeds there are, and how often they are asked for."""
