"""Orders held against the reference, the subscriptions of the others, and each other; complete at the end.

``complete`` answers every order or refuses with one sentence per fault: nothing is written here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings
from django.db.models import Q

from deploy import models
from deploy.orders.faults import Fault, Gathering, OrderError, OrdersRefusedError
from deploy.orders.hosts import label_of
from deploy.orders.mail import loose_end
from deploy.orders.parse import ParsedCommune, ParsedOrder
from deploy.orders.source import meant
from deploy.orders.values import mailbox
from deploy.records import batches, facts_of, read_subscriptions
from deploy.subscriptions import CommuneFacts, LineKind, Ordered, Subscription, amend
from sites.models import Host

HOST_KINDS = (LineKind.HOST, LineKind.DOMAIN)
ADDRESS_KINDS = (LineKind.MAILBOX, LineKind.ALIAS)
# RFC 2142: on the domain that all communes share, these belong to who keeps it.
RESERVED_LOCALS = frozenset({"abuse", "hostmaster", "noc", "postmaster", "root", "security", "webmaster"})


@dataclass(frozen=True)
class Amendment:
    """What an order does to a subscription."""

    before: Subscription | None
    after: Subscription


class Taken:
    """Which commune holds a name or an address: the others' first, then those of the batch as they come."""

    def __init__(self, owners: Mapping[str, str]) -> None:
        """Start from the owners the database knows: name to INSEE code."""
        self._owners = dict(owners)

    def owner(self, name: str, insee: str) -> str:
        """The INSEE code of another commune that holds the name, or an empty string."""
        holder = self._owners.get(name, "")
        return "" if holder == insee else holder

    def take(self, name: str, insee: str) -> None:
        """Give the name to a commune."""
        self._owners.setdefault(name, insee)


def complete(orders: Iterable[ParsedOrder], today: date) -> dict[str, Amendment]:
    """What the orders make of subscriptions, by INSEE code; ``OrdersRefusedError`` says all that is wrong."""
    asked = [(order, commune) for order in orders for commune in order.communes]
    asked.sort(key=lambda pair: pair[1].insee)  # so that names are given in the same order whatever the files
    insees = [commune.insee for _, commune in asked]
    references = models.CommuneReference.objects.in_bulk(insees)
    held = read_subscriptions(insees)
    completion = _Completion([commune for _, commune in asked], references, held, today)
    amendments: dict[str, Amendment] = {}
    faults: list[Fault] = []
    for order, commune in asked:
        try:
            if commune.insee in amendments:
                raise commune.error("insee", f"la commune {commune.insee} est commandée deux fois.")
            ordered = completion.ordered(commune, commune.since or order.date or today)
        except OrderError as error:
            faults += error.faults
            continue
        before = held.get(commune.insee)
        after = amend(before, facts_of(references[commune.insee]), ordered)
        amendments[commune.insee] = Amendment(before, after)
    if faults:
        raise OrdersRefusedError(*faults)
    return amendments


