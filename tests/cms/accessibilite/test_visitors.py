"""A visitor tells of a barrier: kept, told to the town hall and to the CDG, followed, answered or shown a way out."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.accessibilite.models import Contact, NonConformity, Recourse
from cms.accessibilite.visitors import recourse
from cms.courrier.models import Message
from cms.desk.waiting import lines
from cms.guichet import robots
from cms.guichet.models import Envoi, State
from sites.bake.snapshot import take
from sites.models import User
from sites.rendering.identity import processing_register
from sites.tenancy.roles import Role
from tests.cms.accessibilite.test_record import text
from tests.entering import enter
from tests.world import Town, World, member

pytestmark = pytest.mark.django_db
HOST = "aubord.localhost"
SAID = {
    "page": "Agenda",
    "obstacle": "Le filtre ne se lit pas, je suis Anne Marty",
    "aide": "NVDA",
    "adresse": "anne@exemple.fr",
}


@pytest.fixture
def town(world: World, monkeypatch: pytest.MonkeyPatch) -> Town:
    """Aubord, without any module: a report needs none."""
    monkeypatch.setattr(robots, "CONFIRM_SOONEST", 0)
    town = world.aubord
    town.commune.pack = "mini_site"
    town.commune.save()
    return town


@pytest.fixture
def webmestre(town: Town) -> User:
    return member("gard@cdg.example", Role.WEBMESTRE, departement=town.departement, name="Gard")


@pytest.fixture
def visitor(town: Town) -> Client:
    """Without script."""
    return Client(headers={"host": HOST, "origin": f"http://{HOST}"})


def report(visitor: Client, **more: str) -> Envoi:
    """Sent, read again, confirmed."""
    page = visitor.post("/_/accessibilite/envoyer/", SAID | more).content.decode()
    found = re.search(r'name="defi" value="([^"]+)"', page)
    assert found, page
    assert visitor.post("/_/accessibilite/confirmer/", {"defi": found[1]}).status_code == 303
    return Envoi.objects.latest("pk")


def test_the_form_stands_on_every_site_and_names_what_it_asks(visitor: Client) -> None:
    said = text(visitor.get("/_/accessibilite/signaler/").content)
    for part in (
        "Sur quelle page",
        "Ce qui s’est passé",
        "Votre aide technique (facultatif)",
        "un an après leur envoi",
    ):
        assert part in said


def test_what_lacks_is_said_beside_its_question_and_what_was_typed_stays(visitor: Client) -> None:
    answer = visitor.post("/_/accessibilite/envoyer/", {"page": "Agenda"})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert 'value="Agenda"' in html
    assert 'aria-describedby="obstacle-aide obstacle-erreur"' in html
    assert "<title>Erreur" in html
    assert not Envoi.objects.exists()


def test_a_report_is_told_to_the_town_hall_to_the_cdg_and_acknowledged(town: Town, visitor: Client) -> None:
    Contact.objects.create(departement=town.departement, name="CDG", mailbox="accessibilite@cdg.example")
    envoi = report(visitor)
    assert (envoi.commune, envoi.module, envoi.state) == (town.commune, "accessibilite", State.NEW)
    assert envoi.keep_until > timezone.localdate() + timedelta(days=360)
    by = {message.to[0]: message for message in Message.objects.all()}
    assert set(by) == {"mairie@aubord.example", "accessibilite@cdg.example", "anne@exemple.fr"}
    assert "Le filtre ne se lit pas" in by["mairie@aubord.example"].body
    acknowledged = by["anne@exemple.fr"].body
    assert "Défenseur des droits" in acknowledged
    assert "filtre" not in acknowledged, "a stranger may have given somebody else's address"
    assert "sous 7 jours" in text(visitor.get("/_/accessibilite/recu/").content)


def test_the_contact_of_the_commune_receives_it_rather_than_the_town_hall(town: Town, visitor: Client) -> None:
    Contact.objects.create(commune=town.commune, name="Anne", mailbox="anne@aubord.example")
    report(visitor, adresse="")
    assert {message.to[0] for message in Message.objects.all()} == {"anne@aubord.example"}


def test_it_is_followed_step_by_step_by_who_did_what(town: Town, visitor: Client, webmestre: User) -> None:
    envoi = report(visitor)
    assert any("Obstacles" in str(line.label) for line in lines(town.gestionnaire, [town.commune]))
    assert enter(webmestre).get(reverse("guichet:read", args=(envoi.pk,))).status_code == 200
    client = enter(town.gestionnaire)
    for state in ("underway", "mended"):
        client.post(reverse("guichet:handle", args=(envoi.pk,)), {"etat": state})
    envoi.refresh_from_db()
    assert (envoi.state, [step["state"] for step in envoi.steps]) == (State.MENDED, ["underway", "mended"])
    assert {step["who"] for step in envoi.steps} == {str(town.gestionnaire)}
    said = text(client.get(reverse("guichet:read", args=(envoi.pk,))).content)
    assert "pris en charge, par" in said
    assert not any("Obstacles" in str(line.label) for line in lines(town.gestionnaire, [town.commune]))


def test_one_button_puts_it_in_the_record_without_the_words_of_the_visitor(town: Town, visitor: Client) -> None:
    envoi = report(visitor)
    client, url = enter(town.gestionnaire), reverse("accessibilite:note", args=(envoi.pk,))
    assert "Inscrire au registre" in text(client.get(reverse("guichet:read", args=(envoi.pk,))).content)
    for _time in range(2):
        answer = client.post(url)
    row = NonConformity.objects.get()
    assert answer["Location"] == reverse("accessibilite:non-conformites_edit", args=(row.pk,))
    assert (row.where, row.told_by) == ("Agenda", envoi)
    assert "Anne" not in row.what
    assert enter(town.contributeur).post(url).status_code in {302, 403}
    envoi.delete()
    assert NonConformity.objects.get().told_by is None, "the report is forgotten in its time, what it taught is not"


def test_nobody_of_another_commune_reads_or_records_it(world: World, town: Town, visitor: Client) -> None:
    envoi = report(visitor)
    stranger = enter(world.belleville.gestionnaire)
    assert stranger.post(reverse("accessibilite:note", args=(envoi.pk,))).status_code in {403, 404}
    assert not NonConformity.objects.exists()


@pytest.mark.parametrize(("state", "told"), [("new", 1), ("underway", 1), ("answered", 0), ("mended", 0)])
def test_without_an_answer_for_a_month_one_is_told_whom_to_turn_to_once(visitor: Client, state: str, told: int) -> None:
    envoi = report(visitor)
    assert recourse.turn() == 0
    Envoi.objects.update(received_at=timezone.now() - timedelta(days=40), state=state)
    Message.objects.all().delete()
    assert recourse.turn() == told
    assert recourse.turn() == 0
    assert Recourse.objects.filter(envoi=envoi).count() == told
    assert [message.to for message in Message.objects.all()] == [["anne@exemple.fr"]] * told
    if told:
        assert "Libre réponse 71120" in Message.objects.get().body


def test_the_register_of_personal_data_tells_of_it_for_every_pack(town: Town) -> None:
    assert "/_/accessibilite/signaler/" in {one.url for one in processing_register(take(town.commune.pk))}
