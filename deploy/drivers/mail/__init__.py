"""Hosts of mailboxes and aliases, one file for each: ``BEFFROI_MAIL`` names the one that works."""
