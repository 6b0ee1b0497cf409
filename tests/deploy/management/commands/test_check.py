"""``beffroi check``: the sixteen criteria of a site, and Django's own checks without a host name."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from deploy.models import CommuneReference, Presence
from deploy.rcpnt import keeping
from deploy.rcpnt.judging import Facts, Trouble, Visit
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What was looked at; « muet.fr » is down."""
    asked: list[tuple[str, str]] = []

    def gather(site: str, mail: str, _through: object = None) -> Facts:
        asked.append((site, mail))
        home = Visit(f"https://{site}/", 200)
        if site == "muet.fr":
            home = Visit(home.final, trouble=Trouble.DOWN, reason="muet.fr ne répond pas.")
        return Facts(site, mail, home, home, (), ("mx.fr",), "v=spf1 -all", "v=DMARC1; p=none", ("FR",))

    monkeypatch.setattr(keeping, "gather", gather)
    return asked


def told(*arguments: str) -> str:
    out = StringIO()
    call_command("check", *arguments, stdout=out)
    return " ".join(out.getvalue().split())


def test_a_site_in_order_is_told_with_what_remains_to_declare(seen: list[tuple[str, str]]) -> None:
    said = told("www.Exemple.fr")
    assert seen == [("www.exemple.fr", "exemple.fr")]
    assert "Niveau : aucun" in said
    assert "déclarations faites : A" in said
    assert "à déclarer" in said


def test_a_site_that_misses_the_level_ends_with_one(seen: list[tuple[str, str]]) -> None:
    with pytest.raises(SystemExit) as ended:
        told("muet.fr", "--courriel", "mairie@autre.fr")
    assert ended.value.code == 1
    assert seen == [("muet.fr", "autre.fr")]


def test_a_name_of_ours_is_checked_as_its_commune_and_kept(world: World, seen: list[tuple[str, str]]) -> None:
    commune = world.aubord.commune
    CommuneReference.objects.create(insee=commune.insee, name=commune.name, departement="30")
    commune.hosts.update(name="aubord.fr", is_primary=True)
    with pytest.raises(SystemExit):  # no mailbox is ordered
        told("aubord.fr")
    assert seen == [("aubord.fr", "")]
    assert Presence.objects.get().verdicts["2.4"][0] == "failed"


@pytest.mark.parametrize("words", [("https://a.fr/",), ("a..fr",), ("a.fr", "b.fr"), ("a.fr", "--courriel", "x@y")])
def test_what_is_not_one_name_is_refused_in_one_sentence(words: tuple[str, ...], seen: list[tuple[str, str]]) -> None:
    with pytest.raises(CommandError):
        told(*words)
    assert seen == []


def test_without_a_host_name_django_checks_the_install() -> None:
    assert "no issues" in told("deploy") or "aucun" in told("deploy").lower()
