"""The old addresses of the pages lead to the new ones, from the day these are published."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect

from cms.models import BasePage
from cms.oldsite.models import LONGEST, Brought, Run
from cms.oldsite.reading.site import Left, OldSite, Why
from cms.redirects import MAX_LENGTH, public_path

BATCH = 400


@transaction.atomic
def lead(run: Run, site: OldSite, pages: Mapping[str, int]) -> list[Left]:
    """Write the redirects that are not there yet; what cannot have one is given back. Five queries and the writing."""
    home: Any = run.commune.site.root_page
    taken = _addresses_of_pages(home)
    existing = set(Redirect.objects.filter(site=run.commune.site).values_list("old_path", flat=True))
    left: list[Left] = []
    rows: dict[str, Redirect] = {}
    for page in site.pages:
        number = pages.get(page.key)
        for address in (page.key, *page.aliases):
            old = Redirect.normalise_path(address)
            if page.key == "/" or number is None or old in existing or old in rows or taken.get(old) == number:
                continue
            if "?" in address:
                if address == page.key:
                    left.append(
                        Left(Why.ADDRESS, address, _("Une adresse qui contient un «\u00a0?\u00a0» ne se redirige pas."))
                    )
            elif old in taken:
                sentence = _("Une page du nouveau site a déjà cette adresse.")
                left.append(Left(Why.ADDRESS, address, sentence))
            elif len(old) > MAX_LENGTH:
                left.append(Left(Why.ADDRESS, address[:LONGEST], _("Cette adresse est trop longue.")))
            else:
                rows[old] = Redirect(old_path=old, site=run.commune.site, redirect_page_id=number)
    _write(run, list(rows.values()))
    return left


def _addresses_of_pages(home: Any) -> dict[str, int]:
    """By address of the new site, as the table of redirects writes it."""
    pages = BasePage.objects.descendant_of(home).values_list("url_path", "pk")
    return {public_path(url_path, home.url_path): number for url_path, number in pages}


def _write(run: Run, rows: list[Redirect]) -> None:
    existing = set(BasePage.objects.descendant_of(run.commune.site.root_page).values_list("pk", flat=True))
    made = Redirect.objects.bulk_create([row for row in rows if row.redirect_page_id in existing], batch_size=BATCH)
    Brought.objects.bulk_create(
        (
            Brought(commune=run.commune, run=run, kind=Brought.Kind.REDIRECT, address=row.old_path, number=row.pk)
            for row in made
        ),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["commune", "kind", "address"],
        update_fields=["run", "number"],
    )
