"""What a commune has that a smaller pack does not sell: said before the change, deleted never."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from cms.models import BasePage
from deploy.subscriptions import LineKind, Subscription
from sites.models import Commune
from sites.modules import active_modules
from sites.packs import PACKS, Usage, exceeds
from sites.plan import Action, Plan
from sites.tenancy.paths import within


def exceeding(plan: Plan, subscriptions: Mapping[str, Subscription], day: date) -> dict[str, list[str]]:
    """One French sentence per excess, by INSEE code, for the sites whose pack the plan changes."""
    packs = {
        change.group: after
        for change in plan
        if change.action is Action.UPDATE and change.key[0] == "site"
        for field, _before, after in change.fields
        if field == "pack"
    }
    communes = Commune.objects.filter(insee__in=packs).select_related("site__root_page")
    notes = {
        commune.insee: exceeds(PACKS[packs[commune.insee]], usage_of(commune, subscriptions[commune.insee], day))
        for commune in communes
    }
    return {insee: sentences for insee, sentences in notes.items() if sentences}


def usage_of(commune: Commune, subscription: Subscription, day: date) -> Usage:
    """What stands in the CMS today, and what is ordered for ``day``."""
    pages = BasePage.objects.filter(within("path", [commune.site.root_page.path])).select_related("content_type")
    types = Counter(getattr(page.specific_class, "snapshot_type", "") for page in pages.only("content_type"))
    pack = PACKS[commune.pack]
    return Usage(
        pages=dict(types),
        mailboxes=len(subscription.on(day, LineKind.MAILBOX)),
        domains=len(subscription.on(day, LineKind.DOMAIN)),
        modules=frozenset(module.code for module in active_modules(commune)),
        rights=pack.rights | frozenset(commune.options.get("rights_on", ())),
        theme=subscription.value_on(day, LineKind.THEME),
    )
