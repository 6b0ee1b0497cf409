"""Whatever a stranger sends below ``/_/`` of a site, but to the API (``tests/cms/api/test_fuzz.py``): never a fault."""

import logging
import os
import random
import sys
from collections import Counter
from pathlib import Path
from urllib.parse import quote

import pytest
from django.test import Client

from cms.search.visitors.keeping import synchronise
from sites.bake.bakery import bake
from tests.sites.tenancy.planted import PlantedWorld, build_planted_world

SEED = int(os.environ.get("BEFFROI_FUZZ_SEED", "20261122"))
HOW_MANY = 1500  # with those of the API, ten thousand
VALUES = (
    "", "-1", "0", "1", "2", "14", "1000000000", "99999999999999999999", "NaN", "٣", "true", "null", "conseil", "eau",
    "*", "**", "?", "%", "%00", "\x00", "\n", "é", "\ud83d\ude00", "'", '"', "\\", '"eau', "eau AND", "NOT", "eau~99",
    "[a TO",
    "' OR 1=1 --", "<script>alert(1)</script>", "../../etc/passwd", "{{7*7}}", "${x}", "x" * 300, "x " * 5000, "2026",
    "\u202e", "a=b&c=d", "#", ";", "a@b.fr", "+33 5 65", "page", "actes", "x" * 10_000,
)  # fmt: skip
NAMES = (
    "q", "page", "type", "rubrique", "annee", "vif", "service", "nom", "email", "message", "consent", "defi", "token",
    "champ-1", "fichier", "", "é", "__class__", "q[]", "x" * 200,
)  # fmt: skip
PLACES = (
    "recherche/", "recherche/titres.json", "recherche", "recherche/x", "contact/defi/", "contact/envoyer/",
    "contact/confirmer/", "contact/recu/", "contact/{value}", "formulaires/defi/", "formulaires/{form}/envoyer/",
    "formulaires/{form}/confirmer/", "formulaires/{form}/recu/", "formulaires/{value}/recu/", "agenda/",
    "plan/tuiles/14/8257/5929.png", "plan/tuiles/{value}/{value}/{value}.png", "{value}", "{value}/{value}", "",
)  # fmt: skip
KINDS = (
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/json",
    "text/plain",
    "",
    "é",
)


def quoted(text: str, safe: str = "") -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe=safe)


def pairs(dice: random.Random) -> str:
    """A query, or the body of a form."""
    found = [(dice.choice(NAMES), dice.choice(VALUES)) for _time in range(dice.randint(0, 5))]
    return "&".join(f"{quoted(name)}={quoted(value)}" for name, value in found)


def address(dice: random.Random, form: int) -> str:
    """One of an endless number."""
    place = dice.choice(PLACES).replace("{form}", str(form))
    while "{value}" in place:
        place = place.replace("{value}", dice.choice(VALUES), 1)
    return f"/_/{quoted(place, safe='/')}?{pairs(dice)}"


@pytest.fixture
def full(db: None, var: Path) -> PlantedWorld:
    """Two communes with something of everything, online and searchable."""
    planted = build_planted_world()
    for it in (planted.aubord, planted.belleville):
        assert bake(it.commune).error == ""
        synchronise(it.commune)
    return planted


def test_thousands_of_addresses_and_not_one_fault(full: PlantedWorld) -> None:
    dice = random.Random(SEED)  # noqa: S311  # the same addresses each time
    client = Client(headers={"host": "aubord.localhost"}, raise_request_exception=True)
    logging.disable(logging.WARNING)  # every refusal is logged
    statuses: Counter[int] = Counter()
    odd = []
    for number in range(HOW_MANY):
        method = dice.choice(("GET", "GET", "GET", "POST", "POST", "HEAD", "OPTIONS", "PUT"))
        asked, kind, body = address(dice, full.aubord.form.pk), dice.choice(KINDS), pairs(dice).encode()
        own = {"origin": "http://aubord.localhost"} if dice.random() < 0.8 else {"origin": dice.choice(VALUES[:3])}
        answer = client.generic(method, asked, body, kind, headers=own, REMOTE_ADDR=f"2001:db8:{number:x}::1")
        statuses[answer.status_code] += 1
        if answer.status_code >= 500 and not (answer.status_code == 503 and "/plan/" in asked):
            odd.append((method, asked, answer.status_code))
        text = answer.content if not answer.streaming else b""
        assert full.belleville.marker.encode() not in text.lower(), asked
    logging.disable(logging.NOTSET)
    print(f"\nBEFFROI_FUZZ_SEED={SEED}: {dict(statuses)}", file=sys.__stdout__)
    assert odd == []
    assert statuses[200] > 100, "the dice reach what answers"
