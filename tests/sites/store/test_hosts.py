"""Names of communes on disk: what the servers read."""

from pathlib import Path

from cms.serving.disk import Closed, Disk, Secondary
from sites.store.hosts import close, forget, is_closed, open_again, show
from tests.cms.serving.baked import lay


def names(var: Path) -> dict[str, str]:
    """Every name and what it shows, as the embedded server sees it."""
    disk = Disk(var)
    found = {}
    for name in sorted(place.name for place in (var / "hosts").iterdir()):
        place = disk.locate(name)
        assert place is not None, name
        assert not isinstance(place, Closed), name
        found[name] = f"→ {place.target}" if isinstance(place, Secondary) else Path(place.folder).parent.name
    return found


def baked(var: Path, insee: str) -> None:
    """A generation on line, under no name yet."""
    lay(var, insee=insee, host="x", files={"index.html": b""})
    (var / "hosts" / "x").unlink()


def test_a_commune_answers_under_its_names(tmp_path: Path) -> None:
    baked(tmp_path, "30020")
    show(tmp_path, "30020", {"aubord.fr": True, "www.aubord.fr": False, "aubord.localhost": False})
    assert names(tmp_path) == {"aubord.fr": "30020", "aubord.localhost": "→ aubord.fr", "www.aubord.fr": "→ aubord.fr"}


def test_a_name_given_up_is_taken_away(tmp_path: Path) -> None:
    baked(tmp_path, "30020")
    show(tmp_path, "30020", {"aubord.fr": True, "www.aubord.fr": False, "mairie.fr": False})
    show(tmp_path, "30020", {"aubord.fr": True})
    assert names(tmp_path) == {"aubord.fr": "30020"}
    forget(tmp_path, "30020")
    assert names(tmp_path) == {}


def test_the_primary_name_may_change(tmp_path: Path) -> None:
    baked(tmp_path, "30020")
    show(tmp_path, "30020", {"aubord.localhost": True, "www.aubord.fr": False})
    show(tmp_path, "30020", {"www.aubord.fr": True, "aubord.localhost": False})
    assert names(tmp_path) == {"aubord.localhost": "→ www.aubord.fr", "www.aubord.fr": "30020"}


def test_a_name_that_went_to_another_commune_is_left_to_it(tmp_path: Path) -> None:
    baked(tmp_path, "30020")
    baked(tmp_path, "69264")
    show(tmp_path, "30020", {"aubord.fr": True, "commun.fr": False})
    show(tmp_path, "69264", {"belleville.fr": True, "commun.fr": False})
    show(tmp_path, "30020", {"aubord.fr": True})
    assert names(tmp_path) == {"aubord.fr": "30020", "belleville.fr": "69264", "commun.fr": "→ belleville.fr"}
    show(tmp_path, "69264", {"aubord.fr": True})
    forget(tmp_path, "30020")
    assert names(tmp_path) == {"aubord.fr": "69264"}


def test_what_was_damaged_on_disk_is_laid_down_again(tmp_path: Path) -> None:
    baked(tmp_path, "30020")
    wanted = {"aubord.fr": True, "www.aubord.fr": False}
    show(tmp_path, "30020", wanted)
    (tmp_path / "hosts/aubord.fr").unlink()
    (tmp_path / "hosts/www.aubord.fr/to/autre.fr").touch()
    show(tmp_path, "30020", wanted)
    assert names(tmp_path) == {"aubord.fr": "30020", "www.aubord.fr": "→ aubord.fr"}


def test_all_in_place_writes_nothing(tmp_path: Path) -> None:
    baked(tmp_path, "30020")
    show(tmp_path, "30020", {"aubord.fr": True})
    stamp = (tmp_path / "sites/30020/hosts.json").stat()
    show(tmp_path, "30020", {"aubord.fr": True})
    assert (tmp_path / "sites/30020/hosts.json").stat().st_ino == stamp.st_ino


def test_one_page_stands_for_a_closed_site_under_its_names_to_come_too(tmp_path: Path) -> None:
    baked(tmp_path, "30020")
    show(tmp_path, "30020", {"aubord.localhost": True})
    close(tmp_path, "30020", b"une page")
    assert Disk(tmp_path).locate("aubord.localhost") == Closed(b"une page")
    show(tmp_path, "30020", {"aubord.fr": True, "aubord.localhost": False})
    assert Disk(tmp_path).locate("aubord.fr") == Closed(b"une page")
    assert Disk(tmp_path).locate("aubord.localhost") == Secondary("aubord.fr")
    assert is_closed(tmp_path, "30020")
    open_again(tmp_path, "30020")
    assert names(tmp_path) == {"aubord.fr": "30020", "aubord.localhost": "→ aubord.fr"}


def test_a_closed_site_gives_its_names_up_and_takes_those_of_nobody(tmp_path: Path) -> None:
    baked(tmp_path, "30020")
    baked(tmp_path, "69264")
    show(tmp_path, "30020", {"commun.fr": True})
    close(tmp_path, "30020", b"seul")
    show(tmp_path, "69264", {"commun.fr": True})
    forget(tmp_path, "30020")
    assert names(tmp_path) == {"commun.fr": "69264"}
    close(tmp_path, "69264", b"aussi")
    show(tmp_path, "30020", {"aubord.fr": True})
    assert Disk(tmp_path).locate("commun.fr") == Closed(b"aussi")
    forget(tmp_path, "69264")
    assert [place.name for place in (tmp_path / "hosts").iterdir()] == ["aubord.fr"]
