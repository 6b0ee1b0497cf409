"""The addresses that visitors ask for most and do not find, each with a guess. Six queries, whatever their number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Sum
from wagtail.contrib.redirects.models import Redirect

from cms.forwarding.check import ground_of
from modules.statistiques.missing.guess import Place, best, place
from modules.statistiques.models import Ignored, Missing
from sites.models import Commune

PERIOD = timedelta(days=30)
MOST = 200


@dataclass(frozen=True, slots=True)
class Lost:
    """One address."""

    path: str
    count: int
    last: date
    guess: Place | None


def lost_of(commune: Commune, today: date) -> Sequence[Lost]:
    """Those of thirty days, the most asked for first: neither what leads somewhere by now, nor what is ignored."""
    ground = ground_of(commune)
    settled = {path for path, (_number, _title, live) in ground.pages.items() if live} | set(ground.redirects)
    ignored = set(Ignored.objects.filter(commune=commune).values_list("path", flat=True))
    rows = Missing.objects.filter(commune=commune, day__gt=today - PERIOD, day__lte=today)
    found = rows.values_list("path").annotate(total=Sum("count"), last=Max("day")).order_by("-total", "path")
    places = [place(number, title, path) for path, (number, title, live) in ground.pages.items() if live]
    by_slug = {one.slug: one for one in reversed(places) if one.slug}
    kept = [row for row in found if row[0] not in ignored and Redirect.normalise_path(row[0]) not in settled]
    return [Lost(path, total, last, best(path, places, by_slug)) for path, total, last in kept[:MOST]]
