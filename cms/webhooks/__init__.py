"""Telling other programs of what is put online and withdrawn: signed messages, tried again for a day."""
