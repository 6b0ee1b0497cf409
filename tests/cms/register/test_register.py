"""The register of processing activities: what modules say of themselves, on the site and for the commune."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cms.models import PageLegale
from modules.actualites.apps import Actualites
from sites.bake.bakery import bake, store_of
from sites.bake.views import Processing
from sites.models import User
from tests.world import World, add_page

pytestmark = pytest.mark.django_db

FORM = Processing(
    title="=Abonnement",
    url="/abonnement/",
    purpose="Envoyer la lettre du mois.",
    basis="Consentement",
    data="Adresse électronique",
    recipients="Le secrétariat",
    kept="Jusqu’au désabonnement",
)


@pytest.fixture
def asks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The news ask for an address."""

    def processings(_module: Actualites, data: Any) -> Iterator[Processing]:
        assert data is not None
        yield FORM

    monkeypatch.setattr(Actualites, "processings", processings)


def as_(user: User) -> Client:
    client = Client(headers={"host": "admin.localhost"})
    client.force_login(user, backend="sites.tenancy.auth.MembershipBackend")
    return client


@pytest.mark.usefixtures("asks")
def test_a_form_is_told_on_the_page_of_personal_data(world: World) -> None:
    page = PageLegale(title="Données personnelles", slug="donnees-personnelles", kind="donnees")
    add_page(world.aubord.home, page, world.aubord.contributeur)
    assert bake(world.aubord.commune).error == ""
    html = (store_of("30020").www / "donnees-personnelles/index.html").read_text()
    assert '<a href="/abonnement/">=Abonnement</a>' in html
    assert "<dd>Jusqu’au désabonnement</dd>" in html


def test_without_any_module_the_page_speaks_of_the_form_that_every_site_has(world: World) -> None:
    world.aubord.commune.options = {"modules_off": ["contact", "formulaires"]}
    world.aubord.commune.save()
    page = PageLegale(title="Données personnelles", slug="donnees-personnelles", kind="donnees")
    add_page(world.aubord.home, page, world.aubord.contributeur)
    assert bake(world.aubord.commune).error == ""
    html = (store_of("30020").www / "donnees-personnelles/index.html").read_text()
    assert html.count("<h3>") == 1
    assert '<a href="/_/accessibilite/signaler/">' in html


@pytest.mark.usefixtures("asks")
def test_the_commune_reads_and_takes_away_its_register(world: World) -> None:
    client = as_(world.aubord.contributeur)
    html = client.get(reverse("register:register", args=(world.aubord.commune.pk,))).content.decode()
    assert "Comptes des personnes qui tiennent le site" in html
    assert "Envoyer la lettre du mois." in html
    lines = (
        client.get(reverse("register:export", args=(world.aubord.commune.pk,))).content.decode("utf-8-sig").splitlines()
    )
    assert lines[0].startswith("traitement;finalité;base légale")
    assert any(line.startswith("'=Abonnement;Envoyer") for line in lines), "no formula"


def test_nobody_reads_the_register_of_another_commune(world: World) -> None:
    client = as_(world.aubord.contributeur)
    for name in ("register", "export"):
        assert client.get(reverse(f"register:{name}", args=(world.belleville.commune.pk,))).status_code == 404
