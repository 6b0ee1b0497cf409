"""One screen: the addresses of the draft of a page, one more, one less."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from wagtail.log_actions import log

from cms.drafts.links import MOST, give, standing, token_of
from cms.models import BasePage
from sites.bake.preview import NotInACommuneError, commune_of
from sites.bake.snapshot import base_url_of
from sites.models import Host
from sites.public.numbers import number_in
from sites.tenancy.reach import reachable

ADDRESS = "/_/api/v1/drafts/"


@never_cache
def links(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """Those that answer; POST makes one, or revokes that of ``revoke``."""
    user: Any = request.user
    page = get_object_or_404(BasePage, pk=page_id)
    if not may_share(user, page):
        raise Http404
    try:
        commune = commune_of(page)
    except NotInACommuneError:
        raise Http404 from None
    if request.method == "POST":
        _change(request, page, user)
        return redirect("drafts:links", page.pk)
    host = Host.objects.filter(commune=commune, is_primary=True).values_list("name", flat=True).first()
    base = base_url_of(host or commune.site.hostname)
    rows = [(link, f"{base}{ADDRESS}{token_of(link)}") for link in standing(page, timezone.now())]
    context = {
        "page_title": _("Aperçu pour un autre site"),
        "page_subtitle": page.get_admin_display_title(),
        "header_icon": "link",
        "page": page,
        "rows": rows,
    }
    return TemplateResponse(request, "drafts/links.html", context)


def may_share(user: Any, page: Any) -> bool:
    """Who changes the page shows its draft, unless the page is reserved to some."""
    return (
        reachable(user, type(page)).filter(pk=page.pk).exists()
        and bool(page.permissions_for_user(user).can_edit())
        and not page.get_view_restrictions().exists()
    )


def _change(request: HttpRequest, page: Any, user: Any) -> None:
    if "revoke" in request.POST:
        gone = standing(page, timezone.now()).filter(pk=number_in(request.POST["revoke"])).delete()[0]
        if gone:
            log(instance=page, action="beffroi.draft_link_revoked", user=user)
            messages.success(request, _("Cette adresse ne répond plus."))
    elif give(page, user, timezone.now()) is None:
        messages.error(request, _("Cette page a déjà %(most)s adresses\u00a0: révoquez-en une.") % {"most": MOST})
    else:
        log(instance=page, action="beffroi.draft_link", user=user)
        messages.success(request, _("L’adresse est prête\u00a0: copiez-la pour qui prépare l’autre site."))
