"""Tables of communes as people save them: read whatever wrote them, or refused with every reason at once."""

import pytest

from deploy.orders.columns import COLUMNS, TableSource, template
from deploy.orders.faults import Fault, OrderError
from deploy.orders.parse import ParsedCommune, parse, read
from deploy.orders.source import Known, Namesake, Source
from deploy.orders.table import MAX_BYTES, MAX_ROWS
from deploy.wizard.writing import batch_text

TWO = (Namesake("46066", "Cazals", "46"), Namesake("82041", "Cazals", "82"))
NAMED = {"Cahors": (Namesake("46042", "Cahors", "46"),), "Cazals": TWO}
KNOWN = Known(
    frozenset({"causse", "utopia"}), frozenset({"contributeur", "gestionnaire"}), lambda name: NAMED.get(name, ())
)
LINE = 'commune;pack;boîtes;telephone\nCahors;expert;"mairie; maire 10 Go";"05 65 00 00 00\n"\n'


def told(data: bytes | str) -> list[ParsedCommune]:
    source = TableSource.of("c.csv", data.encode() if isinstance(data, str) else data)
    order, faults = read(source, KNOWN)
    assert not faults
    return list(order.communes)


def wrong(data: bytes | str) -> list[tuple[int | None, str, str]]:
    """``(line, column, problem)`` for each fault."""
    faults: tuple[Fault, ...] | list[Fault]
    try:
        source = TableSource.of("c.csv", data.encode() if isinstance(data, str) else data)
        faults = list(read(source, KNOWN)[1])
    except OrderError as error:
        faults = error.faults
    return [(fault.line, fault.key, fault.problem.replace("\u00a0", " ")) for fault in faults]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_encoding_and_separator_says_the_same(encoding: str, separator: str, end: str) -> None:
    text = (
        'insee,pack,boîtes,directeur\n46042,expert,"mairie; maire 10 Go","Zoé\nGenévrier"\n'
        .replace(",", separator).replace("\n", end)
    )  # fmt: skip
    (one,) = told(text.encode(encoding))
    assert [(box.address, box.gigabytes) for box in one.mailboxes] == [("mairie", 5), ("maire", 10)]
    assert one.facts["director"].split() == ["Zoé", "Genévrier"]


def test_the_template_is_a_table_that_is_taken() -> None:
    (one,) = told("\ufeff" + template())
    assert (one.insee, one.pack.code, one.theme, one.domains) == ("46042", "confort", "causse", ("cahors.example",))
    assert [person.email for person in one.people] == ["lou@cahors.example"]
    assert one.aliases == (("contact", ("mairie@cahors.example",)),)
    assert one.facts["brand"] == "#3f6b4f"


def test_a_table_says_what_the_toml_written_from_it_says() -> None:
    source = TableSource.of("c.csv", template().encode())
    text = batch_text("anne@cdg.example", source.document(KNOWN)["commune"], opens=True)
    (table,), (toml,) = parse(source, KNOWN).communes, parse(Source("c.toml", text), KNOWN).communes
    assert (table.opens, toml.opens) == (True, True)
    for name in ("insee", "pack", "theme", "domains", "mailboxes", "aliases", "people", "facts"):
        assert getattr(table, name) == getattr(toml, name)


def test_a_day_is_written_as_the_spreadsheet_shows_it() -> None:
    days = [told(f"insee;pack;debut\n46042;expert;{day}\n")[0].since for day in ("01/12/2026", "2026-12-01")]
    assert len({str(day) for day in days}) == 1
    assert str(days[0]) == "2026-12-01"


def test_the_zero_that_a_spreadsheet_drops_is_put_back() -> None:
    assert told("insee;pack\n1004;expert\n")[0].insee == "01004"


def test_a_domain_in_capitals_and_accents_is_what_dns_carries() -> None:
    assert told("insee;pack;domaines\n46042;expert;Ville-Éclair.FR\n")[0].domains == ("xn--ville-clair-gbb.fr",)


def test_a_line_of_several_lines_does_not_shift_the_places_of_those_that_follow() -> None:
    assert wrong(LINE + "Cahors;cher;;\n") == [(4, "pack", "pack inconnu « cher ».")]


