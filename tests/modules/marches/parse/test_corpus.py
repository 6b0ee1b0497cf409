"""The real records of a corpus that stands beside the project, where there is one (``BEFFROI_CORPUS``)."""

import os
from datetime import date, datetime
from pathlib import Path

import pytest

from modules.marches.parse import boamp, decp, feed
from sites.law.dated import PARIS

ROOT = Path(__file__).resolve().parents[4]
CORPUS = Path(os.environ.get("BEFFROI_CORPUS", ROOT.parent / "shared" / "data")) / "marches"
TODAY = date(2026, 11, 23)
pytestmark = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="The corpus of public procurement is not kept here (BEFFROI_CORPUS)."
)


def test_the_notices_of_boamp_give_the_buyers_and_the_hours_that_were_checked_by_hand() -> None:
    found = boamp.read((CORPUS / "boamp/reponse-records-v2.1.json").read_bytes(), TODAY)
    assert found.faults == []
    assert {one.key: (one.buyer.siret, one.buyer.postcode, one.deadline) for one in found.notices} == {
        "boamp:26-85977": ("21600158600017", "60200", datetime(2026, 10, 5, 14, tzinfo=PARIS)),
        "boamp:26-85567": ("", "95250", datetime(2026, 10, 2, 12, tzinfo=PARIS)),
        "boamp:26-85502": ("21930047200194", "93370", None),
        "boamp:15-31501": ("", "35470", datetime(2015, 4, 20, 12, tzinfo=PARIS)),
        "boamp:24-47259": ("", "78450", datetime(2024, 5, 17, 12, tzinfo=PARIS)),
    }


@pytest.mark.parametrize(
    ("name", "count", "faults"),
    [
        ("colinmaudry-decp_test_2019.json", 2, 0),
        ("colinmaudry-decp_test_2022.json", 5, 0),
        ("demo-commune-decp-2.0.json", 4, 0),
        ("demo-commune-decp-megalis-like.xml", 4, 0),
        ("focusmarches-liste_marches_valides.json", 3, 1),
        ("focusmarches-liste_pour_erreurs.json", 0, 4),
        ("officiel-marches_concessions.json", 4, 0),
        ("officiel-Contrat-concession.xml", 2, 0),
    ],
)
def test_the_essential_data_in_use_are_read_with_their_faults(name: str, count: int, faults: int) -> None:
    found = decp.read((CORPUS / "decp" / name).read_bytes(), TODAY)
    assert (len(found.notices), len(found.faults)) == (count, faults)


def test_the_feeds_of_platforms_are_read_without_a_mapping() -> None:
    ends = []
    for name in ("aws/reconstruit-flux.rss", "atexo/reconstruit-rssTr.xml"):
        found = feed.read((CORPUS / name).read_bytes(), {}, "https://plateforme.example/", TODAY, "s")
        assert found.faults == []
        ends += [one.deadline for one in found.notices]
    assert ends == [
        datetime(2026, 12, 4, 12, tzinfo=PARIS),
        datetime(2026, 12, 11, 17, tzinfo=PARIS),
        datetime(2026, 12, 8, 12, tzinfo=PARIS),
    ]
