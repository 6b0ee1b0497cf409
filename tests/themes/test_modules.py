"""The pages of the modules in a real browser: no fault that axe knows, nothing wider than the screen, text at 200 %."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.themes.conftest import AXE, CHROMIUM
from tests.themes.test_browser import FRENCH, RULES, RUN_AXE, SLACK, TOO_WIDE, opened, served

if TYPE_CHECKING:
    from tests.world import Town, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

THEMES = ("causse", "garonne", "quercy", "utopia")
PHONE = 390


def fill(town: "Town") -> None:
    """One page of each module that has pages, with what makes them long."""
    from django.utils import timezone  # noqa: PLC0415  # models load once Django is set up

    from modules.contact.models import PageContact, Service  # noqa: PLC0415
    from modules.formulaires.models import Formulaire, Formulaires  # noqa: PLC0415
    from tests.modules.agenda import factories as agenda  # noqa: PLC0415
    from tests.modules.documents import factories as documents  # noqa: PLC0415
    from tests.modules.equipe_municipale import factories as team  # noqa: PLC0415
    from tests.modules.formulaires.test_formulaires import QUESTIONS  # noqa: PLC0415
    from tests.modules.horaires import factories as hours  # noqa: PLC0415
    from tests.modules.lexique import factories as words  # noqa: PLC0415
    from tests.world import add_page  # noqa: PLC0415

    def page(made: Any, parent: Any = None) -> Any:
        above = parent or type(town.home).objects.get(pk=town.home.pk)
        return add_page(type(above).objects.get(pk=above.pk), made, town.gestionnaire)

    day = timezone.localdate() + timedelta(days=5)
    agenda.event(town, "Grand marché des producteurs", day, category=agenda.category(town))
    agenda.source(town, events=[{
        "start": f"{day}T20:00:00", "end": f"{day}T22:00:00", "all_day": False, "title": "Bal", "place": "Place",
        "url": "https://agenda.example/bal",
    }])  # fmt: skip
    hours.place(town)
    words.term(town)
    words.index_of(town)
    team.member(town)
    town.page.body = [{"type": "equipe", "value": {"title": "Les élus", "what": "all"}}]
    town.page.save_revision().publish()
    documents.page_of(town)
    documents.online(town, seance=documents.seance(town), outcome="adoptee")
    Service.objects.create(commune=town.commune, name="État civil", about="Actes et mariages", position=1)
    page(PageContact(title="Écrire à la mairie", slug="ecrire"))
    index = page(Formulaires(title="Formulaires", slug="formulaires"))
    page(Formulaire(title="Vide-grenier", slug="vide-grenier", questions=QUESTIONS, kept=3), index)


@pytest.fixture
def shown(world: "World", var: Path, settings: Any) -> Callable[[str], Path]:
    """Bakes the commune with all its modules in a theme; the answer is its public folder."""
    if CHROMIUM is None:
        pytest.skip("Chromium n’est pas installé : paquet Debian « chromium ».")
    if not AXE.is_file():
        pytest.skip("axe-core n’est pas installé : lancez « beffroi frontend ».")
    settings.BEFFROI_STRICT_TEMPLATES = True

    def bake_in(theme: str) -> Path:
        from sites.bake.bakery import bake  # noqa: PLC0415

        fill(world.aubord)
        world.aubord.commune.theme = theme
        world.aubord.commune.save()
        result = bake(world.aubord.commune)
        assert not result.failures, result.failures[0].traceback
        assert not result.error
        return var / "sites" / world.aubord.commune.insee / "current" / "www"

    return bake_in


def pages_of(www: Path) -> list[str]:
    """One page of each kind that a module bakes."""
    kinds = (
        "horaires", "horaires/*", "vie-municipale/conseil", "lexique", "agenda", "agenda/2*", "agenda/grand-*",
        "formulaires", "formulaires/*", "ecrire", "documents", "documents/actes", "documents/actes/2*/*",
        "documents/seances", "documents/seances/*",
    )  # fmt: skip
    found = []
    for kind in kinds:
        first = next(iter(sorted(www.glob(f"{kind}/index.html"))), None)
        assert first is not None, f"Aucune page « {kind} » n’est fabriquée."
        found.append("/" + first.parent.relative_to(www).as_posix() + "/")
    return found


def faults_of(page: Any, path: str, width: int) -> list[str]:
    """What axe says of the page shown, and whether it leaves the screen, at 200 % too."""
    found = [f"{path}: wider than {width} px"] if page.evaluate(TOO_WIDE) > SLACK else []
    page.evaluate(AXE.read_text("utf-8"))
    found += [f"{path}: {fault}" for fault in page.evaluate(RUN_AXE, [json.loads(FRENCH.read_text("utf-8")), RULES])]
    page.add_style_tag(content="html{font-size:200%!important}")
    if page.evaluate(TOO_WIDE) > SLACK:
        found.append(f"{path}: wider than {width} px with a text twice as large")
    return found


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", [1280, PHONE])
def test_no_page_of_a_module_breaks_a_rule_or_leaves_the_screen(
    shown: Callable[[str], Path], theme: str, width: int
) -> None:
    www = shown(theme)
    faults: list[str] = []
    with served(www) as origin, opened(width) as (page, complaints):
        for path in pages_of(www):
            page.goto(origin + path, wait_until="load")
            faults += faults_of(page, path, width)
        faults += complaints
    assert faults == []


@pytest.mark.parametrize("width", [1280, PHONE])
def test_a_form_sent_with_errors_breaks_no_rule(shown: Callable[[str], Path], width: int) -> None:
    from django.test import Client  # noqa: PLC0415

    from cms.guichet import robots  # noqa: PLC0415
    from modules.formulaires.models import Formulaire  # noqa: PLC0415

    www = shown("causse")
    for limiter in (robots.ATTEMPTS, robots.STORED):
        limiter.forget()
    citizen = Client(headers={"host": "aubord.localhost", "origin": "http://aubord.localhost"})
    answer = citizen.post(f"/_/formulaires/{Formulaire.objects.get().pk}/envoyer/", {"q-mel": "pas une adresse"})
    assert answer.status_code == 422
    (www / "erreurs").mkdir()
    (www / "erreurs/index.html").write_bytes(answer.content)
    with served(www) as origin, opened(width) as (page, _complaints):
        page.goto(origin + "/erreurs/", wait_until="load")
        assert page.locator(".form__errors li").count() > 1
        assert faults_of(page, "/erreurs/", width) == []