class _Completion:
    """Five queries for the whole batch, then one commune after the other."""

    def __init__(
        self,
        communes: Sequence[ParsedCommune],
        references: Mapping[str, models.CommuneReference],
        held: Mapping[str, Subscription],
        today: date,
    ) -> None:
        self.references = references
        self.held = held
        self.homonyms = _homonyms({reference.departement for reference in references.values()})
        self.hosts = Taken(_host_owners(self._names(communes), today))
        self.addresses = Taken(_address_owners(self._mailboxes(communes), today))
        self.named: set[tuple[str, str]] = set()
        for commune in communes:  # what is asked for by name goes before what is given
            if commune.label:
                self.hosts.take(_under_cdg(commune.label), commune.insee)

    def ordered(self, commune: ParsedCommune, since: date) -> Ordered:
        """The order made whole: names given, addresses completed; ``OrderError`` when something is not free."""
        reference = self._reference(commune)
        self._training(commune)
        gathering = Gathering()
        host = gathering.of(self._host, commune, reference) or ""
        for domain in commune.domains:
            gathering.of(self._take_domain, commune, domain)
        domain = commune.domains[0] if commune.domains else host
        ours = {host, settings.BEFFROI_CDG_DOMAIN, *commune.domains}
        boxes = tuple(
            replace(
                box,
                address=gathering.of(self._address, commune, "boite", box.address, domain, ours) or "",
                members=tuple(_whole(member, domain) for member in box.members),
            )
            for box in commune.mailboxes
        )
        aliases = tuple(
            (gathering.of(self._address, commune, "alias", address, domain, ours) or "", targets)
            for address, targets in commune.aliases
        )
        gathering.refuse()
        if problem := loose_end(boxes, aliases, frozenset({host, *commune.domains})):
            raise commune.error(*problem)
        return Ordered(
            insee=commune.insee,
            pack=commune.pack.code,
            theme=commune.theme,
            host=host,
            since=since,
            until=commune.until,
            demo=commune.demo,
            training=commune.training,
            domains=commune.domains,
            mailboxes=boxes,
            aliases=aliases,
            modules_on=commune.modules_on,
            modules_off=commune.modules_off,
            rights=commune.rights,
            people=commune.people,
            facts=commune.facts,
        )

    def _training(self, commune: ParsedCommune) -> None:
        """A training site loses its content each night: never that of a real one, nor what people would write to."""
        held = self.held.get(commune.insee)
        if held is not None and held.training and not commune.training:
            problem = (
                "cette commune a un site d’entraînement : tenez « entrainement = true », "
                "ou commandez le vrai site sous une autre commune."
            )
        elif not commune.training:
            return
        elif held is not None and not held.training:
            problem = "cette commune a déjà un vrai site : il ne peut pas devenir un site d’entraînement."
        elif commune.domains or commune.mailboxes or commune.aliases:
            problem = "un site d’entraînement n’a ni domaine ni boîte : seulement une adresse du centre de gestion."
        else:
            return
        raise commune.error("entrainement", problem)

    def _reference(self, commune: ParsedCommune) -> CommuneFacts:
        row = self.references.get(commune.insee)
        if row is None:
            raise commune.error("insee", f"aucune commune n’a le code INSEE « {commune.insee} ».{_near(commune.insee)}")
        if not row.current and commune.insee not in self.held:
            raise commune.error("insee", f"la commune {row.name} ({row.insee}) n’existe plus.")
        if commune.opens and commune.insee in self.held:
            problem = f"{row.name} ({row.insee}) a déjà un abonnement : changez-le depuis sa fiche, « Abonnements »."
            raise commune.error("insee", problem)
        return facts_of(row)

    def _names(self, communes: Iterable[ParsedCommune]) -> set[str]:
        names: set[str] = set()
        for commune in communes:
            for domain in commune.domains:
                names |= {domain, f"www.{domain}"}
            names |= set(self._kept_host(commune.insee))
            if commune.insee in self.references:
                reference = facts_of(self.references[commune.insee])
                names |= {_under_cdg(label) for label in (commune.label, *self._labels(reference)) if label}
        return names

    def _mailboxes(self, communes: Iterable[ParsedCommune]) -> set[str]:
        locals_and_wholes = {box.address for commune in communes for box in commune.mailboxes}
        locals_and_wholes |= {address for commune in communes for address, _ in commune.aliases}
        return {address for address in locals_and_wholes if "@" in address}

    def _labels(self, commune: CommuneFacts) -> tuple[str, ...]:
        """Names to try, the plainest first; two homonyms of one département are told apart by their INSEE code."""
        plain = label_of(commune.name)
        exact = f"{plain}-{commune.insee.lower()}"
        if (commune.departement, plain) in self.homonyms:
            return (exact,)
        return plain, f"{plain}-{commune.departement.lower()}", exact

    def _host(self, commune: ParsedCommune, reference: CommuneFacts) -> str:
        """The name under the CDG's domain: the one asked for, else the one held already, else the first free."""
        if commune.label:
            name = _under_cdg(commune.label)
            self._refuse_taken(commune, "sous_domaine", name)
        else:
            given = [*self._kept_host(commune.insee), *map(_under_cdg, self._labels(reference))]
            name = next(name for name in given if self._is_free(name, commune.insee))
        self.hosts.take(name, commune.insee)
        return name

    def _kept_host(self, insee: str) -> list[str]:
        """The last name it had, if it had one under the CDG's domain; another commune may have it since."""
        held = self.held.get(insee)
        names = [line.value for line in held.lines if line.kind is LineKind.HOST] if held else []
        return [name for name in names[-1:] if name.endswith(f".{settings.BEFFROI_CDG_DOMAIN}")]

    def _is_free(self, name: str, insee: str) -> bool:
        return name not in _reserved() and not self.hosts.owner(name, insee)

    def _refuse_taken(self, commune: ParsedCommune, key: str, name: str) -> None:
        if name in _reserved():
            raise commune.error(key, f"« {name} » est réservé à la plateforme.")
        if owner := self.hosts.owner(name, commune.insee):
            raise commune.error(key, f"« {name} » est déjà pris par la commune {owner}.")

    def _take_domain(self, commune: ParsedCommune, domain: str) -> None:
        cdg = settings.BEFFROI_CDG_DOMAIN
        if domain == cdg or domain.endswith(f".{cdg}"):
            raise commune.error("domaines", f"« {domain} » appartient au CDG : utilisez la clé « sous_domaine ».")
        for name in (domain, f"www.{domain}"):
            self._refuse_taken(commune, "domaines", name)
            self.hosts.take(name, commune.insee)

    def _address(self, commune: ParsedCommune, key: str, address: str, domain: str, ours: set[str]) -> str:
        whole = _whole(address, domain)
        local, _at, name = whole.rpartition("@")
        if name == settings.BEFFROI_CDG_DOMAIN and local in RESERVED_LOCALS:
            raise commune.error(key, f"« {whole} » est réservé à la plateforme.")
        if name not in ours:
            raise commune.error(key, f"« {whole} » : le domaine « {name} » n’est pas celui de la commune.")
        if owner := self.addresses.owner(whole, commune.insee):
            raise commune.error(key, f"« {whole} » est déjà pris par la commune {owner}.")
        if (commune.insee, whole) in self.named:
            raise commune.error(key, f"« {whole} » est nommé deux fois.")
        self.named.add((commune.insee, whole))
        self.addresses.take(whole, commune.insee)
        return whole


