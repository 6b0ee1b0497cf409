"""The screen from which a content is proposed to other communes, and that tells who took it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder

from cms.models import BasePage
from cms.partage import answering
from cms.partage.desk.forms import PropositionForm
from cms.partage.lending import Kind, kind_of, kinds, kinds_of
from cms.partage.models import Answer, Offer, Proposition, Reception
from cms.partage.people import decides, proposes
from sites.bake.preview import NotInACommuneError, commune_of
from sites.models import Commune
from sites.tenancy.reach import reachable


@dataclass(frozen=True, slots=True)
class Content:
    """What may be proposed: a page, or a row, its commune, and the screen it is written on."""

    thing: Any
    own: Commune
    kind: Kind
    edit: str

    @property
    def title(self) -> str:
        """What it is called."""
        return self.kind.title_of(self.thing)


def propose(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """Propose a page, change to whom, withdraw."""
    return _screen(request, _page(request.user, page_id))


def propose_row(request: HttpRequest, kind: str, row_id: int) -> HttpResponseBase:
    """The same for what is no page."""
    return _screen(request, _row(request.user, kind, row_id))


def _screen(request: HttpRequest, content: Content) -> HttpResponseBase:
    row = Proposition.objects.filter(kind=content.kind.label, object_id=content.thing.pk).first()
    if request.method == "POST" and "withdraw" in request.POST:
        if row and row.state == Offer.OPEN:
            answering.withdraw(row)
            messages.success(request, _("«\u00a0%s\u00a0» n’est plus proposé aux autres communes.") % content.title)
        return redirect(request.path)
    opened = row if row and row.state == Offer.OPEN else None
    form = PropositionForm(content.own, request.POST or None, initial=_initial(opened, content.own))
    if request.method == "POST" and form.is_valid():
        if not content.kind.is_online(content.thing):
            messages.error(request, _("Ce contenu n’est pas en ligne\u00a0: publiez-le d’abord."))
        else:
            answering.propose(content.thing, content.own, form.cleaned_data["audience"], form.communes)
            said = _("C’est proposé. Les autres communes le reprennent si elles le souhaitent.")
            messages.success(request, said)
        return redirect(request.path)
    context = {
        "page_title": _("Proposer à d’autres communes"),
        "page_subtitle": content.title,
        "header_icon": "site",
        "back": content.edit,
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


def _page(user: Any, page_id: int) -> Content:
    page = get_object_or_404(BasePage, pk=page_id).specific
    kind = kind_of(type(page))
    if kind is None or not proposes(user, page):
        raise Http404
    try:
        own = commune_of(page)
    except NotInACommuneError:
        raise Http404 from None
    return _of_both(Content(page, own, kind, reverse("wagtailadmin_pages:edit", args=(page.pk,))))


def _row(user: Any, label: str, row_id: int) -> Content:
    kind = kinds().get(label)
    if kind is None or kind.lent.row is None:
        raise Http404
    mine = reachable(user, kind.model, {"change"}).select_related("commune__site__root_page")
    row = get_object_or_404(mine, pk=row_id)
    if not decides(user, row.commune):
        raise Http404
    edit = AdminURLFinder(user).get_edit_url(row) or reverse("wagtailadmin_home")
    return _of_both(Content(row, row.commune, kind, edit))


def _of_both(content: Content) -> Content:
    """The commune has sharing, and the module."""
    if content.kind.label not in kinds_of(content.own):
        raise Http404
    return content
