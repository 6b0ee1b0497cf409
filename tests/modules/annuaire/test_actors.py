"""People register, correct, confirm and leave by themselves, without account; nothing appears before it is read."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signing import TimestampSigner
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ReferenceIndex

from cms.courrier.models import Message
from cms.guichet import robots
from cms.guichet.models import Envoi, State
from cms.models import Picture
from modules.annuaire.actors import asking, links, moderation
from modules.annuaire.models import Apport, Fiche
from sites.tenancy.roles import Role
from tests.entering import enter, words
from tests.modules.annuaire.factories import category, entry, index_of
from tests.world import Town, World, picture_file

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")]
HOST = "aubord.localhost"
NEW = {
    "holder_name": "Anne Marty",
    "holder_email": "anne@exemple.fr",
    "kind": "Association",
    "name": "Les Amis du lavoir",
    "about": "On répare le lavoir.",
    "association_activites": "Maçonnerie",
    "commerce_produits": "ce qui n’est pas demandé",
    "phone": "05 65 20 00 01",
    "consent_phone": "Oui",
    "email": "lavoir@exemple.fr",
    "hours": "Samedi : 9h à 12h",
    "accord": "Oui",
}


@pytest.fixture(autouse=True)
def _easy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(robots, "BITS", 4)
    monkeypatch.setattr(robots, "SOONEST", 0)


@pytest.fixture
def citizen(town: Town) -> Client:
    return Client(headers={"host": HOST, "origin": f"http://{HOST}"})


def picture(size: tuple[int, int] = (400, 300)) -> SimpleUploadedFile:
    return SimpleUploadedFile("lavoir.jpg", picture_file("lavoir.jpg", size).read(), "image/jpeg")


def proof(citizen: Client) -> dict[str, str]:
    told = citizen.get("/_/annuaire/defi/").json()
    seed = robots.seed_of(told["defi"])
    number = next(n for n in range(10**6) if robots.holds(seed, str(n), told["bits"]))
    return {robots.TOKEN: told["defi"], robots.PROOF: str(number)}


def propose(citizen: Client, **more: Any) -> Envoi:
    answer = citizen.post("/_/annuaire/envoyer/", {**NEW, **more, **proof(citizen)})
    assert answer.status_code == 303, words(answer.content)
    return Envoi.objects.latest("pk")


def decide(town: Town, envoi: Envoi, decision: str = "accepter", **more: Any) -> Any:
    url = reverse("annuaire:proposal", args=(envoi.pk,))
    client = enter(town.contributeur)
    names = [one.name for one in moderation.proposal_of(envoi).differences]
    return client.post(url, {"champ": names, "decision": decision, **more}, follow=True)


def path_of(fiche: Fiche, purpose: str) -> str:
    return f"/_/annuaire/lien/{links.token_for(fiche, purpose)}/{purpose}/"


def test_a_registration_is_read_by_the_town_hall_before_anything_appears(citizen: Client, town: Town) -> None:
    envoi = propose(citizen)
    assert Fiche.objects.count() == 0
    to_town = Message.objects.order_by("pk")[0]
    assert reverse("guichet:read", args=(envoi.pk,)) in to_town.body
    shown = enter(town.contributeur).get(reverse("guichet:read", args=(envoi.pk,)), follow=True)
    assert shown.redirect_chain[0][0] == reverse("annuaire:proposal", args=(envoi.pk,))
    assert "Maçonnerie" in words(shown.content)
    said = decide(town, envoi, category=category(town, "Patrimoine").pk, word="Merci à vous.")
    assert "est à jour sur le site" in words(said.content)
    fiche = Fiche.objects.get()
    assert (fiche.kind, fiche.name, fiche.details) == ("association", "Les Amis du lavoir", {"activites": "Maçonnerie"})
    assert (fiche.consent_phone, fiche.consent_email, fiche.consent_at) == (True, False, envoi.received_at)
    assert (fiche.holder_email, str(fiche.category)) == ("anne@exemple.fr", "Patrimoine")
    assert fiche.hours[0]["day"] == "saturday"
    told = Message.objects.latest("pk")
    assert told.to == ["anne@exemple.fr"]
    assert "Merci à vous." in told.body
    assert "/_/annuaire/lien/" in told.body
    envoi.refresh_from_db()
    assert (envoi.state, envoi.handled_by) == (State.ANSWERED, town.contributeur)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"accord": ""}, "Cochez cette case pour continuer"),
        ({"hours": "quand on veut"}, "« quand on veut » ne se lit pas"),
        ({"website": "notre page"}, "Écrivez une adresse entière"),
        ({"postcode": "Cahors"}, "Un code postal compte cinq chiffres"),
        ({"holder_email": ""}, "elle est obligatoire"),
        ({"about": "a" * 2001}, "raccourcissez-la à 2000"),
    ],
)
def test_what_lacks_is_said_beside_its_question_and_nothing_is_lost(
    citizen: Client, typed: dict[str, str], sentence: str
) -> None:
    answer = citizen.post("/_/annuaire/envoyer/", NEW | typed | proof(citizen))
    assert answer.status_code == 422
    assert sentence in words(answer.content)
    assert "Les Amis du lavoir" in answer.content.decode()
    assert Envoi.objects.count() == 0


def test_a_sending_from_another_site_is_refused(town: Town) -> None:
    answer = Client(headers={"host": HOST, "origin": "https://ailleurs.example"}).post("/_/annuaire/envoyer/", NEW)
    assert (answer.status_code, Envoi.objects.count()) == (403, 0)


def test_the_photo_goes_to_the_library_of_the_commune_with_what_it_shows(citizen: Client, town: Town) -> None:
    envoi = propose(citizen, photo=picture(), image_alt="Le lavoir restauré")
    decide(town, envoi, photo="oui")
    fiche = Fiche.objects.get()
    assert fiche.image is not None
    assert (fiche.image.collection, fiche.image_alt) == (town.collection, "Le lavoir restauré")


def test_a_refusal_changes_nothing_and_says_why(citizen: Client, town: Town) -> None:
    envoi = propose(citizen)
    decide(town, envoi, "refuser", word="L’association n’est pas de la commune.")
    told = Message.objects.latest("pk")
    assert (Fiche.objects.count(), "n’est pas de la commune" in told.body) == (0, True)
    assert "/lien/" not in told.body
    again = decide(town, envoi)
    assert "n’attend plus de réponse" in words(again.content)
    assert Fiche.objects.count() == 0


def test_a_visitor_corrects_what_is_shown_and_only_what_is_ticked_is_taken(citizen: Client, town: Town) -> None:
    fiche = entry(town, "Judo", consent_phone=False)
    page = citizen.get(f"/_/annuaire/corriger/{fiche.pk}/")
    assert page.status_code == 200
    html = page.content.decode()
    assert 'value="Judo"' in html
    for hidden in (fiche.phone, fiche.holder_email, fiche.holder_name):
        assert hidden not in html
    typed = {"de_nom": "Un voisin", "de_courriel": "voisin@exemple.fr", "name": "Judo club", "street": "2 rue Neuve"}
    kept = {"email": fiche.email, "website": fiche.website, "postcode": fiche.postcode, "city": fiche.city}
    sent = citizen.post(f"/_/annuaire/corriger/{fiche.pk}/envoyer/", {**typed, **kept, **proof(citizen)})
    assert sent.status_code == 303
    envoi = Envoi.objects.get()
    found = {one.name: (one.before, one.after) for one in moderation.proposal_of(envoi).differences}
    assert found["name"] == ("Judo", "Judo club")
    assert found["street"] == ("12 bis rue de l’Église", "2 rue Neuve")
    assert not {"phone", "holder_email", "consent_phone", "email"} & set(found)
    enter(town.contributeur).post(
        reverse("annuaire:proposal", args=(envoi.pk,)), {"champ": ["name"], "decision": "accepter"}
    )
    fiche.refresh_from_db()
    assert (fiche.name, fiche.street, fiche.phone) == ("Judo club", "12 bis rue de l’Église", "05 65 20 00 00")
    assert "/lien/" not in Message.objects.latest("pk").body, "a stranger is given no link"


def test_the_yearly_message_asks_once_then_again_then_leaves_it_to_the_town_hall(town: Town) -> None:
    long_ago = timezone.localdate() - timedelta(days=370)
    fiche = entry(town, checked_on=long_ago)
    entry(town, "Récente")
    assert [asking.turn(), asking.turn()] == [1, 0]
    message = Message.objects.get()
    assert (message.to, message.commune) == ([fiche.holder_email], town.commune)
    assert len(re.findall(rf"https?://{HOST}[:/]\S*", message.body)) == 3
    for turns in (1, 0):
        Fiche.objects.filter(pk=fiche.pk).update(asked_at=timezone.now() - timedelta(days=31))
        assert asking.turn() == turns
    assert Message.objects.count() == 2
    assert list(Fiche.objects.filter(asking.silent())) == [fiche]
    page = enter(town.contributeur).get(reverse("annuaire:index"))
    assert fiche.name in words(page.content)
    enter(town.contributeur).post(reverse("annuaire:still_true", args=(fiche.pk,)))
    assert not Fiche.objects.filter(asking.silent()).exists()


def test_still_true_is_one_link_and_one_button_and_works_once(citizen: Client, town: Town) -> None:
    fiche = entry(town, checked_on=timezone.localdate() - timedelta(days=370))
    path = path_of(fiche, "vrai")
    assert citizen.get(path).status_code == 200
    fiche.refresh_from_db()
    assert fiche.checked_on is not None
    assert fiche.checked_on < timezone.localdate(), "a mail filter that reads the link answers nothing"
    assert citizen.post(path).status_code == 200
    fiche.refresh_from_db()
    assert fiche.checked_on == timezone.localdate()
    assert [citizen.get(path).status_code, citizen.post(path).status_code] == [410, 410]


def leave(citizen: Client, fiche: Fiche) -> None:
    assert citizen.post(path_of(fiche, "retirer")).status_code == 200


def test_a_removal_erases_the_entry_and_all_that_was_sent_about_it(citizen: Client, town: Town) -> None:
    decide(town, propose(citizen))
    fiche = Fiche.objects.get()
    Message.objects.all().delete()
    leave(citizen, fiche)
    assert (Fiche.objects.count(), Envoi.objects.count()) == (0, 0)
    told = Message.objects.get()
    assert told.to == ["mairie@aubord.example"]
    assert "anne@exemple.fr" not in told.body


def test_a_removal_takes_the_photo_its_people_gave_and_no_other(citizen: Client, town: Town) -> None:
    mine, given = town.image, propose(citizen, photo=picture())
    decide(town, given, photo="on")
    fiche = Fiche.objects.get()
    photo = fiche.image
    assert photo is not None
    assert photo != mine
    leave(citizen, fiche)
    assert list(Picture.objects.filter(pk__in=[photo.pk, mine.pk])) == [mine]

    chosen = entry(town, "Judo", image=mine, image_alt="La salle")  # by the town hall, from its own photos
    leave(citizen, chosen)
    assert Picture.objects.filter(pk=mine.pk).exists()


def test_a_photo_that_a_page_shows_too_stays(citizen: Client, town: Town) -> None:
    decide(town, propose(citizen, photo=picture()), photo="on")
    fiche = Fiche.objects.get()
    town.article.image = fiche.image
    town.article.save()
    ReferenceIndex.create_or_update_for_object(town.article)  # the worker's part
    leave(citizen, fiche)
    assert Picture.objects.filter(pk=town.article.image_id).exists()


def test_another_photo_takes_away_the_one_given_before(citizen: Client, town: Town) -> None:
    decide(town, propose(citizen, photo=picture()), photo="on")
    first = Fiche.objects.get().image
    assert first is not None
    path = path_of(Fiche.objects.get(), "corriger")
    sent = citizen.post(f"{path}envoyer/", {**NEW, "photo": picture((300, 300)), **proof(citizen)})
    assert sent.status_code == 303, words(sent.content)
    decide(town, Envoi.objects.latest("pk"), photo="on")
    assert Fiche.objects.get().image != first
    assert not Picture.objects.filter(pk=first.pk).exists()


def test_an_entry_deleted_at_the_town_hall_leaves_nothing_either(citizen: Client, town: Town) -> None:
    decide(town, propose(citizen))
    fiche = Fiche.objects.get()
    held = {"name": "Les Amis du lavoir", "holder_email": "anne@exemple.fr"}
    first = Apport.objects.create(commune=town.commune, done=True, made={str(fiche.pk): held, "999": {"name": "Judo"}})
    second = Apport.objects.create(commune=town.commune, done=True, before={str(fiche.pk): {"phone": ["05", "06"]}})
    url = reverse("annuaire_fiches:delete", args=(fiche.pk,))
    assert enter(town.users[Role.GESTIONNAIRE]).post(url).status_code == 302
    assert (Fiche.objects.count(), Envoi.objects.count()) == (0, 0)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.made, second.before) == ({"999": {"name": "Judo"}}, {})


def test_a_holder_corrects_what_the_site_does_not_show_and_the_link_is_then_used(citizen: Client, town: Town) -> None:
    fiche = entry(town, "Judo", consent_phone=False)
    path = path_of(fiche, "corriger")
    page = citizen.get(path)
    assert (page.status_code, page["Referrer-Policy"]) == (200, "same-origin")
    assert fiche.phone in page.content.decode()
    typed = {
        "holder_name": "Paul", "holder_email": fiche.holder_email, "name": "Judo", "phone": "05 65 20 00 09",
        "consent_phone": "Oui", "accord": "Oui",
    }  # fmt: skip
    assert citizen.post(f"{path}envoyer/", {**typed, "name": ""} | proof(citizen)).status_code == 422
    sent = citizen.post(f"{path}envoyer/", typed | proof(citizen))
    assert sent.status_code == 303
    assert citizen.get(sent["Location"]).status_code == 200
    assert citizen.post(f"{path}envoyer/", typed | proof(citizen)).status_code == 410
    decide(town, Envoi.objects.get())
    fiche.refresh_from_db()
    assert (fiche.phone, fiche.consent_phone, fiche.holder_name) == ("05 65 20 00 09", True, "Paul")


def test_a_link_too_old_forged_of_another_purpose_or_of_another_commune_answers_nothing(
    citizen: Client, town: Town, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    fiche = entry(town)
    index_of(world.belleville)
    true, remove = links.token_for(fiche, "vrai"), links.token_for(fiche, "retirer")
    elsewhere = Client(headers={"host": "belleville.localhost", "origin": "http://belleville.localhost"})
    forged = TimestampSigner(salt="autre").sign(f"{town.commune.pk}-{fiche.pk}-1")
    for client, path in (
        (citizen, f"{true}/retirer/"),
        (citizen, f"{remove}/vrai/"),
        (citizen, f"{true}/corriger/"),
        (citizen, f"{forged}/retirer/"),
        (citizen, "n-importe-quoi/vrai/"),
        (elsewhere, f"{remove}/retirer/"),
    ):
        assert client.get(f"/_/annuaire/lien/{path}").status_code == 410
        if "corriger" not in path:
            assert client.post(f"/_/annuaire/lien/{path}").status_code == 410
    monkeypatch.setattr("time.time", lambda: timezone.now().timestamp() + 61 * 24 * 3600)
    assert citizen.get(f"/_/annuaire/lien/{true}/vrai/").status_code == 410
    assert Fiche.objects.count() == 1


def test_the_people_of_a_commune_decide_for_it_alone(citizen: Client, town: Town, world: World) -> None:
    envoi, fiche = propose(citizen), entry(town)
    stranger = enter(world.belleville.contributeur)
    for name, number in (("proposal", envoi.pk), ("still_true", fiche.pk)):
        assert stranger.post(reverse(f"annuaire:{name}", args=(number,)), {"decision": "refuser"}).status_code == 404
    assert "lavoir" not in words(stranger.get(reverse("annuaire:index")).content)
    envoi.refresh_from_db()
    assert envoi.state == State.NEW


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_what_waits_costs_the_same_for_any_number(
    citizen: Client, town: Town, django_assert_max_num_queries: Any, count: int
) -> None:
    for number in range(count):
        propose(citizen, name=f"Club {number}")
        entry(town, f"Vieille {number}", checked_on=timezone.localdate() - timedelta(days=400), holder_email="")
    client = enter(town.contributeur)
    with django_assert_max_num_queries(24):
        client.get(reverse("annuaire:index"))
