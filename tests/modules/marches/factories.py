"""Notices of public procurement, as towns have them."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from cms.models import BasePage
from modules.marches import source
from modules.marches.avis.notice import Notice
from modules.marches.models import Avis, Inconnu, Marches, Source
from sites.law.dated import PARIS
from sites.tenancy.paths import within
from tests.world import Town

NOON = datetime(2027, 3, 12, 12, 0, tzinfo=PARIS)


def page_of(town: Town) -> Marches:
    """The page of the module, made if need be."""
    found = Marches.objects.filter(within("path", [town.home.path])).first()
    if found is not None:
        return found
    page = Marches(title="Marchés publics", slug="marches-publics", intro=f"Les marchés de {town.name}.")
    page.profile_name, page.profile_url = "Plate-forme", "https://plateforme.example/acheteur"
    BasePage.objects.get(pk=town.home.pk).add_child(instance=page)
    page.save_revision().publish()
    return page


def notice(key: str = "saisie:1", title: str = "Réfection de la toiture de l’école", **fields: Any) -> Notice:
    """A consultation."""
    values = {"reference": "2026-T-07", "category": "travaux", "procedure": "adaptee", "published": date(2026, 11, 2)}
    return Notice(key, title, **{**values, **fields})


def avis(town: Town, one: Notice | None = None, origin: str = "saisie", **fields: Any) -> Avis:
    """Stored; open for ten days where nothing is told."""
    soon = timezone.now().replace(second=0, microsecond=0) + timedelta(days=10)
    one = one or notice(title=f"{town.name} refait un toit", deadline=soon)
    row = Avis(commune=town.commune, origin=origin, **fields)
    row.tell(one)
    source.save(row)
    return row


def flux(town: Town, **fields: Any) -> Source:
    """The feed of a platform, for one town."""
    values = {"name": f"Plate-forme, {town.name}", "address": f"https://plateforme.example/{town.marker}.xml"}
    return Source.objects.create(commune=town.commune, **{**values, **fields})


def unknown(town: Town, **fields: Any) -> Inconnu:
    """A buyer of the département of a town."""
    values = {"key": f"{town.marker}|46000", "name": f"Régie, {town.name}", "postcode": "46000"}
    return Inconnu.objects.create(departement=town.departement, **{**values, **fields})
