"""The plan in the desk's words: every kind and action has its sentence, and none shows a word of ours."""

import re
from typing import Any

import pytest

from deploy.resources import RESOURCES, Alias, CmsSite, DnsRecord, Domain, Mailbox, Person, Resource, Vhost, payload
from deploy.wizard.sentences import CERTIFICATES, MAIL_RECORDS, ROOM_OF, ROOMS, SENTENCES
from deploy.wizard.telling import room_of, sentence
from sites.plan import Action, Change

ONE: dict[str, Resource] = {
    "domain": Domain("46042", "cahors.fr"),
    "dns": DnsRecord("46042", "cahors.fr", "www.cahors.fr", "A", ("192.0.2.1",)),
    "mailbox": Mailbox("46042", "mairie@cahors.fr", 5, "classique"),
    "alias": Alias("46042", "contact@cahors.fr", ("mairie@cahors.fr", "maire@cahors.fr")),
    "vhost": Vhost("46042", "www.cahors.fr"),
    "site": CmsSite("46042", {"name": "Cahors"}, "confort", "causse", "www.cahors.fr"),
    "person": Person("46042", "lou@cahors.fr", "contributeur", "Lou Bruyère"),
}
MAIL = "Règle le courrier de cahors.fr\u00a0: réception, signature, logiciels de messagerie."
CREATED = {
    "domain": "Réserve le nom de domaine cahors.fr, ou le fait venir.",
    "dns": "Fait mener www.cahors.fr au site.",
    "mailbox": "Crée la boîte mairie@cahors.fr, 5\u00a0Go.",
    "alias": "Redirige contact@cahors.fr vers mairie@cahors.fr et maire@cahors.fr.",
    "vhost": "Le site répond à l’adresse www.cahors.fr.",
    "site": "Ouvre le site, pack Confort, modèle Causse.",
    "person": "Invite Lou Bruyère (lou@cahors.fr), contributeur.",
}
DONE = {kind: (Action.CREATE, Action.UPDATE, Action.ORPHAN if one.kept else Action.DELETE) for kind, one in ONE.items()}


def change(action: Action, one: Resource, **changed: Any) -> Change:
    values = payload(one)
    before = None if action is Action.CREATE else values
    after = {**values, **changed} if action in {Action.CREATE, Action.UPDATE} else None
    return Change(action, (one.kind, one.identity), before, after, one.rank, one.insee)


def test_each_kind_of_thing_has_a_sentence_for_each_action_that_a_plan_knows() -> None:
    kinds = {one.kind for one in RESOURCES}
    assert set(ONE) == kinds
    assert set(SENTENCES) == {(kind, action) for kind in kinds for action in DONE[kind]}
    assert set(ROOM_OF) == kinds
    assert set(ROOM_OF.values()) == set(ROOMS)
    assert set(MAIL_RECORDS) == set(CERTIFICATES) == set(DONE["dns"])


@pytest.mark.parametrize(("kind", "action"), list(SENTENCES))
def test_a_sentence_is_whole(kind: str, action: Action) -> None:
    said = sentence(change(action, ONE[kind]))
    assert re.fullmatch(r"\S.*\.", said)
    assert "%(" not in said


@pytest.mark.parametrize("kind", list(CREATED))
def test_what_is_new_is_said_plainly(kind: str) -> None:
    assert sentence(change(Action.CREATE, ONE[kind])) == CREATED[kind]


def test_what_changes_is_said_with_before_and_after() -> None:
    said = sentence(change(Action.UPDATE, ONE["mailbox"], gigabytes=10))
    assert said == "Change la boîte mairie@cahors.fr\u00a0: taille (Go), 5 → 10."


@pytest.mark.parametrize(
    ("kind", "changed", "said"),
    [
        ("site", {"pack": "mini_site"}, "pack, Confort → Mini-site"),
        ("site", {"theme": "quercy"}, "modèle, Causse → Quercy"),
        ("site", {"modules_off": ["plan", "marches"]}, "modules éteints, – → Plan et accès, Marchés publics"),
        ("person", {"role": "gestionnaire"}, "rôle, contributeur → gestionnaire"),
    ],
)
def test_what_orders_name_by_a_code_is_said_by_its_label(kind: str, changed: dict[str, Any], said: str) -> None:
    assert f"\u00a0: {said}." in sentence(change(Action.UPDATE, ONE[kind], **changed))


@pytest.mark.parametrize(
    ("name", "kind", "room", "said"),
    [
        ("www.cahors.fr", "AAAA", "address", "Fait mener www.cahors.fr au site."),
        ("cahors.fr", "CAA", "address", "Dit qui peut délivrer le certificat de cahors.fr."),
        ("cahors.fr", "MX", "mail", MAIL),
        ("xn--clair-9ra.fr", "A", "address", "Fait mener éclair.fr au site."),
    ],
)
def test_a_record_is_told_by_what_it_serves(name: str, kind: str, room: str, said: str) -> None:
    one = change(Action.CREATE, DnsRecord("46042", "cahors.fr", name, kind, ("x",)))
    assert (room_of(one), sentence(one)) == (room, said)


def test_a_name_that_redirects_says_where() -> None:
    one = change(Action.CREATE, Vhost("46042", "cahors.fr", "www.cahors.fr"))
    assert sentence(one) == "cahors.fr renvoie vers www.cahors.fr."
