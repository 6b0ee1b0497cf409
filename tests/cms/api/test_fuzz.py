"""Thousands of addresses that nobody honest would ask for: never a fault, always a problem or an answer."""

import logging
import os
import random
import sys
from collections import Counter
from urllib.parse import quote

from tests.cms.api.conftest import Ask
from tests.sites.tenancy.planted import PlantedWorld

SEED = int(os.environ.get("BEFFROI_FUZZ_SEED", "20261122"))
HOW_MANY = 8500
VALUES = (
    "", "-1", "0", "1", "2", "1000000000", "99999999999999999999", "1e9", "NaN", "٣", "0x10", "+1", " 1", "1 ", "true",
    "false", "TRUE", "null", "article", "page",
    "*", "%", "%%", "%00", "\x00", "\n", "é", "\ud83d\ude00", "'", '"', "\\",
    "' OR 1=1 --", "1; DROP TABLE cms_basepage", "<script>alert(1)</script>", "../../etc/passwd", "..%2f", "{}", "[]",
    "2026-01-01", "2026-13-01", "0000-00-00", "9999-12-31", "20260101", "2026-W01-1", "-2026-01-01", "date", "-date",
    "pdf", "PDF", "x" * 300, "x" * 10_000, "ａ", "\u202e", "a=b&c=d", "#", "?", ";", "application/json",
)  # fmt: skip
NAMES = (
    "page", "per_page", "type", "module", "parent", "modified_since", "date_from", "date_to", "order", "detail",
    "file_type", "PAGE", "page[]", "page[$gt]", "", "é", "x" * 200, "__class__", "fields", "limit", "offset",
    "q", "kind", "rubrique", "year",
)  # fmt: skip
PARTS = (
    "pages", "images", "documents", "redirects", "settings", "menu", "tree", "modules", "search", "drafts", "agenda",
    "evenements", "actes", "openapi.json", "v1", "v2", "..", ".", "", "0", "1", "-1", "99999999999999999999999999", "x",
    "%2e%2e", "\x00", "é", "pages%2f1", "index.html", "*", "a" * 500, "{number}", "lieux", "plan", "telechargements",
)  # fmt: skip


def address(dice: random.Random) -> str:
    """One of an endless number."""
    known = dice.random() < 0.6
    path = dice.choice(PARTS[:10]) if known else "/".join(dice.choices(PARTS, k=dice.randint(0, 5)))
    if known and dice.random() < 0.4:
        path += "/" + dice.choice(VALUES)
    pairs = [(dice.choice(NAMES), dice.choice(VALUES)) for _time in range(dice.randint(0, 4))]
    raw = dice.random() < 0.2
    query = "&".join(f"{name}={_plain(value)}" if raw else f"{quote(name)}={_quoted(value)}" for name, value in pairs)
    return "/" + _quoted(path, safe="/%") + (f"?{query}" if query else "")


def _plain(text: str) -> str:
    return text.encode("utf-8", "ignore").decode()


def _quoted(text: str, safe: str = "") -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe=safe)


def test_thousands_of_addresses_and_not_one_fault(full: PlantedWorld, ask: Ask) -> None:
    dice = random.Random(SEED)  # noqa: S311  # the same addresses each time
    logging.disable(logging.WARNING)  # every refusal is logged
    statuses: Counter[int] = Counter()
    odd = []
    for number in range(HOW_MANY):
        asked = address(dice)
        answer = ask(asked, REMOTE_ADDR=f"2001:db8:{number:x}::1")
        statuses[answer.status_code] += 1
        kind = "application/json" if answer.status_code == 200 else "application/problem+json"
        if answer.status_code not in {200, 400, 404, 414} or answer["Content-Type"] != kind:
            odd.append((asked, answer.status_code, answer["Content-Type"]))
        assert full.belleville.marker.encode() not in answer.content.lower(), asked
    logging.disable(logging.NOTSET)
    print(f"\nBEFFROI_FUZZ_SEED={SEED}: {dict(statuses)}", file=sys.__stdout__)
    assert odd == []
    assert min(statuses[status] for status in (200, 400, 404, 414)) > 20, "the dice reach every kind of answer"
