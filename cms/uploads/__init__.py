"""What people send: checked by content before anything is kept, and made ready for visitors at once."""
