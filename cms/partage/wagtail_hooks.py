"""Where Wagtail finds sharing."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets import Button

from cms.partage.lending import kind_of, kinds_of
from cms.partage.people import decides, proposes
from sites.bake.preview import NotInACommuneError, commune_of
from sites.tenancy.gate.opening import open_to_members

open_to_members("partage")


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    """Below the admin's root."""
    return [path("partage/", include("cms.partage.desk.urls", namespace="partage"))]


@hooks.register("register_page_header_buttons")
def offer(page: Any, user: Any, **_hook: Any) -> Iterator[Button]:
    """In the « Actions » of a page that others may show."""
    if page.live and _may_be_shared(page, user):
        url = reverse("partage:propose", args=(page.pk,))
        yield Button(_("Proposer à d’autres communes"), url, icon_name="site", priority=37)


@hooks.register("register_row_header_buttons")
def offer_row(row: Any, user: Any, **_hook: Any) -> Iterator[Button]:
    """The same of an entry that is no page."""
    kind = kind_of(type(row))
    if kind and kind.is_online(row) and kind.label in kinds_of(row.commune) and decides(user, row.commune):
        url = reverse("partage:propose_row", args=(kind.label, row.pk))
        yield Button(_("Proposer à d’autres communes"), url, icon_name="site", priority=37)


def _may_be_shared(page: Any, user: Any) -> bool:
    kind = kind_of(page.specific_class) if page.specific_class else None
    if kind is None or not proposes(user, page):
        return False
    try:
        return kind.label in kinds_of(commune_of(page))
    except NotInACommuneError:
        return False
