from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from cms.courrier.models import Message
from cms.models import BasePage, Identity
from deploy import runs
from deploy.models import CommuneReference, Line, Order, Preparation, Run, RunChange
from deploy.wizard.carrying import carry_out
from deploy.wizard.proposing import pack_for
from deploy.wizard.reach import named
from sites.models import Commune
from sites.tenancy.roles import Role
from tests.entering import enter, words
from tests.world import World, member

INSEE = "46083"
# As a browser sends them: two rows of each, whose choices are made and whose words are missing.
BLANK = {
    f"{name}-{key}": value
    for name in ("boite", "alias", "personne")
    for key, value in {
        "TOTAL_FORMS": "2", "INITIAL_FORMS": "0", "0-go": "5", "1-go": "5", "0-type": "classique",
        "1-type": "classique", "0-role": "contributeur", "1-role": "contributeur", "1-adresse": "", "1-vers": "",
    }.items()
}  # fmt: skip
ASKED = {
    **BLANK, "modele": "causse", "couleur": "#7a1fa2", "debut": f"{timezone.localdate()}",
    "telephone": "05 65 00 00 01",
    "directeur": "Camille Genévrier", "domaines": "catus.example", "pages": ["contact", "equipe-municipale"],
    "boite-0-adresse": "mairie", "boite-0-go": "5", "boite-0-type": "classique",
    "alias-0-adresse": "contact", "alias-0-vers": "mairie@catus.example",
    "personne-0-nom": "Lou Bruyère", "personne-0-courriel": "lou@catus.example", "personne-0-role": "contributeur",
}  # fmt: skip


@pytest.fixture
def webmestre(world: World) -> Client:
    CommuneReference.objects.create(
        insee=INSEE, name="Catus", departement="46", departement_name="Lot", population=900, postcodes="46150"
    )
    return enter(member("partout@cdg.example", Role.WEBMESTRE))


def order(client: Client, **changed: Any) -> Any:
    return client.post(reverse("orders:order", args=(INSEE,)) + "?pack=confort", ASKED | changed)


def errors(answer: Any) -> list[str]:
    forms = [answer.context["form"], *(row for made in answer.context["sets"].values() for row in made)]
    return [sentence for form in forms for told in form.errors.values() for sentence in told]


def approve(client: Client, capture: DjangoCaptureOnCommitCallbacks, row: Preparation) -> None:
    plan = client.get(reverse("orders:plan", args=(row.pk,)))
    with capture(execute=True):
        client.post(reverse("orders:plan", args=(row.pk,)), {"checksum": plan.context["checksum"]})
    carry_out.func(row.pk)
    row.refresh_from_db()


