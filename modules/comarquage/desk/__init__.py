"""The screens of who keeps the guide."""
