"""What visitors read: lists by type, category and letter, entries, and the files made of them."""

import csv
import json
import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from modules.annuaire.exchange import scdl, vcard
from modules.annuaire.models import Fiche
from sites.bake.bakery import bake
from sites.bake.reader import Reader
from tests.modules.annuaire.factories import category, entry, equipment
from tests.world import Town

pytestmark = pytest.mark.django_db


def baked(town: Town) -> Path:
    town.commune.refresh_from_db()
    result = bake(town.commune)
    assert not result.error, [failure.traceback for failure in result.failures] or result.error
    return Path(settings.BEFFROI_VAR) / "sites" / town.commune.insee / "current" / "www"


def page(www: Path, path: str) -> BeautifulSoup:
    return BeautifulSoup((www / path / "index.html").read_text(), "lxml")


def words(found: Any) -> str:
    return " ".join(found.get_text(" ").split())


def titles(found: BeautifulSoup) -> list[str]:
    return [title.text for title in found.select("main .doc__title")]


def test_each_type_and_each_category_has_its_list_in_the_order_of_names(town: Town) -> None:
    sport = category(town, "Sport")
    for name, kind, under in (
        ("Étoile sportive", "association", sport), ("Zumba", "association", None), ("Atelier", "association", sport),
        ("Boulangerie", "commerce", None),
    ):  # fmt: skip
        entry(town, name, kind, category=under)
    www = baked(town)
    assert titles(page(www, "annuaire/associations")) == ["Atelier", "Étoile sportive", "Zumba"]
    assert titles(page(www, "annuaire/associations/categorie/sport")) == ["Atelier", "Étoile sportive"]
    assert titles(page(www, "annuaire/commerces")) == ["Boulangerie"]
    assert [link.text for link in page(www, "annuaire").select("main h2 a")] == ["Associations", "Commerces"]
    assert [letter.text for letter in page(www, "annuaire/a-z").select("main section h2")][:4] == ["A", "B", "E", "Z"]
    assert not (www / "annuaire/artisans").exists()


def test_an_entry_says_its_fields_its_hours_its_place_and_when_it_was_checked(town: Town) -> None:
    row = entry(town, "Judo club", details={"activites": "Judo, taïso", "rna": "W123456789"})
    found = page(baked(town), "annuaire/associations/judo-club")
    said = words(found.select_one("main"))
    for told in (
        "Judo, taïso",
        "9 h",
        "12 bis rue de l’Église",
        "Accessible avec de l’aide",
        "Une marche",
        "Vérifiée le",
    ):
        assert told in said
    assert "W123456789" not in said
    assert row.holder_email not in str(found)
    assert found.select_one(f'a[href="mailto:{row.email}"]')
    assert "44,44750" in said


def test_a_telephone_and_an_address_appear_only_where_the_person_agreed_and_a_public_service_needs_no_accord(
    town: Town,
) -> None:
    for kind in ("association", "service"):
        entry(town, "Sans accord", kind, consent_phone=False, consent_email=False)
    www = baked(town)
    silent = (www / "annuaire/associations/sans-accord/index.html").read_text()
    assert "05 65 20 00 00" not in silent
    assert "club@aubord.example" not in silent
    assert b"TEL" not in (www / "annuaire/associations/sans-accord/fiche.vcf").read_bytes()
    assert "05 65 20 00 00" in (www / "annuaire/services-publics/sans-accord/index.html").read_text()


def test_an_entry_that_is_not_shown_is_nowhere(town: Town) -> None:
    entry(town, "Cachée", online=False)
    www = baked(town)
    assert [path for path in www.rglob("*.html") if "Cachée" in path.read_text()] == []


def test_two_entries_of_a_name_have_two_addresses_and_none_takes_that_of_a_list(town: Town) -> None:
    slugs = [entry(town, name).slug for name in ("Les Amis", "Les Amis", "Categorie", "Page 2")]
    assert slugs == ["les-amis", "les-amis-2", "categorie-2", "page-2-2"]


