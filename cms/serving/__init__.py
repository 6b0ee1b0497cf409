"""What answers visitors: the embedded server of baked files by host name, and the process that runs it."""
