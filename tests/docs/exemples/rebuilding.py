"""Running the Eleventy example against a commune: what it asks is answered here, where the database is."""

import json
import os
import shutil
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

from django.test import Client

ROOT = Path(__file__).resolve().parents[3]
SOURCE = ROOT / "docs" / "exemples" / "eleventy"
PLACE = ROOT / "build" / "exemples" / "eleventy"
LEFT_OUT = shutil.ignore_patterns("node_modules", "_site")
ELEVENTY = "node_modules/@11ty/eleventy/cmd.cjs"


def laid() -> Path:
    """The example, as it stands in the documentation, where its packages may lie beside it."""
    shutil.copytree(SOURCE, PLACE, dirs_exist_ok=True, ignore=LEFT_OUT)
    return PLACE


def node() -> str | None:
    """The program that runs it: the machine's, or the one that came with our own npm."""
    bundled = Path(sys.executable).parent / "node"
    return shutil.which("node") or (str(bundled) if bundled.exists() else None)


def rebuilt(program: str, host: str, www: Path, into: Path) -> list[str]:
    """Run it to its end; the paths that it asked for. Raises ``RuntimeError`` with what it said."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            status, kind, content = _answer(self.path, host, www)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_args: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        server.timeout = 0.1
        environment = {**os.environ, "BEFFROI_SITE": f"http://{host}:{server.server_address[1]}"}
        with (into.parent / "eleventy.log").open("w+") as log:
            command = [program, ELEVENTY, "--quiet", f"--output={into}"]
            process = subprocess.Popen(command, cwd=PLACE, env=environment, stdout=log, stderr=log)
            while process.poll() is None:
                server.handle_request()
            log.seek(0)
            if process.returncode:
                raise RuntimeError(log.read())
    return asked


def _answer(path: str, host: str, www: Path) -> tuple[int, str, bytes]:
    """The API as Django answers it, the pictures and documents as the file server does; nothing else stands there."""
    if path.startswith("/_/api/"):
        answer = Client(headers={"host": host}).get(path)
        return answer.status_code, answer["Content-Type"], answer.content
    file = www / path.lstrip("/")
    if path.startswith("/_/") and file.is_file():
        return 200, "application/octet-stream", file.read_bytes()
    return 404, "application/json", json.dumps({"detail": path}).encode()