def test_the_search_engines_read_what_the_page_says(town: Town) -> None:
    entry(town, "Épicerie </script>", "commerce")
    found = page(baked(town), "annuaire/commerces/epicerie-script")
    told = next(
        json.loads(script.text)
        for script in found.select('script[type="application/ld+json"]')
        if '"Store"' in script.text
    )
    assert told["name"] == "Épicerie </script>"
    assert told["address"] == {
        "@type": "PostalAddress", "streetAddress": "12 bis rue de l’Église", "postalCode": "46090",
        "addressLocality": "Aubord", "addressCountry": "FR",
    }  # fmt: skip
    assert told["openingHours"] == ["Mo 09:00-12:00", "Mo 14:00-18:30", "Sa 09:00-12:30"]
    assert told["geo"] == {"@type": "GeoCoordinates", "latitude": 44.4475, "longitude": 1.4419}


def unfolded(card: bytes) -> dict[str, str]:
    """A reader of vCards, as RFC 2425 tells it."""
    lines = card.decode().replace("\r\n ", "").split("\r\n")
    return {line.partition(":")[0].partition(";")[0]: line.partition(":")[2] for line in lines if line}


def test_a_vcard_is_read_back_as_it_was_said(town: Town) -> None:
    about = "Gros, moyens ; petits \\ tous :\nle samedi, " + "à côté de l’église é" * 12
    entry(town, "Boucherie; « Chez Lulu », Père & fils", "commerce", about=about)
    card = (baked(town) / "annuaire/commerces/boucherie-chez-lulu-pere-fils/fiche.vcf").read_bytes()
    read = unfolded(card)

    def plain(text: str) -> str:
        return text.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")

    assert plain(read["FN"]) == "Boucherie; « Chez Lulu », Père & fils"
    assert plain(read["NOTE"]) == about
    assert read["ADR"] == ";;12 bis rue de l’Église;Aubord;;46090;France"
    assert (read["BEGIN"], read["VERSION"], read["END"], read["TEL"]) == ("VCARD", "3.0", "VCARD", "05 65 20 00 00")
    assert max(len(line) for line in card.split(b"\r\n")) <= vcard.MOST


def test_the_equipment_as_open_data_holds_to_the_fields_of_the_schema(town: Town, scdl_fields: list[Any]) -> None:
    equipment(town, "Salle des fêtes", erp_type="L", erp_categorie="4")
    equipment(town, "=Halle")
    equipment(town, "Sans code", code="")
    entry(town, "Club")
    rows = list(csv.DictReader(StringIO((baked(town) / "annuaire/equipements.csv").read_text(), newline="")))
    assert [row["EQUIP_NOM"] for row in rows] == ["'=Halle", "Salle des fêtes"]
    assert [row["EQUIP_UID"] for row in rows] == ["30020-04010101-001", "30020-04010101-002"]
    told = rows[1]
    assert (told["ADR_NUMERO"], told["ADR_NOMVOIE"]) == ("12 bis", "rue de l'Église")
    assert (told["EQUIP_OUVERTURE"], told["EQUIP_TEL"]) == (
        "Mo 09:00-12:00,14:00-18:30; Sa 09:00-12:30",
        "+33 565200000",
    )
    assert tuple(told) == scdl.COLUMNS == tuple(field["name"] for field in scdl_fields)
    for row in rows:
        for field in scdl_fields:
            value, rules = row[field["name"]], field.get("constraints", {})
            if rules.get("required"):
                assert value, field["name"]
            if value and "pattern" in rules:
                assert re.match(rules["pattern"], value), (field["name"], value)
            if value and "maxLength" in rules:
                assert len(value) <= rules["maxLength"]
            if value and "enum" in rules:
                assert value in rules["enum"]
            if value and field["type"] == "number":
                assert float(value)


@pytest.mark.parametrize("count", [1, 3])
def test_the_rows_are_read_in_one_query(town: Town, count: int) -> None:
    for number in range(count):
        entry(town, f"Club {number}", category=category(town, f"Rubrique {number}"))
    module: Any = Fiche._meta.app_config
    reader = Reader(town.commune.pk)
    with CaptureQueriesContext(connection) as asked:
        assert len(module.read(reader)["entries"]) == count
    assert len(asked) == 1
