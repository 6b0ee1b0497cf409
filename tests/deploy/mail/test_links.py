"""The link that opens a mailbox, and changing one's own password."""

import re
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.test import Client

from cms.courrier.models import Message
from deploy.mail import links
from deploy.mail.lifecycle import MailError, opens, set_password, suspend
from deploy.mail.views import ON_A_BOX
from deploy.models import Mailbox, MailDomain
from tests.entering import words

if TYPE_CHECKING:
    from tests.world import World

pytestmark = pytest.mark.django_db
NAME = "mairie@aubord.example"
SOUND = "tracteur-girolle-planisphère"
OTHER = "enclume-baratte-mirabelle"


@pytest.fixture
def box(world: "World") -> Mailbox:
    insee = world.aubord.commune.insee
    domain = MailDomain.objects.create(name="aubord.example", insee=insee, selector="beffroi")
    return Mailbox.objects.create(
        address=NAME,
        local="mairie",
        domain=domain,
        insee=insee,
        quota=5 * 2**30,
        style="classique",
        recovery="anne@example.org",
    )


def visitor() -> Client:
    return Client(headers={"host": "admin.localhost"}, enforce_csrf_checks=False)


def path_sent() -> str:
    found = re.search(r"http://admin\.localhost:\d+(/\S*)", Message.objects.latest("pk").body)
    assert found is not None
    return found[1]


def test_the_link_goes_to_the_other_address_and_opens_the_box_once(box: Mailbox) -> None:
    links.send_link("MAIRIE@aubord.example")
    message = Message.objects.get()
    assert message.to == ["anne@example.org"]
    assert "une seule fois, pendant 3 jours" in message.body
    assert mail.outbox == [], "nobody waits for a mail server"
    path = path_sent()
    page = visitor().get(path)
    assert NAME in words(page.content)
    assert page["Referrer-Policy"] == "same-origin"
    done = visitor().post(path, {"new": SOUND, "again": SOUND})
    assert "est changé" in words(done.content)
    assert SOUND not in done.content.decode()
    assert opens(NAME, SOUND)
    for answer in (visitor().get(path), visitor().post(path, {"new": OTHER, "again": OTHER})):
        assert answer.status_code == 410
        assert "Ce lien ne marche plus" in words(answer.content)
    assert opens(NAME, SOUND)


def test_another_link_makes_the_first_one_void(box: Mailbox) -> None:
    links.send_link(NAME)
    first = path_sent()
    links.send_link(NAME)
    assert visitor().get(first).status_code == 410
    assert visitor().get(path_sent()).status_code == 200


