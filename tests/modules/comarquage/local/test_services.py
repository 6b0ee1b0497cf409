"""Who serves each commune: taken in from the national directory, shown on its own sheets and nowhere else."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from cms.sources.fetching import SourceError
from modules.comarquage.feeds.audiences import SERVICES
from modules.comarquage.local import services
from modules.comarquage.local.services import from_file, refresh
from modules.comarquage.models import Feed, Import, Office, Served
from modules.comarquage.source import SyncError, silent, turn
from sites.models import BakeState, Commune
from tests.modules.comarquage.factories import FILES, bring, buy, directory, index_of, service
from tests.modules.comarquage.local.reading import shown
from tests.modules.comarquage.reading.factories import source
from tests.world import World

pytestmark = pytest.mark.django_db
SHEET = source(
    '<OuSAdresser ID="R2" type="Local personnalisé sur SP"><Titre>Caf</Titre><PivotLocal>caf</PivotLocal>'
    "</OuSAdresser>",
    "F2",
)
HOURS = {
    "nom_jour_debut": "Lundi",
    "nom_jour_fin": "Vendredi",
    "valeur_heure_debut_1": "09:00:00",
    "valeur_heure_fin_1": "12:00:00",
}
FIELDS: dict[str, Any] = {
    "telephone": [{"valeur": "05 36 49 00 11"}],
    "adresse": [{"numero_voie": "3 rue du Seau", "code_postal": "46000", "nom_commune": "Cahors"}],
    "site_internet": [{"valeur": "https://caf.example/"}],
    "plage_ouverture": [HOURS],
}


@pytest.fixture
def towns(world: World, var: Path, tmp_path: Path) -> World:
    for town in (world.aubord, world.belleville):
        buy(town)
        index_of(town)
    bring(tmp_path, {**FILES, "F2.xml": SHEET})
    return world


@pytest.fixture
def caf(towns: World, tmp_path: Path) -> Path:
    """Serves Aubord alone, beside an office of nobody here."""
    insee = towns.aubord.commune.insee
    return directory(
        tmp_path / "services.json",
        service("a", "Caisse du <Lac>", "caf", insee, **FIELDS),
        service("b", "Caisse d’ailleurs", "caf", "99999"),
        service("c", "Mairie annexe", "mairie", insee),
    )


def waiting() -> set[str]:
    """The communes whose site is to be made again, once what was gathered is asked for."""
    asked, connection.run_on_commit[:] = list(connection.run_on_commit), []
    for callback in asked:
        callback[1]()
    return set(Commune.objects.filter(bake_state__dirty_at__isnull=False).values_list("insee", flat=True))


def settled(towns: World) -> None:
    waiting()
    BakeState.objects.update(dirty_at=None)


def test_an_office_stands_beside_the_sheets_that_send_to_it_where_it_serves(towns: World, caf: Path, var: Path) -> None:
    from_file(caf)
    page = shown(towns.aubord, var, "particuliers/F2")
    for words in (
        "Caisse du &lt;Lac&gt;</h2>", 'href="tel:+33536490011"', "3 rue du Seau<br>46000 Cahors",
        '<a href="https://caf.example/" rel="external">', "Du lundi au vendredi\u00a0: 9\u00a0h – 12\u00a0h", "DILA",
    ):  # fmt: skip
        assert words in page
    assert "Mairie annexe" not in shown(towns.aubord, var, "particuliers/F1"), "the town hall says it better itself"
    assert "Caisse" not in shown(towns.aubord, var, "particuliers/F1")
    assert "Caisse" not in shown(towns.belleville, var, "particuliers/F2")
    assert list(Office.objects.values_list("ident", flat=True)) == ["a"]


def test_only_the_sites_that_show_what_changed_are_made_again(towns: World, caf: Path) -> None:
    here, there = towns.aubord.commune.insee, towns.belleville.commune.insee
    settled(towns)
    from_file(caf)
    assert waiting() == {here}
    settled(towns)
    told = from_file(caf)
    assert (told.added, told.changed, told.removed) == (0, 0, 0)
    assert waiting() == set()
    directory(caf, service("a", "Caisse du lac", "caf", here), service("d", "Caisse du pré", "caf", there))
    told = from_file(caf)
    assert (told.added, told.changed, told.removed) == (1, 1, 0)
    assert waiting() == {here, there}
    settled(towns)
    directory(caf, service("d", "Caisse du pré", "caf", there))
    assert from_file(caf, force=True).removed == 1
    assert waiting() == {here}
    assert Served.objects.get(commune=towns.aubord.commune).offices == {}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b'{"service": [{"id": "a"', "annuaire de l’administration"),
        (b'{"service": []}', "ne dit rien des communes"),
        (b'{"service": [{"id": "z", "nom": "Z"}]}', "ne dit rien des communes"),
    ],
)
def test_a_bad_file_changes_nothing(towns: World, caf: Path, content: bytes, why: str) -> None:
    from_file(caf)
    caf.write_bytes(content)
    with pytest.raises(SyncError, match=why):
        from_file(caf)
    assert Office.objects.count() == 1
    assert Import.objects.filter(feed__audience=SERVICES).count() == 1


def test_a_file_that_lost_too_much_is_taken_only_when_told(towns: World, tmp_path: Path) -> None:
    here = towns.aubord.commune.insee
    many = directory(tmp_path / "a.json", *(service(f"s{it}", f"Bureau {it}", "caf", here) for it in range(5)))
    few = directory(tmp_path / "b.json", *(service(f"s{it}", f"Bureau {it}", "caf", here) for it in range(3)))
    from_file(many)
    with pytest.raises(SyncError, match="tient 3 services et le dernier en tenait 5"):
        from_file(few)
    assert Office.objects.count() == 5
    from_file(few, force=True)
    assert Office.objects.count() == 3


def test_a_kind_of_many_offices_shows_the_first_ones(towns: World, tmp_path: Path, var: Path) -> None:
    here = towns.aubord.commune.insee
    from_file(directory(tmp_path / "a.json", *(service(f"s{it}", f"Bureau {it}", "caf", here) for it in (4, 2, 1, 3))))
    page = shown(towns.aubord, var, "particuliers/F2")
    assert [it for it in range(1, 5) if f"Bureau {it}</h2>" in page] == [1, 2, 3]


@pytest.mark.parametrize("count", [1, 40])
def test_the_number_of_offices_costs_no_query(
    towns: World, tmp_path: Path, count: int, django_assert_num_queries: Any
) -> None:
    here = towns.aubord.commune.insee
    found = (service(f"s{it}", f"Bureau {it}", f"kind_{it}", here) for it in range(count))
    path = directory(tmp_path / "a.json", *found)
    with django_assert_num_queries(14):
        from_file(path)


def test_the_command_says_what_changed(towns: World, caf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("comarquage", "services", "--from", str(caf))
    assert "Services publics\u00a0: 1 service\u00a0: 1 nouveau" in capsys.readouterr().out
    with pytest.raises(CommandError, match="--from"):
        call_command("comarquage", "services")
    with pytest.raises(CommandError, match="sans public"):
        call_command("comarquage", "services", "--audience", "part", "--from", str(caf))


def test_the_directory_is_silent_after_its_own_delay_and_is_asked_of_nobody(
    towns: World, caf: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from_file(caf)
    row, now = Feed.objects.get(audience=SERVICES), timezone.now()
    assert not silent(now + timedelta(days=50)).filter(pk=row.pk).exists()
    assert silent(now + timedelta(days=70)).filter(pk=row.pk).exists()
    asked: list[str] = []
    monkeypatch.setattr("modules.comarquage.source.from_addresses", lambda those: asked.extend(it.code for it in those))
    turn(now + timedelta(days=1, hours=1))
    assert SERVICES not in asked
    assert asked


class Directory:
    """The address of the settings: what it answers about each commune, and what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, list[dict[str, Any]] | SourceError | None] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []

    def fetch(self, address: str, validators: dict[str, str], *_limits: Any) -> tuple[bytes | None, dict[str, str]]:
        self.asked.append((address, validators))
        answer = self.answers.get(address.rpartition("/")[2])
        if isinstance(answer, SourceError):
            raise answer
        content = None if answer is None else json.dumps({"service": answer}).encode()
        return content, {"etag": f"{len(self.asked)}"}


