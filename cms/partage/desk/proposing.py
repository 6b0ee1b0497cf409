"""The screen from which a content is proposed to other communes, and that tells who took it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from cms.models import BasePage
from cms.partage import answering
from cms.partage.desk.forms import PropositionForm
from cms.partage.lending import Kind, kind_of, kinds_of
from cms.partage.models import Answer, Offer, Proposition, Reception
from cms.partage.people import proposes
from sites.bake.preview import NotInACommuneError, commune_of
from sites.models import Commune


def propose(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """Propose, change to whom, withdraw."""
    user: Any = request.user
    page, own, kind = _shared(user, page_id)
    row = Proposition.objects.filter(kind=kind.label, object_id=page.pk).first()
    if request.method == "POST" and "withdraw" in request.POST:
        if row and row.state == Offer.OPEN:
            answering.withdraw(row)
            messages.success(request, _("«\u00a0%s\u00a0» n’est plus proposé aux autres communes.") % page.title)
        return redirect("partage:propose", page.pk)
    opened = row if row and row.state == Offer.OPEN else None
    form = PropositionForm(own, request.POST or None, initial=_initial(opened, own))
    if request.method == "POST" and form.is_valid():
        if not page.live:
            messages.error(request, _("Ce contenu n’est pas en ligne\u00a0: publiez-le d’abord."))
        else:
            answering.propose(page, own, form.cleaned_data["audience"], form.communes)
            said = _("C’est proposé. Les autres communes le reprennent si elles le souhaitent.")
            messages.success(request, said)
        return redirect("partage:propose", page.pk)
    context = {
        "page_title": _("Proposer à d’autres communes"),
        "page_subtitle": page.get_admin_display_title(),
        "header_icon": "site",
        "page": page,
        "form": form,
        "row": opened,
        "takers": _takers(opened),
    }
    return TemplateResponse(request, "partage/propose.html", context)


def _initial(row: Proposition | None, own: Commune) -> dict[str, str]:
    if row is None:
        return {"audience": "epci" if own.epci else "departement"}
    names = row.named.values_list("insee", flat=True) if row.audience == "named" else ()
    return {"audience": row.audience, "named": "\n".join(names)}


def _takers(row: Proposition | None) -> "list[Reception]":
    """Who shows it: each commune chose to."""
    if row is None:
        return []
    rows = Reception.objects.filter(proposition=row, state=Answer.ACCEPTED).select_related("commune")
    return list(rows.order_by("commune__name"))


def _shared(user: Any, page_id: int) -> tuple[Any, Commune, Kind]:
    page = get_object_or_404(BasePage, pk=page_id).specific
    kind = kind_of(type(page))
    if kind is None or not proposes(user, page):
        raise Http404
    try:
        own = commune_of(page)
    except NotInACommuneError:
        raise Http404 from None
    if kind.label not in kinds_of(own):
        raise Http404
    return page, own, kind
