"""What the commands share: people at a keyboard."""
