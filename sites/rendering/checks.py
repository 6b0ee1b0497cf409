"""What must be true before anything is baked: every block has its macro, every page type its template."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, Warning  # noqa: A004  # the name Django gives it
from django.utils.translation import gettext as _
from jinja2 import TemplateError
from wagtail.fields import StreamField

from sites.bake.reader import page_types
from sites.modules import installed_modules
from sites.packs import OUR_THEMES
from sites.rendering.renderer import macros_of
from sites.themes import ThemeError, environment, installed_themes, load

NO_MACRO, NO_TEMPLATE, NO_THEME = "beffroi.E001", "beffroi.E002", "beffroi.E003"


def check_themes(**_options: Any) -> list[CheckMessage]:
    """Run by Django at start-up: an editor never learns at publication that a block cannot be shown.

    A contractor's theme is warned about, and stops nobody but the communes that wear it.
    """
    found = [(theme, error) for theme in installed_themes() for error in faults_of(theme)]
    return [
        error if theme in OUR_THEMES else Warning(error.msg, hint=error.hint, id=error.id) for theme, error in found
    ]


def faults_of(name: str) -> Iterator[Error]:
    """What keeps one theme from showing every page and every block."""
    modules = installed_modules()
    codes = tuple(module.code for module in modules)
    try:
        templates = environment(load(name))
        macros = macros_of(templates, modules)
        for kind in (*page_types(), *page_types(codes)):
            templates.get_template(kind.template)
    except ThemeError as error:
        yield Error(str(error), id=NO_THEME)
        return
    except TemplateError as error:
        yield Error(_("Thème « %(theme)s » : %(error)s") % {"theme": name, "error": error}, id=NO_TEMPLATE)
        return
    for block, owner in sorted(_blocks()):
        if block not in macros:
            sentence = _("Le bloc « %(block)s » de %(owner)s n’a pas de macro de ce nom dans le thème « %(theme)s ».")
            yield Error(sentence % {"block": block, "owner": owner, "theme": name}, id=NO_MACRO)


def _blocks() -> set[tuple[str, str]]:
    """``(block, model)`` for every block an editor may add to a page; ``data_streams`` of a model are no content."""
    return {
        (block, model._meta.label)
        for model in apps.get_models()
        if getattr(model, "snapshot_type", "")
        for field in model._meta.concrete_fields
        if isinstance(field, StreamField) and field.name not in getattr(model, "data_streams", ())
        for block in field.stream_block.child_blocks
    }
