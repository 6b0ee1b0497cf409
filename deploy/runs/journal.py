"""What is kept of a run: the orders, who approved, each change, when it was made, what it waits for or failed on."""

from collections.abc import Collection, Iterable, Mapping

from django.db import transaction
from django.utils import timezone

from deploy.models import Order, Run, RunChange, Subscription
from deploy.provision import Proposal
from deploy.records import batches, write_subscriptions
from sites.plan import Change, Key


class Journal:
    """The rows of one run; a plan without a change leaves none."""

    def __init__(self, run: Run | None, ranks: Mapping[Key, int]) -> None:
        """``ranks`` tells the row of each change."""
        self._run = run
        self._ranks = ranks

    @classmethod
    @transaction.atomic
    def opened(cls, proposal: Proposal, author: str) -> "Journal":
        """Orders, subscriptions and the run, all or nothing."""
        _keep_orders(proposal)
        changes = proposal.plan.to_apply
        if not changes:
            return cls(None, {})
        run = Run.objects.create(checksum=proposal.plan.checksum, day=proposal.day, author=author)
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
            for rank, change in enumerate(changes)
        )
        return cls(run, {change.key: rank for rank, change in enumerate(changes)})

    def done(self, changes: Iterable[Change]) -> None:
        """These changes are made."""
        for ranks in batches(self._ranks[change.key] for change in changes):
            rows = RunChange.objects.filter(run=self._run, rank__in=ranks)
            rows.update(done_at=timezone.now(), error="", waiting="")

    def waits(self, change: Change, sentence: str) -> None:
        """This change is for later; ``sentence`` says what must happen first."""
        RunChange.objects.filter(run=self._run, rank=self._ranks[change.key]).update(waiting=sentence)

    def failed(self, insee: str, error: str) -> None:
        """What is left of a commune was given up."""
        RunChange.objects.filter(run=self._run, group=insee, done_at=None, waiting="").update(error=error)


def _keep_orders(proposal: Proposal) -> None:
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


def end_runs(converged: Collection[str]) -> None:
    """End the runs, this one and those cut short, of which nothing is left but communes that are now as ordered."""
    left: dict[int, set[str]] = {run: set() for run in Run.objects.filter(ended_at=None).values_list("pk", flat=True)}
    rows = RunChange.objects.filter(run__ended_at=None, done_at=None).values_list("run", "group").distinct()
    for run, group in rows.order_by("run"):
        left[run].add(group)
    ended = [run for run, groups in left.items() if groups <= set(converged)]
    Run.objects.filter(pk__in=ended).update(ended_at=timezone.now())
