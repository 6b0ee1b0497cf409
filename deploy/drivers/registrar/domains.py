"""Domains, with any registrar: reserved where they are free, waited for where somebody must act, never given up.

``read`` tells what our table holds: the registries are asked every night, not for each plan.
"""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from django.conf import settings
from django.utils.translation import gettext as _

from deploy.drivers.base import DriverError, WaitingError
from deploy.drivers.registrar.base import Answer, Approval, AuthCode, Availability, Registrar, RegistrarError
from deploy.drivers.registrar.registrant import registrant_of
from deploy.drivers.registrar.spending import Kind, Purchase, State, buy, open_operation
from deploy.models import DomainName, DomainState, Operation
from deploy.names import tasks
from deploy.resources import Domain, Resource, resource_of
from deploy.subscriptions import Subscription
from sites.plan import Action, Change

YEARS = 1


class DomainDriver:
    """What it asks of a registrar leaves our database, and costs money."""

    external: ClassVar[bool] = True

    def __init__(self, registrar: Registrar) -> None:
        self.registrar = registrar
        self.kinds = frozenset({Domain.kind})

    def read(self, subscriptions: Sequence[Subscription]) -> Iterable[Resource]:
        """One query."""
        insees = [subscription.commune.insee for subscription in subscriptions]
        rows = DomainName.objects.filter(commune__in=insees, state=DomainState.HELD)
        for insee, name in rows.values_list("commune_id", "name"):
            yield Domain(insee, name)

    def apply(self, change: Change) -> None:
        """Have the domain, or say what it waits for."""
        if change.action is Action.DELETE:
            raise DriverError(_("« %s » ne peut pas être supprimé par un plan.") % change.key[1])
        wanted = resource_of(change.key[0], change.after)
        if not isinstance(wanted, Domain):
            raise DriverError(_("« %s » n’est pas un domaine.") % change.key[1])
        domain = row_of(wanted.name, wanted.insee)
        if domain.state != DomainState.HELD:
            acquire(domain, self.registrar)


def row_of(name: str, insee: str) -> DomainName:
    """The row of a name, made if nobody has it. ``DriverError`` when it belongs to another commune."""
    domain, _made = DomainName.objects.get_or_create(name=name, defaults={"commune_id": insee})
    if domain.commune_id != insee:
        raise DriverError(
            _("« %(name)s » est déjà tenu pour la commune %(other)s.") % {"name": name, "other": domain.commune_id}
        )
    return domain


def acquire(domain: DomainName, registrar: Registrar) -> None:
    """Reserve it, or follow what was asked. ``WaitingError`` until it is ours, ``DriverError`` when it was refused."""
    underway = open_operation(domain)
    if underway is not None and underway.kind == Kind.TRANSFER:
        _conclude(domain, registrar, buy(_purchase(domain, Kind.TRANSFER), registrar, None))
        return
    if underway is None:
        if registrar.get(domain.name) is not None or _was_had(domain):
            hold(domain, registrar)
            return
        _refuse_unless_free(domain, registrar)

    def send(approval: Approval) -> Answer:
        servers = tuple(settings.BEFFROI_NAMESERVERS)
        return registrar.register(domain.name, YEARS, registrant_of(domain), servers, approval)

    _conclude(domain, registrar, buy(_purchase(domain, Kind.REGISTER), registrar, send))


def transfer(domain: DomainName, code: AuthCode, registrar: Registrar) -> Operation:
    """Bring it from another registrar; the code goes to that of ours alone. ``DriverError`` says why not."""
    if domain.state == DomainState.HELD:
        raise DriverError(_("« %s » est déjà chez nous.") % domain.name)
    if registrar.capabilities().authinfo and not code.reveal():
        raise DriverError(_("il faut le code de transfert de « %s », que donne son bureau actuel.") % domain.name)
    operation = buy(
        _purchase(domain, Kind.TRANSFER),
        registrar,
        lambda approval: registrar.transfer_in(domain.name, code, registrant_of(domain), approval),
    )
    if operation.state == State.DONE:
        hold(domain, registrar)
    return operation


def hold(domain: DomainName, registrar: Registrar) -> None:
    """It is ours: its servers are made the platform's, and nobody is asked to do anything any more."""
    info = registrar.get(domain.name)
    servers = tuple(settings.BEFFROI_NAMESERVERS)
    if servers and info is not None and set(info.nameservers) != set(servers):
        registrar.set_nameservers(domain.name, servers)
    domain.refresh_from_db(fields=["expires"])
    domain.state = DomainState.HELD
    if info is not None and info.expires is not None:
        domain.expires = info.expires
    domain.save(update_fields=["state", "expires"])
    tasks.close(transfer_key(domain.name))


def transfer_key(name: str) -> str:
    """The task of who must ask for the code of a domain."""
    return f"code:{name}"


def _conclude(domain: DomainName, registrar: Registrar, operation: Operation) -> None:
    if operation.state == State.DONE:
        hold(domain, registrar)
    elif operation.state == State.FAILED:
        raise RegistrarError(
            _("« %(name)s » : %(said)s") % {"name": domain.name, "said": operation.sentence or _("refusé.")}
        )
    else:
        said = operation.sentence or _("le bureau d’enregistrement s’en occupe.")
        raise WaitingError(_("« %(name)s » : %(said)s") % {"name": domain.name, "said": said})


def _was_had(domain: DomainName) -> bool:
    """Whether it was bought by a process that was cut before it said so here."""
    return Operation.objects.filter(domain=domain, kind__in=(Kind.REGISTER, Kind.TRANSFER), state=State.DONE).exists()


def _purchase(domain: DomainName, kind: Kind) -> Purchase:
    return Purchase(domain, kind, _("commande de la commune %s") % domain.commune_id)


def _refuse_unless_free(domain: DomainName, registrar: Registrar) -> None:
    name = domain.name
    found = registrar.check([name]).get(name, Availability.UNKNOWN)
    if found is Availability.FREE:
        return
    if found is Availability.TAKEN:
        sentence = _(
            "« %(name)s » est déjà réservé ailleurs. S’il est à la commune, demandez-lui son code de transfert, puis "
            "lancez « beffroi domaine %(name)s --transferer » ; sinon, commandez un autre nom."
        ) % {"name": name}
        title = _("Demander le code de transfert de %s") % name
        tasks.open_task(transfer_key(name), domain.commune_id, title, sentence)
        raise WaitingError(sentence)
    if found is Availability.PREMIUM:
        raise WaitingError(
            _("« %s » est vendu à un prix particulier : réservez-le vous-même, ou commandez un autre nom.") % name
        )
    raise DriverError(_("« %s » : le registre ne dit pas si ce nom est libre.") % name)
