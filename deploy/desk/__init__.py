"""The webmaster's desk: what each commune subscribes to, what is done for it, what it owes."""
