"""A draft as the API tells the pages that are online: the same shape, its files below the token."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cms.api.problems import ProblemError, not_found
from cms.api.rows import whole_of
from cms.api.shapes.telling import Teller
from cms.drafts.links import UnknownLinkError, VoidLinkError, draft_of
from sites.bake.preview import NotInACommuneError, read_draft
from sites.models import Commune

if TYPE_CHECKING:
    from sites.bake.views import PageView
    from sites.rendering.renderer import Renderer


def told(commune: Commune, token: str, below: str) -> tuple[dict[str, Any], Mapping[str, Path]]:
    """The page of a token, and the private file of each of the public paths it names, which stand at ``below``.

    Raises ``ProblemError``: 404 for what never was an address of this commune, 410 for one that answers no more.
    """
    try:
        return read_draft(draft_of(token, commune, timezone.now()), below, _tell)
    except (UnknownLinkError, NotInACommuneError):  # its module may be off
        raise not_found() from None
    except VoidLinkError:
        sentence = _("Cette adresse a été révoquée, ou a expiré. Demandez-en une autre à la mairie.")
        raise ProblemError(410, sentence) from None


def _tell(renderer: "Renderer", page: "PageView") -> dict[str, Any]:
    if page.module:
        renderer.data(page.module)  # a module prepares texts that its pages tell
    return whole_of(page, Teller(renderer))
