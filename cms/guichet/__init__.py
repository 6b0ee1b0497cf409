"""The counter of a town hall: what citizens send from the sites is checked, kept, told, read and forgotten."""