def test_one_form_and_one_approval_make_a_site(
    webmestre: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    assert order(webmestre).status_code == 302
    row = Preparation.objects.get()
    text = webmestre.get(reverse("orders:plan", args=(row.pk,))).content.decode()
    assert "boîte aux lettres mairie@catus.example" in text
    assert not Order.objects.exists()
    assert not Commune.objects.filter(insee=INSEE).exists()
    approve(webmestre, django_capture_on_commit_callbacks, row)
    assert (row.state, row.sentences) == ("done", [])
    commune = Commune.objects.get(insee=INSEE)
    assert commune.site.hostname == "www.catus.example"
    assert Identity.objects.get(site=commune.site).brand == "#7a1fa2"
    slugs = set(BasePage.objects.descendant_of(commune.site.root_page).values_list("slug", flat=True))
    assert {"contact", "equipe-municipale", "mentions-legales"} <= slugs
    assert "demarches" not in slugs
    assert Run.objects.get().author == "partout@cdg.example"
    assert [message.to for message in Message.objects.filter(commune=commune)] == [["lou@catus.example"]]
    page = webmestre.get(reverse("orders:plan", args=(row.pk,))).content.decode()
    assert "www.catus.example" in page
    assert "Mise en ligne en cours" in page
    told = webmestre.get(reverse("orders:progress", args=(row.pk,))).json()
    assert told["mood"] == "live"
    assert [step["label"] for step in told["steps"]] == ["Le site", "L’adresse", "Le courrier", "Les personnes"]
    assert all(step["done"] == step["total"] > 0 for step in told["steps"])
    RunChange.objects.filter(kind="mailbox").update(done_at=None)
    told = webmestre.get(reverse("orders:progress", args=(row.pk,))).json()
    assert told["steps"][2] == {"label": "Le courrier", "done": 1, "total": 2}


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"domaines": "aubord.localhost"}, "« aubord.localhost » appartient au CDG"),
        ({"domaines": "https://catus.fr/"}, "adresse web"),
        ({"domaines": "a" * 64 + ".fr"}, "64 caractères"),
        ({"couleur": "rouge"}, "n’est pas une couleur"),
        ({"boite-0-adresse": 'mai"rie'}, "mai"),
        ({"alias-0-vers": "pas une adresse"}, "pas"),
        ({"personne-0-courriel": "lou"}, "lou"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence_beside_what_was_typed(
    webmestre: Client, changed: dict[str, str], sentence: str
) -> None:
    answer = order(webmestre, **changed)
    assert answer.status_code == 200
    told = " ".join(errors(answer)).replace("\u00a0", " ")
    assert sentence in told
    assert "ligne" not in told  # that of a text which nobody wrote
    assert not Preparation.objects.exists()
    assert "Camille Genévrier" in answer.content.decode()


@pytest.mark.parametrize("typed", [{}, {"boite-0-DELETE": "on"}])
def test_a_fault_of_a_box_stands_beside_that_box_and_not_at_the_address_of_the_town_hall(
    webmestre: Client, typed: dict[str, str]
) -> None:
    second = {"boite-1-adresse": "accueil\u2028x", "boite-1-go": "5", "boite-1-type": "classique"}
    answer = order(webmestre, **{"boite-TOTAL_FORMS": "2", **second, **typed})
    boxes, form = answer.context["sets"]["boite"], answer.context["form"]
    assert [list(one.errors) for one in boxes] == [[], ["adresse"]]
    assert not form.errors


def test_a_plan_that_moved_since_its_approval_is_not_applied(
    webmestre: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    order(webmestre)
    row = Preparation.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        webmestre.post(reverse("orders:plan", args=(row.pk,)), {"checksum": "0" * 64})
    carry_out.func(row.pk)
    row.refresh_from_db()
    assert row.state == "stopped"
    assert "a changé depuis son approbation" in row.sentences[0]
    assert not Commune.objects.filter(insee=INSEE).exists()


def test_the_second_of_two_who_apply_is_told_and_takes_it_up_again(
    webmestre: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    order(webmestre)
    row = Preparation.objects.get()
    with runs.alone():
        approve(webmestre, django_capture_on_commit_callbacks, row)
    assert row.state == "stopped"
    assert "Un autre" in row.sentences[0]
    with django_capture_on_commit_callbacks(execute=True):
        webmestre.post(reverse("orders:plan", args=(row.pk,)))
    carry_out.func(row.pk)
    carry_out.func(row.pk)  # a worker that died took it twice
    row.refresh_from_db()
    assert row.state == "done"
    assert Order.objects.count() == 1
    assert Run.objects.count() == 1


def test_an_approved_preparation_is_not_approved_twice(
    webmestre: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    order(webmestre)
    row = Preparation.objects.get()
    approve(webmestre, django_capture_on_commit_callbacks, row)
    again = webmestre.post(reverse("orders:plan", args=(row.pk,)), {"checksum": "x"}, follow=True)
    assert "déjà approuvée" in again.content.decode()
    webmestre.post(reverse("orders:discard", args=(row.pk,)))
    assert Preparation.objects.filter(pk=row.pk).exists()


def test_a_commune_that_stands_shows_what_it_has_and_keeps_what_was_not_touched(
    webmestre: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    order(webmestre)
    approve(webmestre, django_capture_on_commit_callbacks, Preparation.objects.get())
    form = webmestre.get(reverse("orders:order", args=(INSEE,)))
    held = form.context["sets"]["boite"].initial
    assert [box["adresse"] for box in held] == ["mairie@catus.example"]
    assert form.context["pack"].code == "confort"
    changed = {
        "boite-INITIAL_FORMS": "1", "boite-TOTAL_FORMS": "3", "boite-2-go": "5", "boite-2-type": "classique",
        "boite-0-adresse": "mairie@catus.example",
        "boite-1-adresse": "maire@catus.example", "boite-1-go": "10", "boite-1-type": "collaborative",
    }  # fmt: skip
    assert order(webmestre, **changed).status_code == 302
    row = Preparation.objects.first()
    assert row is not None
    plan = webmestre.get(reverse("orders:plan", args=(row.pk,))).context["plan"]
    assert "boîte aux lettres maire@catus.example" in plan
    assert "1 création" in plan
    approve(webmestre, django_capture_on_commit_callbacks, row)
    assert sorted(Line.objects.filter(kind="mailbox", until=None).values_list("value", flat=True)) == [
        "maire@catus.example",
        "mairie@catus.example",
    ]
    assert len(Message.objects.filter(to=["lou@catus.example"])) == 1  # nobody is invited twice


def test_one_more_row_keeps_what_was_typed(webmestre: Client) -> None:
    answer = order(webmestre, plus="boite")
    assert answer.status_code == 200
    assert "mairie" in answer.content.decode()
    assert not Preparation.objects.exists()


@pytest.mark.parametrize(("pack", "theme"), [("expert", "causse"), ("mini_site", "utopia")])
def test_a_new_commune_begins_with_the_theme_of_its_pack(webmestre: Client, pack: str, theme: str) -> None:
    """Expert takes any theme: the first of the list is not the one to propose."""
    CommuneReference.objects.filter(insee=INSEE).update(population=9793)
    page = webmestre.get(reverse("orders:order", args=(INSEE,)) + f"?pack={pack}")
    assert page.context["form"]["modele"].value() == theme
    assert "9 793 habitants" in words(page.content)


@pytest.mark.django_db
def test_a_commune_is_found_as_one_types_it() -> None:
    rows = (("46339", "Saint-Céré", "46400"), ("46088", "Espère", "46090"), ("46024", "L’Hospitalet", "46170"))
    for insee, name, postcode in rows:
        CommuneReference.objects.create(
            insee=insee, name=name, departement="46", departement_name="Lot", postcodes=postcode
        )
    for typed, name in (
        ("st cere", "Saint-Céré"), ("SAINT-CERE", "Saint-Céré"), ("espere", "Espère"), ("Espère", "Espère"),
        ("l'hospitalet", "L’Hospitalet"), ("46090", "Espère"), ("46024", "L’Hospitalet"),
    ):  # fmt: skip
        assert [row.name for row in CommuneReference.objects.filter(named(typed))] == [name], typed


def test_the_pack_proposed_follows_the_population() -> None:
    today = date(2026, 11, 22)
    found = [pack_for(population, today).code for population in (None, 499, 500, 1499, 1500, 4999, 5000)]
    assert found == ["mini_site", "mini_site", "decouverte", "decouverte", "confort", "confort", "expert"]


def test_a_webmestre_of_one_commune_orders_for_that_one_alone(world: World, webmestre: Client) -> None:
    order(webmestre)
    row = Preparation.objects.get()
    here = enter(member("ici@cdg.example", Role.WEBMESTRE, commune=world.aubord.commune))
    assert here.get(reverse("orders:order", args=(INSEE,))).status_code == 404
    assert "Catus" not in here.get(reverse("orders:choose"), {"q": "Catus"}).content.decode().replace(
        'value="Catus"', ""
    )
    for name in ("plan", "progress"):
        assert here.get(reverse(f"orders:{name}", args=(row.pk,))).status_code == 404
    for name in ("plan", "discard"):
        assert here.post(reverse(f"orders:{name}", args=(row.pk,))).status_code == 404
    row.refresh_from_db()
    assert row.state == "draft"
