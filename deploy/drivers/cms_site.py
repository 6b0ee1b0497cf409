"""A site in the CMS: Wagtail's ``Site``, its hosts, its home page, its collection, its first pages and settings.

What people change in the admin is theirs: after the first day an order only rewrites the facts that it changes. What
it last gave is kept beside the site, so that a plan compares the order with the order, never with the town hall's work.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import time
from typing import Any, ClassVar

from django.conf import settings
from wagtail.models import Collection, Site

from cms import starter
from cms.models import Accueil, BasePage, Folder, Identity, Mairie
from deploy.drivers.base import DriverError
from deploy.drivers.memory import hold
from deploy.models import HeldResource
from deploy.orders.hosts import label_of
from deploy.resources import CmsSite, Resource, resource_of
from deploy.subscriptions import Subscription
from sites.bake.state import mark_dirty
from sites.models import BakeState, Commune, Departement, Host
from sites.packs import PACKS
from sites.plan import Change

NOON = time(12)
PORTS = {"http": 80, "https": 443}
LOOK = frozenset({"brand", "accent"})
FIRST_PAGES = "pages"  # read once, when the site opens
OPTIONS = ("modules_on", "modules_off", "rights_on")


class CmsSiteDriver:
    """Makes and changes sites; never deletes one."""

    kinds: ClassVar[frozenset[str]] = frozenset({"site"})
    external: ClassVar[bool] = False

    def read(self, subscriptions: Sequence[Subscription]) -> Iterable[Resource]:
        """Three queries."""
        insees = [subscription.commune.insee for subscription in subscriptions]
        given = dict(HeldResource.objects.filter(kind="site", group__in=insees).values_list("name", "payload"))
        for commune in Commune.objects.filter(insee__in=insees).prefetch_related("hosts"):
            yield _existing(commune, given.get(commune.insee, {}))

    def apply(self, change: Change) -> None:
        """A new site takes about a hundred statements, whatever the number of its pages."""
        if change.after is None:
            raise DriverError(f"Le site {change.key[1]} ne peut pas être supprimé par un plan.")
        wanted = resource_of(change.key[0], change.after)
        if not isinstance(wanted, CmsSite):
            raise DriverError(f"« {change.key[1]} » n’est pas un site.")
        commune = Commune.objects.select_related("site").filter(insee=wanted.insee).first()
        if commune is None:
            commune = _create(wanted)
            _write_facts(commune, wanted.facts)
        else:
            _update(commune, wanted)
            _write_facts(commune, _changed(change))
        home = Accueil.objects.get(pk=commune.site.root_page_id)
        starter.build(home, commune, _facts(wanted), PACKS[wanted.pack], wanted.facts.get("pages", ()))
        hold(change)
        mark_dirty([commune.pk])


def plant_again(commune: Commune) -> None:
    """Give an emptied site what its order gives on the first day; raises ``DriverError`` where no order is kept."""
    row = HeldResource.objects.filter(kind="site", name=commune.insee).first()
    wanted = resource_of("site", row.payload) if row else None
    if not isinstance(wanted, CmsSite):
        raise DriverError(f"Aucune commande n’est gardée pour {commune.insee}.")
    _write_facts(commune, wanted.facts)
    home = Accueil.objects.get(pk=commune.site.root_page_id)
    starter.build(home, commune, _facts(wanted), PACKS[wanted.pack], wanted.facts.get("pages", ()))


def _existing(commune: Commune, given: Mapping[str, Any]) -> CmsSite:
    hosts = {host.name: host.is_primary for host in commune.hosts.all()}
    options = {name: tuple(sorted(commune.options.get(name, ()))) for name in OPTIONS}
    return CmsSite(
        insee=commune.insee,
        commune=given.get("commune", {}),
        pack=commune.pack,
        theme=commune.theme,
        host=next((name for name, primary in hosts.items() if primary), ""),
        redirects=tuple(sorted(name for name, primary in hosts.items() if not primary)),
        demo=commune.demo,
        training=commune.training,
        facts=given.get("facts", {}),
        **options,
    )


def _create(wanted: CmsSite) -> Commune:
    departement = _departement(wanted.commune["departement"], wanted.commune["departement_name"])
    name = wanted.commune["name"]
    home = Accueil(title=name, slug=f"{label_of(name)}-{wanted.insee.lower()}")
    Folder.objects.get(pk=departement.folder_id).add_child(instance=home)
    # By INSEE code first: Wagtail sorts collections by name, and rewrites those that follow.
    collection = departement.collection.add_child(instance=Collection(name=f"{wanted.insee} {name}"[:255]))
    commune = Commune(
        insee=wanted.insee,
        departement=departement,
        collection=collection,
        site=Site.objects.create(hostname=wanted.host, port=_port(), site_name=name, root_page=home),
        **_columns(wanted, {}),
    )
    commune.save()
    BakeState.objects.get_or_create(commune=commune)
    Host.objects.bulk_create(_hosts(commune, wanted))
    return commune


def _update(commune: Commune, wanted: CmsSite) -> None:
    for name, value in _columns(wanted, commune.options).items():
        setattr(commune, name, value)
    commune.save()
    if commune.site.hostname != wanted.host or commune.site.site_name != commune.name:
        commune.site.hostname = wanted.host
        commune.site.site_name = commune.name
        commune.site.save()
    commune.hosts.all().delete()
    Host.objects.bulk_create(_hosts(commune, wanted))


def _columns(wanted: CmsSite, options: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": wanted.commune["name"],
        "population": wanted.commune["population"] or 0,
        "epci": wanted.commune.get("epci_siren", ""),
        "pack": wanted.pack,
        "theme": wanted.theme,
        "demo": wanted.demo,
        "training": wanted.training,
        "options": dict(options) | {name: list(getattr(wanted, name)) for name in OPTIONS},
    }


def _hosts(commune: Commune, wanted: CmsSite) -> list[Host]:
    serving = Host(commune=commune, name=wanted.host, is_primary=True)
    return [serving, *(Host(commune=commune, name=name) for name in wanted.redirects)]


def _departement(code: str, name: str) -> Departement:
    """The département, with its folder of pages and of media, made with its first commune."""
    if found := Departement.objects.select_related("collection").filter(code=code).first():
        return found
    folder = Folder(title=name, slug=code.lower())
    BasePage.get_first_root_node().add_child(instance=folder)
    collection = Collection.get_first_root_node().add_child(instance=Collection(name=f"{code} {name}"))
    return Departement.objects.create(code=code, name=name, folder=folder, collection=collection)


def _port() -> int:
    public = settings.BEFFROI_PUBLIC_PORT
    return int(public) if public else PORTS[settings.BEFFROI_SCHEME]


def _facts(wanted: CmsSite) -> starter.Facts:
    told = ("address", "phone", "email", "director", "director_role", "dpo")
    return known_of(wanted.commune, **{name: wanted.facts.get(name, "") for name in told})


def known_of(reference: Mapping[str, Any], **told: str) -> starter.Facts:
    """What the first pages are written from: the national reference (``CommuneFacts`` as a mapping), and the order."""
    return starter.Facts(
        name=reference["name"],
        insee=reference["insee"],
        departement_code=reference["departement"],
        departement_name=reference["departement_name"],
        region_name=reference["region_name"],
        population=reference["population"],
        postcodes=tuple(reference["postcodes"]),
        siren=reference["siren"],
        epci_name=reference["epci_name"],
        latitude=reference["latitude"],
        longitude=reference["longitude"],
        **told,
    )


def _changed(change: Change) -> dict[str, Any]:
    """The facts that differ from those of the previous order."""
    before = (change.before or {}).get("facts", {})
    return {name: value for name, value in change.after["facts"].items() if before.get(name) != value}


def _write_facts(commune: Commune, facts: Mapping[str, Any]) -> None:
    if not facts:
        return
    of_look = {name: value for name, value in facts.items() if name in LOOK}
    if of_look:
        Identity.objects.update_or_create(site_id=commune.site_id, defaults=of_look)
    mairie, _made = Mairie.objects.get_or_create(site_id=commune.site_id)
    for name, value in facts.items():
        if name not in LOOK and name != FIRST_PAGES:
            setattr(mairie, name, _hours(value) if name == "hours" else value)
    mairie.save()


def _hours(days: Mapping[str, str]) -> list[tuple[str, dict[str, Any]]]:
    """``{"monday": "09:00-12:00 14:00-17:30"}`` as rows of the settings; one range alone may be the afternoon."""
    rows = []
    for day, text in days.items():
        ranges: list[list[time | None]] = [
            [time.fromisoformat(end) for end in part.split("-")] for part in text.split()
        ]
        if len(ranges) == 1:
            start = ranges[0][0]
            ranges.insert(0 if start and start >= NOON else 1, [None, None])
        morning, afternoon = ranges
        row = {"day": day, "note": "", "morning_from": morning[0], "morning_to": morning[1]}
        rows.append(("day", row | {"afternoon_from": afternoon[0], "afternoon_to": afternoon[1]}))
    return rows
