"""A webmestre enrols a telephone at the first log-in, and gives its code at each one that follows."""

import base64
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from django_otp.oath import totp

from tests.browser.conftest import Install
from tests.browser.seed import NEWCOMER, PASSWORD

pytestmark = pytest.mark.browser
STEP = 30  # seconds: a code lasts that long, and is accepted once
CODE = re.compile(r"^[0-9a-f]{4}-[0-9a-f]{4}$")


def give_password(page: Any, install: Install, asked: str = "/") -> None:
    page.goto(install.url("admin", asked))
    page.get_by_label("Adresse électronique").fill(NEWCOMER)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name=re.compile("S.identifier")).click()


def give_code(page: Any, code: str, button: str) -> None:
    page.locator("[name=code]").fill(code)
    page.get_by_role("button", name=button).click()


def shown_by(secret: str, moment: float) -> str:
    """What the telephone shows at that moment (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    return f"{totp(key, step=STEP, t0=int(time.time() - moment)):06d}"


def test_a_webmestre_enrols_a_telephone_then_gives_its_code(visit: Callable[..., Any], install: Install) -> None:
    page = visit(390)
    give_password(page, install)
    page.get_by_role("heading", name="Protéger votre compte").wait_for()
    assert page.locator(".desk-qr svg").is_visible()
    secret = re.sub(r"\s", "", page.locator(".desk-secret").inner_text())
    page.goto(install.url("admin", "/pages/"))  # nothing else opens meanwhile
    page.get_by_role("heading", name="Protéger votre compte").wait_for()
    start = time.time()
    give_code(page, shown_by(secret, start), "Enregistrer ce téléphone")
    page.get_by_text(CODE).first.wait_for()
    papers = page.get_by_text(CODE).all_inner_texts()
    assert len(set(papers)) == 10

    page = visit(390)
    give_password(page, install, "/pages/")
    page.get_by_role("heading", name="Le code de votre téléphone").wait_for()
    # The code of the first time is spent; on a slow machine the one that followed it is old too.
    give_code(page, shown_by(secret, max(start + STEP, time.time())), "Continuer")
    page.wait_for_url(re.compile(r"^[^?]*/pages/"))
    page.get_by_role("heading", level=1).first.wait_for()

    page = visit()
    give_password(page, install)
    give_code(page, papers[0], "Continuer")
    page.locator(".sidebar-main-menu").wait_for()
    page = visit()
    give_password(page, install)
    give_code(page, papers[0], "Continuer")
    page.get_by_text("Ce code n’est pas bon.").wait_for()
