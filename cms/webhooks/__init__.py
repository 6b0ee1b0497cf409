"""Telling other programs that a page was published or withdrawn: signed messages, tried again for a day."""
