"""What the machine's copies say of themselves: made by ``deploy/host/backup``, watched by the worker."""
