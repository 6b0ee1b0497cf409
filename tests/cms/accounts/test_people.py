"""The people of a commune: invited, invited again, removed, by who may and nobody else."""

import re
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from cms.accounts.invitation import VALID_FOR, invited, token_for
from cms.courrier.models import Message
from sites.models import Membership, User, plain_name
from sites.tenancy.roles import Role
from tests.entering import enter, words

if TYPE_CHECKING:
    from tests.world import World

pytestmark = pytest.mark.django_db
SOUND = "tracteur-girolle-planisphère"


def form(email: str = "nouvelle@aubord.example", role: Role = Role.CONTRIBUTEUR) -> dict[str, str]:
    return {"email": email, "first_name": "Nadia", "last_name": "Roux", "role": role.value}


def invite(world: "World", **values: Any) -> str:
    """The path that the message names."""
    url = reverse("accounts:commune", args=(world.aubord.commune.pk,))
    assert enter(world.aubord.gestionnaire).post(url, form(**values)).status_code == 302
    found = re.search(r"http://admin\.localhost:\d+(/\S*)", Message.objects.latest("pk").body)
    assert found is not None
    return found[1]


def test_an_expert_gestionnaire_invites_by_mail(world: "World") -> None:
    path = invite(world)
    message = Message.objects.get()
    assert (message.commune, message.to) == (world.aubord.commune, ["nouvelle@aubord.example"])
    assert message.subject == "Aubord : le site internet vous est ouvert"
    assert mail.outbox == [], "nobody waits for a mail server"
    visitor = Client(headers={"host": "admin.localhost"})
    assert "Bienvenue" in words(visitor.get(path).content)
    choice = {"first_name": "Nadia", "last_name": "Roux", "new_password1": SOUND, "new_password2": SOUND}
    assert visitor.post(path, choice).headers["Location"] == reverse("wagtailadmin_home")
    assert "Bonjour Nadia" in words(visitor.get(reverse("wagtailadmin_home")).content)
    assert Client(headers={"host": "admin.localhost"}).get(path).status_code == 410


def test_a_weak_password_is_refused_with_advice(world: "World") -> None:
    path = invite(world)
    choice = {
        "first_name": "Nadia",
        "last_name": "Roux",
        "new_password1": "motdepasse123",
        "new_password2": "motdepasse123",
    }
    said = words(Client(headers={"host": "admin.localhost"}).post(path, choice).content)
    assert "trois ou quatre mots" in said


def test_an_old_invitation_is_void(world: "World", monkeypatch: pytest.MonkeyPatch) -> None:
    user = User.objects.create_user("vieille@aubord.example")
    token = token_for(user)
    assert invited(token) == user
    later = time.time() + (VALID_FOR + timedelta(minutes=1)).total_seconds()
    monkeypatch.setattr(time, "time", lambda: later)
    assert invited(token) is None


@pytest.mark.parametrize("token", ["", "x", "1-abc:def:ghi", "é", "0" * 3000])
def test_a_forged_invitation_is_void(token: str) -> None:
    assert invited(token) is None


def test_somebody_who_works_elsewhere_keeps_password_and_commune(world: "World") -> None:
    person = world.belleville.contributeur
    person.set_password(SOUND)
    person.save()
    assert invite(world, email=person.email) == "/"
    assert set(person.memberships.values_list("commune__name", flat=True)) == {"Aubord", "Belleville"}
    person.refresh_from_db()
    assert person.check_password(SOUND)


def test_a_closed_account_comes_back_with_nothing_of_its_past(world: "World") -> None:
    person = world.belleville.contributeur
    person.set_password(SOUND)
    person.is_active = False
    person.save()
    invite(world, email=person.email)
    person.refresh_from_db()
    assert [membership.commune.name for membership in person.memberships.all() if membership.commune] == ["Aubord"]
    assert not person.has_usable_password()


def test_nobody_hands_out_the_role_of_webmestre(world: "World") -> None:
    url = reverse("accounts:commune", args=(world.aubord.commune.pk,))
    answer = enter(world.aubord.gestionnaire).post(url, form(role=Role.WEBMESTRE))
    assert answer.status_code == 200
    assert not User.objects.filter(email="nouvelle@aubord.example").exists()


def test_removing_the_last_access_closes_the_account_and_deletes_nothing(world: "World") -> None:
    person = world.aubord.contributeur
    access = person.memberships.get()
    url = reverse("accounts:remove", args=(world.aubord.commune.pk, access.pk))
    client = enter(world.aubord.gestionnaire)
    assert "Ses contenus restent en ligne" in words(client.get(url).content)
    client.post(url)
    person.refresh_from_db()
    assert not person.is_active
    assert world.aubord.article.owner == person


def test_a_gestionnaire_corrects_the_name_of_a_colleague(world: "World") -> None:
    person = world.aubord.contributeur
    url = reverse("accounts:correct", args=(world.aubord.commune.pk, person.memberships.get().pk))
    client = enter(world.aubord.gestionnaire)
    assert "Champ requis" in words(client.post(url, {"first_name": "", "last_name": "Roux"}).content)
    assert "C’est corrigé : Nadia Roux." in words(client.post(url, form(), follow=True).content)
    person.refresh_from_db()
    assert (person.first_name, person.last_name) == ("Nadia", "Roux")
    assert person.email != form()["email"], "an address is an account's key: nobody else changes it"


