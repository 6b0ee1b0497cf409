"""The secretary's screens: deposit in a few fields, in bulk for a meeting, correct, withdraw."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from modules.documents.actes import publishing, stamping
from modules.documents.desk.forms import named
from modules.documents.models import Acte, Documents, Publication, Version
from sites.models import Commune, User
from tests.entering import enter
from tests.modules.documents.factories import draft, online, page_of, pdf, publication, seance
from tests.world import Town, World

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")]

FIELDS = {
    "kind": "deliberation",
    "title": "Toiture de la halle",
    "number": "2026-012",
    "date": "2026-06-12",
    "author_first_name": "Jeanne",
    "author_name": "Martin",
    "author_capacity": "maire",
    "nature": "reglementaire",
    "checked": "on",
    "action": "publish",
}


def upload(content: bytes | None = None, name: str = "acte.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf() if content is None else content, "application/pdf")


def url(town: Town, name: str, *args: Any) -> str:
    return reverse(f"documents:{name}", args=(town.commune.pk, *args))


def said(response: Any) -> str:
    return response.content.decode().replace("&#x27;", "'")


def deposit(town: Town, user: User | None = None, **fields: Any) -> Any:
    values = {**FIELDS, "source": upload(), **fields}
    sent = {name: value for name, value in values.items() if value is not None}
    return enter(user or town.contributeur).post(url(town, "add"), sent, follow=True)


def test_an_act_is_deposited_and_published_in_one_screen(town: Town) -> None:
    response = deposit(town)
    assert "L’acte est publié" in said(response)
    version = Version.objects.get()
    assert (version.author, version.published_by) == ("Jeanne Martin, maire", town.contributeur)


def test_the_author_is_that_of_the_last_act(town: Town) -> None:
    draft(town)
    form = enter(town.contributeur).get(url(town, "add")).context["form"]
    assert (form["author_first_name"].value(), form["author_capacity"].value()) == ("Jeanne", "maire")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"author_capacity": ""}, "le prénom, le nom et la qualité"),
        ({"checked": None}, "données personnelles"),
        ({"source": None}, "Choisissez le PDF à publier"),
        ({"nature": "individuelle"}, "se notifie à la personne et ne se publie pas"),
        ({"source": upload(b"%PDF-1.4 nothing %%EOF")}, "n’ont pas pu être ajoutées à ce PDF"),
        ({"source": upload(b"MZ", "acte.pdf")}, "n’est pas un PDF, malgré son nom"),
        ({"source": upload(b"a,b\n", "acte.csv")}, "Un acte se publie en PDF"),
    ],
)
def test_what_keeps_an_act_from_being_published_is_said(town: Town, fields: dict[str, Any], sentence: str) -> None:
    response = deposit(town, **fields)
    assert sentence in said(response)
    assert Acte.objects.count() == 0


def test_an_act_that_cannot_be_published_after_all_stays_a_draft_and_the_reason_is_said(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stamp(*_args: Any) -> None:
        raise ValidationError("Ce PDF est abîmé.")

    monkeypatch.setattr(publishing, "stamp", stamp)
    text = said(deposit(town))
    assert "Ce PDF est abîmé." in text
    assert "L’acte est enregistré, sans être publié." in text
    assert (Acte.objects.get().is_online, Version.objects.count()) == (False, 0)


def test_a_pdf_is_stamped_once_when_it_is_deposited_and_published(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    stamped, drawing = [], stamping._stamped

    def counted(*args: Any) -> bytes:
        stamped.append(args)
        return drawing(*args)

    monkeypatch.setattr(stamping, "_stamped", counted)
    deposit(town)
    assert len(stamped) == 1


def test_an_individual_decision_is_published_once_the_warning_is_answered(town: Town) -> None:
    deposit(town, nature="individuelle", individual="on")
    assert Version.objects.count() == 1


def test_an_act_may_be_kept_without_being_published(town: Town) -> None:
    deposit(town, action="save", checked=None)
    assert (Acte.objects.get().is_online, Version.objects.count()) == (False, 0)


def test_another_file_sent_for_a_published_act_is_refused_with_what_to_do(town: Town) -> None:
    version = online(town)
    values = {**FIELDS, "source": upload(pdf(3))}
    response = enter(town.contributeur).post(url(town, "act", version.acte_id), values, follow=True)
    assert "Faites une nouvelle version" in said(response)
    assert Acte.objects.get().source.name == version.acte.source.name


def test_a_correction_asks_for_its_reason_and_gives_a_second_version(town: Town) -> None:
    version = online(town)
    client = enter(town.contributeur)
    values = {**FIELDS, "source": upload(pdf(2)), "title": "Toiture de la grande halle"}
    refused = client.post(url(town, "correct", version.acte_id), values)
    assert set(refused.context["form"].errors) == {"reason"}
    client.post(url(town, "correct", version.acte_id), {**values, "source": upload(pdf(2)), "reason": "Objet précisé"})
    assert list(Version.objects.order_by("rank").values_list("title", "reason")) == [
        ("Toiture de la halle", ""),
        ("Toiture de la grande halle", "Objet précisé"),
    ]


def test_a_withdrawal_too_soon_is_refused_in_the_form_and_one_for_personal_data_is_kept_with_its_note(
    town: Town,
) -> None:
    version = online(town, timezone.now())
    client, where = enter(town.contributeur), url(town, "withdraw", version.acte_id, 1)
    refused = client.post(where, {"kind": "autre", "note": "Gênant"})
    assert "doit rester en ligne jusqu’au" in said(refused)
    client.post(where, {"kind": "personnel", "note": "Adresse d’un riverain", "replacement": upload(pdf(2))})
    assert list(Version.objects.order_by("rank").values_list("withdrawal", "withdrawal_note")) == [
        ("personnel", "Adresse d’un riverain"),
        ("", ""),
    ]


def test_with_validation_a_contributor_prepares_and_a_valideur_publishes(town: Town) -> None:
    Commune.objects.filter(pk=town.commune.pk).update(validation=True)
    assert "sera publié par la personne qui valide" in said(deposit(town))
    act = Acte.objects.get()
    assert enter(town.contributeur).post(url(town, "publish", act.pk)).status_code in {302, 404}
    assert Version.objects.count() == 0
    enter(town.valideur).post(url(town, "publish", act.pk))
    assert Version.objects.get().published_by == town.valideur


def test_what_was_published_is_never_deleted_and_a_draft_goes_with_its_file(
    town: Town, django_capture_on_commit_callbacks: Any
) -> None:
    kept, lost = online(town).acte, draft(town, number="2026-013")
    client = enter(town.contributeur)
    client.post(url(town, "delete", kept.pk))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url(town, "delete", lost.pk))
    assert list(Acte.objects.all()) == [kept]
    assert not lost.source.storage.exists(str(lost.source.name))


def test_private_files_are_downloaded_by_the_commune_alone(world: World) -> None:
    page_of(world.aubord)
    version = online(world.aubord)
    where = url(world.aubord, "file", version.acte_id, "source")
    answer: Any = enter(world.aubord.contributeur).get(where)
    assert b"".join(answer.streaming_content) == Path(version.acte.source.path).read_bytes()
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    assert enter(world.belleville.contributeur).get(where).status_code == 404
    assert Client().get(where).status_code == 302


def test_a_meeting_takes_all_its_deliberations_at_once(town: Town) -> None:
    meeting = seance(town)
    client = enter(town.contributeur)
    files = [upload(name="2026-012 Toiture de la halle.pdf"), upload(name="2026-013_ecole.pdf")]
    author = {name: FIELDS[name] for name in ("author_first_name", "author_name", "author_capacity")}
    client.post(url(town, "deposit", meeting.pk), {"kind": "deliberation", **author, "pdfs": files})
    rows = list(Acte.objects.order_by("number").values_list("number", "title", "date"))
    assert rows == [
        ("2026-012", "Toiture de la halle", date(2026, 6, 12)),
        ("2026-013", "Ecole", date(2026, 6, 12)),
    ]
    table = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2", "action": "publish"}
    for place, act in enumerate(Acte.objects.order_by("number")):
        table |= {
            f"form-{place}-id": str(act.pk), f"form-{place}-number": act.number, f"form-{place}-title": act.title,
            f"form-{place}-outcome": "adoptee", f"form-{place}-matter": "7.5",
        }  # fmt: skip
    unchecked = client.post(url(town, "meeting", meeting.pk), table, follow=True)
    assert "vérifiez que les PDF ne montrent pas de données personnelles" in said(unchecked)
    client.post(url(town, "meeting", meeting.pk), {**table, "checked": "on"})
    assert Version.objects.count() == 2


def test_a_bulk_deposit_names_the_file_that_is_refused_and_keeps_none(town: Town) -> None:
    meeting = seance(town)
    values = {"kind": "deliberation", "author_first_name": "J", "author_name": "M", "author_capacity": "maire"}
    files = [upload(), upload(b"%PDF-1.4 nothing %%EOF", "abime.pdf")]
    response = enter(town.contributeur).post(url(town, "deposit", meeting.pk), {**values, "pdfs": files})
    assert "abime.pdf" in said(response)
    assert Acte.objects.count() == 0


@pytest.mark.parametrize(
    ("file", "number", "title"),
    [
        ("2026-012 Toiture de la halle.pdf", "2026-012", "Toiture de la halle"),
        ("12_2026-voeu-sur-la-gare.pdf", "12-2026", "Voeu sur la gare"),
        ("compte rendu.pdf", "", "Compte rendu"),
        ("../../x.pdf", "", "X"),
    ],
)
def test_a_file_gives_number_and_object(file: str, number: str, title: str) -> None:
    assert named(file) == (number, title)


def test_the_list_of_deliberations_waits_for_the_decisions_then_keeps_its_date(town: Town) -> None:
    meeting = seance(town, timezone.localdate())
    act = draft(town, seance=meeting)
    client = enter(town.contributeur)
    early = client.post(url(town, "publish_list", meeting.pk), follow=True)
    assert "Indiquez d’abord la décision du conseil" in said(early)
    Acte.objects.filter(pk=act.pk).update(outcome="adoptee")
    client.post(url(town, "publish_list", meeting.pk))
    meeting.refresh_from_db()
    assert meeting.list_published_at is not None


def test_what_the_law_expects_of_a_meeting_is_told_with_its_day(town: Town) -> None:
    seance(town, date(2026, 6, 1))
    seance(town, date(2026, 6, 29))
    text = " ".join(said(enter(town.contributeur).get(url(town, "commune"))).split())
    assert "en retard, attendu le 8 juin 2026" in text
    assert "en retard, attendu le 6 juillet 2026" in text, "the minutes, a week after the next meeting"


def test_a_document_is_published_with_its_title_and_category(town: Town) -> None:
    values = {"title": "Bulletin d’été", "category": "bulletins", "date": "2026-06-01", "file": upload(name="b.pdf")}
    publication(town, "Bulletin de printemps", "Bulletins")
    enter(town.contributeur).post(url(town, "add_download"), values)
    row = Publication.objects.first()
    assert row is not None
    assert (row.document.title, row.category, row.document.collection) == ("Bulletin d’été", "Bulletins",
        town.commune.collection)  # fmt: skip


@pytest.mark.parametrize("name", ["commune", "add", "add_meeting", "add_download"])
def test_where_the_module_is_off_its_screens_are_not_there(town: Town, name: str) -> None:
    Commune.objects.filter(pk=town.commune.pk).update(options={"modules_off": ["documents"]})
    assert enter(town.contributeur).get(url(town, name)).status_code in {302, 404}


def test_the_list_of_a_commune_costs_the_same_with_one_act_and_with_three(town: Town) -> None:
    client = enter(town.contributeur)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get(url(town, "commune"))
        return len(seen)

    draft(town, seance=seance(town))
    publication(town, "Un")
    queries()
    few = queries()
    for number in range(2):
        draft(town, number=f"n{number}", seance=seance(town, date(2026, 5, 1 + number)))
        publication(town, f"Autre {number}")
    assert queries() == few


def test_a_register_outside_the_list_is_refused_and_an_integration_code_gives_its_address(town: Town) -> None:
    page = Documents.objects.get()
    edit = reverse("wagtailadmin_pages:edit", args=(page.pk,))
    client = enter(town.gestionnaire)
    values = {"title": "Documents", "slug": "documents", "publicity": "electronique", "action-publish": "1"}
    refused = client.post(edit, {**values, "register_url": "https://registre.example/x"})
    assert "n’est pas dans la liste des outils acceptés" in said(refused)
    code = '<iframe width="1" src="https://framaforms.org/registre"></iframe>'
    client.post(edit, {**values, "register_url": code})
    assert Documents.objects.get().register_url == "https://framaforms.org/registre"


def test_from_3500_inhabitants_on_only_the_electronic_form_is_accepted(town: Town) -> None:
    Commune.objects.filter(pk=town.commune.pk).update(population=3500)
    edit = reverse("wagtailadmin_pages:edit", args=(Documents.objects.get().pk,))
    values = {"title": "Documents", "slug": "documents", "publicity": "affichage", "publicity_decision": "n° 3"}
    refused = enter(town.gestionnaire).post(edit, {**values, "action-publish": "1"})
    assert "la loi veut la forme électronique" in said(refused)
