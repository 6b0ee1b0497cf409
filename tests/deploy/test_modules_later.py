"""A module that comes after the site: its pages are there at once, leave everywhere with it, and come back the same."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from deploy.runs import Outcome
from sites.bake.bakery import bake, store_of
from sites.models import Commune
from tests.deploy.conftest import CAHORS, minimal

Applied = Callable[..., Outcome]

FACTS = '[commune.mairie]\ntelephone = "05 65 00 00 00"\ndirecteur = "Marie Exemple"\nadresse = "1 place"\n'
AGAIN = "# Une autre commande : le même texte ne serait pris qu’une fois.\n"
MENU = re.compile(r'<nav class="menu".*?</nav>', re.DOTALL)
LINK = re.compile(r'href="(/[^"#]*)"')


def order(pack: str, options: str = "") -> str:
    return minimal(pack=pack, more=options + FACTS)


def baked() -> Path:
    commune = Commune.objects.get(insee=CAHORS)
    result = bake(commune)
    assert not result.error
    return store_of(CAHORS).www.resolve()


def menu_of(www: Path) -> list[str]:
    """The addresses of the menu, each of which leads to a page."""
    found = LINK.findall("".join(MENU.findall((www / "index.html").read_text("utf-8"))))
    assert [url for url in found if not (www / url.strip("/") / "index.html").is_file()] == []
    return found


def said(www: Path, words: str) -> list[str]:
    """The files of the site that say it."""
    kinds = ("*.html", "*.xml", "*.ics", "*.json", "*.txt", "*.csv")
    return [
        str(path.relative_to(www)) for kind in kinds for path in www.rglob(kind) if words in path.read_text("utf-8")
    ]


@pytest.fixture
def agenda_rows() -> Callable[[], list[tuple[int, str]]]:
    from modules.agenda.models import Agenda, Evenement  # noqa: PLC0415  # models load once Django is set up

    return lambda: [
        *Agenda.objects.values_list("pk", "url_path"), *Evenement.objects.values_list("pk", "url_path"),
    ]  # fmt: skip


def test_a_richer_pack_brings_the_pages_of_its_modules_and_an_entry_of_the_menu_that_leads_there(
    applied: Applied, var: Path
) -> None:
    assert applied(order("decouverte")).errors == ()
    assert "/agenda/" not in " ".join(menu_of(baked()))
    assert applied(order("confort")).errors == ()
    www = baked()
    assert any(url.endswith("/agenda/") for url in menu_of(www))
    assert (www / "lexique/index.html").is_file()
    assert (www / "formulaires/index.html").is_file()


def test_switched_off_it_is_nowhere_and_nothing_is_deleted_then_it_comes_back_the_same(
    applied: Applied, var: Path, agenda_rows: Callable[[], list[tuple[int, str]]]
) -> None:
    from modules.agenda.models import Agenda, Evenement  # noqa: PLC0415

    applied(order("confort"))
    event = Evenement(title="Bal de la Saint-Jean", intro="Sur la place.", start_date="2030-06-24", live=True)
    Agenda.objects.get().add_child(instance=event)
    before, first = agenda_rows(), menu_of(baked())
    assert said(baked(), "Bal de la Saint-Jean")

    assert applied(order("confort", 'sans_modules = ["agenda"]\n')).errors == ()
    www = baked()
    assert said(www, "Bal de la Saint-Jean") == []
    assert said(www, "/agenda/") == []
    assert not any("agenda" in url for url in menu_of(www))
    assert agenda_rows() == before

    assert applied(order("confort", AGAIN)).errors == ()
    www = baked()
    assert menu_of(www) == first
    assert said(www, "Bal de la Saint-Jean")
    assert agenda_rows() == before


def test_a_poorer_pack_keeps_what_it_does_not_sell_for_the_day_it_is_sold_again(
    applied: Applied, var: Path, agenda_rows: Callable[[], list[tuple[int, str]]]
) -> None:
    applied(order("confort"))
    before, first = agenda_rows(), menu_of(baked())
    applied(order("decouverte"))
    assert not any("agenda" in url for url in menu_of(baked()))
    applied(order("confort", AGAIN))
    assert (agenda_rows(), menu_of(baked())) == (before, first)
