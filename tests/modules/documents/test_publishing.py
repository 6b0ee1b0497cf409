"""Putting an act online, correcting it, withdrawing it: what the law wants, and what is refused."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import connection
from pypdf import PdfReader, PdfWriter
from wagtail.models import ModelLogEntry

from modules.documents.actes import delays, publishing, stamping
from modules.documents.actes.locking import digest_of
from modules.documents.actes.publishing import Takedown, correct, publicity_ends, publish, withdraw
from modules.documents.models import Acte, Version
from sites.bake.snapshot import take
from sites.law.dated import Delay, last_day
from tests.modules.documents.factories import NOON, draft, online, pdf
from tests.world import Town

pytestmark = pytest.mark.django_db


def refused(error: pytest.ExceptionInfo[ValidationError]) -> str:
    return " ".join(error.value.messages)


def copy_of(version: Version) -> PdfReader:
    return PdfReader(BytesIO(Path(version.file.path).read_bytes()))


def test_the_copy_bears_author_capacity_and_date_online_on_every_page(town: Town) -> None:
    version = online(town, source=ContentFile(pdf(2), "acte.pdf"))
    pages = [page.extract_text() for page in copy_of(version).pages]
    line = "Aubord – Délibération 2026-012 – Jeanne Martin, maire – mis en ligne le 15 juin 2026 à 12 h – version 1"
    assert [line in page.replace("\u00a0", " ") for page in pages[:2]] == [True, True]
    last = pages[2].replace("\u00a0", " ")
    assert "le 15 juin 2026 à 12 h, heure de Paris" in last
    assert "Jeanne Martin, maire" in last
    assert version.pages == 3


def test_the_copy_is_stamped_first_then_hashed(town: Town) -> None:
    version = online(town)
    assert version.digest == digest_of(Path(version.file.path).read_bytes())
    source = Path(version.acte.source.path).read_bytes()
    assert version.digest != digest_of(source)
    assert digest_of(source) in copy_of(version).pages[-1].extract_text()


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("author_first_name", "le prénom de l’auteur"),
        ("author_name", "son nom"),
        ("author_capacity", "sa qualité"),
        ("source", "le fichier PDF"),
    ],
)
def test_an_act_without_its_mentions_is_not_published(town: Town, field: str, said: str) -> None:
    with pytest.raises(ValidationError) as error:
        publish(draft(town, **{field: ""}), town.contributeur)
    assert said in refused(error)
    assert Version.objects.count() == 0


def test_a_file_that_cannot_be_stamped_is_refused_and_nothing_is_kept_of_the_attempt(town: Town) -> None:
    act = draft(town, source=ContentFile(b"%PDF-1.4\nnothing\n%%EOF", "acte.pdf"))
    with pytest.raises(ValidationError) as error:
        publish(act, town.contributeur)
    assert "exportez-le de nouveau" in refused(error)
    assert Acte.objects.get(pk=act.pk).put_online_at is None


def test_a_protected_pdf_is_refused_with_what_to_do(town: Town) -> None:
    writer = PdfWriter(clone_from=BytesIO(pdf()))
    writer.encrypt("secret", algorithm="RC4-128")
    stream = BytesIO()
    writer.write(stream)
    with pytest.raises(ValidationError) as error:
        publish(draft(town, source=ContentFile(stream.getvalue(), "acte.pdf")), town.contributeur)
    assert "protégé" in refused(error)


def test_the_copy_is_made_before_the_transaction_begins(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    depths = []

    def stamp(content: bytes, mentions: stamping.Mentions) -> stamping.Stamped:
        depths.append(len(connection.savepoint_ids))
        return stamping.stamp(content, mentions)

    monkeypatch.setattr(publishing, "stamp", stamp)
    outside = len(connection.savepoint_ids)
    version = online(town)
    values = {"source": ContentFile(pdf(2), "bon.pdf")}
    correct(version.acte, values, "Montant.", town.contributeur)
    last = Version.objects.get(rank=2)
    withdraw(last, Takedown("personnel", "", ContentFile(pdf(), "occulte.pdf")), town.contributeur)
    assert depths == [outside] * 3


@pytest.mark.parametrize("change", [{"title": "Autre objet"}, {"source": "actes/ailleurs.pdf"}])
def test_an_act_that_changes_while_its_copy_is_made_is_not_published(
    town: Town, monkeypatch: pytest.MonkeyPatch, change: dict[str, str]
) -> None:
    act = draft(town)
    act.source.storage.save("actes/ailleurs.pdf", ContentFile(pdf(3)))

    def stamp(content: bytes, mentions: stamping.Mentions) -> stamping.Stamped:
        Acte.objects.filter(pk=act.pk).update(**change)
        return stamping.stamp(content, mentions)

    monkeypatch.setattr(publishing, "stamp", stamp)
    with pytest.raises(ValidationError, match="vient d’être modifié"):
        publish(act, town.contributeur)
    assert (Version.objects.count(), Acte.objects.get().is_online) == (0, False)


def test_two_corrections_at_once_do_not_take_the_same_rank(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    act = online(town).acte
    values = {"source": ContentFile(pdf(2), "bon.pdf")}

    def stamp(content: bytes, mentions: stamping.Mentions) -> stamping.Stamped:
        monkeypatch.setattr(publishing, "stamp", stamping.stamp)
        correct(act, {"title": "Passée devant"}, "", town.contributeur)
        return stamping.stamp(content, mentions)

    monkeypatch.setattr(publishing, "stamp", stamp)
    with pytest.raises(ValidationError, match="vient d’être modifié"):
        correct(act, values, "", town.contributeur)
    assert list(Version.objects.order_by("rank").values_list("rank", "title")) == [
        (1, "Toiture de la halle"),
        (2, "Passée devant"),
    ]


def test_a_large_file_that_lies_in_a_temporary_place_is_published_whole(town: Town) -> None:
    act, content = online(town).acte, pdf(6)
    with TemporaryUploadedFile("grand.pdf", "application/pdf", len(content), None) as upload:
        upload.write(content)
        version = correct(act, {"source": upload}, "Annexes.", town.contributeur)
    assert Path(version.acte.source.path).read_bytes() == content
    assert version.pages == 7


def test_an_act_replaced_after_publication_is_refused_and_told_to_make_a_new_version(town: Town) -> None:
    act = Acte.objects.get(pk=online(town).acte_id)
    act.source = ContentFile(pdf(3), "autre.pdf")
    with pytest.raises(ValidationError) as error:
        act.save()
    assert "Faites une nouvelle version" in refused(error)


@pytest.mark.parametrize("field", ["title", "number", "author_name", "author_capacity"])
def test_the_words_of_a_published_act_do_not_change(town: Town, field: str) -> None:
    act = Acte.objects.get(pk=online(town).acte_id)
    setattr(act, field, "autre")
    with pytest.raises(ValidationError, match="ni son fichier ni ses mentions"):
        act.full_clean()


def test_an_act_that_went_online_meanwhile_is_not_overwritten_by_who_still_holds_the_draft(town: Town) -> None:
    held = draft(town)
    publish(Acte.objects.get(pk=held.pk), town.contributeur)
    held.title = "Autre objet"
    with pytest.raises(ValidationError):
        held.save()


def test_what_is_not_printed_on_the_copy_may_be_completed_later(town: Town) -> None:
    act = Acte.objects.get(pk=online(town).acte_id)
    act.received_on = date(2026, 6, 16)
    act.full_clean()
    act.save()
    assert Acte.objects.get(pk=act.pk).received_on == date(2026, 6, 16)


def test_a_version_is_written_once(town: Town) -> None:
    version = online(town)
    version.title = "Autre"
    with pytest.raises(ValueError, match="never written again"):
        version.save()


def test_a_correction_is_a_new_version_with_its_own_date_and_the_former_stays(town: Town) -> None:
    first = online(town)
    later = NOON + timedelta(days=3)
    values = {"source": ContentFile(pdf(4), "bon.pdf"), "title": "Toiture de la grande halle"}
    second = correct(first.acte, values, "Objet précisé.", town.contributeur, later)
    rows = list(Version.objects.order_by("rank").values_list("rank", "title", "put_online_at", "reason"))
    assert rows == [
        (1, "Toiture de la halle", NOON, ""),
        (2, "Toiture de la grande halle", later, "Objet précisé."),
    ]
    assert Path(first.file.path).is_file()
    assert "version 2" in copy_of(second).pages[0].extract_text()
    (act,) = take(town.commune.pk, later).data["documents"].acts
    assert [copy.rank for copy in act.copies] == [2, 1]


def test_a_draft_has_no_version_to_correct(town: Town) -> None:
    with pytest.raises(ValidationError, match="pas encore en ligne"):
        correct(draft(town), {}, "", town.contributeur)


def test_an_act_is_published_once(town: Town) -> None:
    act = online(town).acte
    with pytest.raises(ValidationError, match="déjà en ligne"):
        publish(act, town.contributeur)


def test_for_convenience_nothing_leaves_before_two_months(town: Town) -> None:
    version = online(town)
    with pytest.raises(ValidationError) as error:
        withdraw(version, Takedown("autre", "Gênant"), town.contributeur, NOON + timedelta(days=30))
    assert "jusqu’au 15\u00a0août 2026" in refused(error)
    withdraw(version, Takedown("autre", "Périmé"), town.contributeur, NOON + timedelta(days=62))
    assert Version.objects.get().withdrawn_at == NOON + timedelta(days=62)


def test_the_first_of_a_month_is_said_without_markup_in_refusals_and_on_the_copy(town: Town) -> None:
    first = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)
    version = online(town, first, date=date(2026, 6, 1))
    with pytest.raises(ValidationError) as early:
        withdraw(version, Takedown("autre", "Gênant"), town.contributeur, first + timedelta(days=30))
    assert "jusqu’au 1er\u00a0août 2026" in refused(early)
    act = Acte.objects.get()
    act.title = "Autre"
    with pytest.raises(ValidationError) as locked:
        act.save()
    assert "en ligne depuis le 1er\u00a0juin 2026" in refused(locked)
    last = copy_of(version).pages[-1].extract_text().replace("\u00a0", " ")
    assert "le 1er juin 2026 à 12 h" in last


@pytest.mark.parametrize("kind", ["personnel", "juge"])
def test_personal_data_and_a_judge_do_not_wait(town: Town, kind: str) -> None:
    withdraw(online(town), Takedown(kind, "Demande du 16 juin"), town.contributeur, NOON + timedelta(days=1))
    version = Version.objects.get()
    assert (version.withdrawal, version.withdrawal_note) == (kind, "Demande du 16 juin")
    assert version.withdrawn_by == town.contributeur
    (entry,) = ModelLogEntry.objects.filter(action="beffroi.act_withdrawn")
    assert entry.data == {"version": 1, "kind": kind, "note": "Demande du 16 juin"}


def test_a_copy_withdrawn_leaves_the_site_and_a_redacted_one_takes_its_place(town: Town) -> None:
    later = NOON + timedelta(days=1)
    takedown = Takedown("personnel", "Adresse d’un particulier", ContentFile(pdf(5), "occulte.pdf"))
    new = withdraw(online(town), takedown, town.contributeur, later)
    assert new is not None
    snapshot = take(town.commune.pk, later)
    (act,) = snapshot.data["documents"].acts
    assert [(copy.rank, bool(copy.url)) for copy in act.copies] == [(2, True), (1, False)]
    assert act.copies[1].withdrawal == "il contenait des données personnelles"
    published = [path for path in snapshot.library.used if path.startswith("_/d/acte-")]
    assert published == [act.copies[0].url.removeprefix("/")]


def test_minutes_are_permanent_but_for_a_redacted_copy_or_a_judge(town: Town) -> None:
    version = online(town, kind="pv", title="Procès-verbal")
    years_later = NOON + timedelta(days=4000)
    with pytest.raises(ValidationError) as error:
        withdraw(version, Takedown("autre", ""), town.contributeur, years_later)
    assert "en permanence" in refused(error)
    with pytest.raises(ValidationError):
        withdraw(version, Takedown("personnel", ""), town.contributeur, years_later)
    takedown = Takedown("personnel", "", ContentFile(pdf(), "occulte.pdf"))
    assert withdraw(version, takedown, town.contributeur, years_later) is not None


def test_two_months_end_on_the_same_day_of_the_month_or_on_its_last(town: Town) -> None:
    version = online(town, NOON)
    assert publicity_ends(version) == date(2026, 8, 15)
    assert last_day(delays.PUBLICITY, date(2025, 12, 31)) == date(2026, 2, 28)


def test_a_reform_of_a_delay_is_one_more_row() -> None:
    reformed = (*delays.PUBLICITY, Delay(date(2030, 1, 1), months=3))
    assert last_day(reformed, date(2029, 12, 1)) == date(2030, 2, 1)
    assert last_day(reformed, date(2030, 1, 1)) == date(2030, 4, 1)


def test_two_acts_of_a_kind_do_not_bear_the_same_number(town: Town) -> None:
    draft(town)
    twin = Acte(commune=town.commune, kind="deliberation", number="2026-012", title="Autre", date=date(2026, 6, 12))
    with pytest.raises(ValidationError, match="porte déjà ce numéro"):
        twin.full_clean()


@pytest.mark.parametrize(
    "votes", [{"voted": 10}, {"voters": 11, "voted": 12, "votes_for": 12, "votes_against": 0, "abstentions": 0}]
)
def test_votes_go_together_and_add_up(town: Town, votes: dict[str, int]) -> None:
    act = Acte(commune=town.commune, kind="deliberation", title="X", date=date(2026, 6, 12), **votes)
    with pytest.raises(ValidationError):
        act.full_clean()
