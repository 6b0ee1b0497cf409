"""Accounts: log-in and its lock-out, passwords, invitations, second factor, and the people of a commune."""
