"""The whole site is told of, to the addresses that want it: once for each bake that changed something.

What is told is what differs between the generation that the address was last told of and the one that stands, so that
nothing is lost with a worker that dies between the two.
"""

from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.webhooks.difference import DOCUMENTS, Difference, Thing, between
from cms.webhooks.messages import delivery
from cms.webhooks.models import Delivery, Webhook
from sites.models import Commune

BAKED = "site.baked"


def tell_baked(commune: Commune, generation: int) -> None:
    """One query when nobody is to be told."""
    wanting = Webhook.objects.filter(commune=commune, stopped_at=None, whole=True).exclude(generation=generation)
    hooks = list(wanting.select_related("commune__site"))
    if not hooks:
        return
    found = {since: between(commune.insee, since, generation) for since in {hook.generation for hook in hooks}}
    with transaction.atomic():
        Delivery.objects.bulk_create(
            message for hook in hooks for message in _messages(hook, generation, found[hook.generation])
        )
        Webhook.objects.filter(pk__in=[hook.pk for hook in hooks]).update(generation=generation)


def _messages(hook: Webhook, generation: int, it: Difference) -> Iterator[Delivery]:
    for thing in it.things:
        yield _of_thing(hook, thing)
    data = {"generation": generation, "changed": it.changed, "removed": it.removed, "complete": it.complete}
    yield delivery(hook, BAKED, data, "/", _label(it))


def _label(it: Difference) -> str:
    count = len(it.changed) + len(it.removed)
    if not count:
        return _("Site mis à jour")
    return ngettext("Site mis à jour\u00a0: %d adresse", "Site mis à jour\u00a0: %d adresses", count) % count


def _of_thing(hook: Webhook, thing: Thing) -> Delivery:
    said = {
        "published": _("«\u00a0%(title)s\u00a0» mis en ligne"),
        "updated": _("«\u00a0%(title)s\u00a0» modifié"),
        "withdrawn": _("«\u00a0%(title)s\u00a0» retiré"),
    }[thing.did] % {"title": thing.title[:250]}
    kind, data = "document", {"id": thing.id, "title": thing.title}
    if thing.list != DOCUMENTS:
        kind, data = "entry", {"list": thing.list, **data}
    return delivery(hook, f"{kind}.{thing.did}", {kind: data}, f"/{thing.list}/{thing.id}", said)
