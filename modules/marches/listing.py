"""What the pages show: contracts by state and category, each list a page made beforehand. No query, no clock."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from modules.marches.avis import notice as common
from modules.marches.avis.merging import Contract, Row, contracts
from modules.marches.avis.thresholds import Rule, on
from modules.marches.avis.thresholds import next_change as next_rule
from sites.bake.lists import Listing, cut
from sites.law.dated import PARIS, start_of

if TYPE_CHECKING:
    from sites.bake.views import PageView

PER_PAGE = 15
NOTICE, DATA = "avis/", "donnees-essentielles/"
FRESH = timedelta(days=60)  # a consultation without any deadline is shown among the open ones that long
GROUPS = (
    ("", gettext_lazy("Réponses attendues")),
    ("passees/", gettext_lazy("Passées")),
    ("attribues/", gettext_lazy("Attribués")),
)
CATEGORY_LABELS = {
    common.WORKS: gettext_lazy("Travaux"),
    common.SUPPLIES: gettext_lazy("Fournitures"),
    common.SERVICES: gettext_lazy("Services"),
}
PROCEDURES = {
    common.ADAPTED: gettext_lazy("Procédure adaptée"),
    common.OPEN: gettext_lazy("Procédure ouverte"),
    common.RESTRICTED: gettext_lazy("Procédure restreinte"),
    common.NEGOTIATED: gettext_lazy("Procédure négociée"),
    common.WITHOUT: gettext_lazy("Sans publicité ni mise en concurrence préalables"),
}
NATURES = {
    common.CALL: gettext_lazy("Avis de marché"),
    common.CORRECTION: gettext_lazy("Rectificatif"),
    common.CANCELLATION: gettext_lazy("Annulation"),
    common.AWARD: gettext_lazy("Résultat"),
    common.DATA: gettext_lazy("Données essentielles"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A contract on the site. ``state`` is that of the bake; what pages say of it stays true between two bakes."""

    contract: Contract
    url: str
    state: str
    group: str

    @property
    def title(self) -> str:
        """What is bought."""
        return self.contract.title

    @property
    def deadline(self) -> datetime | None:
        """In Paris."""
        until = self.contract.deadline
        return until.astimezone(PARIS) if until else None

    @property
    def category(self) -> str:
        """Its code."""
        return str(self.contract.first("category") or "")

    @property
    def category_label(self) -> str:
        """« Travaux »."""
        return str(CATEGORY_LABELS.get(self.category, ""))

    @property
    def procedure_label(self) -> str:
        """« Procédure adaptée »."""
        return str(PROCEDURES.get(self.contract.procedure, ""))

    @property
    def reference(self) -> str:
        """As the town hall gave it."""
        return str(self.contract.first("reference") or "")

    @property
    def summary(self) -> str:
        """More words than the title, where a source has some."""
        told = str(self.contract.first("summary") or "")
        return "" if told == self.title else told

    @property
    def history(self) -> list[tuple[str, date | None, str]]:
        """What was published of it, and where."""
        return [(str(NATURES[one.nature]), one.published, one.url) for one in self.contract.notices]

    @property
    def day(self) -> date:
        """What lists are sorted by."""
        found = self.contract
        return found.first("notified") or found.last_published or (self.deadline.date() if self.deadline else date.min)


