"""What visitors find: the library, the acts, the meetings."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from modules.documents.models import Documents, Publication
from sites.bake.bakery import bake
from sites.bake.reader import Reader
from sites.bake.snapshot import take
from sites.models import Commune
from tests import sitemaps
from tests.modules.documents.factories import NOON, draft, online, publication, seance
from tests.world import Town, add_page

pytestmark = pytest.mark.django_db


TELEPHONE = "tel:+33199001234"
MODULE: Any = apps.get_app_config("documents")


def baked(town: Town, var: Path, now: datetime = NOON) -> Path:
    town.commune.refresh_from_db()
    result = bake(town.commune, now=now)
    assert not result.error, [failure.traceback for failure in result.failures] or result.error
    return var / "sites" / town.commune.insee / "current" / "www"


def soup(page: Path) -> Any:
    return BeautifulSoup((page / "index.html").read_text("utf-8"), "html.parser")


def titles(page: Path) -> list[str]:
    return [link.get_text() for link in soup(page).select(".docs .doc__title a")]


def act_page(www: Path) -> Path:
    """The folder of the one act."""
    (found,) = (file.parent for file in www.glob("documents/actes/2*/*/index.html"))
    return found


def test_the_library_says_the_category_the_type_and_the_weight_of_each_document(town: Town, var: Path) -> None:
    publication(town, "Bulletin de printemps")
    page = soup(baked(town, var) / "documents")
    item = page.select_one(".docs .doc")
    assert item is not None
    assert " ".join(item.select_one(".meta").get_text().split()) == "Bulletins · PDF, 1 Ko · 2 mai 2026"
    assert item.a["href"].endswith("/bulletin-de-printemps.pdf")


@pytest.mark.parametrize(
    ("kind", "said"),
    [("deliberation", "La mairie remet une copie sur papier"), ("pv", "à la disposition du public à la mairie")],
)
def test_every_act_says_how_to_have_it_on_paper(town: Town, var: Path, kind: str, said: str) -> None:
    add_page(
        type(town.home).objects.get(pk=town.home.pk),
        apps.get_model("contact.PageContact")(title="Écrire", slug="ecrire"),
        town.gestionnaire,
    )
    online(town, kind=kind)
    page = act_page(baked(town, var))
    paper = soup(page).select_one(".acte-paper")
    assert said in paper.get_text()
    assert [link["href"] for link in paper.select("a")] == [TELEPHONE, "/ecrire/"]


def test_without_the_module_contact_the_telephone_alone_is_given(town: Town, var: Path) -> None:
    online(town)
    town.commune.options = {"modules_off": ["contact"]}
    town.commune.save()
    page = act_page(baked(town, var))
    assert [link["href"] for link in soup(page).select(".acte-paper a")] == [TELEPHONE]


def test_categories_and_years_are_pages_made_beforehand(town: Town, var: Path) -> None:
    publication(town, "Bulletin 2025", "Bulletins", date(2025, 3, 1))
    publication(town, "Bulletin 2026", "Bulletins", date(2026, 3, 1))
    publication(town, "Carte", "Urbanisme", date(2026, 4, 1))
    www = baked(town, var)
    assert titles(www / "documents") == ["Carte", "Bulletin 2026", "Bulletin 2025"]
    assert titles(www / "documents/categorie/bulletins") == ["Bulletin 2026", "Bulletin 2025"]
    assert titles(www / "documents/annee/2026") == ["Carte", "Bulletin 2026"]
    assert titles(www / "documents/categorie/bulletins/2025") == ["Bulletin 2025"]
    links = {link["href"] for link in soup(www / "documents").select(".chips a, .pages a")}
    assert links == {
        "/documents/categorie/bulletins/", "/documents/categorie/urbanisme/", "/documents/annee/2025/",
        "/documents/annee/2026/",
    }  # fmt: skip


def test_a_long_list_is_cut_in_pages_of_twenty(town: Town, var: Path) -> None:
    first = publication(town, "Bulletin 0")
    Publication.objects.filter(pk=first.pk).update(date=date(2020, 1, 1))
    for number in range(1, 21):
        publication(town, f"Bulletin {number}", day=date(2026, 1, number))
    www = baked(town, var)
    assert len(titles(www / "documents")) == 20
    assert titles(www / "documents/page-2") == ["Bulletin 0"]


def test_the_page_of_an_act_says_who_decided_and_when_it_went_online(town: Town, var: Path) -> None:
    version = online(town)
    (folder,) = (baked(town, var) / "documents/actes/2026").iterdir()
    page = soup(folder)
    facts = {row.dt.get_text(): " ".join(row.dd.get_text().split()) for row in page.select(".acte-facts > div")}
    assert facts["Auteur de l’acte"] == "Jeanne Martin, maire"
    assert facts["Mis en ligne"] == "15 juin 2026 à 12 h"
    assert facts["Publicité"] == "jusqu’au 15 août 2026 au moins"
    assert facts["Recours"].startswith("en principe jusqu’au 15 août 2026")
    assert page.select_one(".acte-digest code").get_text() == version.digest


def test_once_its_publicity_is_over_an_act_says_so_by_itself(town: Town, var: Path) -> None:
    online(town)
    snapshot = take(town.commune.pk, NOON)
    due = MODULE.next_change(snapshot)
    assert due.isoformat() == "2026-08-16T00:00:00+02:00"
    (folder,) = (baked(town, var, due) / "documents/actes/2026").iterdir()
    assert "achevée le 15\u00a0août 2026" in soup(folder).select_one(".acte-facts").get_text()


def test_the_published_copy_is_the_one_whose_fingerprint_is_kept(town: Town, var: Path) -> None:
    version = online(town)
    www = baked(town, var)
    (copy,) = (www / "_/d").glob("acte-*/*.pdf")
    assert copy.read_bytes() == Path(version.file.path).read_bytes()
    assert copy.name == "2026-012-toiture-de-la-halle.pdf"


def test_a_copy_altered_on_disk_is_not_published(town: Town, var: Path) -> None:
    version = online(town)
    Path(version.file.path).write_bytes(b"%PDF-1.4 falsified")
    www = baked(town, var)
    assert list((www / "_/d").glob("acte-*")) == []
    (folder,) = (www / "documents/actes/2026").iterdir()
    assert "n’est plus consultable en ligne" in soup(folder).get_text()


def test_neither_a_draft_nor_the_files_received_are_ever_public(town: Town, var: Path) -> None:
    hidden = draft(town, title="Projet secret", number="2026-099")
    version = online(town, integral="")
    www = baked(town, var)
    public = [path.read_bytes() for path in www.rglob("*") if path.is_file()]
    received = [Path(hidden.source.path).read_bytes(), Path(version.acte.source.path).read_bytes()]
    assert [content for content in received if content in public] == []
    assert [content for content in public if b"Projet secret" in content] == []


def test_a_meeting_gathers_its_agenda_its_list_its_deliberations_and_its_minutes(town: Town, var: Path) -> None:
    meeting = seance(town, agenda="Toiture de la halle\n\nVœux", list_published_at=NOON)
    online(town, seance=meeting, outcome="adoptee")
    draft(town, seance=meeting, number="2026-013", title="Vœu sur la gare", outcome="rejetee")
    online(town, seance=meeting, kind="pv", number="", title="Procès-verbal du 12 juin")
    page = soup(baked(town, var) / "documents/seances/2026-06-12")
    assert page.h1.get_text() == "Conseil municipal du 12\u00a0juin 2026"
    assert [point.get_text() for point in page.select(".acte-agenda li")] == ["Toiture de la halle", "Vœux"]
    assert [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in page.select("tbody tr")] == [
        ["2026-012", "Toiture de la halle", "Adoptée"],
        ["2026-013", "Vœu sur la gare", "Rejetée"],
    ]
    assert [link.get_text() for link in page.select(".docs a")] == ["Toiture de la halle", "Procès-verbal du 12 juin"]


def test_before_the_list_is_published_a_meeting_tells_nothing_of_its_drafts(town: Town, var: Path) -> None:
    meeting = seance(town)
    draft(town, seance=meeting, outcome="adoptee")
    assert "Toiture" not in soup(baked(town, var) / "documents/seances/2026-06-12").get_text()


def test_the_register_of_another_publisher_shows_when_it_is_asked_for(town: Town, var: Path) -> None:
    Documents.objects.update(register_url="https://framaforms.org/registre", register_title="Registre")
    page = soup(baked(town, var) / "documents/actes")
    assert page.select_one("[data-embed]")["data-embed"] == "https://framaforms.org/registre"
    assert page.find("iframe") is None


def test_a_reader_of_feeds_understands_the_acts(town: Town, var: Path) -> None:
    online(town)
    online(town, NOON + timedelta(days=1), number="2026-013", title="École")
    content = (baked(town, var) / "documents/actes.xml").read_bytes()
    parsed = feedparser.parse(content)
    assert not parsed.bozo
    assert [entry.title for entry in parsed.entries] == ["Délibération 2026-013 – École",
        "Délibération 2026-012 – Toiture de la halle"]  # fmt: skip
    assert {entry.id[:9] for entry in parsed.entries} == {"urn:uuid:"}


def test_reading_takes_one_query_whatever_the_number_of_acts(town: Town) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            MODULE.read(Reader(town.commune.pk))
        return len(seen) - 1  # the reader asks for the commune

    meeting = seance(town)
    publication(town, "Un")
    online(town, seance=meeting)
    few = queries()
    for number in range(3):
        publication(town, f"Bulletin {number}")
        online(town, number=f"2026-1{number}", seance=meeting)
    assert (few, queries()) == (1, 1)


def test_where_the_module_is_off_nothing_of_it_is_left(
    town: Town, var: Path, django_capture_on_commit_callbacks: Any
) -> None:
    for number in range(8):
        online(town, number=f"2026-{number}")
    www = baked(town, var)
    assert (www / "documents").is_dir()
    commune = Commune.objects.get(pk=town.commune.pk)
    commune.options = {"modules_off": ["documents"]}
    connection.run_on_commit.clear()  # what publishing asked for
    with django_capture_on_commit_callbacks(execute=True):
        commune.save()
    www = baked(town, var)
    assert not (www / "documents").exists()
    assert list((www / "_/d").glob("acte-*")) == []
    for text in (sitemaps.told(www), (www / "index.html").read_text("utf-8")):
        assert "/documents/" not in text


def test_acts_and_lists_stand_in_the_map_of_the_site(town: Town, var: Path) -> None:
    online(town)
    listed = sitemaps.told(baked(town, var))
    assert "/documents/actes/2026/" in listed
    assert "/documents/actes/deliberations/" in listed
