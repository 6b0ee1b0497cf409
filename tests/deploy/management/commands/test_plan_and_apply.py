"""What a webmaster types, and what is answered. Wrong input gets one sentence and an exit code that is not zero."""

import re
import signal
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cms.terminal.interruption import heeded
from deploy.models import CommuneReference, Order, Run, Subscription
from deploy.runs import RefusedError, alone, applying
from sites.models import Commune, User
from sites.plan import Change
from tests.deploy.conftest import CAHORS, FIGEAC, minimal

Run_ = Callable[..., str]
ANNE = '[[commune.personne]]\nnom = "Anne Dupont"\ncourriel = "anne@example.org"\nrole = "contributeur"\n'


@pytest.fixture
def run(communes: dict[str, CommuneReference], var: Path) -> Run_:
    def of(*arguments: object) -> str:
        out = StringIO()
        call_command(*map(str, arguments), stdout=out)
        return out.getvalue()

    return of


@pytest.fixture
def order(tmp_path: Path) -> Callable[..., Path]:
    def of(text: str, name: str = "cahors.toml") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return of


@contextmanager
def refused(*parts: str) -> Iterator[None]:
    with pytest.raises(CommandError) as raised:
        yield
    sentence = str(raised.value).replace("\u00a0", " ").replace("\u202f", " ")
    assert "\n" not in sentence
    assert [part for part in parts if part not in sentence] == [], sentence
    assert raised.value.returncode != 0


def checksum(text: str) -> str:
    found = re.search(r"[0-9a-f]{64}", text)
    assert found
    return found[0]


def test_plan_shows_everything_and_changes_nothing(run: Run_, order: Callable[..., Path]) -> None:
    text = run("plan", order(minimal()))
    assert "Cahors (46042)" in text
    assert "4 créations" in text
    assert not Subscription.objects.exists()
    assert not Commune.objects.exists()


def test_apply_wants_the_checksum_and_says_which(run: Run_, order: Callable[..., Path]) -> None:
    path = order(minimal())
    expected = checksum(run("plan", path))
    with refused("Rien n’a été changé.", f"--checksum {expected}"):
        run("apply", path)
    assert not Commune.objects.exists()
    assert "Fait : 4 changements." in run("apply", "--checksum", expected, path).replace("\u00a0", " ")
    assert Commune.objects.filter(insee=CAHORS).exists()


def test_apply_refuses_a_plan_that_changed_since(run: Run_, order: Callable[..., Path]) -> None:
    expected = checksum(run("plan", order(minimal())))
    path = order(minimal(pack="confort"))
    with refused("Le plan a changé depuis son approbation"):
        run("apply", "--checksum", expected, path)
    assert not Order.objects.exists()


def test_apply_again_with_or_without_the_file_does_nothing(run: Run_, order: Callable[..., Path]) -> None:
    path = order(minimal())
    run("apply", "--yes", path)
    again = run("apply", path)
    assert "Rien à faire." in again
    assert "cahors.toml : commande déjà prise en compte." in again.replace("\u00a0", " ")
    assert run("apply") == "Rien à faire.\n"
    assert Run.objects.count() == 1


def test_a_folder_stands_for_its_orders(run: Run_, order: Callable[..., Path], tmp_path: Path) -> None:
    order(minimal(CAHORS), "a.toml")
    order(minimal(FIGEAC), "b.toml")
    (tmp_path / "notes.txt").write_text("ce n’est pas une commande")
    run("apply", "--yes", tmp_path)
    assert set(Commune.objects.values_list("insee", flat=True)) == {CAHORS, FIGEAC}


def test_one_wrong_file_of_a_folder_and_none_is_taken(run: Run_, order: Callable[..., Path], tmp_path: Path) -> None:
    order(minimal(CAHORS), "a.toml")
    order(minimal(FIGEAC, pack="or"), "b.toml")
    with refused("b.toml, ligne 5, clé « pack » : pack inconnu « or »."):
        run("apply", "--yes", tmp_path)
    assert not Order.objects.exists()
    assert not Commune.objects.exists()


def test_what_is_no_order_file_gets_one_sentence(run: Run_, order: Callable[..., Path], tmp_path: Path) -> None:
    with refused("absent.toml : ce fichier n’existe pas."):
        run("plan", tmp_path / "absent.toml")
    with refused("ce dossier ne contient aucune commande"):
        run("plan", tmp_path)
    binary = tmp_path / "photo.toml"
    binary.write_bytes(b"\xff\xd8\xff\xe0")
    with refused("ce fichier n’est pas du texte en UTF-8."):
        run("plan", binary)
    with refused("ce fichier n’est pas du TOML valide"):
        run("plan", order("{"))


def test_a_huge_file_is_not_even_read(run: Run_, tmp_path: Path) -> None:
    path = tmp_path / "grand.toml"
    with path.open("wb") as file:
        file.truncate(1_000_000_000)
    with refused("ce fichier est trop gros"):
        run("plan", path)


@pytest.mark.parametrize("day", ["demain", "2026-13-01", "01/12/2026"])
def test_a_day_that_is_no_date_is_refused_in_french(run: Run_, day: str) -> None:
    with pytest.raises(CommandError, match="n’est pas une date comme 2026-12-01"):
        run("plan", f"--jour={day}")


