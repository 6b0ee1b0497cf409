"""Whose entries a screen is about. Nothing is looked for outside a commune of the person."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.guichet.desk.waiting import to_handle
from cms.guichet.models import Envoi, State
from modules.annuaire.actors import asking
from modules.annuaire.actors.sheet import CODE
from modules.annuaire.models import Fiche
from sites.models import Commune, User
from sites.modules import Waiting
from sites.tenancy.reach import policy_of, reachable
from sites.tenancy.roles import Role
from sites.tenancy.scope import Scope


def communes_for(user: Any, action: str = "change") -> Any:
    """Those that have the module, and where ``user`` may do ``action``."""
    return policy_of(Fiche).communes(user, {action})


def place_of(request: HttpRequest, commune_id: int, action: str = "add") -> Commune:
    """The commune that an address names; 404 for another's."""
    found = communes_for(request.user, action).select_related("collection", "site__root_page")
    place: Commune = get_object_or_404(found, pk=commune_id)
    return place


def proposals(user: Any) -> Any:
    """What was proposed to the communes where ``user`` keeps the directory."""
    rows = reachable(user, Envoi, {"change"}).filter(module=CODE, commune__in=communes_for(user))
    return rows.exclude(state=State.UNCONFIRMED).select_related("commune__site__root_page", "commune__collection")


def entries(user: Any) -> Any:
    """The entries that ``user`` may correct."""
    return reachable(user, Fiche, {"change"}).select_related("commune")


def is_webmestre(user: Any, place: Commune) -> bool:
    """Whether ``user`` is of the public body that serves the commune."""
    path = place.site.root_page.path
    grants = (grant for grant in Scope.of(user).grants if path.startswith(grant.page_path))
    return bool(user.is_superuser) or any(grant.role is Role.WEBMESTRE for grant in grants)


def waiting(user: User, communes: Sequence[Commune]) -> Iterator[Waiting]:
    """« Ce qui vous attend »: each line in one query, for all the communes."""
    url = reverse("annuaire:index")
    yield Waiting(_("Propositions pour l’annuaire"), to_handle(CODE, user, communes), url)
    old = Fiche.objects.filter(asking.silent(), commune__in=communes, online=True).count()
    yield Waiting(_("Fiches de l’annuaire à vérifier"), old, url)


def about(place: Commune, title: Any) -> dict[str, Any]:
    """What every screen of one commune says of where one is."""
    return {"page_title": title, "page_subtitle": place.name, "header_icon": "clipboard-list", "commune": place}
