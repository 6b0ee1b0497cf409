"""Where Wagtail finds the module."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from modules.documents.actes.publishing import CORRECTED, PUBLISHED, WITHDRAWN
from modules.documents.desk.places import communes_for
from sites.tenancy.gate.opening import open_to_members

open_to_members("documents", area="act", actions={"view"})


class ActsMenuItem(MenuItem):
    """« Documents et actes »."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Some commune of the person has the module."""
        return bool(communes_for(request.user).exists())


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    """Below the admin's root."""
    return [path("documents-et-actes/", include("modules.documents.desk.urls", namespace="documents"))]


@hooks.register("register_admin_menu_item")
def entry() -> MenuItem:
    """Beside the entries of the other modules."""
    label = _("Documents et actes")
    return ActsMenuItem(label, reverse("documents:index"), name="module-documents", icon_name="doc-full", order=51)


@hooks.register("register_log_actions")
def history(actions: Any) -> None:
    """What the history of an act says."""
    actions.register_action(PUBLISHED, _("Publier l’acte"), _("Acte mis en ligne"))
    actions.register_action(CORRECTED, _("Corriger l’acte"), _("Nouvelle version mise en ligne"))
    actions.register_action(WITHDRAWN, _("Retirer la copie"), _("Copie retirée du site"))
