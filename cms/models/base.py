"""The base page, standing for Wagtail's ``Page`` (``WAGTAIL_PAGE_MODEL``)."""

from wagtail.models import AbstractPage, DefaultBasePageMixin

from cms.approval.workflow import ValidatedPage
from sites.tenancy.pages import TenantPage


class BasePage(TenantPage, ValidatedPage, AbstractPage, DefaultBasePageMixin):
    """Every page of every commune.

    Being the *concrete* table that ``Site.root_page`` and every generic queryset point to, what it overrides also
    holds for instances that are not specific, which an abstract base would miss.
    """

    search_fields = AbstractPage.search_fields + DefaultBasePageMixin.search_fields
    promote_panels = DefaultBasePageMixin.promote_panels
