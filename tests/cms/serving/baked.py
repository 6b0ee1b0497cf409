"""A baked commune laid down by hand: the shapes that the server reads, without the generator."""

import gzip
import json
from collections.abc import Mapping
from pathlib import Path

import brotli

HOME = "<!doctype html><title>Aubord</title>" + "<p>La mairie d’Aubord vous accueille.</p>" * 40
NOT_FOUND = "<!doctype html><title>Page introuvable – Aubord</title>" + "<p>Cette page n’existe pas.</p>" * 20

FILES: Mapping[str, bytes] = {
    "index.html": HOME.encode(),
    "404.html": NOT_FOUND.encode(),
    "vie-municipale/index.html": b"<!doctype html><title>Vie municipale</title>" + b"<p>Vie</p>" * 50,
    "ancienne-page/index.html": b'<!doctype html><link rel="canonical" href="/vie-municipale/">',
    "robots.txt": b"User-agent: *\nAllow: /\n" * 20,
    "sitemap.xml": b'<?xml version="1.0" encoding="utf-8"?><urlset/>' * 4,
    "actualites/rss.xml": b'<?xml version="1.0" encoding="utf-8"?><rss/>' * 10,
    "actualites/atom.xml": b'<?xml version="1.0" encoding="utf-8"?><feed/>' * 10,
    "_/s/base.0123abcd.css": b"body{color:#123}" * 60,
    "_/s/site.0123abcd.js": b"addEventListener('click',()=>{});" * 30,
    "_/s/icons.0123abcd.svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>' * 10,
    "_/s/text.0123abcd.woff2": b"wOF2" + b"\0" * 400,
    "_/i/mairie-0123abcd-480.webp": b"RIFF" + b"\1" * 600,
    "_/i/mairie-0123abcd-480.avif": b"\0\0\0\x1cftypavif" + b"\2" * 500,
    "_/i/mairie-0123abcd-480.jpg": b"\xff\xd8\xff" + b"\3" * 500,
    "_/d/7-0123abcd/compte-rendu.pdf": b"%PDF-1.7\n" + b"\4" * 500,
    "_/d/8-0123abcd/budget.odt": b"PK\3\4" + b"\5" * 500,
    "_/d/9-0123abcd/budget.xlsx": b"PK\3\4" + b"\6" * 500,
}
REDIRECTS = {
    "/ancienne-page/": "/vie-municipale/",
    "/parti/": "/",
    "/%C3%A9t%C3%A9/": "/vie-municipale/",
    "/index.php?id=12": "/vie-municipale/",
    "/index.php?a=1&b=2": "/vie-municipale/",
    "/spip.php?article34": "/vie-municipale/",
    "/?p=12": "/vie-municipale/",
}
TEXT = {".html", ".txt", ".xml", ".css", ".js", ".svg"}


def lay(
    var: Path,
    *,
    host: str = "aubord.localhost",
    insee: str = "30020",
    number: int = 1,
    files: Mapping[str, bytes] = FILES,
    redirects: Mapping[str, str] = REDIRECTS,
) -> Path:
    """Write a generation, put it on line under ``host``, and return its public folder."""
    generation = var / "sites" / insee / f"gen-{number:06d}"
    for name, body in files.items():
        file = generation / "www" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body)
        if file.suffix in TEXT:
            file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(body, mtime=0))
            file.with_name(f"{file.name}.br").write_bytes(brotli.compress(body, quality=5))
    (generation / "redirects.json").write_text(json.dumps(dict(redirects)))
    current = generation.parent / "current"
    current.unlink(missing_ok=True)
    current.symlink_to(generation.name)
    (var / "hosts").mkdir(exist_ok=True)
    if not (var / "hosts" / host).is_symlink():
        (var / "hosts" / host).symlink_to(f"../sites/{insee}")
    return generation / "www"


def lead(var: Path, secondary: str, primary: str) -> None:
    """Make ``secondary`` a host that redirects to ``primary``."""
    folder = var / "hosts" / secondary / "to"
    folder.mkdir(parents=True)
    (folder / primary).touch()
