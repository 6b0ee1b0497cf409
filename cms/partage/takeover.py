"""``partage.toml``: what a site proposes to others, and what it takes of theirs without being asked."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from cms.models import BasePage
from cms.partage import answering
from cms.partage.lending import kind_of
from cms.partage.models import Audience, Offer, Proposition, Rule, Scope
from cms.takeover.errors import ContentError
from cms.takeover.toml import checked
from sites.models import Commune

AUDIENCES: Mapping[str, Audience] = {
    "intercommunalite": Audience.EPCI,
    "departement": Audience.DEPARTEMENT,
    "toutes": Audience.ALL,
}
SCOPES: Mapping[str, Scope] = {
    "intercommunalite": Scope.EPCI,
    "departement": Scope.DEPARTEMENT,
    "toutes": Scope.ALL,
}


def take(commune: Commune, table: Mapping[str, Any]) -> bool:
    """Write what differs; whether anything did. Raises ``ContentError``."""
    table = checked(table, {"propose": list, "reprend": list})
    changed = [
        _propose(commune, checked(one, {"page": str, "a": str}, ("page", "a"))) for one in table.get("propose", ())
    ]
    changed += [_rule(commune, checked(one, {"de": str}, ("de",))) for one in table.get("reprend", ())]
    return any(changed)


def _propose(commune: Commune, told: Mapping[str, Any]) -> bool:
    home = commune.site.root_page
    address = home.url_path + told["page"].lstrip("/")
    page = BasePage.objects.filter(url_path=address, path__startswith=home.path, live=True).first()
    kind = kind_of(page.specific_class or BasePage) if page else None
    if page is None or kind is None:
        raise ContentError(_("partage\u00a0: «\u00a0%s\u00a0» n’est pas une page que l’on partage.") % told["page"])
    audience = _one_of(AUDIENCES, told["a"])
    same = {"kind": kind.label, "object_id": page.pk, "audience": audience, "state": Offer.OPEN}
    if Proposition.objects.filter(**same).exists():
        return False
    answering.propose(page.specific, commune, audience)
    return True


def _rule(commune: Commune, told: Mapping[str, Any]) -> bool:
    scope = _one_of(SCOPES, told["de"])
    rule, new = Rule.objects.get_or_create(commune=commune, scope=scope, source=None, kind="", category="")
    if new:
        answering.apply(rule)
    return new


def _one_of(known: Mapping[str, Any], said: str) -> Any:
    if said not in known:
        raise ContentError(
            _("partage\u00a0: «\u00a0%(said)s\u00a0» n’est pas un de %(known)s.")
            % {"said": said, "known": ", ".join(known)}
        )
    return known[said]
