"""Carrying out an approved preparation: the worker does it, the page follows it, a failure is taken up again."""

from collections.abc import Iterable

from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from cms.accounts.invitation import send_invitation
from deploy import runs
from deploy.drivers.base import DriverError
from deploy.models import Preparation
from deploy.orders.faults import OrdersRefusedError
from deploy.orders.source import Source
from deploy.provision import propose
from sites.models import Commune, User
from sites.plan import AbsurdPlanError, Action, Change

State = Preparation.State
REFUSALS = (runs.RefusedError, AbsurdPlanError, OrdersRefusedError, DriverError, ImproperlyConfigured)


def source_of(row: Preparation) -> Source:
    """Its text, under the name that its sentences give."""
    return Source(row.name if row.pk else "preparation.toml", row.text)


def refusal(error: Exception) -> list[str]:
    """Why nothing is done, in sentences that name communes rather than the lines of a text nobody wrote."""
    if not isinstance(error, OrdersRefusedError):
        return [str(error)]
    return [
        f"{fault.insee}\u00a0: {fault.problem}" if fault.insee else capital(fault.problem) for fault in error.faults
    ]


def capital(sentence: str) -> str:
    """Faults end a sentence: alone, they begin one."""
    return sentence[:1].upper() + sentence[1:]


def ask(row: Preparation, checksum: str, by: str) -> bool:
    """Approve a draft, or take up again what was stopped; false when somebody did meanwhile."""
    now = timezone.now()
    drafts = Preparation.objects.filter(pk=row.pk, state=State.DRAFT)
    asked = drafts.update(
        state=State.ASKED, checksum=checksum, approved_by=by, approved_at=now, day=timezone.localdate()
    ) or Preparation.objects.filter(pk=row.pk, state=State.STOPPED).update(state=State.ASKED, sentences=[])
    if asked:
        carry_out.enqueue(row.pk)
    return bool(asked)


@task()
def carry_out(pk: int) -> None:
    """Make the plan again, hold it against what was approved, apply it. Begun twice, it is done once."""
    row = Preparation.objects.get(pk=pk)
    if row.state not in {State.ASKED, State.RUNNING}:
        return
    _note(row, state=State.RUNNING, step="")
    try:
        with runs.alone():
            _carry_out(row)
    except REFUSALS as error:
        _note(row, state=State.STOPPED, sentences=refusal(error), ended_at=timezone.now())
    except Exception:
        _note(row, state=State.STOPPED, sentences=[_("Une erreur inattendue l’a arrêtée\u00a0: voyez le journal.")])
        raise


def _carry_out(row: Preparation) -> None:
    proposal = propose([source_of(row)], row.day or timezone.localdate())
    if proposal.plan:
        runs.approve(proposal.plan, row.checksum)

    def show(done: int, total: int, name: str) -> None:
        told = _("%(name)s (%(done)s sur %(total)s)") % {"name": name, "done": done, "total": total}
        _note(row, step=told if name else "")

    outcome = runs.apply(proposal, show, author=row.approved_by)
    _invite(outcome.made, row.approved_by)
    state = State.STOPPED if outcome.errors else State.DONE
    told = [*outcome.errors, *outcome.waiting]
    _note(row, state=state, changes=row.changes + outcome.done, sentences=told, step="", ended_at=timezone.now())


def _invite(made: Iterable[Change], by: str) -> None:
    """The people whom these changes bring get a link to choose their password, from whoever approved the plan.

    What is made is not made again: a commune that another one holds up must not lose its invitations.
    """
    inviter = User.objects.filter(email__iexact=by).first()
    new = [change.after for change in made if change.key[0] == "person" and change.action is Action.CREATE]
    communes = {one.insee: one for one in Commune.objects.filter(insee__in=[person["insee"] for person in new])}
    users = {user.email.lower(): user for user in User.objects.filter(email__in=[person["email"] for person in new])}
    for person in new:
        user, commune = users.get(person["email"].lower()), communes.get(person["insee"])
        if inviter and user and commune:
            send_invitation(user, commune, inviter)


def _note(row: Preparation, **values: object) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