def test_who_also_works_elsewhere_corrects_their_name_alone(world: "World") -> None:
    person = world.aubord.contributeur
    access = person.memberships.get()
    Membership.objects.create(user=person, commune=world.belleville.commune, role=Role.CONTRIBUTEUR)
    url = reverse("accounts:correct", args=(world.aubord.commune.pk, access.pk))
    said = words(enter(world.aubord.gestionnaire).post(url, form()).content)
    assert "elle corrige son nom elle-même" in said
    assert "Belleville" not in said
    assert User.objects.get(pk=person.pk).first_name == person.first_name


def test_nobody_removes_oneself(world: "World") -> None:
    own = world.aubord.gestionnaire.memberships.get()
    url = reverse("accounts:remove", args=(world.aubord.commune.pk, own.pk))
    assert enter(world.aubord.gestionnaire).post(url).status_code == 404


def test_another_communes_people_are_out_of_reach(world: "World") -> None:
    client = enter(world.belleville.gestionnaire)
    access = world.aubord.contributeur.memberships.get()
    theirs = (world.aubord.commune.pk, access.pk)
    mixed = (world.belleville.commune.pk, access.pk)
    assert client.post(reverse("accounts:commune", args=theirs[:1]), form()).status_code == 404
    for arguments in (theirs, mixed):
        assert client.post(reverse("accounts:remove", args=arguments)).status_code == 404
        assert client.post(reverse("accounts:invite_again", args=arguments)).status_code == 404
        assert client.post(reverse("accounts:correct", args=arguments), form()).status_code == 404
    assert Membership.objects.filter(pk=access.pk).exists()


@pytest.mark.parametrize("pack", ["mini_site", "decouverte", "confort"])
def test_without_the_right_the_commune_does_not_manage_its_people(world: "World", pack: str) -> None:
    world.aubord.commune.pack = pack
    world.aubord.commune.save(update_fields=["pack"])
    url = reverse("accounts:commune", args=(world.aubord.commune.pk,))
    assert enter(world.aubord.gestionnaire).get(url).status_code == 404
    assert enter(world.webmestre).get(url).status_code == 200


@pytest.mark.parametrize("name", ["index", "add", "edit", "delete", "history", "usage", "copy"])
def test_wagtail_s_own_screens_of_accounts_lead_to_ours(world: "World", name: str) -> None:
    arguments = () if name in {"index", "add"} else (world.aubord.contributeur.pk,)
    address = reverse(f"wagtailusers_users:{name}", args=arguments)
    for user in (world.aubord.gestionnaire, world.superuser):
        for answer in (enter(user).get(address), enter(user).post(address, form())):
            assert (answer.status_code, answer.headers["Location"]) == (302, reverse("accounts:index"))
    assert not User.objects.filter(email="nouvelle@aubord.example").exists()


def test_the_menu_names_the_accounts_once(world: "World") -> None:
    said = enter(world.superuser).get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("wagtailusers_users:index") not in said.replace(reverse("accounts:index"), "")


@pytest.mark.parametrize(
    "name", ["Votre compte expire : https://pirate.example", "Anne\n\nCliquez ici", "www.pirate.example"]
)
def test_a_name_leads_nobody_astray_in_a_message(world: "World", name: str) -> None:
    """The platform's own address writes to whom a gestionnaire names, and begins with that name."""
    client, url = enter(world.aubord.gestionnaire), reverse("accounts:commune", args=(world.aubord.commune.pk,))
    answer = client.post(url, form() | {"first_name": name})
    assert "Écrivez un nom seul" in words(answer.content)
    membership = Membership.objects.get(user=world.aubord.contributeur)
    correct = reverse("accounts:correct", args=(world.aubord.commune.pk, membership.pk))
    assert "Écrivez un nom seul" in words(client.post(correct, {"first_name": "Anne", "last_name": name}).content)
    client.post(reverse("wagtailadmin_account"), {"name_email-first_name": name, "name_email-last_name": "Roux"})
    assert not User.objects.filter(first_name=name).exists()
    assert not Message.objects.exists()


@pytest.mark.parametrize("name", ["J.-P.", "O’Connor", "D'Aubigné-Lévis", "Mª Ángeles", "St. Clair"])
def test_a_name_is_written_as_it_is(name: str) -> None:
    plain_name(name)


@pytest.mark.parametrize("action", ["assign_role", "delete", "set_active_state"])
def test_nothing_is_done_to_many_accounts_at_once_whoever_asks(world: "World", action: str) -> None:
    one = world.aubord.contributeur
    url = reverse("wagtail_bulk_action", args=("sites", "user", action))
    for person in (world.webmestre, world.superuser, world.aubord.gestionnaire):
        client = enter(person)
        for ask in (client.get, client.post):
            answer = ask(f"{url}?id={one.pk}", follow=True)
            assert answer.status_code in {403, 404} or "n’est pas ouvert à votre compte" in words(answer.content)
    one.refresh_from_db()
    assert one.is_active
    assert Membership.objects.filter(user=one).exists()
