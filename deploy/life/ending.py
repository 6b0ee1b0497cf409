"""The end of a subscription as an order: everything as it is, until a day. Its plan is approved like any other."""

from datetime import date

from django.utils import timezone

from deploy.models import CommuneReference, Preparation
from deploy.provision import check
from deploy.records import read_subscriptions
from deploy.subscriptions import LineKind
from deploy.wizard.carrying import source_of
from deploy.wizard.proposing import of_subscription
from deploy.wizard.writing import order_text


def ordered_end(insee: str) -> date | None:
    """The day on which the pack of a commune stops; ``None`` when no order says it, or without subscription."""
    held = read_subscriptions([insee]).get(insee)
    running = held.on(timezone.localdate(), LineKind.PACK) if held else ()
    return running[0].until if running else None


def runs(insee: str) -> bool:
    """Whether the commune subscribes to something today."""
    held = read_subscriptions([insee]).get(insee)
    return bool(held and held.on(timezone.localdate(), LineKind.PACK))


def prepare(reference: CommuneReference, end: date | None, author: str) -> Preparation:
    """The draft of an order that ends all lines on ``end``, or lets them run; the same one when asked twice.

    Raises ``OrdersRefusedError``, and ``LookupError`` when nothing runs that could end.
    """
    today = timezone.localdate()
    held = read_subscriptions([reference.insee]).get(reference.insee)
    if held is None or not held.on(today, LineKind.PACK):
        raise LookupError(reference.insee)
    told = {**of_subscription(held, today), "insee": reference.insee, "debut": today, "fin": end}
    row = Preparation(commune=reference, text=order_text(author, told), author=author)
    drafts = Preparation.objects.filter(commune=reference, state=Preparation.State.DRAFT, text=row.text)
    if (known := drafts.first()) is not None:
        return known
    check([source_of(row)], today)
    row.save()
    return row
