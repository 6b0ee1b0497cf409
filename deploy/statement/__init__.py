"""The yearly statement of a commune: all that it subscribes to, and what was done for it. The basis of its invoice."""
