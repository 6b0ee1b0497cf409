"""The pages of the help, and which of them a screen is about."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from markdown_it import MarkdownIt

INDEX = "index"
# By name of the view, or by its namespace.
SCREENS: Mapping[str, str] = {
    "wagtailimages": "images",
    "wagtaildocs": "documents",
    "several": "plusieurs-communes",
    "partage": "partager",
    "relecture": "relecture",
    "recherches": "statistiques",
    "accessibilite": "mentions",
    "drafts": "page",
    "wagtailadmin_account": "compte",
    "wagtailadmin_pages:workflow_history": "validation",
    "wagtailadmin_pages": "page",
    "wagtailadmin_explore": "page",
}
# Settings of the commune, by their model.
SETTINGS: Mapping[str, str] = {"identity": "apparence", "mairie": "mentions"}
# Models whose page has another name than the module.
MODULES: Mapping[str, str] = {"actualites": "actualite", "comarquage": "guide-des-demarches"}
LINK = re.compile(r"\]\((?!https?:)(?:\.\./)*(?:contributeur/)?([a-z-]+)\.md(#[^)]*)?\)")
PICTURE = re.compile(r"\]\(captures/([a-z-]+)\.webp\)")
BEYOND = re.compile(r"(?<!!)\[([^\]]+)\]\((?!https?:|(?:\.\./)?contributeur/)[^)]*/[^)]*\)")
NOTE = re.compile(r'^!!! \w+ "([^"]*)"\n((?:    .*\n?|\n)+)', re.MULTILINE)


def _folder() -> Path:
    folder: Path = settings.BASE / "docs" / "contributeur"
    return folder


@cache
def names() -> frozenset[str]:
    """Every page there is."""
    return frozenset(path.stem for path in _folder().glob("*.md"))


@cache
def html(name: str) -> str:
    """A page of ours as HTML; its links lead to the other pages of the help. Raises ``KeyError``."""
    if name not in names():
        raise KeyError(name)
    source = (_folder() / f"{name}.md").read_text(encoding="utf-8")
    source = PICTURE.sub(lambda found: f"]({reverse('aide:picture', args=(found[1],))})", source)
    source = BEYOND.sub(lambda found: found[1], source)
    source = LINK.sub(lambda found: f"](../{found[1]}/{found[2] or ''})" if found[1] in names() else "](../)", source)
    source = NOTE.sub(
        lambda found: f"> **{found[1]}**\n>\n" + re.sub(r"(?m)^ {0,4}", "> ", found[2].rstrip()) + "\n", source
    )
    rendered: str = MarkdownIt("commonmark").enable("table").render(source)
    return rendered


def picture(name: str) -> Path:
    """The file of the picture of a page. Raises ``KeyError``."""
    path = _folder() / "captures" / f"{name}.webp"
    if name not in names() or not path.is_file():
        raise KeyError(name)
    return path


def about(view: str, app_label: str = "", module_code: str = "", setting: str = "") -> str:
    """The page for a screen; the first one of the help where there is none."""
    if setting in SETTINGS:
        return SETTINGS[setting]
    namespace = view.partition(":")[0]
    for code in (module_code, app_label, namespace):
        page = MODULES.get(code, code.replace("_", "-"))
        if page in names():
            return page
    return SCREENS.get(view) or SCREENS.get(namespace, INDEX)
