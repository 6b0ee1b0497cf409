"""Real servers, started by the tests on loopback ports and stopped by process id."""
