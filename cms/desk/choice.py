"""The commune one works for: chosen once, kept in the session, and told at the top of every screen."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from cms.desk.reach import A_FEW, communes_of
from cms.models import BasePage
from sites.models import Commune, User
from sites.tenancy.paths import STEP
from sites.tenancy.scope import Scope

KEY = "beffroi_commune"
_KEPT = "_beffroi_chosen"

# Arguments of addresses that name a page.
PAGES = ("page_id", "parent_page_id", "page_to_move_id")


def has_several(user: Any) -> bool:
    """Whether there is something to choose, told by the memberships alone."""
    if not user.is_authenticated:
        return False
    grants = Scope.of(user).grants
    return user.is_superuser or len({grant.commune_id for grant in grants}) > 1 or any(not g.commune_id for g in grants)


def choose(request: HttpRequest, commune: Commune | None) -> None:
    """``None`` is all of them again."""
    request.session[KEY] = commune.pk if commune else None
    setattr(request, _KEPT, commune)


def chosen(request: HttpRequest) -> Commune | None:
    """What was chosen, as long as the person works there: read once per request."""
    if not hasattr(request, _KEPT):
        user: Any = request.user
        number = request.session.get(KEY) if has_several(user) else None
        setattr(request, _KEPT, communes_of(user).filter(pk=number).first() if number else None)
    found: Commune | None = getattr(request, _KEPT)
    return found


def shown_on(request: HttpRequest) -> list[Commune] | None:
    """The communes that the home speaks of: the chosen one, or a few; ``None`` where they are too many."""
    if commune := chosen(request):
        return [commune]
    user: Any = request.user
    few = list(communes_of(user)[: A_FEW + 1])
    return few if len(few) <= A_FEW else None


def spoken_of(request: HttpRequest) -> Commune | None:
    """The commune of the screen: that of the page or file it shows, whatever was chosen; else the chosen one."""
    user: Any = request.user
    match = request.resolver_match
    named = _named(user, match.view_name, match.kwargs) if match else None
    return named or chosen(request)


def _named(user: User, view: str, arguments: dict[str, Any]) -> Commune | None:
    if "commune_id" in arguments:
        return communes_of(user).filter(pk=arguments["commune_id"]).first()
    if view.startswith("wagtailsettings:") and "pk" in arguments:
        return communes_of(user).filter(site=arguments["pk"]).first()
    number = next((arguments[name] for name in PAGES if name in arguments), None)
    if number is not None:
        return _above(user, "site__root_page__path", BasePage.objects.filter(pk=number).values_list("path", flat=True))
    for name, model in (("image_id", get_image_model()), ("document_id", get_document_model())):
        if name in arguments:
            rows = model.objects.filter(pk=arguments[name]).values_list("collection__path", flat=True)
            return _above(user, "collection__path", rows)
    return None


def _above(user: User, column: str, paths: Any) -> Commune | None:
    path = paths.first() or ""
    above = [path[:end] for end in range(STEP, len(path) + 1, STEP)]
    return communes_of(user).filter(Q(**{f"{column}__in": above})).first()
