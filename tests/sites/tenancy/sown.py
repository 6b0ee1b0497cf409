"""The marker of a town in every column that holds text: what must not be read elsewhere."""

from typing import TYPE_CHECKING, Any

from django.db import models

from cms.models import BasePage

if TYPE_CHECKING:
    from tests.sites.tenancy.planted import Planted

#: Text that is no free text: its form is fixed, or it is what tells the row apart.
NOT_PLANTED = frozenset(
    """
    path url_path slug language hostname password insee pack theme code role file_hash kind action status filter_spec
    focal_point_key restriction_type contentpath brand accent postcode siren position file redirect_page_route_path
    email phone siret
    digest
    module sender recipient
    version criterion siret national_id
    sheet
    """.split()  # noqa: SIM905  # a list to be read, and added to
)


def sow(it: "Planted") -> None:
    """Put the marker in every text column, then publish the pages again so that revisions hold it too."""
    pages = (
        "home",
        "rubrique",
        "draft",
        "page",
        "actualites",
        "article",
        "legal",
        "sitemap",
        "locked",
        "private",
        "moderated",
        "acts_page",
        "contact",
        "forms",
        "form",
        "hours",
        "lieu",
        "glossary",
        "guide",
        "diary",
        "wired",
        "directory",
        "event",
        "marches",
    )
    for name in (
        *pages, "image", "document", "mairie", "identity", "networks", "place", "comment", "category", "closure",
        "event_category", "entry", "entry_category", "outside", "meeting", "empty_meeting", "download",
    ):  # fmt: skip
        row = getattr(it, name)
        sow_row(row, it.marker)
        fresh = type(row)._default_manager.get(pk=row.pk)
        if isinstance(fresh, BasePage):
            sow_row(fresh, it.marker)
            revision = fresh.save_revision(user=it.contributeur, log_action=True)
            if name != "draft":
                revision.publish(user=it.valideur, skip_permission_checks=True)
            fresh = type(row)._default_manager.get(pk=row.pk)
        (it.objects if name in it.objects else it.town.__dict__)[name] = fresh


def sow_row(row: models.Model, marker: str) -> None:
    """The same for one row, whatever it is."""
    values = {column.name: f"{marker} {column.name}"[: column.max_length] for column in empty_text(row, marker)}
    for column, value in values.items():
        setattr(row, column, value)
    if values:
        row.save(update_fields=list(values))


def empty_text(row: models.Model, marker: str) -> list[Any]:
    """The free text columns of ``row`` that do not hold ``marker``, though they could."""
    return [
        column
        for column in row._meta.concrete_fields
        if type(column) in (models.CharField, models.TextField)
        and column.name not in NOT_PLANTED
        and not column.choices
        and (column.max_length or 999) > len(marker)
        and marker not in str(getattr(row, column.attname)).lower()
    ]


def every_row(it: "Planted") -> list[models.Model]:
    """Rows of the town whose text must hold the marker."""
    rows = [value for value in (*vars(it.town).values(), *it.objects.values()) if isinstance(value, models.Model)]
    return [type(row)._default_manager.get(pk=row.pk) for row in rows if row._meta.label not in _RELATIONS]


_RELATIONS = {
    "wagtailcore.Revision", "wagtailcore.TaskState", "wagtailcore.WorkflowState", "wagtailadmin.EditingSession",
    "wagtailcore.UploadedFile", "sites.Membership", "sites.Departement", "sites.Commune", "sites.Host",
    "wagtailcore.Site", "cms.Rendition",
}  # fmt: skip
