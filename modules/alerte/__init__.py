"""Alert: a banner at the top of every page, which leaves by itself."""
