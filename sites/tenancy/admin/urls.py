"""Addresses of Wagtail's admin taken over by ours: included *before* ``wagtail.admin.urls``, the first match wins.

Reversing Wagtail's names (``wagtailadmin_reports:site_history``) gives the same addresses, hence reaches these views.
"""

from django.urls import path
from wagtail.admin.auth import require_admin_access
from wagtail.utils.urlpatterns import decorate_urlpatterns

from sites.tenancy.admin import reports

app_name = "tenant_admin"

TAKEN_OVER = {
    "reports/site-history/": reports.SiteHistoryView,
    "reports/workflow/": reports.WorkflowView,
    "reports/workflow_tasks/": reports.WorkflowTasksView,
    "reports/aging-pages/": reports.AgingPagesView,
    "reports/locked/": reports.LockedPagesView,
}

urlpatterns = decorate_urlpatterns(
    [path(route, view.as_view(), name=route.strip("/")) for route, view in TAKEN_OVER.items()]
    + [
        path(f"{route}results/", view.as_view(results_only=True), name=f"{route}results")
        for route, view in TAKEN_OVER.items()
    ],
    require_admin_access,
)
