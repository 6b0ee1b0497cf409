"""What the tests of the generator share: strict templates, and towns with as many pages as asked."""

from collections.abc import Callable
from typing import Any

import pytest

from cms.models import Page
from tests.world import Town

Grow = Callable[[Town, int], list[Page]]


@pytest.fixture(autouse=True)
def _strict(settings: Any) -> None:
    settings.BEFFROI_STRICT_TEMPLATES = True


def body(town: Town) -> list[dict[str, Any]]:
    """One block of each kind that refers to something, as it lies in the database."""
    link = f'<a linktype="page" id="{town.page.pk}">le conseil</a>'
    document = f'<a linktype="document" id="{town.document.pk}">le compte rendu</a>'
    picture = {"image": town.image.pk, "alt_text": "Le clocher", "decorative": False}
    return [
        {"type": "text", "id": "1", "value": f"<h2>Vivre ici</h2><p>Voir {link} et {document}.</p>"},
        {"type": "image", "id": "2", "value": {"image": picture, "caption": "Vue", "width": "text"}},
        {
            "type": "documents",
            "id": "3",
            "value": {
                "title": "À télécharger",
                "style": "list",
                "documents": [{"type": "item", "id": "a", "value": {"document": town.document.pk, "label": ""}}],
            },
        },
        {
            "type": "cards",
            "id": "4",
            "value": {
                "title": "",
                "style": "plain",
                "cards": [
                    {
                        "type": "item",
                        "id": "b",
                        "value": {
                            "title": "Le conseil",
                            "text": "Ses élus",
                            "image": picture,
                            "link": {"page": town.page.pk, "document": None, "url": "", "label": ""},
                        },
                    }
                ],
            },
        },
    ]


@pytest.fixture
def grow() -> Grow:
    """Add live pages below the town's rubrique, each full of references."""

    def grow(town: Town, count: int) -> list[Page]:
        rubrique = type(town.rubrique).objects.get(pk=town.rubrique.pk)
        present = rubrique.get_children().count() - 1  # the town's own page and its draft
        return [
            rubrique.add_child(
                instance=Page(
                    title=f"Page {number}",
                    slug=f"page-{number}",
                    intro="Une page",
                    body=body(town),
                    show_in_menus=number % 5 == 0,
                )
            )
            for number in range(present, present + count)
        ]

    return grow
