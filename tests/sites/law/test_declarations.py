"""What the law asks before going online."""

from sites.law.declarations import missing_facts

FACTS = {"address": "Place de la mairie", "postcode": "46000", "phone": "05 36 49 60 42", "director": "Camille Aubord"}


def test_all_the_facts_are_asked_for() -> None:
    assert missing_facts(FACTS) == []
    assert missing_facts({**FACTS, "phone": "", "director": "  "}) == [
        "son téléphone",
        "le nom du directeur ou de la directrice de la publication",
    ]
    assert len(missing_facts({})) == 4
