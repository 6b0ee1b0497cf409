"""A citizen writes to the right service: with and without script, politely refused, never lost."""

import re
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.courrier.models import Message
from cms.guichet import robots
from cms.guichet.models import Envoi, PieceJointe, State
from modules.contact.apps import Contact
from modules.contact.models import PageContact, Service
from sites.bake.bakery import bake, store_of
from sites.bake.preview import render_page
from sites.models import BakeState
from tests import sitemaps
from tests.entering import enter, words
from tests.world import PDF, Town, World, add_page

pytestmark = pytest.mark.django_db
HOST = "aubord.localhost"
ORIGIN = {"origin": f"http://{HOST}"}
RIGHT = {
    "service": "Urbanisme",
    "nom": "Anne Marty",
    "adresse": "anne@exemple.fr",
    "objet": "Une clôture",
    "message": "Bonjour,\nquelle hauteur ?",
}


@pytest.fixture
def town(world: World, monkeypatch: pytest.MonkeyPatch) -> Town:
    """Aubord, with its page and two services; challenges are easy."""
    monkeypatch.setattr(robots, "BITS", 4)
    monkeypatch.setattr(robots, "SOONEST", 0)
    town = world.aubord
    add_page(
        town.home, PageContact(title="Écrire à la mairie", slug="ecrire", intro="Aubord vous répond"), town.contributeur
    )
    for position, (name, email) in enumerate([("État civil", ""), ("Urbanisme", "urbanisme@aubord.example")]):
        Service.objects.create(
            commune=town.commune, name=name, recipient=email, about=f"{name} d’Aubord", position=position
        )
    return town


@pytest.fixture
def citizen(town: Town) -> Client:
    """Somebody on the site of Aubord."""
    return Client(headers={"host": HOST, **ORIGIN})


def proof(citizen: Client) -> dict[str, str]:
    """What the script of the page does."""
    told = citizen.get("/_/contact/defi/").json()
    seed = robots.seed_of(told["defi"])
    number = next(n for n in range(10**6) if robots.holds(seed, str(n), told["bits"]))
    return {robots.TOKEN: told["defi"], robots.PROOF: str(number)}


def test_with_its_proof_a_message_is_kept_then_told_to_the_right_service(citizen: Client) -> None:
    answer = citizen.post("/_/contact/envoyer/", RIGHT | proof(citizen))
    assert (answer.status_code, answer["Location"]) == (303, "/_/contact/recu/")
    assert not answer.cookies
    envoi = Envoi.objects.get()
    assert (envoi.state, envoi.service, envoi.sender) == (State.NEW, "Urbanisme", "anne@exemple.fr")
    to_service, to_sender = Message.objects.order_by("pk")
    assert (to_service.to, to_service.reply_to) == (["urbanisme@aubord.example"], "anne@exemple.fr")
    assert to_service.subject == "Message à la mairie\u00a0: Une clôture"
    assert "quelle hauteur ?" in to_service.body
    assert reverse("guichet:read", args=(envoi.pk,)) in to_service.body
    assert to_sender.to == ["anne@exemple.fr"]
    assert "clôture" not in to_sender.body, "a stranger may have given somebody else's address"
    assert "Merci, c’est bien arrivé" in words(citizen.get(answer["Location"]).content)


def test_a_service_without_address_writes_to_the_town_hall(citizen: Client) -> None:
    citizen.post("/_/contact/envoyer/", RIGHT | {"service": "État civil"} | proof(citizen))
    assert Message.objects.order_by("pk")[0].to == ["mairie@aubord.example"]