def test_a_planned_day_brings_what_is_ordered_for_it(run: Run_, order: Callable[..., Path]) -> None:
    run("apply", "--yes", "--jour=2026-12-01", order(minimal(more="debut = 2027-01-01")))
    assert run("plan", "--jour=2026-12-31") == "Rien à faire.\n"
    assert "4 créations" in run("plan", "--jour=2027-01-01")


def test_first_passwords_go_to_a_file_that_only_its_owner_reads(
    run: Run_, order: Callable[..., Path], var: Path
) -> None:
    logins = var / "acces.tsv"
    said = run("apply", "--yes", "--logins", logins, order(minimal(more=ANNE)))
    assert f"1 premier mot de passe écrit dans {logins}." in said
    email, password = logins.read_text().strip().split("\t")
    user = User.objects.get(email=email)
    assert user.check_password(password)
    assert stat.S_IMODE(logins.stat().st_mode) == 0o600
    run("apply", "--logins", logins)
    assert logins.read_text().count("\n") == 1


def test_without_logins_an_account_has_no_password_at_all(run: Run_, order: Callable[..., Path]) -> None:
    text = run("apply", "--yes", order(minimal(more=ANNE)))
    user = User.objects.get(email="anne@example.org")
    assert not user.has_usable_password()
    assert user.password not in text


def test_two_passwords_are_never_the_same(run: Run_, order: Callable[..., Path], var: Path) -> None:
    more = ANNE + ANNE.replace("anne", "paul")
    run("apply", "--yes", "--logins", var / "acces.tsv", order(minimal(more=more)))
    first, second = (line.split("\t")[1] for line in (var / "acces.tsv").read_text().splitlines())
    assert first != second
    assert len(first) >= 20


def test_a_login_file_that_is_a_link_is_not_followed(run: Run_, order: Callable[..., Path], var: Path) -> None:
    target = var / "ailleurs"
    target.write_text("")
    (var / "acces.tsv").symlink_to(target)
    with refused("ne peut pas être écrit"):
        run("apply", "--yes", "--logins", var / "acces.tsv", order(minimal(more=ANNE)))
    assert target.read_text() == ""


def test_two_applies_never_run_at_once(run: Run_, order: Callable[..., Path]) -> None:
    with alone(), refused("Un autre « beffroi apply » est en cours"):
        run("apply", "--yes", order(minimal()))


def test_the_rest_of_an_interrupted_run_needs_no_new_approval(
    run: Run_, order: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = order(minimal(CAHORS) + minimal(FIGEAC).partition("\n")[2])
    real = applying._apply_commune

    def die_at_figeac(running: applying._Running, changes: Sequence[Change]) -> None:
        if changes[0].group == FIGEAC:
            raise KeyboardInterrupt
        real(running, changes)

    monkeypatch.setattr(applying, "_apply_commune", die_at_figeac)
    with pytest.raises(KeyboardInterrupt):
        run("apply", "--yes", path)
    monkeypatch.undo()
    assert [commune.insee for commune in Commune.objects.all()] == [CAHORS]
    run("apply")
    assert Commune.objects.count() == 2
    assert not Run.objects.filter(ended_at=None).exists()


def test_a_ctrl_c_that_python_swallows_stops_before_the_next_commune(
    run: Run_, order: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a finalizer it is printed and forgotten: it is noted all the same."""
    path = order(minimal(CAHORS) + minimal(FIGEAC).partition("\n")[2])
    real = applying._apply_commune

    class Dying:
        def __del__(self) -> None:
            signal.raise_signal(signal.SIGINT)

    def swallow(running: applying._Running, changes: Sequence[Change]) -> None:
        dying = Dying()
        del dying
        real(running, changes)

    monkeypatch.setattr(sys, "unraisablehook", lambda _said: None)
    monkeypatch.setattr(applying, "_apply_commune", swallow)
    with pytest.raises(KeyboardInterrupt), heeded():
        run("apply", "--yes", path)
    assert [commune.insee for commune in Commune.objects.all()] == [CAHORS]


def test_a_refusal_leaves_the_lock_free(run: Run_, order: Callable[..., Path]) -> None:
    with refused("Rien n’a été changé."):
        run("apply", order(minimal()))
    try:
        with alone():
            pass
    except RefusedError:
        pytest.fail("the lock is still held")


def test_a_table_of_communes_is_a_file_like_another(run: Run_, order: Callable[..., Path]) -> None:
    table = order("commune;département;pack\nCahors;46;expert\nFigeac;;confort\n", "lot.csv")
    plan = run("plan", table)
    assert "Cahors (46042)" in plan
    assert "Figeac (46102)" in plan
    run("apply", table, "--checksum", checksum(plan))
    assert sorted(Subscription.objects.values_list("pk", flat=True)) == [CAHORS, FIGEAC]
    assert "commande déjà prise en compte" in run("plan", table)
    with refused("lot.csv, ligne 2, colonne « commune »", "2 communes s’appellent « Cazals »", "46066 (46)"):
        run("plan", order("commune;pack\nCazals;expert\n", "lot.csv"))
    with refused("classeur"):
        path = order("PK\x03\x04", "lot.csv")
        run("plan", path)
