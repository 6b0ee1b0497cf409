"""Suspending, archiving, erasing, and passwords."""

from datetime import date, timedelta

import pytest
from passlib.hash import sha512_crypt

from deploy.mail.lifecycle import RETENTION, MailError, archive, opens, purge, reactivate, set_password, suspend
from deploy.mail.passwords import hashed, matches
from deploy.models import Mailbox, MailChore, MailDomain, MailState

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 1)
NAME = "mairie@cahors.example"
WORD = "tracteur-girolle-planisphère"


@pytest.fixture(autouse=True)
def box(db: None) -> Mailbox:
    domain = MailDomain.objects.create(name="cahors.example", insee="46042", selector="beffroi")
    return Mailbox.objects.create(
        address=NAME, local="mairie", domain=domain, insee="46042", quota=5 * 2**30, style="classique"
    )


def chores() -> list[tuple[str, str]]:
    return list(MailChore.objects.values_list("kind", "address"))


def test_a_hash_is_one_that_dovecot_reads_and_never_the_password() -> None:
    kept = hashed(WORD)
    assert kept.startswith("{SHA512-CRYPT}$6$")
    assert WORD not in kept
    assert sha512_crypt.verify(WORD, kept.removeprefix("{SHA512-CRYPT}"))
    assert matches(WORD, kept)
    assert not matches(f"{WORD} ", kept)
    assert hashed(WORD) != kept, "each has a salt of its own"
    assert not matches("", "")


def test_a_new_password_closes_what_the_old_one_opened() -> None:
    set_password(NAME, WORD)
    assert chores() == [], "nobody was in"
    assert opens("MAIRIE@cahors.example", WORD)
    set_password(NAME, "autre-chose-encore")
    assert chores() == [("kick", NAME)]
    assert not opens(NAME, WORD)
    assert not opens("personne@cahors.example", WORD)


def test_a_suspended_box_comes_back_as_it_was() -> None:
    set_password(NAME, WORD)
    suspend(NAME)
    assert not opens(NAME, WORD)
    assert chores() == [("kick", NAME)]
    reactivate(NAME)
    assert opens(NAME, WORD)


def test_an_archive_keeps_the_mail_until_its_day_and_is_erased_then_only() -> None:
    set_password(NAME, WORD)
    box = archive(NAME, DAY)
    assert (box.state, box.archived_on, box.delete_on) == (MailState.ARCHIVED, DAY, DAY + RETENTION)
    assert not opens(NAME, WORD)
    assert purge(DAY + RETENTION - timedelta(days=1)) == []
    assert ("remove", NAME) not in chores()
    assert purge(DAY + RETENTION) == [NAME]
    assert purge(DAY + RETENTION) == []
    assert chores() == [("kick", NAME), ("remove", NAME)]
    assert not Mailbox.objects.exists()


@pytest.mark.parametrize(
    ("deed", "sentence"),
    [
        (lambda: suspend("inconnue@cahors.example"), "aucune boîte n’a l’adresse"),
        (lambda: suspend("in\nconnue@cahors.example"), "in connue@"),
        (lambda: archive(NAME, DAY, DAY + timedelta(days=3)), "30 jours au moins"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(deed: object, sentence: str) -> None:
    with pytest.raises(MailError) as refused:
        deed()  # type: ignore[operator]
    assert sentence in str(refused.value)
    assert "\n" not in str(refused.value)
    assert Mailbox.objects.get().state == MailState.ACTIVE


def test_an_archive_is_neither_suspended_nor_opened_again_by_hand() -> None:
    archive(NAME, DAY)
    for deed in (suspend, reactivate):
        with pytest.raises(MailError, match="archivée"):
            deed(NAME)
    with pytest.raises(MailError, match="archivée"):
        archive(NAME, DAY)
    with pytest.raises(MailError, match="fermée"):
        set_password(NAME, WORD)
