"""What others publish of public procurement, one file a format. Pure: no query, no clock, no network.

Each reader gives ``Read``: the notices it understood, and what it did not, which never stops the others.
"""
