"""The one door between two communes: whatever of A is shown to B, on its site or on its desk, comes through here.

``granted`` is what B's site shows, ``offered`` what B's people may answer to. Both demand a proposition that stands,
whose audience holds B, of a page that citizens read on A's site at this very moment: published, neither expired nor
reserved, in A's own tree, of a module that both sites have, on a site that is neither suspended nor gone. What is
given is the row of the page, which is its published version: drafts are revisions, and are never read. A row that is
no page is A's own, shown, and stands below such a page.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.db.models.functions import Substr
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.partage.lending import Kind, kinds_of
from cms.partage.models import Answer, Audience, Offer, Proposition, Reception
from sites.models import Commune
from sites.sharing import Row
from sites.store import hosts
from sites.tenancy.paths import HOME

PAGE = ("pk", "path", "depth", "title", "slug", "url_path", "expire_at", "first_published_at", "last_published_at")
SOURCE = ("pk", "name", "insee", "pack", "options", "site__hostname", "site__root_page__path")
SOURCE_URL = ("site__root_page__url_path", "collection__path", "departement", "epci")


class Source(NamedTuple):
    """The commune that publishes."""

    pk: int
    name: str
    insee: str
    pack: str
    options: Mapping[str, Any]
    host: str
    home: str
    url_path: str
    collection: str
    departement: int
    epci: str


@dataclass(frozen=True, slots=True)
class Granted:
    """A content of another commune, as it stands online there. ``reception`` is empty for what is only offered."""

    proposition: int
    kind: Kind
    source: Source
    page: Mapping[str, Any]
    columns: Mapping[str, Any]
    heading: str
    picture: int | None
    reception: Mapping[str, Any] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """The address of the page on its own site."""
        url: str = self.page["url_path"]
        return url[len(self.source.url_path) - 1 :] or "/"

    @property
    def day(self) -> date | None:
        """The date that a list shows."""
        own: date | None = self.reception.get("day")
        return own or self.columns.get(self.kind.lent.day)

    @property
    def intro(self) -> str:
        """The words of the receiver, else those of the source."""
        return self.reception.get("intro") or self.columns.get("intro") or ""


RECEPTION = ("pk", "day", "intro", "on_home", "rule")


def audience_of(receiver: Commune) -> Q:
    """Propositions whose audience holds this commune. A training site and a real one show nothing of each other."""
    of_epci = Q(audience=Audience.EPCI, source__epci=receiver.epci) if receiver.epci else Q(pk__in=[])
    named = Proposition.named.through.objects.filter(commune=receiver.pk).values("proposition")
    wanted = (
        Q(audience=Audience.ALL)
        | Q(audience=Audience.DEPARTEMENT, source__departement=receiver.departement_id)
        | of_epci
        | Q(audience=Audience.NAMED, pk__in=named)
    )
    return wanted & Q(source__training=receiver.training) & ~Q(source=receiver.pk)


def standing(receiver: Commune) -> "QuerySet[Proposition]":
    """Propositions made to this commune of kinds it has, whatever became of their pages."""
    return Proposition.objects.filter(audience_of(receiver), state=Offer.OPEN, kind__in=list(kinds_of(receiver)))


def granted(receiver: Commune, now: datetime | None = None) -> list[Granted]:
    """What this commune accepted and may show now: one query, and one more for each kind of content among it."""
    accepted = Reception.objects.filter(
        commune=receiver.pk, state=Answer.ACCEPTED, proposition__in=standing(receiver).values("pk")
    )
    columns = [f"proposition__{name}" for name in ("pk", "kind", "object_id")]
    sources = [f"proposition__source__{name}" for name in (*SOURCE, *SOURCE_URL)]
    rows = list(accepted.order_by("pk").values_list(*columns, *sources, *RECEPTION))
    wanted = [(row[0], row[1], row[2], Source(*row[3:14]), dict(zip(RECEPTION, row[14:], strict=True))) for row in rows]
    return list(_online(receiver, wanted, now))


def offered(receiver: Commune, now: datetime | None = None, among: Iterable[int] | None = None) -> list[Granted]:
    """What other communes propose to this one, which has not answered; ``among`` narrows it to a few propositions."""
    rows = unanswered(receiver).order_by("-at", "-pk")
    if among is not None:
        rows = rows.filter(pk__in=list(among))
    sources = [f"source__{name}" for name in (*SOURCE, *SOURCE_URL)]
    found = rows.values_list("pk", "kind", "object_id", *sources)
    return list(_online(receiver, [(row[0], row[1], row[2], Source(*row[3:]), {}) for row in found], now))


def unanswered(receiver: Commune) -> "QuerySet[Proposition]":
    """Propositions that wait for an answer of this commune, whether or not their page is online now."""
    answered = Reception.objects.filter(commune=receiver.pk).values("proposition")
    return standing(receiver).exclude(pk__in=answered)


def count_offered(receivers: Sequence[Commune]) -> int:
    """How many propositions wait for an answer in these communes: one query for all of them."""
    rows = [
        unanswered(one).filter(_live_somewhere(kinds_of(one).values())).order_by().values_list("pk")
        for one in receivers
    ]
    return sum(1 for _row in rows[0].union(*rows[1:], all=True)) if rows else 0


def _live_somewhere(shared: Iterable[Kind]) -> Q:
    wanted = Q(pk__in=[])
    for kind in shared:
        wanted |= Q(kind=kind.label, object_id__in=live(kind).values("pk"))
    return wanted


def live(kind: Kind, now: datetime | None = None) -> "QuerySet[Any]":
    """What citizens read of this kind; of rows, those that are shown wherever their own page stands."""
    if kind.lent.row:
        rows: QuerySet[Any] = kind.model.objects.filter(**{kind.lent.row.online: True})
        return rows
    return _read_by_all(kind.model, now or timezone.now())


def _read_by_all(model: Any, now: datetime) -> "QuerySet[Any]":
    """Pages that are published, not expired, under nothing that is reserved to some."""
    pages: QuerySet[Any] = model.objects.filter(Q(expire_at=None) | Q(expire_at__gt=now), live=True)
    above = PageViewRestriction.objects.annotate(below=_outer_path()).filter(below__startswith=F("page__path"))
    return pages.filter(~Exists(above))


def _outer_path() -> "ExpressionWrapper[Any]":
    return ExpressionWrapper(OuterRef("path"), output_field=CharField())


Wanted = tuple[int, str, int, Source, Mapping[str, Any]]


def _online(receiver: Commune, wanted: Sequence[Wanted], now: datetime | None) -> Iterator[Granted]:
    """Those of ``wanted`` whose page is online, in the order given."""
    shared = kinds_of(receiver)
    asked: dict[str, dict[int, Source]] = {}
    for _pk, label, number, source, _reception in wanted:
        if label in shared:
            asked.setdefault(label, {})[number] = source
    pages = {label: _found(shared[label], of, now or timezone.now()) for label, of in sorted(asked.items())}
    shut: dict[str, bool] = {}
    for pk, label, number, source, reception in wanted:
        found = pages.get(label, {}).get(number)
        kind = shared.get(label)
        if found is None or kind is None or label not in kinds_of(_Pack(source.pack, source.options)):
            continue
        if not found[0]["path"].startswith(source.home):  # it moved to another commune, which proposed nothing
            continue
        if source.insee not in shut:
            shut[source.insee] = hosts.is_closed(Path(settings.BEFFROI_VAR), source.insee)
        if not shut[source.insee]:
            page, columns, heading, picture = found
            yield Granted(pk, kind, source, page, columns, heading, picture, reception)


class _Pack(NamedTuple):
    """The two columns that decide which modules a commune has."""

    pack: str
    options: Mapping[str, Any]


Found = tuple[Mapping[str, Any], Mapping[str, Any], str, int | None]


def _found(kind: Kind, wanted: Mapping[int, Source], now: datetime) -> dict[int, Found]:
    """By id: the columns of every page, those of its kind, the slug of its heading, its picture."""
    lent = kind.lent
    own = ("commune_id", lent.row.title) if lent.row else PAGE
    heading, picture = (
        f"{lent.category}__slug" if lent.category else None,
        f"{lent.picture}_id" if lent.picture else None,
    )
    extra = [name for name in (heading, picture) if name]
    rows = live(kind, now).filter(pk__in=list(wanted)).values("pk", *own, *lent.columns, *extra)
    place = _placed(kind, lent.row, wanted, now) if lent.row else _as_it_stands
    found: dict[int, Found] = {}
    for row in rows:
        page = place(row)
        if page is not None:
            columns = {name: row[name] for name in lent.columns}
            slug = (row[heading] or "") if heading else ""
            found[row["pk"]] = (page, columns, slug, row[picture] if picture else None)
    return found


Place = Callable[[Mapping[str, Any]], Mapping[str, Any] | None]


def _as_it_stands(row: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: row[name] for name in PAGE}


def _placed(kind: Kind, where: Row, wanted: Mapping[int, Source], now: datetime) -> Place:
    """A row as if it were a page: below the page of its own commune's site, which citizens read. One query."""
    homes = {source.home for source in wanted.values()}
    above = _read_by_all(kind.above, now).annotate(home=Substr("path", 1, HOME)).filter(home__in=homes)
    pages = {page["home"]: page for page in above.order_by("-path").values("home", *PAGE)}

    def place(row: Mapping[str, Any]) -> Mapping[str, Any] | None:
        source = wanted[row["pk"]]
        page = pages.get(source.home)
        if page is None or row["commune_id"] != source.pk:
            return None
        own = {"pk": row["pk"], "title": row[where.title], "url_path": page["url_path"] + where.address(row)}
        return {**page, **own, "slug": "", "first_published_at": None, "last_published_at": None}

    return place
