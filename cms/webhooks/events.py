"""Pages published and withdrawn: a row for each address of the commune, in the transaction that changes the page."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import AbstractPage
from wagtail.signals import page_published, page_unpublished

from cms.webhooks.messages import delivery
from cms.webhooks.models import Delivery, Webhook
from sites.tenancy.paths import ancestors

PUBLISHED, WITHDRAWN = "page.published", "page.unpublished"


def connect() -> None:
    """Listen to Wagtail; a deletion withdraws too, Wagtail says so."""
    page_published.connect(_published, dispatch_uid="beffroi_webhooks_published")
    page_unpublished.connect(_withdrawn, dispatch_uid="beffroi_webhooks_withdrawn")


def _published(instance: AbstractPage, **_signal: Any) -> None:
    """Sent for a publication planned for later too: then nothing is live."""
    if instance.live:
        tell(instance, PUBLISHED)


def _withdrawn(instance: AbstractPage, **_signal: Any) -> None:
    tell(instance, WITHDRAWN)


def tell(page: AbstractPage, event: str) -> list[Delivery]:
    """Ask for the addresses of the page's commune to be told: one query to find none."""
    above = ancestors([page.path]) | {page.path}
    hooks = Webhook.objects.filter(stopped_at=None, commune__site__root_page__path__in=above)
    kind = getattr(page.specific_class, "snapshot_type", "")
    data = {"page": {"id": page.pk, "type": kind, "title": page.title}}
    return Delivery.objects.bulk_create(
        delivery(hook, event, data, f"/pages/{page.pk}", _label(page, event))
        for hook in hooks.select_related("commune__site")
    )


def _label(page: AbstractPage, event: str) -> str:
    sentence = (
        _("«\u00a0%(title)s\u00a0» mise en ligne") if event == PUBLISHED else _("«\u00a0%(title)s\u00a0» retirée")
    )
    return sentence % {"title": page.title[:250]}