def _whole(address: str, domain: str) -> str:
    return address if "@" in address else mailbox(f"{address}@{domain}")


def _under_cdg(label: str) -> str:
    return f"{label}.{settings.BEFFROI_CDG_DOMAIN}"


def _reserved() -> set[str]:
    cdg = settings.BEFFROI_CDG_DOMAIN
    return {settings.BEFFROI_ADMIN_HOST, f"www.{cdg}", f"mail.{cdg}"}


def _homonyms(departements: set[str]) -> set[tuple[str, str]]:
    """Labels that two communes of one département would share."""
    seen: set[tuple[str, str]] = set()
    twice: set[tuple[str, str]] = set()
    rows = models.CommuneReference.objects.filter(departement__in=departements).values_list("departement", "name")
    for departement, name in rows:
        key = (departement, label_of(name))
        (twice if key in seen else seen).add(key)
    return twice


def _owners(kinds: Iterable[LineKind], names: Iterable[str], today: date) -> dict[str, str]:
    """Who holds these names: the orphans that no plan deletes, and the lines in force now or later."""
    lines = models.Line.objects.filter(Q(until__isnull=True) | Q(until__gt=today), kind__in=kinds)
    held = models.HeldResource.objects.filter(kind__in=kinds)
    owners: dict[str, str] = {}
    for batch in batches(names):
        owners |= dict(held.filter(name__in=batch).values_list("name", "group"))
        owners |= dict(lines.filter(value__in=batch).values_list("value", "subscription"))
    return owners


def _address_owners(addresses: set[str], today: date) -> dict[str, str]:
    """From the lines, and from the tables of mail: an archived box keeps its name until it is erased."""
    owners = _owners(ADDRESS_KINDS, addresses, today)
    for batch in batches(addresses):
        boxes = models.Mailbox.objects.order_by().filter(address__in=batch).values_list("address", "insee")
        aliases = models.MailAlias.objects.order_by().filter(address__in=batch).values_list("address", "insee")
        owners |= dict(boxes.union(aliases))
    return owners


def _host_owners(names: set[str], today: date) -> dict[str, str]:
    """From the lines (a domain also holds its ``www.``), and from the names the CMS answers for."""
    owners: dict[str, str] = {}
    for batch in batches(names):
        owners |= dict(Host.objects.filter(name__in=batch).values_list("name", "commune__insee"))
    bare = names | {name.removeprefix("www.") for name in names}
    for value, insee in _owners(HOST_KINDS, bare, today).items():
        owners |= {value: insee, f"www.{value}": insee}
    return owners


def _near(code: str) -> str:
    """A code of the same département that looks like this one."""
    start = code[:2]
    known = models.CommuneReference.objects.filter(insee__startswith=start).values_list("insee", flat=True)
    return meant(code, known)
