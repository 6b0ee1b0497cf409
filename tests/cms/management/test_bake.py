"""``beffroi bake`` and ``beffroi export`` at the keyboard."""

import zipfile
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from sites.bake import state
from sites.models import BakeState
from tests.world import World

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> tuple[str, str]:
    """What the command says, and what it complains of."""
    out, errors = StringIO(), StringIO()
    call_command(*arguments, stdout=out, stderr=errors)
    return out.getvalue(), errors.getvalue()


def test_one_site_is_baked_under_any_writing_of_its_name(world: World, var: Path) -> None:
    out, errors = run("bake", "AUBORD.localhost.:8000")
    assert (out.startswith("1 site à jour, "), errors) == (True, "")
    assert (var / "hosts/aubord.localhost").is_symlink()
    assert not (var / "hosts/belleville.localhost").exists()


def test_all_sites_then_those_that_changed(world: World, var: Path) -> None:
    assert run("bake", "--all", "--processes", "1")[0].startswith("2 sites à jour, ")
    assert run("bake", "--dirty")[0] == "0 site à jour, 0 fichier écrit.\n"
    state.mark_dirty([world.belleville.commune.pk])
    assert run("bake", "--dirty")[0] == "1 site à jour, 0 fichier écrit.\n"


def test_an_unknown_name_suggests_its_neighbours(world: World) -> None:
    with pytest.raises(CommandError) as refused:
        run("bake", "aubort.localhost")
    assert str(refused.value) == (
        "Aucun site ne répond à l’adresse «\u00a0aubort.localhost\u00a0». Vouliez-vous dire aubord.localhost\u202f?"
    )
    with pytest.raises(CommandError, match=r"^Aucun site ne répond à l’adresse «\u00a0../..\u00a0»\.$"):
        run("export", "../..")


@pytest.mark.parametrize("arguments", [[], ["--all", "--dirty"], ["aubord.localhost", "--all"]])
def test_which_sites_must_be_said_once(world: World, arguments: list[str]) -> None:
    with pytest.raises(CommandError, match=r"^Dites quels sites"):
        run("bake", *arguments)


def test_a_site_that_fails_is_named_and_the_others_are_baked(world: World, var: Path) -> None:
    world.aubord.home.unpublish()
    errors = StringIO()
    with pytest.raises(CommandError, match=r"^1 site en défaut\.$"):
        call_command("bake", "--all", "--processes", "1", stdout=StringIO(), stderr=errors)
    (line,) = errors.getvalue().splitlines()
    assert line.startswith("Aubord\u00a0: La page d’accueil n’est pas publiée")
    assert (var / "sites/69264/current/www/index.html").exists()
    assert BakeState.objects.get(commune=world.aubord.commune).error


def test_checking_tells_what_differs_and_writes_nothing(world: World, var: Path) -> None:
    run("bake", "--all", "--processes", "1")
    assert run("bake", "--check") == ("2 sites en ordre.\n", "")
    home = var / "sites/30020/current/www/index.html"
    home.write_bytes(b"<p>alteration</p>")
    (var / "sites/30020/current/www/intrus.html").write_text("intrus")
    errors = StringIO()
    with pytest.raises(CommandError, match=r"^1 site en défaut\.$"):
        call_command("bake", "aubord.localhost", "--check", stdout=StringIO(), stderr=errors)
    assert errors.getvalue().splitlines() == [
        "Aubord\u00a0: fichiers abîmés (1)\u00a0: index.html",
        "Aubord\u00a0: fichiers en trop (1)\u00a0: intrus.html",
    ]
    assert home.read_bytes() == b"<p>alteration</p>"
    run("bake", "aubord.localhost", "--force")
    assert run("bake", "--check")[1] == ""


def test_a_site_is_exported_whole_in_one_archive(world: World, tmp_path: Path) -> None:
    file = tmp_path / "export" / "aubord.zip"
    with pytest.raises(CommandError, match=r"^Impossible d’écrire"):
        run("export", "aubord.localhost", str(file))
    file.parent.mkdir()
    out, _ = run("export", "aubord.localhost", str(file))
    assert out.startswith("Aubord\u00a0: ")
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        assert {"index.html", "404.html", "sitemap.xml"} <= set(archive.namelist())
    assert [path.name for path in file.parent.iterdir()] == ["aubord.zip"]


def test_an_old_address_leaves_a_mark_for_caddy(world: World, var: Path) -> None:
    from wagtail.contrib.redirects.models import Redirect  # noqa: PLC0415  # models load once Django is set up

    Redirect.objects.create(old_path="/ancien", redirect_page=world.aubord.page, site=world.aubord.site)
    run("bake", "aubord.localhost")
    generation = (var / "sites/30020/current").resolve()
    assert (generation / "redirects/ancien/.moved").read_text() == "/vie-municipale/conseil/"
    assert (generation / "www/ancien/index.html").exists()
