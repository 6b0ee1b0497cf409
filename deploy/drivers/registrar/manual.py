"""A person of the CDG goes to the registrar's own site, does it, and says so; the registry (RDAP) has the last word.

The default where no contract gives an API. A task is opened for each thing to do, once.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from deploy.drivers.registrar.base import (
    Answer,
    Approval,
    Asked,
    AuthCode,
    Availability,
    Capabilities,
    DomainInfo,
    Registrant,
    Step,
)
from deploy.drivers.registrar.domains import DomainDriver
from deploy.names import rdap, tasks
from sites.rendering.french import date_text, enumerated


def driver() -> DomainDriver:
    """The driver that ``BEFFROI_REGISTRAR=manual`` chooses."""
    return DomainDriver(Manual())


class Manual:
    """Nothing is sent to anybody: tasks, and questions to the registry."""

    name = "manual"

    def capabilities(self) -> Capabilities:
        """Any extension; a transfer is done elsewhere, with the code that the person has."""
        return Capabilities(authinfo=False, prompt=True)

    def check(self, names: Collection[str]) -> Mapping[str, Availability]:
        """As the registry says; where it does not, the person will see."""
        return {name: _availability(name) for name in names}

    def get(self, name: str) -> DomainInfo | None:  # noqa: ARG002  # there is no account to look into
        """Nobody knows what the account holds."""
        return None

    def register(
        self, name: str, years: int, registrant: Registrant, nameservers: Sequence[str], approval: Approval
    ) -> Answer:
        """Ask a person to reserve it."""
        sentence = _(
            "Réservez %(name)s pour %(years)d an au nom de « %(who)s » (%(where)s, %(mail)s)%(servers)s. "
            "Confirmez ensuite ici."
        ) % {
            "name": name,
            "years": years,
            "who": registrant.organisation,
            "where": f"{registrant.street}, {registrant.postcode} {registrant.city}",
            "mail": registrant.email,
            "servers": _(", avec les serveurs de noms %s") % enumerated(nameservers) if nameservers else "",
        }
        return _asking(approval.key, registrant.insee, _("Réserver %s") % name, sentence)

    def renew(self, name: str, years: int, current_expiry: date, approval: Approval) -> Answer:
        """Ask a person to renew it."""
        found = tasks.owner_of(name)
        sentence = _("Renouvelez %(name)s pour %(years)d an : il finit le %(end)s. Confirmez ensuite ici.") % {
            "name": name,
            "years": years,
            "end": date_text(current_expiry),
        }
        return _asking(approval.key, found, _("Renouveler %s") % name, sentence, current_expiry)

    def transfer_in(self, name: str, code: AuthCode, registrant: Registrant, approval: Approval) -> Answer:  # noqa: ARG002
        """Ask a person to transfer it; the code is hers, and is not written."""
        sentence = _(
            "Faites entrer %(name)s dans le compte du centre de gestion avec le code que la mairie vous a donné, au "
            "nom de « %(who)s ». Confirmez ensuite ici."
        ) % {"name": name, "who": registrant.organisation}
        return _asking(approval.key, registrant.insee, _("Transférer %s") % name, sentence)

    def transfer_status(self, name: str, ref: str) -> Answer:
        """What the person, then the registry, say."""
        return _confirmed(ref, name)

    def set_nameservers(self, name: str, nameservers: Sequence[str]) -> None:
        """Ask a person."""
        key = f"servers:{name}:{','.join(sorted(nameservers))}"
        sentence = _("Donnez à %(name)s les serveurs de noms %(servers)s, puis confirmez ici.") % {
            "name": name,
            "servers": enumerated(nameservers),
        }
        tasks.open_task(key, tasks.owner_of(name), _("Serveurs de noms de %s") % name, sentence)

    def set_autorenew(self, name: str, *, on: bool) -> None:
        """Ask a person."""
        sentence = (
            _("Remettez le renouvellement automatique de %s, puis confirmez ici.")
            if on
            else _(
                "La mairie refuse le renouvellement de %s : arrêtez son renouvellement automatique, puis confirmez ici."
            )
        )
        key = f"autorenew:{name}:{'on' if on else 'off'}"
        tasks.open_task(key, tasks.owner_of(name), _("Renouvellement de %s") % name, sentence % name)

    def set_ds(self, name: str, records: Sequence[str]) -> None:
        """Ask a person."""
        sentence = _("Donnez à %(name)s ces enregistrements DS, et eux seuls : %(records)s. Puis confirmez ici.") % {
            "name": name,
            "records": " ; ".join(records) or _("aucun"),
        }
        tasks.open_task(
            f"ds:{name}:{'|'.join(records)}"[:320], tasks.owner_of(name), _("DNSSEC de %s") % name, sentence
        )

    def poll(self, asked: Asked) -> Answer | None:
        """The task, then the registry. ``None`` when the task was never opened: a process was cut before it."""
        if tasks.is_done(asked.key) is None:
            return None
        return _confirmed(asked.key, asked.name, asked.before)


def _availability(name: str) -> Availability:
    try:
        return Availability.TAKEN if rdap.read(name) is not None else Availability.FREE
    except rdap.RdapError:
        return Availability.FREE if not rdap.server_of(name) else Availability.UNKNOWN


def _asking(key: str, insee: str, title: str, sentence: str, due: date | None = None) -> Answer:
    tasks.open_task(key, insee, title, sentence, due)
    return Answer(
        Step.PENDING, key, _("une personne du centre de gestion doit le faire, puis le confirmer (« À faire »).")
    )


def _waiting() -> str:
    return _("une personne du centre de gestion doit le faire, puis le confirmer (« À faire »).")


def _confirmed(key: str, name: str, before: date | None = None) -> Answer:
    """Done when a person said so and the registry agrees; on her word alone where no registry can be asked."""
    if not tasks.is_done(key):
        return Answer(Step.PENDING, key, _waiting())
    if not rdap.server_of(name):
        return Answer(Step.DONE, key)
    try:
        found = rdap.read(name)
    except rdap.RdapError as error:
        return Answer(Step.PENDING, key, str(error))
    if found is None:
        return Answer(Step.PENDING, key, _("c’est confirmé, mais le registre ne connaît pas encore ce nom."))
    if before is not None and (found.expires is None or found.expires <= before):
        return Answer(Step.PENDING, key, _("c’est confirmé, mais le registre donne encore l’ancienne échéance."))
    return Answer(Step.DONE, key, expires=found.expires)
