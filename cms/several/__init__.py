"""One content published in several communes at once, by who works for them."""
