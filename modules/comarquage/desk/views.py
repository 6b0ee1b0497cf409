"""The guide, for who keeps it up to date: what each feed last gave, what failed, and « Mettre à jour maintenant »."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from modules.comarquage.desk.wide import AREA, wide_for
from modules.comarquage.feeds.audiences import SERVICES
from modules.comarquage.models import Feed, Import
from modules.comarquage.source import feeds, silent
from sites.tenancy.scope import Scope

LAST = 30


def keeps(user: Any) -> bool:
    """Whether ``user`` keeps the guide of some communes; it is the same for all."""
    return bool(user.is_superuser or Scope.of(user).holds(AREA, {"change"}))


def index(request: HttpRequest) -> HttpResponse:
    """The state of each feed, and the last times one was taken in."""
    rows = [*sorted(feeds().values(), key=lambda row: row.pk), *Feed.objects.filter(audience=SERVICES)]
    context = {
        "page_title": _("Guide des droits et démarches"),
        "header_icon": "help",
        "rows": rows,
        "last": Import.objects.select_related("feed")[:LAST],
        "wide": wide_for(request.user),
        "silent": set(silent(timezone.now()).values_list("pk", flat=True)),
        "asked": any(row.wanted for row in rows),
        "configured": bool(settings.BEFFROI_GUIDE_URL),
    }
    return TemplateResponse(request, "comarquage/desk/index.html", context)


@require_POST
def update(request: HttpRequest) -> HttpResponse:
    """The worker asks for all feeds at its next turn."""
    Feed.objects.filter(pk__in=[row.pk for row in feeds().values()]).update(wanted=True)
    messages.success(
        request, _("C’est demandé\u00a0: le guide est relu dans la minute. Cette page dira ce qui a changé.")
    )
    return redirect("guide:index")
