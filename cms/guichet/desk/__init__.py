"""What the agents see of it."""
