"""How long the archives handed over are kept, and their end: they hold drafts, originals, and what people wrote."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from deploy.life import handing
from deploy.life.journal import note
from deploy.life.terms import archive_kept_until
from deploy.records import read_subscriptions
from deploy.subscriptions import LineKind, Subscription
from sites.models import Commune
from sites.rendering.french import date_text


def kept_until(made_at: datetime, held: Subscription | None) -> date:
    """The last day of an archive: counted from the day it was made, or from the end of the subscription if later."""
    ends = [line.until for line in held.lines if line.kind is LineKind.PACK and line.until] if held else []
    return archive_kept_until(max([timezone.localdate(made_at), *ends]))


def turn() -> int:
    """Delete the archives whose last day is over, each noted; how many. Two queries; none without any."""
    made = dict(_archives())
    held = read_subscriptions(list(made)) if made else {}
    over = [insee for insee, at in made.items() if kept_until(at, held.get(insee)) < timezone.localdate()]
    known = set(Commune.objects.filter(insee__in=over).values_list("insee", flat=True)) if over else set()
    for insee in over:
        if handing.forget(insee) and insee in known:
            note(insee, "", _("Archive du %s effacée\u00a0: sa durée est passée.") % date_text(made[insee]))
    return len(over)


def _archives() -> Iterator[tuple[str, datetime]]:
    for insee in handing.all_handed():
        if (at := handing.state(insee).made_at) is not None:
            yield insee, at