def test_without_script_one_reads_again_then_confirms(citizen: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    page = citizen.post("/_/contact/envoyer/", RIGHT).content.decode()
    assert "Relisez, puis confirmez" in page
    assert "quelle hauteur ?" in page
    assert (Envoi.objects.get().state, Message.objects.count()) == (State.UNCONFIRMED, 0)
    found = re.search(r'name="defi" value="([^"]+)"', page)
    assert found
    ticket = {"defi": found[1]}
    again = citizen.post("/_/contact/confirmer/", ticket).content.decode()
    assert "C’était très rapide" in again
    assert found[1] in again
    assert Envoi.objects.get().state == State.UNCONFIRMED
    monkeypatch.setattr(robots, "CONFIRM_SOONEST", 0)
    for _time in range(2):  # the button pressed twice
        answer = citizen.post("/_/contact/confirmer/", ticket)
        assert (answer.status_code, answer["Location"]) == (303, "/_/contact/recu/")
    assert (Envoi.objects.get().state, Message.objects.count()) == (State.NEW, 2)


def test_a_confirmation_is_of_the_commune_that_received_and_of_nobody_s_making(
    citizen: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(robots, "CONFIRM_SOONEST", 0)
    theirs = world.belleville
    add_page(theirs.home, PageContact(title="Écrire", slug="ecrire"), theirs.contributeur)
    citizen.post("/_/contact/envoyer/", RIGHT)
    ticket = {"defi": robots.ticket(Envoi.objects.get().pk)}
    elsewhere = Client(headers={"host": "belleville.localhost", "origin": "http://belleville.localhost"})
    assert elsewhere.post("/_/contact/confirmer/", ticket).status_code == 410
    assert citizen.post("/_/contact/confirmer/", {"defi": "invente"}).status_code == 410
    assert Envoi.objects.get().state == State.UNCONFIRMED


def test_sent_twice_it_is_received_once(citizen: Client) -> None:
    sent = RIGHT | proof(citizen)
    for _time in range(2):
        assert citizen.post("/_/contact/envoyer/", sent).status_code == 303
    assert Envoi.objects.count() == 1


def test_what_lacks_is_said_and_what_was_typed_is_kept(citizen: Client) -> None:
    answer = citizen.post("/_/contact/envoyer/", RIGHT | {"adresse": "anne@", "objet": "", "service": "Autre"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Erreur : Écrire à la mairie" in html.replace("\u00a0", " ")
    assert 'href="#adresse"' in html
    assert 'id="adresse-erreur"' in html
    assert 'aria-invalid="true" aria-describedby="adresse-aide adresse-erreur"' in html
    assert 'value="anne@"' in html.replace("&#64;", "@")
    assert "quelle hauteur ?</textarea>" in html
    assert not Envoi.objects.exists()


@pytest.mark.parametrize("subject", ["Objet\r\nBcc: tous@exemple.fr", "Objet\nBcc: x@y.fr", "a\u2028Bcc: x@y.fr"])
def test_no_header_is_slipped_in_through_the_subject(citizen: Client, subject: str) -> None:
    answer = citizen.post("/_/contact/envoyer/", RIGHT | {"objet": subject} | proof(citizen))
    assert answer.status_code == 422
    assert "tient sur une seule ligne" in words(answer.content)
    assert not Message.objects.exists()


def test_a_robot_that_fills_every_field_is_told_so(citizen: Client) -> None:
    answer = citizen.post("/_/contact/envoyer/", RIGHT | {"votre_site": "http://spam.example"} | proof(citizen))
    assert "Un champ caché a été rempli" in words(answer.content)
    assert not Envoi.objects.exists()


def test_posted_again_and_again_the_first_ones_are_kept_and_the_others_politely_refused(citizen: Client) -> None:
    codes = [citizen.post("/_/contact/envoyer/", RIGHT).status_code for _time in range(70)]
    assert codes == [200] * 8 + [429] * 62
    assert Envoi.objects.count() == 8
    page = words(citizen.post("/_/contact/envoyer/", RIGHT).content)
    assert "attendez 10 minutes" in page
    assert "01 99 00 12 34" in page
    neighbour = Client(headers={"host": HOST, **ORIGIN}, REMOTE_ADDR="198.51.100.7")
    assert neighbour.post("/_/contact/envoyer/", RIGHT).status_code == 200


def test_a_file_is_kept_privately_under_another_name(citizen: Client) -> None:
    letter = SimpleUploadedFile("../../Ma lettre.pdf", PDF)
    citizen.post("/_/contact/envoyer/", RIGHT | proof(citizen) | {"pieces": letter})
    piece = PieceJointe.objects.get()
    assert piece.name == "ma-lettre.pdf"
    assert re.fullmatch(r"guichet/30020/[0-9a-f]{32}\.pdf", str(piece.file.name))
    assert "Pièces jointes, à lire dans Beffroi" in Message.objects.order_by("pk")[0].body


def test_a_file_that_lies_is_refused_and_the_message_kept_on_the_page(citizen: Client) -> None:
    php = SimpleUploadedFile("../../x.php", b"<?php")
    answer = citizen.post("/_/contact/envoyer/", RIGHT | proof(citizen) | {"pieces": php})
    assert answer.status_code == 422
    assert "x.php : ce genre de fichier n’est pas accepté" in words(answer.content)
    assert "quelle hauteur ?</textarea>" in answer.content.decode()
    assert not PieceJointe.objects.exists()


def test_another_site_cannot_send_in_the_visitor_s_name(town: Town) -> None:
    stranger = Client(headers={"host": HOST, "origin": "http://evil.example"})
    assert stranger.post("/_/contact/envoyer/", RIGHT).status_code == 403
    assert not Envoi.objects.exists()


def test_the_page_is_baked_with_its_form_and_shown_again_alike(town: Town) -> None:
    assert bake(town.commune).error == ""
    html = (store_of(town.commune.insee).www / "ecrire/index.html").read_text()
    assert 'action="/_/contact/envoyer/"' in html
    assert 'autocomplete="name"' in html
    assert 'autocomplete="email"' in html
    assert 'type="tel"' in html
    assert "effacées un an après leur envoi" in words(html)
    assert "urbanisme@aubord.example" not in unescape(html)
    assert re.search(r'src="/_/s/form\.[0-9a-f]+\.js"', html)
    assert html == render_page(PageContact.objects.get(), draft=False)
    assert "form." not in (store_of(town.commune.insee).www / "index.html").read_text()


def test_the_page_for_the_day_the_cms_is_away_is_baked_with_the_telephone(town: Town) -> None:
    bake(town.commune)
    html = (store_of(town.commune.insee).www / "503.html").read_text()
    assert "Nous ne pouvons pas savoir d’ici si c’est arrivé" in html
    assert "n’est pas parti" not in html, "nobody knows"
    assert 'href="tel:+33199001234"' in html
    assert "503" not in sitemaps.told(store_of(town.commune.insee).www)


def test_off_for_a_commune_nothing_of_it_is_left(town: Town, citizen: Client) -> None:
    bake(town.commune)
    town.commune.options = {"modules_off": ["contact"]}
    town.commune.save()
    assert bake(town.commune).error == ""
    www = store_of(town.commune.insee).www
    assert not (www / "ecrire").exists()
    assert "/ecrire/" not in sitemaps.told(www) + (www / "index.html").read_text()
    assert citizen.get("/_/contact/defi/").status_code == 404
    assert citizen.post("/_/contact/envoyer/", RIGHT).status_code == 404


def test_a_change_of_services_bakes_the_commune_again_and_a_message_does_not(town: Town, citizen: Client) -> None:
    assert bake(town.commune).error == ""
    state = BakeState.objects.get(commune=town.commune)
    citizen.post("/_/contact/envoyer/", RIGHT | proof(citizen))
    assert BakeState.objects.get(pk=state.pk).version == state.version
    connection.run_on_commit.clear()
    with TestCase.captureOnCommitCallbacks(execute=True):
        Service.objects.create(commune=town.commune, name="École")
    assert BakeState.objects.get(pk=state.pk).version > state.version


def test_the_manager_keeps_the_services_of_her_own_commune(town: Town, world: World) -> None:
    manager = enter(town.gestionnaire, second_factor=False)
    foreign = Service.objects.create(commune=world.belleville.commune, name="Secret")
    assert "Secret" not in words(manager.get(reverse("services:index")).content)
    assert manager.get(reverse("services:edit", args=(foreign.pk,))).status_code == 404
    values = {"name": "École", "about": "", "recipient": "", "position": 3, "commune": town.commune.pk}
    manager.post(reverse("services:add"), values)
    assert Service.objects.filter(commune=town.commune, name="École").exists()
    manager.post(reverse("services:add"), values | {"name": "ÉCOLE"})
    assert Service.objects.filter(commune=town.commune).count() == 3


def test_the_list_of_services_costs_the_same_for_one_and_for_three(town: Town) -> None:
    manager = enter(town.gestionnaire, second_factor=False)
    counts = []
    for name in ("École", "Voirie"):
        Service.objects.create(commune=town.commune, name=name)
        manager.get(reverse("services:index"))
        with CaptureQueriesContext(connection) as queries:
            manager.get(reverse("services:index"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_messages_wait_on_the_home_of_who_may_handle_them(town: Town, citizen: Client, world: World) -> None:
    citizen.post("/_/contact/envoyer/", RIGHT | proof(citizen))
    module: Any = Contact.create("modules.contact")
    told = [list(module.waiting(user, [town.commune])) for user in (town.contributeur, world.belleville.contributeur)]
    assert [[line.count for line in lines] for lines in told] == [[1], [0]]


def test_services_are_taken_over_once(town: Town) -> None:
    Service.objects.all().delete()
    module: Any = Contact.create("modules.contact")
    table = {
        "service": [{"nom": "École", "role": "Inscriptions", "adresse": "ecole@aubord.example"}, {"nom": "Voirie"}]
    }
    assert module.take_over(town.commune, table, None)
    assert not module.take_over(town.commune, table, None)
    assert list(Service.objects.values_list("name", "position")) == [("École", 1), ("Voirie", 2)]
