"""Mailboxes as people live with them: passwords and their links, suspending, archiving, keys, the files of servers."""
