"""The full commune, baked in a theme after another."""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.test import override_settings

from sites.bake.bakery import bake, store_of
from tests.a11y.catalogue import Catalogue, answers, composed, pages_of, town
from tests.world import Town, build_world


@contextmanager
def commune(var: Path) -> Iterator[Town]:
    """The commune, in a folder of its own; nothing of it stays in the database."""
    places = {
        "BEFFROI_VAR": var,
        "MEDIA_ROOT": var / "media",
        "STATIC_ROOT": var / "static",
        "EMAIL_FILE_PATH": var / "outbox",
        "BEFFROI_TILES_UPSTREAM": "https://tuiles.example/{z}/{x}/{y}.png",
        "BEFFROI_STRICT_TEMPLATES": True,
    }
    with override_settings(**places), transaction.atomic():
        built = build_world().aubord
        town.fill(built, var)
        yield built
        transaction.set_rollback(True)


def in_theme(filled: Town, theme: str) -> Catalogue:
    """What visitors see of it, kept aside: a second bake takes nothing back."""
    filled.commune.theme = theme
    filled.commune.save()
    result = bake(filled.commune)
    assert not result.failures, result.failures[0].traceback
    assert not result.error
    var, store = Path(settings.BEFFROI_VAR), store_of(filled.commune.insee)
    aside = var / "seen" / theme
    shutil.copytree(store.www, aside)
    composed.write(var, store.folder(store.generation()), aside)
    statuses = answers.write(filled.commune, aside)
    return Catalogue(theme, aside, tuple(pages_of(aside, statuses)))


def in_themes(var: Path, themes: Iterable[str]) -> dict[str, Catalogue]:
    """One catalogue a theme."""
    with commune(var) as filled:
        return {theme: in_theme(filled, theme) for theme in themes}
