"""Plan: where things are, as a list that everybody can read and a map for who asks for it."""
