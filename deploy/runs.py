"""Applying an approved plan: commune by commune, each in one transaction, each change recorded with it."""

import fcntl
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from deploy.drivers.base import DriverError
from deploy.models import Order, Run, RunChange, Subscription
from deploy.provision import Proposal, driver_of, explained
from deploy.records import write_subscriptions
from sites.plan import Change, Plan

# Called before each commune: how many are done, how many there are, and the name of the one that begins.
Progress = Callable[[int, int, str], None]


class RefusedError(Exception):
    """A plan that may not be applied. The message is a French sentence."""


@dataclass(frozen=True)
class Outcome:
    """What was done, and one French sentence per commune that could not be."""

    done: int
    errors: tuple[str, ...] = ()


def apply(proposal: Proposal, progress: Progress, *, force: bool = False) -> Outcome:
    """Record the orders, then make the changes; ``RefusedError`` before anything is written.

    A commune whose change fails is left as it was, and the others go on.
    """
    if not force:
        proposal.plan.refuse_if_absurd(explained(proposal) if proposal.plan.weight else ())
    run = _record(proposal)
    errors: list[str] = []
    names = proposal.names
    groups = list(proposal.plan.groups())
    done = 0
    for position, (insee, changes) in enumerate(groups):
        progress(position, len(groups), names.get(insee, insee))
        try:
            _apply_group(run, insee, changes)
            done += len(changes)
        except (DriverError, DatabaseError, ValidationError) as error:
            errors.append(f"{names.get(insee, insee)} : {_sentence(error)}")
            RunChange.objects.filter(run=run, group=insee, done_at=None).update(error=str(error))
    progress(len(groups), len(groups), "")
    if not errors:
        _end_runs(proposal.subscriptions.keys())
    return Outcome(done, tuple(errors))


def _sentence(error: Exception) -> str:
    """A driver says it in French; the database and the CMS are quoted."""
    if isinstance(error, DriverError):
        return str(error)
    return _("ce changement est refusé (%(error)s).") % {"error": " ".join(str(error).split())}


def _apply_group(run: Run | None, insee: str, changes: tuple[Change, ...]) -> None:
    with transaction.atomic():
        for change in changes:
            driver_of(change.key[0]).apply(change)
        RunChange.objects.filter(run=run, group=insee).update(done_at=timezone.now())


@transaction.atomic
def _record(proposal: Proposal) -> Run | None:
    """Orders, subscriptions and the run, all or nothing."""
    write_subscriptions({insee: one.after for insee, one in proposal.amendments.items()})
    for order in proposal.orders:
        row = Order.objects.create(
            digest=order.source.digest,
            name=order.source.name,
            source=order.source.text,
            author=order.author,
            date=order.date or proposal.day,
        )
        row.subscriptions.set(Subscription.objects.filter(pk__in=[commune.insee for commune in order.communes]))
    if not proposal.plan:
        return None
    run = Run.objects.create(checksum=proposal.plan.checksum, day=proposal.day)
    RunChange.objects.bulk_create(
        RunChange(
            run=run,
            rank=rank,
            group=change.group,
            action=change.action.value,
            kind=change.key[0],
            name=change.key[1],
            before=change.before,
            after=change.after,
        )
        for rank, change in enumerate(proposal.plan.to_apply)
    )
    return run


def _end_runs(converged: Collection[str]) -> None:
    """End this run, and the interrupted ones of which nothing is left but communes that are now as ordered."""
    for run in Run.objects.filter(ended_at=None):
        waiting = set(run.changes.filter(done_at=None).values_list("group", flat=True))
        if waiting <= set(converged):
            run.ended_at = timezone.now()
            run.save(update_fields=["ended_at"])


def approve(plan: Plan, checksum: str) -> None:
    """Refuse a plan that is neither the one approved nor the rest of it."""
    if plan.checksum == checksum or _approved(plan, Run.objects.filter(checksum=checksum, ended_at=None)):
        return
    raise RefusedError(
        _("Le plan a changé depuis son approbation : relisez-le, son empreinte est maintenant %(checksum)s.")
        % {"checksum": plan.checksum}
    )


def was_interrupted(plan: Plan) -> bool:
    """Whether all of it belongs to runs that were approved, then cut short."""
    return _approved(plan, Run.objects.filter(ended_at=None))


def _approved(plan: Plan, runs: QuerySet[Run]) -> bool:
    rows = RunChange.objects.filter(run__in=runs, done_at=None).values_list("action", "kind", "name", "after")
    approved = {(action, kind, name): after for action, kind, name, after in rows}
    changes = plan.to_apply
    return bool(changes) and all(
        (change.action.value, *change.key) in approved and approved[(change.action.value, *change.key)] == change.after
        for change in changes
    )


@contextmanager
def alone() -> Iterator[None]:
    """One ``apply`` at a time on this machine; the lock falls with the process that holds it."""
    settings.BEFFROI_VAR.mkdir(parents=True, exist_ok=True)
    with (settings.BEFFROI_VAR / "apply.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise RefusedError(_("Un autre « beffroi apply » est en cours : attendez qu’il finisse.")) from error
        yield
