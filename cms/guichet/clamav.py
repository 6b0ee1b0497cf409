"""Asking ClamAV about a file: its INSTREAM command, over a unix socket (clamd(8))."""

import socket
from typing import Any

CHUNK = 64 * 1024
PATIENCE = 20.0
LONGEST_ANSWER = 4096


class ScannerError(Exception):
    """The scanner did not answer, or not as it should."""


def infection(file: Any, path: str) -> str:
    """The name of what clamd found in ``file``; empty when it found nothing. Raises ScannerError."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as scanner:
            scanner.settimeout(PATIENCE)
            scanner.connect(path)
            scanner.sendall(b"zINSTREAM\0")
            file.seek(0)
            while chunk := file.read(CHUNK):
                scanner.sendall(len(chunk).to_bytes(4, "big") + chunk)
            scanner.sendall((0).to_bytes(4, "big"))
            answer = _answer(scanner)
    except OSError as error:
        raise ScannerError(str(error)) from error
    finally:
        file.seek(0)
    said = answer.removeprefix("stream:").strip()
    if said == "OK":
        return ""
    if said.endswith("FOUND"):
        return said.removesuffix("FOUND").strip() or "?"
    raise ScannerError(said)


def _answer(scanner: socket.socket) -> str:
    received = b""
    while b"\0" not in received and len(received) < LONGEST_ANSWER:
        part = scanner.recv(LONGEST_ANSWER)
        if not part:
            break
        received += part
    return received.rstrip(b"\0").decode(errors="replace").strip()
