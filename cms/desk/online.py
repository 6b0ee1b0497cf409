"""What an editor is told after an action that changes the public site."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from cms.desk.reach import communes_of
from sites.models import Commune, User
from sites.tenancy.paths import STEP

# Marks the message whose words follow the state of the site (see desk.js).
WATCHED = "beffroi-online"


def commune_of_page(user: User, page: Any) -> Commune | None:
    """The commune of ``user`` that the page belongs to."""
    above = [page.path[:end] for end in range(STEP, len(page.path) + 1, STEP)]
    return communes_of(user).filter(site__root_page__path__in=above).first()


def tell_once_published(request: HttpRequest, page: Any) -> None:
    """After *Publier* or *Valider*, below Wagtail's own message; saving a draft changes nothing online."""
    if "action-publish" in request.POST:
        tell_it_will_be_online(request, page)
    elif "action-workflow-action" in request.POST:
        action = request.POST.get("workflow-action-name")
        if action == "approve":
            messages.success(request, _("C’est validé : la personne qui l’a écrit est prévenue par courriel."))
            tell_it_will_be_online(request, page)
        elif action == "reject":
            messages.success(request, _("La correction est demandée : la personne est prévenue par courriel."))


def tell_it_will_be_online(request: HttpRequest, page: Any, *_more: Any) -> None:
    """« Mise en ligne en cours… », which becomes « En ligne à 10 h 42 » under the editor's eyes."""
    user: Any = request.user
    if page.go_live_at and page.go_live_at > timezone.now():
        return
    commune = commune_of_page(user, page)
    if commune is None:
        return
    sentence = format_html(
        '<span data-online="{}">{}</span>',
        reverse("desk:state", args=(commune.pk,)),
        _("Mise en ligne en cours…"),
    )
    messages.info(request, sentence, extra_tags=WATCHED)
