"""Headers that every baked file leaves with. ``deploy/host/Caddyfile`` says the same; a test compares both."""

from collections.abc import Sequence
from pathlib import PurePosixPath

FOREVER = "public, max-age=31536000, immutable"
# Asked again at each visit and answered 304: an editor who reloads always sees what was just published.
FRESH = "public, max-age=0, must-revalidate"
NEVER = "no-store"
# Folders of www/ whose file names hold a digest of their content.
HASHED = ("/_/s/", "/_/i/", "/_/d/")

HTML = "text/html; charset=utf-8"
UNKNOWN = "application/octet-stream"
TYPES = {
    ".html": HTML,
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".xml": "text/xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".woff": "font/woff",
    ".pdf": "application/pdf",
    ".zip": "application/zip",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odp": "application/vnd.oasis.opendocument.presentation",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
FEEDS = {
    "rss.xml": "application/rss+xml; charset=utf-8",
    "atom.xml": "application/atom+xml; charset=utf-8",
    "feed.json": "application/feed+json",
}
# The text files: the bake lays a brotli and a gzip form beside each.
COMPRESSIBLE = frozenset({".html", ".css", ".js", ".svg", ".xml", ".txt", ".csv", ".ics", ".json", ".webmanifest"})


def content_security_policy(frames: Sequence[str]) -> str:
    """Nothing inline, nothing from elsewhere but ``frames``, the allow-list of the embed block."""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "media-src 'self'",
            "manifest-src 'self'",
            " ".join(("frame-src", *(frames or ("'none'",)))),
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        )
    )


def security(frames: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The headers that do not depend on the file."""
    return (
        ("Content-Security-Policy", content_security_policy(frames)),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "strict-origin-when-cross-origin"),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    )


def content_type(path: str) -> str:
    """By the name alone: what lies on disk was written by the bake, which chose the name."""
    name = PurePosixPath(path)
    return FEEDS.get(name.name) or TYPES.get(name.suffix.lower(), UNKNOWN)


def compressible(path: str) -> bool:
    """Whether other forms of the file may lie beside it."""
    return PurePosixPath(path).suffix.lower() in COMPRESSIBLE


def cache_control(path: str) -> str:
    """For ever when the name holds a digest, else ask again."""
    return FOREVER if path.startswith(HASHED) else FRESH
