"""What the people of the directory do themselves: register, correct, confirm, leave."""
