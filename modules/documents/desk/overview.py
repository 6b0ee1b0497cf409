"""The first screens: which commune, then what is to be done there and what stands."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from modules.documents.actes import deadlines, kinds
from modules.documents.desk.places import PER_PAGE, about, communes_for, place_of
from modules.documents.models import Acte, Publication, Seance

MEETINGS = 8


def index(request: HttpRequest) -> HttpResponse:
    """My commune's acts and documents, or the choice between my communes."""
    rows = communes_for(request.user).order_by("name")
    if len(only := list(rows[:2])) == 1:
        return redirect("documents:commune", only[0].pk)
    query = request.GET.get("q", "").strip()
    page = Paginator(rows.filter(name__icontains=query), PER_PAGE).get_page(request.GET.get("p"))
    context = {"page_title": _("Documents et actes"), "header_icon": "doc-full", "page": page, "query": query}
    return TemplateResponse(request, "documents/desk/index.html", context)


def commune(request: HttpRequest, commune_id: int) -> HttpResponse:
    """What is to be done, then what stands: meetings, acts, library."""
    place = place_of(request, commune_id)
    acts = Acte.objects.filter(commune=place).select_related("seance")
    if (kind := request.GET.get("type", "")) in kinds.KINDS:
        acts = acts.filter(kind=kind)
    if query := request.GET.get("q", "").strip():
        acts = acts.filter(title__icontains=query) | acts.filter(number__icontains=query)
    context = {
        **about(place, request.user, _("Documents et actes")),
        "drafts": Acte.objects.filter(commune=place, put_online_at=None),
        "meetings": deadlines.of(
            Seance.objects.filter(commune=place).prefetch_related("actes")[:MEETINGS], timezone.localdate()
        ),
        "page": Paginator(acts.order_by("-date", "-pk"), PER_PAGE).get_page(request.GET.get("p")),
        "publications": Publication.objects.filter(commune=place).select_related("document")[:PER_PAGE],
        "kinds": kinds.CHOICES,
        "kind": kind,
        "query": query,
    }
    return TemplateResponse(request, "documents/desk/commune.html", context)
