"""Applying an approved plan.

First what hosts take together, one call for each lot (a DNS zone); then commune by commune: what leaves our database,
change by change, each recorded right after it is made; what stays in it, in one transaction recorded with it; then what
is taken away elsewhere. A process killed at any moment is followed by another that finds only what is still to be done.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from deploy.drivers.base import Approval, Driver, DriverError, GatheringDriver, WaitingError
from deploy.drivers.chosen import by_kind
from deploy.provision import Proposal, explained
from deploy.runs.journal import Journal, end_runs
from sites.plan import Action, Change

# Called before each commune: how many are done, how many there are, and the name of the one that begins.
Progress = Callable[[int, int, str], None]
# What a driver, the database or the CMS may answer; anything else is a fault of ours, and stops the run where it is.
REFUSALS = (DriverError, DatabaseError, ValidationError)


@dataclass(frozen=True)
class Outcome:
    """What was done, one French sentence per commune that could not be, and one per change that waits."""

    done: int
    errors: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    made: tuple[Change, ...] = ()


@dataclass
class _Running:
    """One plan on its way."""

    journal: Journal
    drivers: Mapping[str, Driver]
    done: list[Change] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)  # by INSEE code
    waiting: list[tuple[str, str]] = field(default_factory=list)  # INSEE code, sentence

    def driver(self, change: Change) -> Driver:
        return self.drivers[change.key[0]]

    def made(self, changes: Sequence[Change]) -> None:
        self.journal.done(changes)
        self.done += changes

    def waits(self, change: Change, sentence: str) -> None:
        self.journal.waits(change, sentence)
        self.waiting.append((change.group, sentence))

    def failed(self, insee: str, error: Exception) -> None:
        self.errors.setdefault(insee, _sentence(error))
        self.journal.failed(insee, str(error))


def apply(proposal: Proposal, progress: Progress, *, force: bool = False, author: str = "") -> Outcome:
    """Record the orders, then make the changes; ``RefusedError`` before anything is written.

    A commune whose change fails stops there, and the others go on; a change that waits stops nothing.
    """
    approval = Approval(author, force, explained(proposal) if proposal.plan.weight else frozenset())
    if not force:
        proposal.plan.refuse_if_absurd(approval.explained)
    running = _Running(Journal.opened(proposal, author), by_kind())
    names = proposal.names
    groups = list(proposal.plan.groups())
    for gathering, lot, gathered in _lots(running, proposal.plan.to_apply):
        progress(0, len(groups), lot)
        _apply_lot(running, gathering, lot, gathered, approval)
    for position, (insee, changes) in enumerate(groups):
        progress(position, len(groups), names.get(insee, insee))
        if insee in running.errors:
            continue
        try:
            _apply_commune(running, changes)
        except REFUSALS as error:
            running.failed(insee, error)
    progress(len(groups), len(groups), "")
    end_runs(proposal.subscriptions.keys() - running.errors.keys() - {insee for insee, _sentence in running.waiting})
    return Outcome(
        len(running.done),
        tuple(f"{names.get(insee, insee)} : {sentence}" for insee, sentence in sorted(running.errors.items())),
        tuple(f"{names.get(insee, insee)} : {sentence}" for insee, sentence in running.waiting),
        tuple(running.done),
    )


def _lots(running: _Running, changes: Iterable[Change]) -> Iterator[tuple[GatheringDriver, str, list[Change]]]:
    """What each driver takes in one call, lots in alphabetical order."""
    lots: dict[tuple[str, str], tuple[GatheringDriver, list[Change]]] = {}
    for change in changes:
        driver = running.driver(change)
        if isinstance(driver, GatheringDriver):
            lot = driver.lot(change)
            lots.setdefault((lot, change.key[0]), (driver, []))[1].append(change)
    for (lot, _kind), (driver, gathered) in sorted(lots.items(), key=lambda item: item[0]):
        yield driver, lot, gathered


def _apply_lot(
    running: _Running, driver: GatheringDriver, lot: str, changes: Sequence[Change], approval: Approval
) -> None:
    """The communes of a lot that fails go no further: their sites would answer under names that lead nowhere."""
    try:
        waiting = driver.apply_lot(lot, changes, approval)
    except WaitingError as error:
        waiting = {change.key: str(error) for change in changes}
    except REFUSALS as error:
        for insee in {change.group for change in changes}:
            running.failed(insee, error)
        return
    running.made([change for change in changes if change.key not in waiting])
    for change in changes:
        if change.key in waiting:
            running.waits(change, waiting[change.key])


def _apply_commune(running: _Running, changes: Iterable[Change]) -> None:
    outside, inside, removals = [], [], []
    for change in changes:
        driver = running.driver(change)
        if isinstance(driver, GatheringDriver):
            continue
        if not driver.external:
            inside.append(change)
        elif change.action is Action.DELETE:
            removals.append(change)
        else:
            outside.append(change)
    _apply_outside(running, outside)
    _apply_inside(running, inside)
    _apply_outside(running, removals)


def _apply_outside(running: _Running, changes: Iterable[Change]) -> None:
    for change in changes:
        try:
            running.driver(change).apply(change)
        except WaitingError as error:
            running.waits(change, str(error))
        else:
            running.made([change])


def _apply_inside(running: _Running, changes: Sequence[Change]) -> None:
    """All or nothing, but for what waits: what its driver wrote before saying so is kept."""
    waiting: list[tuple[Change, str]] = []
    with transaction.atomic():
        for change in changes:
            try:
                running.driver(change).apply(change)
            except WaitingError as error:
                waiting.append((change, str(error)))
        late = {change.key for change, _sentence in waiting}
        made = [change for change in changes if change.key not in late]
        running.journal.done(made)
    running.done += made
    for change, sentence in waiting:
        running.waits(change, sentence)


def _sentence(error: Exception) -> str:
    """A driver says it in French; the database and the CMS are quoted."""
    if isinstance(error, DriverError):
        return str(error)
    return _("ce changement est refusé (%(error)s).") % {"error": " ".join(str(error).split())}