@pytest.fixture
def outside(towns: World, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Directory:
    settings.BEFFROI_ANNUAIRE_URL = "https://annuaire.example/{insee}"
    found = Directory()
    monkeypatch.setattr(services, "fetch", found.fetch)
    return found


def test_each_commune_is_asked_about_once_a_week_where_it_shows_the_guide(
    towns: World, outside: Directory, var: Path
) -> None:
    here, there = towns.aubord.commune.insee, towns.belleville.commune.insee
    Commune.objects.filter(insee=there).update(options={})
    outside.answers[here] = [service("a", "Caisse du lac", "caf", here, "99999")]
    now = timezone.now()
    assert refresh(now) == 1
    assert [address for address, _validators in outside.asked] == [f"https://annuaire.example/{here}"]
    assert "Caisse du lac" in shown(towns.aubord, var, "particuliers/F2")
    assert refresh(now + timedelta(days=6)) == 0
    settled(towns)
    assert refresh(now + timedelta(days=8)) == 1
    assert outside.asked[-1][1] == {"etag": "1"}
    assert waiting() == set(), "the same again changes nothing"


def test_an_office_that_changed_changes_every_site_that_shows_it(towns: World, outside: Directory) -> None:
    here, there = towns.aubord.commune.insee, towns.belleville.commune.insee
    caf = service("a", "Caisse du lac", "caf", here, there)
    outside.answers = {here: [caf], there: [caf]}
    now = timezone.now()
    assert refresh(now) == 2
    settled(towns)
    Served.objects.filter(commune=towns.aubord.commune).update(asked_at=None)
    outside.answers[here] = [{**caf, "nom": "Caisse du grand lac"}]
    assert refresh(now + timedelta(hours=1)) == 1
    assert waiting() == {here, there}


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (
            SourceError("Le site de cette adresse ne répond pas."),
            "Aubord\u00a0: Le site de cette adresse ne répond pas.",
        ),
        ([], "Aubord\u00a0: la réponse ne dit rien de cette commune."),
        ([service("z", "Ailleurs", "caf", "99999")], "Aubord\u00a0: la réponse ne dit rien de cette commune."),
    ],
)
def test_a_bad_answer_leaves_what_was_known_says_why_and_is_asked_again_tomorrow(
    towns: World, outside: Directory, answer: Any, why: str
) -> None:
    here = towns.aubord.commune.insee
    outside.answers = {here: [service("a", "Caisse du lac", "caf", here)]}
    now = timezone.now()
    Commune.objects.exclude(insee=here).update(options={})
    refresh(now)
    outside.answers[here] = answer
    assert refresh(now + timedelta(days=8)) == 1
    assert Feed.objects.get(audience=SERVICES).error == why
    assert Served.objects.get(commune=towns.aubord.commune).offices == {"caf": ["a"]}
    assert refresh(now + timedelta(days=8, hours=12)) == 0
    assert refresh(now + timedelta(days=9, hours=1)) == 1


def test_without_an_address_nobody_is_asked(towns: World, settings: Any) -> None:
    settings.BEFFROI_ANNUAIRE_URL = ""
    assert refresh() == 0
    assert not Served.objects.exists()
