"""The communes of a person, with what the desk says of each: one query whatever their number."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _

from sites.bake.state import online_sentence
from sites.models import BakeState, Commune, User
from sites.tenancy.reach import reachable
from sites.tenancy.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

# Up to so many communes, each has its own buttons on the home page; beyond, a searchable list is clearer.
A_FEW = 4
# So many communes of a person tell what their menu leads to.
SOME = 50
_KEPT = "_some_communes"


def communes_of(user: User) -> "QuerySet[Commune]":
    """Those where ``user`` holds a role; all of them for the platform's team."""
    rows = Commune.objects.all() if user.is_superuser else reachable(user, Commune)
    return rows.select_related("site__root_page", "bake_state").order_by("name")


def some_communes(user: User) -> "Sequence[Commune]":
    """The first of them: every entry of the menu asks, on every screen, and one query answers for the request."""
    kept: Sequence[Commune] | None = getattr(user, _KEPT, None)
    if kept is None:
        kept = tuple(communes_of(user)[:SOME])
        setattr(user, _KEPT, kept)
    return kept


def fills(user: User, commune: Commune, module: str) -> bool:
    """Whether ``user`` fills in the module of this code there: a pack may leave some of its modules to wider roles."""
    return user.is_superuser or Scope.of(user).fills(commune, module)


def writes_pages(user: User, commune: Commune) -> bool:
    """The contributeur of a mini-site writes in the modules only: the number of pages is not their business."""
    path = commune.site.root_page.path
    return user.is_superuser or any(not g.modules_only for g in Scope.of(user).grants if path.startswith(g.page_path))


def looks_after(user: User, commune: Commune) -> bool:
    """Whether ``user`` is a webmestre there: bound by no pack, free to change what the commune asked for."""
    path = commune.site.root_page.path
    return user.is_superuser or any(not grant.bound_by_pack for grant in Scope.of(user).grants_on(path))


@dataclass(frozen=True, slots=True)
class Online:
    """What stands online for a commune, in words. ``mood`` is live, pending, error or never."""

    mood: str
    sentence: str
    advice: str = ""

    def as_json(self) -> dict[str, Any]:
        """What the page asks for while it waits."""
        return {"mood": self.mood, "sentence": self.sentence, "advice": self.advice}


def online(commune: Commune) -> Online:
    """The state of a commune's site; a commune never baked has none."""
    state = getattr(commune, "bake_state", None) or BakeState(commune=commune)
    if _is_waited_for(state):  # even after an error: the change may well be its repair
        return Online("pending", _("Mise en ligne en cours…"))
    return Online(_mood(state), online_sentence(state), _advice(state))


def _is_waited_for(state: BakeState) -> bool:
    """Whether a worker is about to bake, rather than to wait after a failure."""
    return state.dirty_at is not None and state.retry_at is None


def _mood(state: BakeState) -> str:
    if state.error:
        return "error"
    return "live" if state.live_at else "never"


def _advice(state: BakeState) -> str:
    if not state.error:
        return ""
    where = f"Reprenez la page « {state.error_page} » puis publiez-la de nouveau. " if state.error_page else ""
    return (
        f"La version précédente de votre site reste en ligne. {where}"
        f"Si cela recommence, écrivez à {settings.BEFFROI_CDG_CONTACT}."
    )


def address_of(commune: Commune) -> str:
    """Where citizens read the site."""
    scheme, port = settings.BEFFROI_SCHEME, str(settings.BEFFROI_PUBLIC_PORT)
    shown = "" if (scheme, port) in {("http", "80"), ("https", "443")} else f":{port}"
    return f"{scheme}://{commune.site.hostname}{shown}/"
