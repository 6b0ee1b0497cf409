"""Whether a plan may be applied: it was approved as it is, it is the rest of one that was, and nobody else applies."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from deploy.models import Run, RunChange
from sites.plan import Plan


class RefusedError(Exception):
    """A plan that may not be applied. The message is a French sentence."""


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
