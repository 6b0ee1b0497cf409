"""Acts, their copies and the meetings, as templates, feeds and open data see them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _
from slugify import slugify

from modules.documents.actes import delays, kinds
from modules.documents.actes.kinds import Kind
from modules.documents.actes.reading import VERSION, day, hour, moment
from sites.law.dated import PARIS, last_day
from sites.rendering.french import date_text, hour_fr, size_fr

Day = date  # the classes have a field of that name
ACTES, SEANCES = "actes/", "seances/"
WITHDRAWALS = {"personnel": "il contenait des données personnelles", "juge": "une décision de justice le demande"}

# Gives the public address of the copy of an act, or nothing: act id, columns of the version, readable name.
Publish = Callable[[int, Mapping[str, Any], str], str]


@dataclass(frozen=True, slots=True)
class Copy:
    """A published version. Without ``url``, it left the site, or its file is not the one that was published."""

    rank: int
    number: str
    title: str
    date: date
    author: str
    url: str
    size: str
    pages: int
    digest: str
    put_online_at: datetime
    reason: str
    withdrawn_at: datetime | None
    withdrawal: str

    @property
    def online_on(self) -> Day:
        """The day, in Paris."""
        return self.put_online_at.astimezone(PARIS).date()


@dataclass(frozen=True, slots=True)
class Act:
    """An act, its newest copy first. One that is examined and not yet published has none."""

    id: int
    kind: Kind
    number: str
    title: str
    date: date
    url: str
    seance: int | None
    outcome: str
    fields: Mapping[str, Any]
    copies: tuple[Copy, ...]

    @property
    def copy(self) -> Copy | None:
        """The one to read."""
        return next((copy for copy in self.copies if copy.url), None)

    @property
    def online_at(self) -> datetime:
        """When its newest copy was put online."""
        return self.copies[0].put_online_at

    @property
    def publicity_until(self) -> Day:
        """The last day of the publicity that the law asks for."""
        return last_day(delays.PUBLICITY, self.copies[0].online_on)

    @property
    def recourse_until(self) -> Day:
        """The last day to ask a judge."""
        return last_day(delays.RECOURSE, self.copies[0].online_on)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting with all that belongs to it."""

    id: int
    title: str
    date: date
    time: time | None
    place: str
    agenda: tuple[str, ...]
    url: str
    list_published_at: datetime | None
    announced_at: datetime | None = None
    acts: tuple[Act, ...] = ()

    @property
    def hour(self) -> str:
        """« 20 h 30 », or nothing."""
        return hour_fr(self.time.hour, self.time.minute) if self.time else ""

    @property
    def deliberations(self) -> tuple[Act, ...]:
        """In the order of their numbers."""
        return tuple(sorted((act for act in self.acts if act.kind.code == "deliberation"), key=lambda act: act.number))

    @property
    def listed(self) -> tuple[Act, ...]:
        """The list of deliberations examined, once it is published."""
        return tuple(act for act in self.deliberations if act.outcome) if self.list_published_at else ()

    @property
    def others(self) -> tuple[Act, ...]:
        """Minutes, convocation, budget."""
        return tuple(act for act in self.acts if act.kind.code != "deliberation" and act.copies)


def acts_of(rows: Iterable[Mapping[str, Any]], url: str, publish: Publish) -> Iterator[Act]:
    """One act for all the rows of its versions."""
    together: dict[int, list[Mapping[str, Any]]] = {}
    for row in rows:
        together.setdefault(row["id"], []).append(row)
    for number, versions in together.items():
        row = versions[0]
        kind = kinds.KINDS[row["kind"]]
        dated = day(row["date"]) or date.min
        slug = slug_of(row["number"], row["title"])
        copies = sorted(
            (_copy(number, slug, version, publish) for version in versions if version["version_rank"]),
            key=lambda copy: -copy.rank,
        )
        yield Act(
            id=number,
            kind=kind,
            number=row["number"],
            title=row["title"],
            date=dated,
            url=f"{url}{act_path(number, slug, dated)}",
            seance=row["seance"],
            outcome=dict(kinds.OUTCOMES).get(row["outcome"], ""),
            fields=row,
            copies=tuple(copies),
        )


def slug_of(number: str, title: str) -> str:
    """What the addresses of an act and of its copy say of it."""
    return slugify(f"{number} {title}", max_length=60, word_boundary=True) or "acte"


def act_path(act: int, slug: str, dated: date) -> str:
    """The page of an act, below that of the documents."""
    return f"{ACTES}{dated.year}/{act}-{slug}/"


def meeting_path(dated: date, number: int | None) -> str:
    """The page of a meeting, below that of the documents; ``number`` for another than the first of its day."""
    return f"{SEANCES}{dated.isoformat()}{f'-{number}' if number else ''}/"


def _copy(act: int, slug: str, row: Mapping[str, Any], publish: Publish) -> Copy:
    version = {key: row[f"version_{key}"] for key in VERSION}
    withdrawn = moment(version["withdrawn_at"])
    author = f"{version['first_name']} {version['name']}, {version['capacity']}"
    return Copy(
        rank=version["rank"],
        number=version["number"],
        title=version["title"],
        date=day(version["date"]) or date.min,
        author=author,
        url="" if withdrawn else publish(act, version, slug),
        size=size_fr(version["size"]),
        pages=version["pages"],
        digest=version["digest"],
        put_online_at=moment(version["put_online_at"]) or datetime.min.replace(tzinfo=PARIS),
        reason=version["reason"],
        withdrawn_at=withdrawn,
        withdrawal=WITHDRAWALS.get(version["withdrawal"], ""),
    )


def meetings_of(rows: Iterable[Mapping[str, Any]], url: str, acts: Sequence[Act]) -> Iterator[Meeting]:
    """From the last to the first, each with its acts."""
    of_meeting: dict[int | None, list[Act]] = {}
    for act in acts:
        of_meeting.setdefault(act.seance, []).append(act)
    taken: set[date] = set()
    for row in sorted(rows, key=lambda row: (row["date"], -row["id"]), reverse=True):
        dated = day(row["date"]) or date.min
        path = meeting_path(dated, row["id"] if dated in taken else None)
        taken.add(dated)
        yield Meeting(
            id=row["id"],
            title=_("%(assembly)s du %(date)s") % {"assembly": row["assembly"], "date": date_text(dated)},
            date=dated,
            time=hour(row["time"]),
            place=row["place"],
            agenda=tuple(line.strip() for line in row["agenda"].splitlines() if line.strip()),
            url=f"{url}{path}",
            list_published_at=moment(row["list_published_at"]),
            announced_at=moment(row["announced_at"]),
            acts=tuple(of_meeting.get(row["id"], ())),
        )
