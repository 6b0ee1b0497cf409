"""PDFs are looked at for who sends them: what a blind reader will meet is told, nothing is refused."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfWriter
from pypdf.generic import BooleanObject, DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

from cms.accessibilite.pdf import inspect, looking
from cms.accessibilite.pdf.models import Look
from cms.models import DocumentFile
from tests.cms.accessibilite.test_record import text
from tests.entering import enter
from tests.modules.documents import factories as acts
from tests.world import Town, World

pytestmark = pytest.mark.django_db
WORDS = b"BT /F1 12 Tf 20 100 Td (Compte rendu du conseil municipal du 12 mars 2026) Tj ET"


def pdf(
    *, tagged: bool = True, lang: str = "fr-FR", title: str = "Compte rendu", words: bytes = WORDS, lock: bool = False
) -> bytes:
    """A page of one sentence, as exported well or badly."""
    writer = PdfWriter()
    page = writer.add_blank_page(300, 200)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
    )
    stream = DecodedStreamObject()
    stream.set_data(words)
    page[NameObject("/Contents")] = writer._add_object(stream)
    root = writer._root_object
    if tagged:
        root[NameObject("/MarkInfo")] = DictionaryObject({NameObject("/Marked"): BooleanObject(True)})
        root[NameObject("/StructTreeRoot")] = DictionaryObject({NameObject("/Type"): NameObject("/StructTreeRoot")})
    if lang:
        root[NameObject("/Lang")] = TextStringObject(lang)
    if title:
        writer.add_metadata({"/Title": title})
        root[NameObject("/ViewerPreferences")] = DictionaryObject({NameObject("/DisplayDocTitle"): BooleanObject(True)})
    if lock:
        writer.encrypt("", "maire", permissions_flag=0, algorithm="RC4-128")  # type: ignore[arg-type]
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


CASES: list[tuple[dict[str, Any], list[str]]] = [
    ({}, []),
    ({"tagged": False}, [inspect.UNTAGGED]),
    ({"lang": ""}, [inspect.LANGUAGE]),
    ({"title": ""}, [inspect.TITLE]),
    ({"words": b""}, [inspect.SCANNED]),
    ({"lock": True}, [inspect.LOCKED]),
    ({"tagged": False, "lang": "", "title": ""}, [inspect.UNTAGGED, inspect.LANGUAGE, inspect.TITLE]),
]


@pytest.mark.parametrize(("made", "found"), CASES)
def test_each_flaw_is_seen_and_no_other(tmp_path: Path, made: dict[str, Any], found: list[str]) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(pdf(**made))
    assert looking.flaws_of(file) == found


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4\n%%EOF", b"rien"])
def test_what_is_no_pdf_is_said_to_be_unreadable_and_stops_nothing(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(content)
    assert looking.flaws_of(file) == [inspect.UNREADABLE]


def test_a_file_that_takes_for_ever_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "PATIENCE", 0.001)
    file = tmp_path / "a.pdf"
    file.write_bytes(pdf())
    assert looking.flaws_of(file) == [inspect.UNREADABLE]


def document(town: Town, name: str = "a.pdf", **made: Any) -> DocumentFile:
    return DocumentFile.objects.create(title=name, collection=town.collection, file=ContentFile(pdf(**made), name))


def test_a_file_just_sent_is_told_of_at_once_and_kept_all_the_same(world: World) -> None:
    client = enter(world.aubord.gestionnaire)
    sent = {
        "title": "Bulletin",
        "collection": world.aubord.collection.pk,
        "files[]": SimpleUploadedFile("b.pdf", pdf(tagged=False)),
    }
    said = client.post(reverse("wagtaildocs:add_multiple"), sent, headers={"x-requested-with": "XMLHttpRequest"})
    assert said.status_code == 200
    kept = DocumentFile.objects.latest("pk")
    assert Look.objects.get(number=kept.pk).flaws == [inspect.UNTAGGED]
    assert "n’est pas balisé" in said.json()["form"]
    assert "Exporter au format PDF" in said.json()["form"]
    again = text(client.get(reverse("wagtaildocs:edit", args=(kept.pk,))).content)
    assert "n’est pas balisé" in again


def test_another_file_in_its_place_is_looked_at_anew(world: World) -> None:
    kept = document(world.aubord, tagged=False)
    assert looking.look(kept) is not None
    kept.file = ContentFile(pdf(), "mieux.pdf")
    kept.save()
    assert looking.known(kept) is None
    looking.turn()
    seen = looking.known(kept)
    assert seen is not None
    assert not seen.flawed
    kept.delete()
    assert not Look.objects.filter(number=kept.pk, kind=DocumentFile._meta.label).exists()


def test_documents_and_acts_that_stood_before_are_looked_at_by_the_worker(world: World) -> None:
    world.aubord.document.delete()
    world.belleville.document.delete()
    first = document(world.aubord, lang="")
    document(world.belleville, title="")
    act = acts.draft(world.aubord, number="2026-1")
    while looking.turn():
        pass
    found = {(look.commune_id, look.number, look.kind) for look in Look.objects.all()}
    assert (world.aubord.commune.pk, first.pk, "cms.DocumentFile") in found
    assert (world.aubord.commune.pk, act.pk, "documents.Acte") in found
    assert Look.objects.get(number=first.pk, kind="cms.DocumentFile").flaws == [inspect.LANGUAGE]


def test_the_list_of_what_is_to_be_mended_is_mine_filtered_and_costs_the_same(world: World) -> None:
    looking.look(document(world.aubord, "sans-balises.pdf", tagged=False))
    looking.look(document(world.belleville, "leur-plan.pdf", tagged=False))
    looking.look(document(world.aubord, "bien.pdf"))
    client = enter(world.aubord.gestionnaire)

    def asked(query: str = "") -> tuple[int, str]:
        with CaptureQueriesContext(connection) as queries:
            said = text(client.get(f"{reverse('accessibilite:pdf')}{query}").content)
        return len(queries), said

    asked()
    before, said = asked()
    assert "sans-balises.pdf" in said
    assert "leur-plan.pdf" not in said
    assert "bien.pdf" not in said
    for number in range(2):
        looking.look(document(world.aubord, f"sans-langue-{number}.pdf", lang=""))
    assert asked()[0] == before
    assert "sans-balises.pdf" not in asked("?defaut=language")[1]
    record = text(client.get(reverse("accessibilite:record", args=(world.aubord.commune.pk,))).content)
    assert "3 PDF à reprendre" in record


def test_the_library_says_it_of_each_file_in_one_query_more(world: World) -> None:
    looking.look(document(world.aubord, "a.pdf", tagged=False))
    client = enter(world.aubord.gestionnaire)

    def asked() -> tuple[int, str]:
        with CaptureQueriesContext(connection) as queries:
            said = text(client.get(reverse("wagtaildocs:index")).content)
        return len(queries), said

    asked()
    before, said = asked()
    assert "sans balises" in said
    for number in range(2):
        looking.look(document(world.aubord, f"{number}.pdf"))
    after, said = asked()
    assert "rien vu" in said
    assert after == before
