"""The only door to what costs money: the journal comes first, and nothing that was cut short is repeated blindly.

    written (begun) → sent → pending → done | failed

A process killed anywhere leaves a row. Killed before the request left: the registrar knows nothing of it, it is sent
with the same key. Killed after: the registrar tells what became of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from deploy.drivers.base import WaitingError
from deploy.drivers.registrar.base import Answer, Approval, Asked, DoubtError, Registrar, RegistrarError, Step
from deploy.models import DomainName, Operation

Kind = Operation.Kind
State = Operation.State
Send = Callable[[Approval], Answer]
# A registrar may know nothing yet of what it took a moment ago.
SETTLING = timedelta(minutes=15)
STATES = {Step.PENDING: State.PENDING, Step.DONE: State.DONE, Step.FAILED: State.FAILED}


@dataclass(frozen=True, slots=True)
class Purchase:
    """What is to be bought: ``order`` approved it, ``before`` is the end that a renewal moves."""

    domain: DomainName
    kind: Kind
    order: str
    before: date | None = None

    @property
    def key(self) -> str:
        """One for each thing that may be paid once: its number tells it from one that was refused."""
        what = f"{self.kind.value}:{self.domain.name}" + (f":{self.before}" if self.before else "")
        refused = Operation.objects.filter(domain=self.domain, kind=self.kind, before=self.before, state=State.FAILED)
        return f"{what}:{refused.count() + 1}"


def open_operation(domain: DomainName) -> Operation | None:
    """What is under way for a domain: at most one thing."""
    return Operation.objects.filter(domain=domain, state__in=Operation.OPEN).first()


def buy(purchase: Purchase, registrar: Registrar, send: Send | None) -> Operation:
    """Bring a purchase as far as it goes today, and give its row. ``send`` is absent where only asking is possible.

    Raises:
        RegistrarError: it was refused; the row says so.
        DoubtError: nobody knows yet; the next call asks.
        WaitingError: something else is under way for this domain.

    """
    operation = open_operation(purchase.domain)
    if operation is None:
        if send is None:
            raise WaitingError(_("rien n’a encore été demandé pour « %s ».") % purchase.domain.name)
        return _sent(_written(purchase, registrar), send)
    if operation.kind != purchase.kind:
        raise WaitingError(
            _("« %(name)s » : une opération (%(kind)s) est déjà en cours.")
            % {"name": purchase.domain.name, "kind": operation.get_kind_display()}
        )
    return followed(operation, registrar, send)


def followed(operation: Operation, registrar: Registrar, send: Send | None = None) -> Operation:
    """Ask what became of an operation, and send it again if it surely never arrived. Errors of ``buy``."""
    now = timezone.now()
    Operation.objects.filter(pk=operation.pk).update(asked_at=now)
    if operation.registrar != registrar.name:
        raise WaitingError(
            _("« %(name)s » est en cours chez « %(other)s » : remettez ce bureau le temps qu’il finisse.")
            % {"name": operation.domain.name, "other": operation.registrar}
        )
    answer = registrar.poll(_asked(operation))
    if answer is not None:
        return _recorded(operation, answer)
    if now - operation.begun_at < SETTLING and not registrar.capabilities().prompt:
        raise WaitingError(
            _("« %s » : la demande a été coupée il y a peu ; elle sera vérifiée dans un quart d’heure.")
            % operation.domain.name
        )
    if send is None:
        return operation
    return _sent(operation, send)


def _written(purchase: Purchase, registrar: Registrar) -> Operation:
    """The row, committed before anything leaves: never inside the transaction of somebody else."""
    try:
        with transaction.atomic(durable=True):
            return Operation.objects.create(
                domain=purchase.domain,
                kind=purchase.kind,
                key=purchase.key,
                order=purchase.order[:200],
                registrar=registrar.name,
                before=purchase.before,
            )
    except IntegrityError as error:
        raise WaitingError(
            _("« %s » : quelqu’un d’autre vient de le demander ; rien n’a été envoyé.") % purchase.domain.name
        ) from error


def _sent(operation: Operation, send: Send) -> Operation:
    try:
        answer = send(Approval(operation.key, operation.order))
    except DoubtError as error:
        Operation.objects.filter(pk=operation.pk).update(sentence=str(error))
        raise
    except WaitingError:  # nothing left: the row goes, somebody must act first
        Operation.objects.filter(pk=operation.pk, state=State.BEGUN, ref="").delete()
        raise
    except RegistrarError as error:
        _recorded(operation, Answer(Step.FAILED, sentence=str(error)))
        raise
    return _recorded(operation, answer)


def _recorded(operation: Operation, answer: Answer) -> Operation:
    operation.state = STATES[answer.step]
    operation.ref = answer.ref or operation.ref
    operation.sentence = answer.sentence
    operation.ended_at = None if answer.step is Step.PENDING else timezone.now()
    operation.save(update_fields=["state", "ref", "sentence", "ended_at"])
    if answer.expires is not None:
        DomainName.objects.filter(pk=operation.domain_id).update(expires=answer.expires)
    return operation


def _asked(operation: Operation) -> Asked:
    domain = operation.domain
    return Asked(
        operation.kind,
        domain.name,
        domain.commune_id,
        operation.key,
        operation.ref,
        operation.before,
        operation.begun_at,
    )
