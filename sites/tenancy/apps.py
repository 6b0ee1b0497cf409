"""Wagtail's account screens, scoped."""

from wagtail.users.apps import WagtailUsersAppConfig


class TenantUsersConfig(WagtailUsersAppConfig):
    """Stands for ``wagtail.users`` in ``INSTALLED_APPS``."""

    user_viewset = "sites.tenancy.admin.users.TenantUserViewSet"
