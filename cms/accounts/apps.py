"""Accounts as a Django app, for its templates and its hooks."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    """Stands before ``wagtail.admin`` in ``INSTALLED_APPS``, so that its templates win."""

    name = "cms.accounts"
    label = "accounts"
    verbose_name = _("Comptes")


class UsersConfig(WagtailUsersAppConfig):
    """Stands for ``wagtail.users`` in ``INSTALLED_APPS``: its screens lead to ours."""

    user_viewset = "cms.accounts.people_views.FormerScreens"
