"""Log-in: words, lock-out, strength of passwords, reset by mail."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.accounts.login import PER_NEIGHBOURHOOD, PER_PERSON
from cms.accounts.strength import ADVICE
from sites.rendering.french import hour_fr
from tests.entering import words

if TYPE_CHECKING:
    from tests.world import World

pytestmark = pytest.mark.django_db
LOGIN = reverse("wagtailadmin_login")
SOUND = "tracteur-girolle-planisphère"


@pytest.fixture
def client() -> Iterator[Client]:
    yield Client(headers={"host": "admin.localhost"})
    AccessAttempt.objects.all().delete()


def log_in(client: Client, email: str, password: str) -> "tuple[int, str]":
    answer = client.post(LOGIN, {"username": email, "password": password})
    return answer.status_code, words(answer.content)


def test_the_page_speaks_french_and_bears_beffrois_name(client: Client) -> None:
    said = words(client.get(LOGIN).content)
    for sentence in ("Se connecter - Beffroi", "Votre espace de travail", "Adresse électronique", "Mot de passe"):
        assert sentence in said
    assert "Password" not in said
    assert "Wagtail" not in re.sub(r"<script.*?</script>|<[^>]*>", "", said, flags=re.DOTALL)


def test_the_address_opens_whatever_its_case(client: Client, world: "World") -> None:
    person = world.aubord.contributeur
    person.set_password(SOUND)
    person.save()
    assert log_in(client, person.email.upper(), SOUND)[0] == 302


def test_a_wrong_password_says_what_to_check(client: Client, world: "World") -> None:
    assert "ne vont pas ensemble" in log_in(client, world.aubord.contributeur.email, "pas celui-ci")[1]


def test_the_fifth_failure_closes_the_door_and_says_until_when(client: Client, world: "World") -> None:
    person = world.aubord.contributeur
    person.set_password(SOUND)
    person.save()
    for _attempt in range(4):
        log_in(client, person.email, "pas celui-ci")
    status, said = log_in(client, person.email, "pas celui-ci")
    until = timezone.localtime(timezone.now() + timedelta(minutes=15))
    close = {words(hour_fr(moment.hour, moment.minute)) for moment in (until, until - timedelta(minutes=1))}
    assert status == 429
    assert any(f"la connexion est fermée jusqu’à {hour}." in said for hour in close)
    assert log_in(client, person.email, SOUND)[0] == 429
    assert log_in(client, person.email.upper(), SOUND)[0] == 429


def test_somebody_elses_failures_do_not_close_my_door(client: Client, world: "World") -> None:
    person = world.aubord.contributeur
    person.set_password(SOUND)
    person.save()
    for _attempt in range(6):
        log_in(client, world.belleville.contributeur.email, "pas celui-ci")
    assert log_in(client, person.email, SOUND)[0] == 302


def test_the_link_of_a_forgotten_password_leads_to_the_admins_host(
    client: Client, world: "World", mailoutbox: list[EmailMessage]
) -> None:
    person = world.aubord.contributeur
    person.set_password(SOUND)
    person.save()
    client.post(reverse("wagtailadmin_password_reset"), {"email": person.email}, headers={"host": "pirate.example"})
    (message,) = mailoutbox
    assert message.subject == "Votre mot de passe Beffroi"
    assert "pirate.example" not in str(message.body)
    link = re.search(r"http://admin\.localhost:\d+(/password_reset/\S+)", str(message.body))
    assert link is not None
    said = words(client.get(link[1], follow=True).content)
    assert "mot de passe" in said


@pytest.mark.parametrize("password", ["motdepasse123", "aaaaaaaaaaaaaaaa", "mairieaubord2026", "azertyuiop123"])
def test_what_a_program_guesses_is_refused_with_advice(password: str, world: "World") -> None:
    with pytest.raises(ValidationError) as refusal:
        validate_password(password, world.aubord.contributeur)
    assert "trois ou quatre mots sans rapport" in " ".join(refusal.value.messages)


def test_a_few_unrelated_words_are_enough(world: "World") -> None:
    validate_password(SOUND, world.aubord.contributeur)


def test_no_advice_is_left_in_english() -> None:
    assert all(not set(french.split()) & {"the", "is", "are", "password"} for french in ADVICE.values())


def test_nobody_is_flooded_with_messages_that_choose_a_password(
    world: "World", client: Client, mailoutbox: list[EmailMessage]
) -> None:
    asked, someone = reverse("wagtailadmin_password_reset"), world.aubord.contributeur
    someone.set_password(SOUND)
    someone.save()
    answers = {client.post(asked, {"email": email}).status_code for email in [someone.email, someone.email.upper()] * 5}
    assert answers == {302}
    assert len(mailoutbox) == PER_PERSON.count


def test_nor_does_one_computer_ask_for_everybody(
    world: "World", client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PER_NEIGHBOURHOOD, "count", 2)
    sent: list[str] = []
    monkeypatch.setattr("wagtail.admin.forms.auth.PasswordResetForm.save", lambda _form, **_said: sent.append("sent"))
    for number in range(4):
        client.post(reverse("wagtailadmin_password_reset"), {"email": f"x{number}@aubord.example"})
    assert len(sent) == PER_NEIGHBOURHOOD.count
