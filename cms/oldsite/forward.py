"""The old addresses of pages and documents lead to the new ones, from the day these are published."""

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect

from cms.models import BasePage, DocumentFile
from cms.oldsite.models import LONGEST, Brought, Run
from cms.oldsite.reading.site import Left, OldSite, Why
from cms.redirects import MAX_LENGTH, old_path, public_path

BATCH = 400


@transaction.atomic
def lead(run: Run, site: OldSite, pages: Mapping[str, int], documents: Mapping[str, int]) -> list[Left]:
    """Write the redirects that are not there yet; what cannot have one is given back. Six queries and the writing.

    ``pages`` and ``documents``: what each address became.
    """
    home: Any = run.commune.site.root_page
    taken = _addresses_of_pages(home)
    existing = set(Redirect.objects.filter(site=run.commune.site).values_list("old_path", flat=True))
    left: list[Left] = []
    rows: dict[str, Redirect] = {}
    for page in site.pages:
        number = pages.get(page.key)
        for address in (page.key, *page.aliases):
            old = old_path(*address.partition("?")[::2])
            if page.key == "/" or number is None or old in existing or old in rows or taken.get(old) == number:
                continue
            if old in taken:
                sentence = _("Une page du nouveau site a déjà cette adresse.")
                left.append(Left(Why.ADDRESS, address, sentence))
            elif len(old) > MAX_LENGTH:
                left.append(Left(Why.ADDRESS, address[:LONGEST], _("Cette adresse est trop longue.")))
            else:
                rows[old] = Redirect(old_path=old, site=run.commune.site, redirect_page_id=number)
    for old, link in _links(run, documents).items():
        if old not in existing and old not in rows and old not in taken:
            rows[old] = Redirect(old_path=old, site=run.commune.site, redirect_link=link)
    _write(run, list(rows.values()))
    return left


def _links(run: Run, documents: Mapping[str, int]) -> dict[str, str]:
    """The documents that are there, by old address: their private one, that the bake tells as it stands online."""
    rows = DocumentFile.objects.filter(collection=run.commune.collection)
    names = {pk: PurePosixPath(name).name for pk, name in rows.values_list("pk", "file")}
    told = {
        old_path(*address.partition("?")[::2]): reverse("wagtaildocs_serve", args=(number, names[number]))
        for address, number in documents.items()
        if number in names
    }
    return {old: link for old, link in told.items() if max(len(old), len(link)) <= MAX_LENGTH}


def _addresses_of_pages(home: Any) -> dict[str, int]:
    """By address of the new site, as the table of redirects writes it."""
    pages = BasePage.objects.descendant_of(home).values_list("url_path", "pk")
    return {public_path(url_path, home.url_path): number for url_path, number in pages}


def _write(run: Run, rows: list[Redirect]) -> None:
    existing = set(BasePage.objects.descendant_of(run.commune.site.root_page).values_list("pk", flat=True))
    made = Redirect.objects.bulk_create(
        [row for row in rows if row.redirect_link or row.redirect_page_id in existing], batch_size=BATCH
    )
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
