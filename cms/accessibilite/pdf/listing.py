"""« PDF à reprendre »: those in which something was seen, by commune and by flaw; and a column of the library."""

from collections.abc import Iterable
from typing import Any, ClassVar

import django_filters  # type: ignore[import-untyped]
from django.apps import apps
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.documents.views.documents import IndexView as FilesView

from cms.accessibilite.pdf import inspect
from cms.accessibilite.pdf.models import Look
from cms.accessibilite.reach import CHANGE, communes_kept
from cms.models import DocumentFile
from sites.tenancy.reach import reachable

SHORT = {
    inspect.SCANNED: _("image sans texte"),
    inspect.UNTAGGED: _("sans balises"),
    inspect.LOCKED: _("protégé contre la lecture"),
    inspect.LANGUAGE: _("sans langue"),
    inspect.TITLE: _("sans titre"),
    inspect.UNREADABLE: _("illisible"),
}
FINE, UNSEEN = _("rien vu"), "—"


def said(flaws: Iterable[str]) -> str:
    """« sans balises, sans langue »."""
    return ", ".join(str(SHORT[code]) for code in flaws if code in SHORT)


def address_of(row: Look) -> str:
    """The screen where another file is sent."""
    address: str = apps.get_model(row.kind).pdf_address(row.commune_id, row.number)
    return address


class FlawFilter(WagtailFilterSet):
    """By commune, and by what is wrong."""

    commune: Any = django_filters.ModelChoiceFilter(
        label=_("Commune"), queryset=lambda request: communes_kept(request.user)
    )
    defaut: Any = django_filters.ChoiceFilter(label=_("Défaut"), choices=list(SHORT.items()), method="of_flaw")

    class Meta:
        model = Look
        fields: ClassVar[list[str]] = []

    def of_flaw(self, rows: Any, _name: str, value: str) -> Any:
        """The codes are words without spaces: one is found in the text of the list, whatever the database."""
        return rows.filter(flaws__icontains=f'"{value}"')


class Flawed(generic.IndexView):
    """Those of the communes whose record I keep."""

    model = Look
    any_permission_required = None
    page_title = _("PDF à reprendre")
    header_icon = "doc-full-inverse"
    index_url_name = "accessibilite:pdf"
    index_results_url_name = "accessibilite:pdf_results"
    is_searchable = True
    search_fields: ClassVar = ["title"]
    search_backend_name = None
    filterset_class = FlawFilter
    paginate_by = 50
    default_ordering = "title"
    columns: ClassVar = [
        TitleColumn("title", label=_("Document"), get_url=address_of),
        Column("commune", label=_("Commune")),
        Column("flaws", label=_("Ce qu’une personne aveugle rencontrera"), accessor=lambda row: said(row.flaws)),
    ]

    def get_base_queryset(self) -> Any:
        """In one query."""
        user: Any = self.request.user
        return reachable(user, Look, CHANGE).filter(flawed=True).select_related("commune")


def told_in_the_library() -> None:
    """A column of Wagtail's list of files, read for the whole page in one query."""
    columns, decorate = FilesView.columns.func, FilesView.decorate_paginated_queryset

    def with_ours(view: Any) -> list[Any]:
        return [*columns(view), Column("pdf", label=_("Lu par une personne aveugle"), accessor="read_aloud")]

    def with_looks(view: Any, rows: Any) -> Any:
        page = decorate(view, rows)
        label = DocumentFile._meta.label
        looks = {
            (row.number, row.name): row for row in Look.objects.filter(kind=label, number__in=[one.pk for one in page])
        }
        for one in page:
            seen = looks.get((one.pk, one.file.name))
            one.read_aloud = UNSEEN if seen is None else said(seen.flaws) or str(FINE)
        return page

    FilesView.columns = property(with_ours)
    FilesView.decorate_paginated_queryset = with_looks
