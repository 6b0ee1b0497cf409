"""The number of pages: a sixteenth page in a pack of fifteen is refused, and told what to do."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from cms.desk.online import commune_of_page
from cms.limits.usage import pack_of, pages_left
from cms.models import BasePage
from sites.models import Commune
from sites.packs import COUNTED_PAGES, PACKS
from sites.public.numbers import number_in
from sites.tenancy.scope import Scope


def refuse_beyond_limit(request: HttpRequest, parent: Any, model: type[Any]) -> HttpResponse | None:
    """``before_create_page``."""
    if getattr(model, "snapshot_type", "") not in COUNTED_PAGES:
        return None
    return _refuse(request, parent, wanted=1)


def refuse_copy_beyond_limit(request: HttpRequest, page: Any) -> HttpResponse | None:
    """``before_copy_page``: a copy is a creation, of as many pages as are copied."""
    if getattr(page.specific_class, "snapshot_type", "") not in COUNTED_PAGES:
        return None
    wanted = 1 + (page.get_descendant_count() if request.POST.get("copy_subpages") else 0)
    return _refuse(request, _destination(request) or page.get_parent(), wanted=wanted)


def _destination(request: HttpRequest) -> BasePage | None:
    """Where the form puts the copy: it may be in another commune."""
    typed = number_in(request.POST.get("new_parent_page", ""))
    return BasePage.objects.filter(pk=typed).first() if typed is not None else None


def _refuse(request: HttpRequest, parent: Any, *, wanted: int) -> HttpResponse | None:
    user: Any = request.user
    commune = commune_of_page(user, parent)
    left = pages_left(commune) if commune else None
    if commune is None or left is None or wanted <= left:
        return None
    if user.is_superuser or any(not grant.bound_by_pack for grant in Scope.of(user).grants_on(parent.path)):
        if request.method == "GET":
            messages.warning(request, _over_sentence(commune))
        return None
    messages.error(request, refusal(commune))
    return redirect("wagtailadmin_explore", parent.pk)


def refusal(commune: Commune) -> str:
    """The sentence of who may not, with the two ways out."""
    pack = pack_of(commune)
    richer = next((other.label for other in PACKS.values() if pack.rights <= other.rights and not other.limits), "")
    told = {
        "pack": pack.label,
        "limit": pack.page_limit,
        "richer": richer,
        "contact": settings.BEFFROI_CDG_CONTACT,
    }
    return (
        _(
            "Votre site a déjà ses %(limit)s pages et rubriques : c’est le nombre du pack %(pack)s. Supprimez une "
            "page qui ne sert plus, ou écrivez à %(contact)s pour passer au pack %(richer)s, sans limite."
        )
        % told
    )


def _over_sentence(commune: Commune) -> str:
    pack = pack_of(commune)
    told = {"pack": pack.label, "limit": pack.page_limit, "commune": commune.name}
    return _("%(commune)s a déjà les %(limit)s pages et rubriques du pack %(pack)s : celle-ci est en plus.") % told
