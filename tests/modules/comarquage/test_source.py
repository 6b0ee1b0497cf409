"""Feeds asked for or given: what came of each is kept, one fault stops no other, and the guide stays whole."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from cms.sources.fetching import RefusedError, SourceError
from modules.comarquage import source as syncing
from modules.comarquage.feeds.audiences import AUDIENCES
from modules.comarquage.models import Feed, Import
from modules.comarquage.reading import sheet
from modules.comarquage.source import SyncError, alone, from_addresses, tell_silences, turn
from sites.composing.pack import Pack
from sites.composing.places import pack_file
from sites.models import BakeState, Commune
from tests.modules.comarquage.factories import buy
from tests.modules.comarquage.reading.factories import feed, source
from tests.world import World

pytestmark = pytest.mark.django_db
FILES = {
    "N1.xml": source("", "N1", kind="Theme"),
    "F1.xml": source("<Nouveau>Un mot</Nouveau>", "F1"),
    "F2.xml": b"<html>",
}
Answers = dict[str, Any]


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, var: Path) -> Answers:
    """What each address answers: bytes, an error, or None for « not modified »; and what was asked for."""
    told: Answers = {"asked": []}

    def fetch(address: str, validators: Mapping[str, str], _budget: Any, _accept: str) -> Any:
        told["asked"].append((address, dict(validators)))
        word = address.split("/")[-3]
        found = told.get(word)
        if isinstance(found, Exception):
            raise found
        return found, {"etag": word, "last-modified": "Sat, 01 Aug 2026 06:00:00 GMT"}

    monkeypatch.setattr(syncing, "fetch", fetch)
    told["part"] = feed(tmp_path / "part.zip", FILES).read_bytes()
    told["pro"] = SourceError("Le site de cette adresse ne répond pas.")
    told["asso"] = RefusedError(404)
    return told


def pack(var: Path) -> Pack:
    return Pack(pack_file(var, "guide"))


def test_each_feed_is_taken_in_or_its_fault_is_noted_and_an_optional_one_may_be_absent(
    answers: Answers, var: Path
) -> None:
    (done,) = from_addresses(AUDIENCES)
    assert (done.name, done.sheets, done.added, done.unknown, list(done.refused)) == (
        "vosdroits-latest.zip", 2, 2, {"Nouveau": 1}, ["F2"]
    )  # fmt: skip
    assert done.dated is not None
    assert done.dated.isoformat() == "2026-08-01T06:00:00+00:00"
    assert "particuliers/F1" in pack(var).entries
    rows = {row.audience: (row.sheets, row.error) for row in Feed.objects.all()}
    assert rows == {
        "particuliers": (2, ""),
        "professionnels": (0, "Le site de cette adresse ne répond pas."),
        "associations": (0, ""),
    }


def test_what_did_not_change_is_not_sent_again(answers: Answers, var: Path) -> None:
    from_addresses(AUDIENCES[:1])
    answers["part"] = None
    before = Feed.objects.get(audience="particuliers").read_at
    assert from_addresses(AUDIENCES[:1]) == []
    row = Feed.objects.get(audience="particuliers")
    assert answers["asked"][1][1]["etag"] == "part"
    assert (row.sheets, row.error, Import.objects.count()) == (2, "", 1)
    assert row.read_at is not None
    assert before is not None
    assert row.read_at > before
    pack_file(var, "guide").unlink()  # lost: the whole is asked for again
    answers["asked"].clear()
    from_addresses(AUDIENCES[:1])
    assert answers["asked"][0][1] == {}


def test_an_archive_that_is_bad_leaves_the_guide_as_it_was(answers: Answers, var: Path) -> None:
    from_addresses(AUDIENCES[:1])
    before = pack_file(var, "guide").read_bytes()
    answers["part"] = b"<html>Maintenance</html>"
    assert from_addresses(AUDIENCES[:1]) == []
    row = Feed.objects.get(audience="particuliers")
    assert (row.error, row.sheets) == ("Le fichier reçu n’est pas une archive zip lisible.", 2)
    assert pack_file(var, "guide").read_bytes() == before
    assert not list((var / "comarquage").glob("*.arrived"))


def test_two_at_once_are_one_then_a_sentence(answers: Answers) -> None:
    with alone(), pytest.raises(SyncError, match="déjà en cours"):
        from_addresses(AUDIENCES)


def test_the_worker_asks_once_a_day_where_somebody_shows_the_guide_and_at_once_when_asked(
    answers: Answers, world: World
) -> None:
    assert turn() == 0
    assert answers["asked"] == []
    Commune.objects.filter(pk=world.aubord.commune.pk).update(pack="expert", options={"modules_on": ["comarquage"]})
    assert turn() == 3
    assert turn() == 0
    Feed.objects.filter(audience="particuliers").update(wanted=True)
    assert turn() == 1
    assert turn(timezone.now() + timedelta(days=1, minutes=1)) == 3


def test_the_sites_are_made_again_when_an_audience_appears_and_only_then(
    answers: Answers, world: World, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    Commune.objects.filter(pk=world.aubord.commune.pk).update(pack="expert", options={"modules_on": ["comarquage"]})

    def dirty() -> list[str]:
        BakeState.objects.update(dirty_at=None)
        with django_capture_on_commit_callbacks(execute=True):
            from_addresses(AUDIENCES[:1])
        return list(BakeState.objects.exclude(dirty_at=None).values_list("commune__name", flat=True))

    assert dirty() == ["Aubord"]
    assert dirty() == []
    assert connection.in_atomic_block


def test_the_command_says_what_changed_and_what_it_did_not_understand(
    tmp_path: Path, var: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = feed(tmp_path / "vosdroits-part.zip", FILES)
    call_command("comarquage", "sync", "--audience", "part", "--from", str(archive))
    told = capsys.readouterr().out
    assert "Particuliers\u00a0: 2 fiches\u00a0: 2 nouvelles, 0 changée, 0 retirée." in told
    assert "Nouveau (1)" in told
    assert "F2\u00a0: Le fichier n’est pas un document XML lisible." in told
    assert archive.exists(), "the file of the person stays"
    few = feed(tmp_path / "few.zip", {"F1.xml": FILES["F1.xml"]})
    with pytest.raises(CommandError, match="2"):
        call_command("comarquage", "sync", "--audience", "part", "--from", str(few))
    call_command("comarquage", "sync", "--audience", "part", "--from", str(few), "--force")
    assert "particuliers/N1" in pack(var).gone
    with pytest.raises(CommandError, match="--audience"):
        call_command("comarquage", "sync", "--from", str(few))
    with pytest.raises(CommandError, match="ne se lit pas"):
        call_command("comarquage", "sync", "--audience", "part", "--from", str(tmp_path / "absent.zip"))


def test_a_feed_that_fell_silent_is_told_once_to_the_centre_de_gestion(
    answers: Answers, world: World, mailoutbox: list[Any], settings: Any
) -> None:
    buy(world.aubord)
    from_addresses(AUDIENCES[:1])
    answers["part"] = SourceError("Le site de cette adresse ne répond pas.")
    now = timezone.now()
    tell_silences(now + timedelta(days=4))
    assert mailoutbox == []
    from_addresses(AUDIENCES[:1])
    tell_silences(now + timedelta(days=6))
    tell_silences(now + timedelta(days=7))
    (letter,) = mailoutbox
    assert letter.to == [settings.BEFFROI_CDG_CONTACT]
    assert "Particuliers" in letter.body
    assert "Le site de cette adresse ne répond pas." in letter.body
    answers["part"] = None
    from_addresses(AUDIENCES[:1])  # it speaks again: the next silence is another one
    assert Feed.objects.get(audience="particuliers").told_at is None


def test_a_newer_platform_asks_for_the_whole_feed_again(answers: Answers, monkeypatch: pytest.MonkeyPatch) -> None:
    from_addresses(AUDIENCES[:1])
    monkeypatch.setattr(sheet, "VERSION", sheet.VERSION + 1)
    from_addresses(AUDIENCES[:1])
    assert answers["asked"][1][1] == {}
