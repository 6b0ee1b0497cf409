"""What the law asks, and from when on."""
