import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploy.orders.hosts import host_name, label, label_of


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("cahors.fr", "cahors.fr"),
        ("CAHORS.FR", "cahors.fr"),
        ("cahors.fr.", "cahors.fr"),
        ("saint-cirq-lapopie.fr", "saint-cirq-lapopie.fr"),
        ("forêt.fr", "xn--fort-ipa.fr"),
        ("a.b.c.example", "a.b.c.example"),
    ],
)
def test_a_valid_name_takes_the_form_dns_carries(text: str, name: str) -> None:
    assert host_name(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        ".",
        "..",
        ".fr",
        "cahors..fr",
        "cahors",
        "-cahors.fr",
        "cahors-.fr",
        "ca_hors.fr",
        "ca hors.fr",
        "cahors.fr:8000",
        "http://cahors.fr",
        "cahors.fr/accueil",
        "mairie@cahors.fr",
        "127.0.0.1",
        "::1",
        "cahors.1",
        "*.fr",
        "a" * 64 + ".fr",
        ".".join(["abcdefgh"] * 40) + ".fr",
        "x" * 65_536,
        "cahors\n.fr",
        "cahors\x00.fr",
        "\u202ecahors.fr",
    ],
)
def test_anything_else_is_refused_in_one_short_french_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"\.$") as refused:
        host_name(text)
    assert len(str(refused.value)) < 200


@given(st.text(max_size=80))
def test_no_text_gives_a_name_that_could_leave_its_folder(text: str) -> None:
    try:
        name = host_name(text)
    except ValueError:
        return
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")
    assert ".." not in name
    assert not name.startswith((".", "-"))


def test_a_label_holds_no_point() -> None:
    assert label("Cahors") == "cahors"
    with pytest.raises(ValueError, match="contient un point"):
        label("cahors.fr")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Saint-Cirq-Lapopie", "saint-cirq-lapopie"),
        ("L'Hospitalet", "l-hospitalet"),
        ("Sœur-Œuvre", "soeur-oeuvre"),
        ("Beauregard-Baret", "beauregard-baret"),
        ("Y", "y"),
    ],
)
def test_the_name_of_a_commune_gives_its_label(name: str, expected: str) -> None:
    assert label_of(name) == expected


def test_the_longest_name_of_france_still_fits_in_a_label() -> None:
    assert len(label_of("Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson" * 3)) <= 63
