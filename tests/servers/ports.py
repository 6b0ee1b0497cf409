"""A loopback port that nobody listens on."""

import socket


def free_port() -> int:
    """Ask the kernel; the port is released at once, so use it soon."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