def test_every_fault_of_every_line_is_told_at_once() -> None:
    text = (
        "commune;pack;boites;couleur;domaines;contributeurs;debut;demonstration\n"
        'Cazals;confor;"ma""irie; maire -1 Go; x\n@y";rouge;;lou@cahors.fr;demain;peut-être\n'
        f"Nulle-Part;expert;;;{'a' * 60}.{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 8}.fr;Lou;;\n"
        ";expert;;;;;;\n"
    )
    assert [(line, column) for line, column, _problem in wrong(text)] == [
        (2, "commune"), (2, "pack"), (2, "debut"), (2, "demonstration"), (2, "boites"), (2, "boites"), (2, "boites"),
        (2, "contributeurs"), (2, "couleur"), (4, "commune"), (4, "domaines"), (4, "contributeurs"), (5, "insee"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "place", "problem"),
    [
        ("commune;pack\nCazals;expert\n", (2, "commune"), "46066 (46), 82041 (82)"),
        ("commune;pack\nNul;expert\n", (2, "commune"), "aucune commune ne s’appelle « Nul »"),
        ("commune;insee;pack\nCahors;46066;expert\n", (2, "insee"), "n’est pas celui de « Cahors »"),
        ("pack\nexpert\n", (2, "insee"), "donnez le code INSEE, ou la commune"),
        ("insee;pack\n46042;\n", (2, "pack"), "vide"),
        ("insee;pack;boites\n46042;expert;mairie -1 Go\n", (2, "boites"), "-1 Go n’est pas vendue"),
        ("insee;pack;boites\n46042;expert;mai'rie\n", (2, "boites"), "n’est pas un nom de boîte"),
        ("insee;pack;alias\n46042;expert;contact\n", (2, "alias"), "contact > mairie"),
        ("insee;pack;domaines\n46042;expert;" + "a." * 126 + "fr\n", (2, "domaines"), "254 caractères"),
        (
            "insee;pack;toto;domaine\n46042;expert;;\n",
            (1, ""),
            "colonnes inconnues : « toto », « domaine » (pour « domaines » ?).",
        ),
        ("insee;pack;pack\n46042;expert;expert\n", (1, "pack"), "écrite deux fois"),
        ("insee;pack\n46042;expert;de trop\n", (2, ""), "3 cases"),
        ('insee;pack\n"46042;expert\n', (2, ""), "guillemet"),
    ],
)
def test_a_fault_is_one_sentence_at_its_line_and_column(text: str, place: tuple[int, str], problem: str) -> None:
    ((line, column, said),) = wrong(text)
    assert (line, column) == place
    assert problem in said


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "vide"),
        (b" \r\n", "vide"),
        (b"insee;pack\n", "aucune commune"),
        (b"PK\x03\x04\x14", "classeur"),
        (b"\xd0\xcf\x11\xe0\xa1", "ancien Excel"),
        (b"%PDF-1.7", "un PDF"),
        (b"a\0b;c", "pas du texte"),
        (b"nom;prix\nx;y\n", "nommer les colonnes"),
        (b"insee;pack\n" + b"46042;expert\n" * (MAX_ROWS + 1), "1000 communes au plus"),
        (b"x" * (MAX_BYTES + 1), "trop gros"),
    ],
)
def test_what_is_no_table_is_refused_whole(data: bytes, problem: str) -> None:
    ((_line, _column, said),) = wrong(data)
    assert problem in said


def test_forty_columns_of_which_some_are_unknown_name_those() -> None:
    names = [*COLUMNS, *(f"note_{rank}" for rank in range(40 - len(COLUMNS)))]
    ((line, _column, said),) = wrong(";".join(names) + "\n46042;;;expert\n")
    assert line == 1
    assert all(f"« {name} »" in said for name in names[len(COLUMNS) :])


def test_ten_thousand_aliases_are_one_fault() -> None:
    cell = ";".join(f"a{rank} > mairie@cahors.fr" for rank in range(10_000))
    ((line, column, said),) = wrong(f'insee;pack;alias\n46042;expert;"{cell}"\n')
    assert (line, column) == (2, "alias")
    assert said.startswith("10000 alias")
