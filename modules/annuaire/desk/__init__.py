"""The screens of the directory that are no form of a row."""
