"""What an editor is told after an action that changes the public site."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin import messages as spoken

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
    if commune := commune_of_page(user, page):
        watch(request, commune)


def tell(request: HttpRequest, commune: Commune, sentence: str, url: str = "") -> None:
    """What was just done, with the page where citizens see it, then when it is online."""
    buttons = [spoken.button(url, _("Voir sur le site"), new_window=True)] if url else []
    spoken.success(request, sentence, buttons=buttons)
    watch(request, commune)


def watch(request: HttpRequest, commune: Commune) -> None:
    """The message that follows the state of the commune's site."""
    messages.info(request, followed(commune), extra_tags=WATCHED)


def followed(commune: Commune) -> SafeString:
    """« Mise en ligne en cours… », replaced by the state of the site while it is looked at."""
    url = reverse("desk:state", args=(commune.pk,))
    return format_html('<span data-online="{}">{}</span>', url, _("Mise en ligne en cours…"))
