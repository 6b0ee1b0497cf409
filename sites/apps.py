"""The sites of the communes."""

from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class SitesConfig(AppConfig):
    """Comes last in ``INSTALLED_APPS``: the last permission policy registered wins."""

    name = "sites"
    verbose_name = _("Sites des communes")

    def ready(self) -> None:
        """Connect what needs every model to be loaded."""
        from sites import marking, receivers
        from sites.public.checks import check_public_urls
        from sites.rendering.checks import check_themes
        from sites.tenancy import site_roots
        from sites.tenancy.checks import check_forms, check_page_viewsets, check_policies
        from sites.tenancy.policies.registration import register_page_form, register_policies

        register_policies()
        register_page_form()
        site_roots.connect()
        receivers.connect()
        marking.listen()
        for check in (check_forms, check_page_viewsets, check_policies, check_public_urls, check_themes):
            checks.register(check)
