"""One file per kind of host: what exists there, and how it changes."""
