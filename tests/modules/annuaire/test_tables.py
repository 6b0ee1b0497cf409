"""A table that the town hall already has: guessed, adjusted, looked at, brought in, and taken back."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from modules.annuaire.imports import keeping, mapping, reading, writing
from modules.annuaire.models import Apport, Fiche
from tests.entering import enter, words
from tests.modules.annuaire.factories import entry
from tests.world import Town, World

pytestmark = pytest.mark.django_db

TABLE = """Nom;Catégorie;N°;Voie;CP;Ville;Téléphone;Horaires;Trésorier
Étoile sportive;Sport;3;rue du Stade;46000;Cahors;05 65 00 00 01;Lundi : 18h à 20h;Paul
"Amis; du livre";Culture;;le bourg;460;Cahors;cinq;tout le temps;
Étoile Sportive;Sport;;;46000;Cahors;;;
Judo;Sport;;;46000;Cahors;;;
"""


def url(town: Town, name: str, *args: Any) -> str:
    return reverse(f"annuaire:{name}", args=(town.commune.pk, *args))


def deposit(town: Town, content: bytes, name: str = "associations.csv") -> Any:
    sent = {"quoi": "tableau", "tableau-file": SimpleUploadedFile(name, content, "text/csv")}
    return enter(town.contributeur).post(url(town, "tables"), sent)


def chosen(table: reading.Table, **more: Any) -> dict[str, Any]:
    fields = {f"c{number}": field for number, field in enumerate(mapping.guessed(table.headers))}
    return {**fields, "kind": "association", "known": "passer", **more}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_encoding_and_the_separator_are_guessed(encoding: str, separator: str) -> None:
    lines = [["Nom", "Activité", "Ville"], ["Église & fêtes", "a b", "Cahors"], ["Été", "", "Lalbenque"]]
    text = "\r\n".join(separator.join(line) for line in lines)
    table = reading.table_of(text.encode(encoding))
    assert table.headers == ("Nom", "Activité", "Ville")
    assert table.rows[0] == (2, ("Église & fêtes", "a b", "Cahors"))
    assert table.separator == separator


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"Nom;Ville\n", "empty"),
        (b"PK\x03\x04 a spreadsheet", "binary"),
        (b"Nom\x00;Ville\na;b", "binary"),
        (b"a;b\n" * 2002, "long"),
        (b";".join([b"c"] * 101) + b"\n" + b";".join([b"v"] * 101), "wide"),
        (b"a" * (reading.MAX_BYTES + 1), "heavy"),
    ],
)
def test_what_is_no_table_is_told(content: bytes, why: str) -> None:
    with pytest.raises(reading.UnreadableError, match=why):
        reading.table_of(content)


def test_forty_columns_are_read_and_those_without_a_field_are_left(town: Town) -> None:
    headers = ["nom", *(f"x{number}" for number in range(39))]
    table = reading.table_of((";".join(headers) + "\n" + ";".join(["Club"] + ["v"] * 39)).encode())
    fields = mapping.guessed(table.headers)
    assert (len(fields), [field for field in fields if field]) == (40, ["name"])
    (line,) = writing.lines_of(table, writing.Choices(tuple(fields), "association"), town.commune)
    assert (line.faults, line.values["name"]) == ([], "Club")


def test_the_open_data_of_equipment_is_recognised(town: Town) -> None:
    text = (
        "COLL_NOM,EQUIP_THEME,EQUIP_CODE,EQUIP_TYPE,EQUIP_NOM,ADR_NUMERO,ADR_NOMVOIE,ADR_CODEPOSTAL,ADR_COMMUNE,"
        "EQUIP_LAT,EQUIP_LONG,EQUIP_OUVERTURE,EQUIP_TEL\n"
        "Commune,Equipement culturel,04010101-001,Médiathèque,Le Phare,4,place Neuve,46000,Cahors,44.45,1.44,"
        "Tu-Sa 14:00-18:00,+33 565000000\n"
    )
    table = reading.table_of(text.encode())
    choices = writing.Choices(tuple(mapping.guessed(table.headers)), "equipement")
    (line,) = writing.lines_of(table, choices, town.commune)
    assert line.faults == []
    told = line.values
    assert (told["street"], told["position"], len(told["hours"])) == ("4 place Neuve", "44.45, 1.44", 5)
    assert told["details"] == {"theme": "Equipement culturel", "code": "04010101-001", "type": "Médiathèque"}


def test_each_fault_is_told_with_its_line_and_its_column_and_duplicates_too(town: Town) -> None:
    entry(town, "Judo")
    assert deposit(town, TABLE.encode("cp1252")).status_code == 302
    apport = Apport.objects.get()
    table = reading.table_of(bytes(apport.content))
    page = words(enter(town.contributeur).get(url(town, "mapping", apport.pk)).content)
    for told in ("séparateur : point-virgule", "Windows-1252", "Étoile sportive", "Trésorier"):
        assert told in page
    seen = words(enter(town.contributeur).post(url(town, "mapping", apport.pk), chosen(table, action="voir")).content)
    for told in (
        "Ligne 3, colonne « CP » : Un code postal compte cinq chiffres",
        "Ligne 3, colonne « Téléphone » : Écrivez le numéro",
        "Ligne 3, colonne « Horaires » : « tout le temps » ne se lit pas",
        "Ligne 4, « Étoile Sportive » : déjà à la ligne 2",
        "Ligne 5, « Judo »",
    ):
        assert told in seen
    assert Fiche.objects.count() == 1, "nothing is written before one says so"


def test_what_is_brought_in_is_taken_back_but_for_what_was_changed_since(town: Town) -> None:
    judo = entry(town, "Judo", street="", city="Lalbenque")
    deposit(town, (TABLE + "Danse;;;;46000;Cahors;;;\n").encode())
    apport = Apport.objects.get()
    table = reading.table_of(bytes(apport.content))
    client = enter(town.contributeur)
    body = chosen(table, action="importer", known="remplacer", agreed="on")
    said = client.post(url(town, "mapping", apport.pk), body, follow=True)
    assert "3 fiches sont dans l’annuaire" in words(said.content)
    star = Fiche.objects.get(name="Étoile sportive")
    assert (star.street, star.category and star.category.name, star.consent_phone) == ("3 rue du Stade", "Sport", True)
    judo.refresh_from_db()
    assert (judo.city, judo.phone) == ("Cahors", "05 65 20 00 00")
    Fiche.objects.filter(pk=star.pk).update(about="Écrit depuis")
    Fiche.objects.filter(pk=star.pk).update(name="Étoile")
    apport.refresh_from_db()
    assert bytes(apport.content) == b""
    said = client.post(url(town, "undo", apport.pk), follow=True)
    assert "Changées depuis, elles restent : Étoile." in words(said.content)
    judo.refresh_from_db()
    assert judo.city == "Lalbenque"
    assert sorted(Fiche.objects.values_list("name", flat=True)) == ["Judo", "Étoile"]
    assert client.post(url(town, "undo", apport.pk)).status_code == 404


def test_tables_are_kept_no_longer_than_they_are_of_use(town: Town) -> None:
    now = timezone.now()
    rows = {
        name: Apport.objects.create(
            commune=town.commune, name=name, done=done, at=now - timedelta(days=days), made={"1": {"phone": "05"}}
        )
        for name, done, days in (("waits", False, 6), ("lies", False, 8), ("fresh", True, 29), ("old", True, 31))
    }
    assert keeping.forget() == 1
    left = dict(Apport.objects.values_list("name", "made"))
    assert left == {"waits": {"1": {"phone": "05"}}, "fresh": {"1": {"phone": "05"}}, "old": {}}
    client = enter(town.contributeur)
    assert client.post(url(town, "undo", rows["old"].pk)).status_code == 404
    seen = words(client.get(reverse("annuaire:tables", args=(town.commune.pk,))).content)
    assert seen.count("Annuler cet import") == 1


def test_a_column_given_twice_or_no_name_is_refused(town: Town) -> None:
    deposit(town, TABLE.encode())
    apport = Apport.objects.get()
    table = reading.table_of(bytes(apport.content))
    client = enter(town.contributeur)
    without = client.post(url(town, "mapping", apport.pk), chosen(table, action="importer", c0=""))
    twice = client.post(url(town, "mapping", apport.pk), chosen(table, action="importer", c8="name"))
    assert "quelle colonne donne le nom" in words(without.content)
    assert "Deux colonnes donnent le même champ : Nom." in words(twice.content)
    assert Fiche.objects.count() == 0


def test_a_table_is_of_one_commune(town: Town, world: World) -> None:
    deposit(town, TABLE.encode())
    apport = Apport.objects.get()
    stranger = enter(world.belleville.contributeur)
    for path in (url(town, "tables"), url(town, "mapping", apport.pk)):
        assert stranger.get(path).status_code == 404
    assert stranger.get(url(world.belleville, "mapping", apport.pk)).status_code == 404
    said = deposit(town, b"PK\x03\x04", "a.csv")
    assert "n’est pas un tableau CSV" in words(said.content)
