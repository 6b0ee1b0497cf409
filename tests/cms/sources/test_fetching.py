"""What a source may be, and what it may cost: tried on a real server, that stands for the internet."""

import contextlib
import gzip
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from cms.sources import fetching

PUBLIC = "93.184.215.14"


@pytest.mark.parametrize(
    "numeric",
    [
        "127.0.0.1",
        "10.1.2.3",
        "169.254.169.254",
        "192.168.1.1",
        "::1",
        "fd00::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "224.0.0.1",
        "ff0e::1",
        "0.0.0.0",  # noqa: S104  # what is refused
    ],
)
def test_an_address_of_our_own_network_is_nobody_s_site(numeric: str) -> None:
    with pytest.raises(fetching.SourceError, match="site public"):
        fetching.public_address(
            "x.example", 443, lambda *_args, **_kw: [(0, 0, 0, "", (PUBLIC,)), (0, 0, 0, "", (numeric,))]
        )


def test_a_public_address_is_the_one_that_is_asked() -> None:
    assert fetching.public_address("x.example", 443, lambda *_args, **_kw: [(0, 0, 0, "", (PUBLIC, 443))]) == PUBLIC


# --- a real server --------------------------------------------------------------------------------------------------
Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """A server of this machine; ``paths`` are what was asked, with the headers."""

    port: int
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    @property
    def origin(self) -> str:
        return f"http://flux.example:{self.port}"


def reply(code: int, content: bytes = b"", **headers: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(content)

    return answer


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """« flux.example » is on this machine; every other name and number is refused or found as in production."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            there.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            with contextlib.suppress(ConnectionError):
                there.answers.get(self.path, reply(404))(self)

        def log_message(self, *_args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    there = Site(server.server_address[1])
    real = fetching.public_address
    monkeypatch.setattr(
        fetching,
        "public_address",
        lambda host, port: "127.0.0.1" if host == "flux.example" else real(host, port),
    )
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield there
    server.shutdown()
    thread.join()
    server.server_close()


def fetched(site: Site, path: str = "/", **validators: str) -> tuple[bytes | None, dict[str, str]]:
    return fetching.fetch(site.origin + path, validators, fetching.Budget(), "text/xml")


def test_what_changed_is_given_with_what_to_ask_next_time_and_then_nothing_is(site: Site) -> None:
    site.answers["/"] = reply(200, b"<rss/>", ETag='"a"', Last_Modified="Fri, 04 Sep 2026 08:00:00 GMT")
    content, validators = fetched(site)
    assert (content, validators) == (b"<rss/>", {"etag": '"a"', "last-modified": "Fri, 04 Sep 2026 08:00:00 GMT"})
    site.answers["/"] = reply(304)
    assert fetched(site, **validators) == (None, validators)
    headers = site.asked[1][1]
    assert (headers["if-none-match"], headers["if-modified-since"]) == ('"a"', "Fri, 04 Sep 2026 08:00:00 GMT")
    assert headers["host"] == f"flux.example:{site.port}"
    assert "cookie" not in headers


def test_a_redirection_is_followed_and_one_to_our_own_network_is_not(site: Site) -> None:
    site.answers |= {"/old": reply(301, Location="/new"), "/new": reply(200, b"ici")}
    assert fetched(site, "/old")[0] == b"ici"
    site.asked.clear()
    inner = (f"http://127.0.0.1:{site.port}/secret", f"http://localhost:{site.port}/secret",
             f"http://2130706433:{site.port}/secret", f"http://[::1]:{site.port}/secret",
             "file:///etc/passwd")  # fmt: skip
    for target in inner:
        site.answers["/old"] = reply(302, Location=target)
        with pytest.raises(fetching.SourceError, match=r"site public|https://|ne répond pas"):
            fetched(site, "/old")
    assert [path for path, _headers in site.asked] == ["/old"] * len(inner)


def test_a_file_too_heavy_is_left_before_its_end(site: Site) -> None:
    site.answers["/"] = reply(200, b"x" * (fetching.MAX_BYTES + 1))
    with pytest.raises(fetching.SourceError, match="plus de 5\u00a0Mo"):
        fetched(site)


def test_a_bomb_is_left_before_it_is_whole(site: Site) -> None:
    site.answers["/"] = reply(200, gzip.compress(b"x" * 40 * 1024 * 1024), Content_Encoding="gzip")
    with pytest.raises(fetching.SourceError, match="plus de 5\u00a0Mo"):
        fetched(site)


def test_a_server_that_gives_a_byte_at_a_time_is_left(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "MAX_SECONDS", 0.5)

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _byte in range(100):
            handler.wfile.write(b"x")
            time.sleep(0.02)

    site.answers["/"] = drip
    began = time.monotonic()
    with pytest.raises(fetching.SourceError, match="trop de temps"):
        fetched(site)
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("code", [403, 404, 500])
def test_a_refusal_is_told_with_its_number(site: Site, code: int) -> None:
    site.answers["/"] = reply(code)
    with pytest.raises(fetching.RefusedError, match=rf"\({code}\)"):
        fetched(site)
