"""Which sheet somebody means."""

from pathlib import Path

import pytest

from modules.comarquage.local.sheets import UnknownSheetError, meant, sheets
from tests.modules.comarquage.factories import RICH, bring

pytestmark = pytest.mark.django_db


@pytest.fixture
def _guide(tmp_path: Path, var: Path) -> None:
    bring(tmp_path, RICH)


@pytest.mark.usefixtures("_guide")
@pytest.mark.parametrize(
    "said",
    [
        "F1",
        "f1",
        "  F1 ",
        "https://www.service-public.gouv.fr/particuliers/vosdroits/F1",
        "http://cahors.localhost:8000/guide/particuliers/F1/",
        "Demander un arrosoir",
        "demander arrosoir",
    ],
)
def test_a_sheet_is_meant_by_its_number_its_address_or_words_of_its_title(said: str) -> None:
    assert meant(said) == "particuliers/F1"


@pytest.mark.usefixtures("_guide")
@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("F999", "La fiche F999 n’est pas dans le guide."),
        ("https://www.service-public.gouv.fr/professionnels-entreprises/vosdroits/F1", "La fiche F1 n’est pas"),
        ("piscine", "Aucune fiche n’a ces mots"),
        ("…", "Aucune fiche n’a ces mots"),
        ("arrosoir", r"« Demander un arrosoir » \(F1\) ; « Rendre un arrosoir » \(F2\)"),
    ],
)
def test_otherwise_one_is_told_what_to_do(said: str, why: str) -> None:
    with pytest.raises(UnknownSheetError, match=why.replace("« ", "«\u00a0").replace(" »", "\u00a0»")):
        meant(said)


def test_before_the_guide_arrives_one_is_told_so(var: Path) -> None:
    assert dict(sheets()) == {}
    with pytest.raises(UnknownSheetError, match="pas encore arrivé"):
        meant("F1")
