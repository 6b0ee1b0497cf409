"""The screens of sharing: what a commune proposes, what it answers."""
