"""What the API tells of an act: of a version that is no more to be read, no word of its own."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile

from modules.documents.actes.publishing import Takedown, correct, withdraw
from modules.documents.api import LISTS, ActRow
from sites.bake.snapshot import take
from tests.modules.documents.factories import NOON, online, pdf
from tests.world import Town

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)
PERSON = "Secours à Madame Dupont"


def told(town: Town) -> dict[str, Any]:
    (act,) = LISTS[0].rows(take(town.commune.pk, LATER))
    assert isinstance(act, ActRow)
    return asdict(act)


def retitled(town: Town) -> Any:
    """An act whose first version named a person; the second no more."""
    first = online(town, title=PERSON, number="2026-012-DUPONT", author_name="Dupont-Martin")
    values = {"title": "Secours", "number": "2026-012", "author_name": "Martin", "source": ContentFile(pdf(2), "2.pdf")}
    correct(first.acte, values, "Objet précisé.", town.contributeur, LATER)
    return first


def test_a_version_retitled_then_withdrawn_keeps_its_place_and_none_of_its_words(town: Town) -> None:
    first = retitled(town)
    withdraw(first, Takedown("personnel", PERSON), town.contributeur, LATER)
    current, former = told(town)["copies"]
    assert (current["title"], current["number"], current["author"]) == ("Secours", "2026-012", "Jeanne Martin, maire")
    assert former == {
        "rank": 1, "number": "", "title": "", "date": None, "author": "", "url": "", "size": "", "pages": None,
        "digest": first.digest, "put_online_at": NOON, "reason": "", "withdrawn_at": LATER,
        "withdrawal": "il contenait des données personnelles",
    }  # fmt: skip
    assert "Dupont" not in str(told(town))


def test_a_former_version_that_can_still_be_read_has_its_file_and_none_of_its_words(town: Town) -> None:
    retitled(town)
    former = told(town)["copies"][1]
    assert (former["title"], former["number"], former["date"], former["author"]) == ("", "", None, "")
    assert former["url"].endswith(".pdf")
    assert former["pages"] == 2


def test_an_act_withdrawn_whole_has_no_version_with_words(town: Town) -> None:
    withdraw(online(town), Takedown("personnel", ""), town.contributeur, LATER)
    (copy,) = told(town)["copies"]
    assert (copy["title"], copy["author"], copy["size"], copy["pages"]) == ("", "", "", None)
