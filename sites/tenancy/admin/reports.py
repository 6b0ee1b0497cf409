"""Reports without the filters that list the people and the sites of everybody."""

from typing import Any

from wagtail.admin.views.reports import aging_pages, audit_logging, locked_pages, workflows

from sites.tenancy.admin.lists import NoFilterOnOthers


def without_others(view_class: Any) -> Any:
    """``view_class``, its filters less those of :data:`sites.tenancy.admin.lists.OF_EVERYBODY`."""
    filterset = type("FilterSet", (NoFilterOnOthers, view_class.filterset_class), {})
    return type(f"Tenant{view_class.__name__}", (view_class,), {"filterset_class": filterset})


SiteHistoryView = without_others(audit_logging.LogEntriesView)
WorkflowView = without_others(workflows.WorkflowView)
WorkflowTasksView = without_others(workflows.WorkflowTasksView)
AgingPagesView = without_others(aging_pages.AgingPagesView)
LockedPagesView = without_others(locked_pages.LockedPagesView)
