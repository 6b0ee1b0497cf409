"""The mini-site: its contributeur fills in the news and the documents, the gestionnaire and the webmestre the rest."""

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse

from cms.guichet.models import Envoi
from modules.agenda.models import Agenda, Evenement
from modules.contact.models import PageContact
from sites.models import User
from tests.entering import enter, words
from tests.modules.agenda.factories import event
from tests.world import Town, add_page

if TYPE_CHECKING:
    from tests.world import World

pytestmark = pytest.mark.django_db

# A screen of each module that the pack leaves to others.
CLOSED = (
    "horaires:index", "horaires_exceptions:add", "alertes:add", "lieux:add", "elus:add", "commissions:add",
    "services:add",
)  # fmt: skip


@pytest.fixture
def town(world: "World") -> Town:
    """Aubord, a mini-site with an agenda."""
    town = world.aubord
    town.commune.pack = "mini_site"
    town.commune.theme = "utopia"
    town.commune.save()
    event(town, "Bal")
    return town


def fresh(user: User) -> User:
    """Without the rights read before."""
    return User.objects.get(pk=user.pk)


def reached(client: Client, name: str) -> bool:
    """Whether the screen itself answers, rather than a refusal or the way back to the home."""
    answer = client.get(reverse(name))
    return answer.status_code == 200 or (answer.status_code == 302 and "horaires" in answer["Location"])


def test_its_desk_offers_news_and_documents(town: Town) -> None:
    said = words(enter(fresh(town.contributeur)).get(reverse("wagtailadmin_home")).content)
    assert "Publier une actualité" in said
    assert "Déposer un document" in said
    for other in ("Ajouter un évènement", "Modifier les horaires", "Publier une alerte", "Statistiques", "lieux"):
        assert other not in said
    wider = words(enter(fresh(town.gestionnaire)).get(reverse("wagtailadmin_home")).content)
    assert "Ajouter un évènement" in wider
    assert "Modifier les horaires" in wider


@pytest.mark.parametrize("screen", CLOSED)
def test_the_screens_of_the_other_modules_are_for_wider_roles(town: Town, screen: str) -> None:
    assert not reached(enter(fresh(town.contributeur)), screen)
    assert reached(enter(fresh(town.gestionnaire)), screen)


def test_its_figures_too(town: Town) -> None:
    show = reverse("statistiques:show", args=(town.commune.pk,))
    assert enter(fresh(town.contributeur)).get(show).status_code == 404
    assert enter(fresh(town.gestionnaire)).get(show).status_code == 200


def test_she_adds_no_event_and_changes_none_even_by_its_address(town: Town) -> None:
    client, index, bal = enter(fresh(town.contributeur)), Agenda.objects.get(), Evenement.objects.get()
    add = reverse("wagtailadmin_pages:add", args=("agenda", "evenement", index.pk))
    told: dict[str, Any] = {"title": "Pirate", "intro": "x", "start_date": "2030-01-01", "action-publish": "1"}
    assert client.post(add, told).status_code in {302, 403, 404}
    assert client.post(reverse("wagtailadmin_pages:edit", args=(bal.pk,)), told).status_code in {302, 403, 404}
    assert list(Evenement.objects.values_list("title", flat=True)) == [bal.title]
    assert client.get(reverse("desk:module", args=("agenda",))).status_code == 404
    assert enter(fresh(town.gestionnaire)).get(add).status_code == 200


def test_the_messages_of_the_citizens_are_hers_to_answer(town: Town) -> None:
    add_page(town.home, PageContact(title="Écrire à la mairie", slug="ecrire"), town.gestionnaire)
    Envoi.objects.create(commune=town.commune, module="contact", title="Un mot", keep_until="2030-01-01")
    client = enter(fresh(town.contributeur))
    assert "Messages à lire" in words(client.get(reverse("wagtailadmin_home")).content)
    assert "Un mot" in words(client.get(reverse("guichet:index"), follow=True).content)


def test_a_richer_pack_gives_her_the_rest(town: Town) -> None:
    town.commune.pack = "confort"
    town.commune.save()
    client = enter(fresh(town.contributeur))
    assert "Ajouter un évènement" in words(client.get(reverse("wagtailadmin_home")).content)
    assert reached(client, "horaires:index")


def test_who_works_for_a_richer_commune_too_is_offered_there_what_she_may_not_do_here(
    town: Town, world: "World"
) -> None:
    from modules.alerte.models import MessageAlerte  # noqa: PLC0415  # only this test needs it
    from sites.models import Membership  # noqa: PLC0415
    from sites.tenancy.reach import policy_of  # noqa: PLC0415

    Membership.objects.create(user=town.contributeur, commune=world.belleville.commune, role="contributeur")
    user = fresh(town.contributeur)
    assert list(policy_of(MessageAlerte).communes(user, {"add"})) == [world.belleville.commune]