@dataclass(frozen=True, slots=True)
class Choice:
    """A list that one may choose."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Consultations(Listing):
    """A page of a list: the contracts of a ``group``, of one ``category`` or all."""

    group: str = ""
    category: str = ""
    categories: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the templates receive as ``data``."""

    index: "PageView | None" = None
    url: str = ""
    contracts: tuple[Shown, ...] = ()
    listings: tuple[Consultations, ...] = ()
    groups: tuple[Choice, ...] = ()
    rules: Mapping[str, Rule] = None  # type: ignore[assignment]  # set by ``gather``
    now: datetime | None = None
    changed_at: datetime | None = None
    csv_size: str = ""
    """Of the file to take away: « 12 Ko »."""

    @property
    def first(self) -> Consultations:
        """What the page of the module itself shows."""
        return self.listings[0] if self.listings else cut(Consultations("", self.url), ())[0]

    @property
    def open(self) -> tuple[Shown, ...]:
        """Those one may still answer, the first deadline first."""
        return tuple(one for one in self.contracts if one.group == "")

    @property
    def awarded(self) -> tuple[Shown, ...]:
        """Those that somebody got."""
        return tuple(one for one in self.contracts if one.state == common.AWARDED)

    @property
    def essential(self) -> tuple[Shown, ...]:
        """Those whose essential data are known."""
        return tuple(one for one in self.contracts if any(it.decp for it in one.contract.notices))

    @property
    def next_deadline(self) -> datetime | None:
        """The first instant at which the open list is no more what it was."""
        return min((one.deadline for one in self.open if one.deadline), default=None)

    def next_change(self, today: date) -> datetime | None:
        """The same, or the end of what has no deadline, or another threshold."""
        days = [self.next_deadline] if self.next_deadline else []
        undated = (one.contract.last_published for one in self.open if one.deadline is None)
        days += [start_of(seen + FRESH + timedelta(days=1)) for seen in undated if seen]
        if rule := next_rule(today):
            days.append(start_of(rule))
        return min(days, default=None)


def group_of(contract: Contract, now: datetime) -> tuple[str, str]:
    """The state of a contract, and the list it stands in."""
    found = common.state(contract, now)
    if found == common.AWARDED:
        return found, "attribues/"
    if found == common.OPENED:
        return found, ""
    seen = contract.last_published
    if found == common.UNKNOWN and seen and now.astimezone(PARIS).date() <= seen + FRESH:
        return found, ""
    return found, "passees/"


def gather(index: "PageView | None", rows: Iterable[Row], changed_at: datetime | None, now: datetime) -> Ledger:
    """Sort what was read."""
    if index is None:
        return Ledger(rules={})
    shown = []
    for contract in contracts(rows):
        state, group = group_of(contract, now)
        shown.append(Shown(contract, f"{index.url}{NOTICE}{contract.slug}/", state, group))
    opened = sorted(
        (one for one in shown if one.group == ""), key=lambda one: (one.deadline is None, one.deadline or now, one.url)
    )
    others = sorted((one for one in shown if one.group), key=lambda one: (one.day, one.url), reverse=True)
    ordered = (*opened, *others)
    ledger = Ledger(
        index, index.url, ordered, groups=tuple(Choice(str(label), index.url + path) for path, label in GROUPS),
        rules=on(now.astimezone(PARIS).date()), now=now, changed_at=changed_at,
    )  # fmt: skip
    return replace(ledger, listings=tuple(_listings(index, ordered)))


def _listings(index: "PageView", shown: Sequence[Shown]) -> Iterator[Consultations]:
    titles = {
        "": index.title,
        "passees/": _("Consultations passées"),
        "attribues/": _("Marchés attribués"),
    }
    for group, title in titles.items():
        url = index.url + group
        inside = [one for one in shown if one.group == group]
        used = [code for code in common.CATEGORIES if any(one.category == code for one in inside)]
        choices = tuple(Choice(str(CATEGORY_LABELS[code]), f"{url}{code}/") for code in used)
        one = Consultations(title, url, group=group, categories=choices)
        yield from cut(one, inside, PER_PAGE)
        for code, choice in zip(used, choices, strict=True):
            called = _("%(title)s\u00a0: %(category)s") % {"title": title, "category": choice.title.lower()}
            kept = [it for it in inside if it.category == code]
            yield from cut(replace(one, title=called, url=choice.url, category=code), kept, PER_PAGE)


def labels(rules: Mapping[str, Rule]) -> list[tuple[str, Rule]]:
    """The thresholds in the words of firms."""
    words: Mapping[str, Any] = {
        "without_notice": _("Sans publicité ni mise en concurrence, fournitures et services\u00a0: moins de"),
        "works_without_notice": _("Sans publicité ni mise en concurrence, travaux\u00a0: moins de"),
        "open_data": _("Données essentielles publiées\u00a0: à partir de"),
        "notice_required": _("Avis au BOAMP ou dans un journal d’annonces légales\u00a0: à partir de"),
        "europe": _("Procédures européennes, fournitures et services\u00a0: à partir de"),
        "europe_works": _("Procédures européennes, travaux\u00a0: à partir de"),
    }
    return [(label, rules[name]) for name, label in words.items() if name in rules]
