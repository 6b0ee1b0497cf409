"""Who acts from a terminal."""

import getpass
import os


def author() -> str:
    """The account of the machine, the one behind ``sudo`` when there is one."""
    try:
        return os.environ.get("SUDO_USER") or getpass.getuser()
    except (KeyError, OSError):  # an account without a name, in a container
        return f"uid {os.getuid()}"
