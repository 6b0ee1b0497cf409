"""« À rattacher »: buyers that no commune could be told from. The webmestre's alone: no commune sees their notices."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from modules.marches import source
from modules.marches.avis import notice as common
from modules.marches.desk.places import PER_PAGE, about, communes_of_sources, keeps_sources, unknown_for


def index(request: HttpRequest) -> HttpResponse:
    """The buyers, with the titles of their notices."""
    if not keeps_sources(request.user):
        raise PermissionDenied
    rows = unknown_for(request.user).filter(commune=None, ignored=False)
    page = Paginator(rows.order_by("name", "pk"), PER_PAGE).get_page(request.GET.get("p"))
    context = {**about(_("Acheteurs à rattacher")), "page": page, "communes": communes_of_sources(request.user)}
    return TemplateResponse(request, "marches/desk/queue.html", context)


@require_POST
def attach(request: HttpRequest, buyer_id: int) -> HttpResponse:
    """Give a buyer its commune, now and for what comes; or leave it out for good."""
    row = get_object_or_404(unknown_for(request.user), pk=buyer_id)
    if "ignore" in request.POST:
        type(row).objects.filter(pk=row.pk).update(ignored=True, notices=[])
        messages.success(
            request, _("« %(name)s » est écarté\u00a0: ses avis ne seront plus gardés.") % {"name": row.name}
        )
        return redirect("marches:queue")
    place = next((one for one in communes_of_sources(request.user) if str(one.pk) == request.POST.get("commune")), None)
    if place is None or place.departement_id != row.departement_id:
        messages.error(request, _("Choisissez une commune de ce département."))
        return index(request)
    with transaction.atomic():
        source.write(place.pk, [common.from_json(told) for told in row.notices], "boamp")
        row.commune, row.notices, row.attached_by = place, [], request.user
        row.save()
    messages.success(request, _("« %(name)s » est rattaché à %(place)s.") % {"name": row.name, "place": place.name})
    return redirect("marches:queue")
