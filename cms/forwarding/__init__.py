"""Many redirects at once, from a list of the old addresses: seen before it is written, whole or not at all, undone."""
