"""One feature, one folder, the same file names in each."""
