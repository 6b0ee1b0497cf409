"""A commune that leaves: the end on a chosen day, its archive, the code of its domain."""

import json
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from deploy.life import handing
from deploy.life.journal import history
from deploy.life.terms import archive_kept_until
from deploy.models import AgentTask, DomainName, Line, Preparation
from sites.models import Commune
from sites.rendering.french import date_text, size_fr
from sites.tenancy.roles import Role
from tests.deploy.desk.test_desk import subscribe
from tests.deploy.life.test_convention import at, errors, later
from tests.entering import enter, words
from tests.world import World, member


@pytest.fixture
def commune(world: World, tmp_path: Path, settings: LazySettings) -> Commune:
    settings.BEFFROI_VAR = tmp_path
    for town in (world.aubord, world.belleville):
        subscribe(town.commune)
    return world.aubord.commune


@pytest.fixture
def here(commune: Commune) -> Client:
    return enter(member("ici@cdg.example", Role.WEBMESTRE, commune=commune))


def archive(client: Client, commune: Commune) -> zipfile.ZipFile:
    answer: Any = client.get(at("archive", commune))
    assert answer["Content-Disposition"].startswith("attachment")
    return zipfile.ZipFile(BytesIO(b"".join(answer.streaming_content)))


def test_its_archive_holds_its_site_its_contents_and_nothing_of_another(
    here: Client, commune: Commune, world: World, tmp_path: Path
) -> None:
    assert here.get(at("archive", commune)).status_code == 404
    for _click in range(2):
        here.post(at("archive", commune))
    assert "se prépare" in words(here.get(at("sheet", commune)).content)
    handing.make.func(commune.insee, "ici@cdg.example")
    sheet = words(here.get(at("sheet", commune)).content)
    size = size_fr((tmp_path / "exports" / commune.insee / "remise.zip").stat().st_size)
    last = date_text(archive_kept_until(later(0)))
    told = sheet.split("Télécharger l’archive du ")[1]
    assert f"</a> ({size}). Elle est gardée jusqu’au {last}, puis effacée.".replace("\u00a0", " ") in told
    with archive(here, commune) as found:
        names = set(found.namelist())
        pages = json.loads(found.read("contenus.json"))
        with zipfile.ZipFile(BytesIO(found.read("site.zip"))) as site:
            assert "index.html" in site.namelist()
    assert {"site.zip", "contenus.json", "noms-de-domaine.txt", "LISEZ-MOI.txt"} <= names
    home = commune.site.root_page
    assert {page["pk"] for page in pages} == set(home.get_descendants(inclusive=True).values_list("pk", flat=True))
    assert world.belleville.commune.name not in json.dumps(pages, ensure_ascii=False)
    assert [one.sentence for one in history(commune.insee)] == ["Archive de la commune faite."]
    assert [file.name for file in (tmp_path / "exports" / commune.insee).iterdir()] == ["remise.zip"]


def test_its_note_names_the_boxes_whose_mail_is_elsewhere_and_says_where(
    here: Client, commune: Commune, settings: LazySettings
) -> None:
    row = Line.objects.get(subscription__commune=commune.insee, kind="host")
    box = {"gigabytes": 5, "style": "classique"}
    Line.objects.create(
        subscription=row.subscription, kind="mailbox", value="mairie@a.example", since=row.since, data=box
    )
    settings.BEFFROI_MAIL_HOST = "mail.cdg30.example"
    for driver, where in (("tables", "sur le serveur mail.cdg30.example (IMAP, port 993)"), ("ovh", "(ovh)")):
        settings.BEFFROI_MAIL = driver
        handing.make.func(commune.insee, "ici@cdg.example")
        with archive(here, commune) as found:
            told = found.read("LISEZ-MOI.txt").decode().split("N’y sont pas")[1]
        assert "le courrier des boîtes aux lettres." in told
        assert where in told
        assert [line for line in told.splitlines() if line.startswith("- ")] == ["- mairie@a.example"]


def test_what_failed_is_told_and_may_be_asked_again(
    here: Client, commune: Commune, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object) -> int:
        raise OSError("plus de place")

    monkeypatch.setattr(handing, "export", refuse)
    handing.ask(commune.insee, "ici@cdg.example")
    handing.make.func(commune.insee, "ici@cdg.example")
    assert "plus de place" in history(commune.insee)[0].sentence
    assert handing.ask(commune.insee, "ici@cdg.example")


def test_the_end_is_an_order_of_that_day_and_its_domains_ask_for_their_code(here: Client, commune: Commune) -> None:
    DomainName.objects.create(name="aubord.example", commune_id=commune.insee)
    assert "aubord.example" in words(here.get(at("leave", commune)).content)
    told = {"end": later(40).isoformat(), "host": "Un autre centre"}
    for _click in range(2):
        answer = here.post(at("leave", commune), told)
    draft = Preparation.objects.get()
    assert answer["Location"] == reverse("orders:plan", args=(draft.pk,))
    assert f"fin = {later(40)}" in draft.text
    assert AgentTask.objects.get(key="partir:aubord.example").commune_id == commune.insee
    assert handing.state(commune.insee).asked
    assert [one.sentence for one in history(commune.insee)] == ["Départ préparé vers Un autre centre."]


def test_without_another_host_nobody_is_asked_for_a_code(here: Client, commune: Commune) -> None:
    DomainName.objects.create(name="aubord.example", commune_id=commune.insee)
    here.post(at("leave", commune), {"end": later(40).isoformat()})
    assert Preparation.objects.count() == 1
    assert not AgentTask.objects.exists()


def test_an_end_that_is_not_to_come_is_refused(here: Client, commune: Commune) -> None:
    assert errors(here, at("leave", commune), end=later(0).isoformat()) == ["Choisissez un jour à venir."]
    assert errors(here, at("leave", commune), end="31 février") == ["Saisissez une date valide."]
    assert not Preparation.objects.exists()


def test_a_commune_that_one_does_not_keep_is_not_there(here: Client, world: World) -> None:
    other = world.belleville.commune
    handing.make.func(other.insee, "x@cdg.example")
    assert here.get(at("archive", other)).status_code == 404
    assert here.post(at("archive", other)).status_code == 404
    assert here.post(at("leave", other), {"end": later(9).isoformat()}).status_code == 404
    assert not Preparation.objects.exists()
