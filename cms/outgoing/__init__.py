"""Asking other machines of the internet for something, without being sent into our own network."""
