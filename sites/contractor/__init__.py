"""A theme that is not ours: where it is found, what its files may be, and how far its templates may reach."""
