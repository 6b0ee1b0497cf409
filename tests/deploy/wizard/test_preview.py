"""The home page of a commune to come, beside the form: hers, and nobody else's."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from deploy.models import CommuneReference, Preparation
from sites.models import Commune
from sites.packs import PACKS
from sites.tenancy.roles import Role
from tests.entering import enter, words
from tests.world import World, member

INSEE = "46083"


@pytest.fixture
def webmestre(world: World) -> Client:
    CommuneReference.objects.create(
        insee=INSEE, name="Catus", departement="46", departement_name="Lot", population=900, postcodes="46150"
    )
    return enter(member("partout@cdg.example", Role.WEBMESTRE))


def frame(name: str = "preview", **asked: str) -> tuple[str, dict[str, str]]:
    return reverse(f"orders:{name}", args=(INSEE,)), asked


@pytest.mark.parametrize("pack", list(PACKS))
def test_the_home_page_of_the_commune_to_come_is_shown_and_nothing_is_made(webmestre: Client, pack: str) -> None:
    before = Commune.objects.count()
    answer = webmestre.get(*frame("home", pack=pack, couleur="#7a1fa2", telephone="05 65 11 22 33"))
    page = words(answer.content)
    assert answer.status_code == 200
    assert "Catus" in page
    assert "05 65 11 22 33" in page
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert (Commune.objects.count(), Preparation.objects.count()) == (before, 0)


def test_another_theme_or_colour_gives_another_page(webmestre: Client) -> None:
    pages = [
        webmestre.get(*frame("home", pack="expert", modele=theme, couleur=colour)).content
        for theme, colour in (("causse", ""), ("garonne", ""), ("causse", "#7a1fa2"))
    ]
    assert len(set(pages)) == 3


def test_a_theme_that_the_pack_does_not_sell_leaves_that_of_the_pack(webmestre: Client) -> None:
    asked = {"pack": "mini_site", "couleur": "#7a1fa2"}
    plain = webmestre.get(*frame("home", **asked)).content
    assert webmestre.get(*frame("home", **asked, modele="causse")).content == plain
    assert webmestre.get(*frame("home", **asked, modele="../../etc")).content == plain


def test_what_the_form_says_is_shown_by_its_own_button_without_any_script(webmestre: Client) -> None:
    form = webmestre.get(reverse("orders:order", args=(INSEE,)) + "?pack=confort")
    page = form.content.decode()
    assert 'formtarget="apercu"' in page
    assert f'formaction="{reverse("orders:preview", args=(INSEE,))}?pack=confort"' in page
    answer = webmestre.post(
        reverse("orders:preview", args=(INSEE,)) + "?pack=confort", {"couleur": "#ffff00", "accent": "rouge"}
    )
    said = words(answer.content)
    assert "couleur=%23ffff00" in said
    assert "pack=confort" in said
    assert "(#ffff00) se lirait mal : le site emploie sa nuance" in said
    assert "« rouge » n’est pas une couleur" in said


def test_no_word_of_the_form_becomes_markup(webmestre: Client) -> None:
    evil = "<script>alert(1)</script>"
    for name in ("home", "preview"):
        answer = webmestre.get(*frame(name, pack="confort", adresse=evil, telephone=evil, couleur=evil))
        assert evil not in answer.content.decode()


def test_a_preview_reads_no_other_commune(world: World, webmestre: Client) -> None:
    with CaptureQueriesContext(connection) as asked:
        page = webmestre.get(*frame("home", pack="expert")).content.decode()
    tables = " ".join(query["sql"] for query in asked.captured_queries)
    assert "cms_mairie" not in tables
    assert "cms_identity" not in tables
    assert world.belleville.commune.name not in page


def test_only_who_keeps_the_commune_sees_it(world: World, webmestre: Client) -> None:
    here = enter(member("ici@cdg.example", Role.WEBMESTRE, commune=world.aubord.commune))
    writer = enter(member("plume@aubord.example", Role.CONTRIBUTEUR, commune=world.aubord.commune))
    for name in ("home", "preview"):
        assert webmestre.get(*frame(name)).status_code == 200
        assert here.get(*frame(name)).status_code == 404
        assert writer.get(*frame(name)).status_code in {302, 403, 404}
