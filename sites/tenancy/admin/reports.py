"""Reports without the filters that list the people and the sites of everybody, and whose files compute nothing."""

from typing import Any

from wagtail.admin.views.reports import aging_pages, audit_logging, locked_pages, workflows

from sites.rendering.spreadsheets import inert
from sites.tenancy.admin.lists import NoFilterOnOthers


class InertExport:
    """A title that a contributeur wrote is no formula for the webmestre who takes the report away in a spreadsheet."""

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """Wagtail does as much in XLSX, not in CSV."""
        written = super().preprocess_field_value(field, value, export_format)  # type: ignore[misc]
        return inert(written) if isinstance(written, str) else written


def without_others(view_class: Any) -> Any:
    """``view_class``, its filters less those of :data:`sites.tenancy.admin.lists.OF_EVERYBODY`, its exports inert."""
    filterset = type("FilterSet", (NoFilterOnOthers, view_class.filterset_class), {})
    return type(f"Tenant{view_class.__name__}", (InertExport, view_class), {"filterset_class": filterset})


SiteHistoryView = without_others(audit_logging.LogEntriesView)
WorkflowView = without_others(workflows.WorkflowView)
WorkflowTasksView = without_others(workflows.WorkflowTasksView)
AgingPagesView = without_others(aging_pages.AgingPagesView)
LockedPagesView = without_others(locked_pages.LockedPagesView)