def test_an_old_link_is_void(box: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    links.send_link(NAME)
    path = path_sent()
    later = time.time() + (links.VALID_FOR + timedelta(minutes=1)).total_seconds()
    monkeypatch.setattr(time, "time", lambda: later)
    assert visitor().get(path).status_code == 410


@pytest.mark.parametrize("token", ["x", "1-abc:def:ghi", "é", "0" * 2000])
def test_a_forged_link_is_void(token: str) -> None:
    assert links.opened(token) is None
    assert visitor().get(f"/boite/ouvrir/{token}/").status_code == 410


def test_a_suspended_box_opens_to_no_link(box: Mailbox) -> None:
    links.send_link(NAME)
    suspend(NAME)
    assert visitor().get(path_sent()).status_code == 410
    with pytest.raises(MailError, match="fermée"):
        links.send_link(NAME)


def test_a_box_without_another_address_says_so(box: Mailbox) -> None:
    Mailbox.objects.update(recovery="")
    with pytest.raises(MailError, match="adresse de secours"):
        links.send_link(NAME)
    assert not Message.objects.exists()


def test_who_waits_for_a_link_gets_one_and_is_not_written_to_again(box: Mailbox) -> None:
    assert links.waiting() == [NAME]
    links.send_link(NAME)
    assert links.waiting() == []
    Mailbox.objects.update(link_sent_at="2026-01-01T00:00Z")
    assert links.waiting() == [NAME]
    set_password(NAME, SOUND)
    assert links.waiting() == []


def test_the_worker_writes_once_to_the_owner_of_a_new_box(box: Mailbox) -> None:
    elsewhere = Mailbox.objects.get()
    elsewhere.pk, elsewhere.address, elsewhere.insee = None, "autre@aubord.example", "99999"
    elsewhere.save()
    assert (links.turn(), links.turn()) == (1, 0), "a box whose site is not made yet waits for it"
    assert Message.objects.get().to == ["anne@example.org"]
    Mailbox.objects.update(link_sent_at="2026-01-01T00:00Z")
    assert links.turn() == 0, "the next link is asked for by a person"


def test_two_workers_at_once_write_once(box: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second link would make the first one void in the hands of its owner."""
    Mailbox.objects.create(
        address="elus@aubord.example", local="elus", domain=box.domain, insee=box.insee, quota=box.quota,
        style="classique", recovery="jean@example.org",
    )  # fmt: skip
    send = links.send_link
    others: list[int] = []

    def sent_while_another_worker_has_its_turn(address: str) -> Mailbox:
        if not others:
            others.append(0)
            others[0] = links.turn()
        return send(address)

    monkeypatch.setattr(links, "send_link", sent_while_another_worker_has_its_turn)
    assert (links.turn(), others) == (1, [1])
    assert sorted(message.to[0] for message in Message.objects.all()) == ["anne@example.org", "jean@example.org"]


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [
        ({"new": "motdepasse123", "again": "motdepasse123"}, "trois ou quatre mots"),
        ({"new": NAME, "again": NAME}, "trop facile à deviner"),
        ({"new": SOUND, "again": OTHER}, "Les deux mots de passe diffèrent"),
        ({"new": f"{SOUND}\nx", "again": f"{SOUND}\nx"}, "caractère invisible"),
        ({"new": "", "again": ""}, "requis"),
        ({"new": "à" * 201, "again": "à" * 201}, "200"),
    ],
)
def test_a_password_that_will_not_do_is_refused_with_a_reason(
    box: Mailbox, choice: dict[str, str], sentence: str
) -> None:
    links.send_link(NAME)
    answer = visitor().post(path_sent(), choice)
    assert sentence in words(answer.content)
    assert "Erreur" in words(answer.content)
    assert Mailbox.objects.get().password == ""


def changed(**values: str) -> dict[str, str]:
    return {"address": NAME, "old": SOUND, "new": OTHER, "again": OTHER} | values


def test_one_changes_ones_own_password_with_the_present_one(box: Mailbox) -> None:
    set_password(NAME, SOUND)
    assert visitor().get("/boite/mot-de-passe/").status_code == 200
    answer = visitor().post("/boite/mot-de-passe/", changed(address="Mairie@Aubord.example"))
    assert "est changé" in words(answer.content)
    assert opens(NAME, OTHER)


def test_a_wrong_box_and_a_wrong_password_are_told_alike(box: Mailbox) -> None:
    set_password(NAME, SOUND)
    said = [
        re.findall(r'<li class="error">(.*?)</li>', visitor().post("/boite/mot-de-passe/", values).content.decode())
        for values in (changed(old="faux"), changed(address="personne@aubord.example"))
    ]
    assert said[0] == said[1]
    assert "ne convient pas" in said[0][0]
    assert opens(NAME, SOUND)


def test_guesses_are_counted_and_stopped_even_for_who_finds_it_at_last(box: Mailbox) -> None:
    set_password(NAME, SOUND)
    for _ in range(ON_A_BOX.count):
        assert visitor().post("/boite/mot-de-passe/", changed(old="faux")).status_code == 200
    answer = visitor().post("/boite/mot-de-passe/", changed())
    assert answer.status_code == 429
    assert "attendez un quart d’heure" in words(answer.content)
    assert opens(NAME, SOUND)


def test_a_form_from_elsewhere_changes_nothing(box: Mailbox) -> None:
    set_password(NAME, SOUND)
    strict = Client(headers={"host": "admin.localhost"}, enforce_csrf_checks=True)
    assert strict.post("/boite/mot-de-passe/", changed()).status_code == 403
    assert opens(NAME, SOUND)
