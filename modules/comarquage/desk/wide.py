"""What is said beside a sheet on the sites of a département, or of all communes: written by webmestres."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from modules.comarquage.local.screens import WideForm
from modules.comarquage.models import WidePrecision
from modules.comarquage.source import sites
from sites.marking import mark
from sites.models import Departement
from sites.tenancy.paths import within
from sites.tenancy.roles import Role
from sites.tenancy.scope import Scope

AREA = "guide_feed"


def departements_of(user: Any) -> Any:
    """The départements that are wholly theirs."""
    rows = Departement.objects.order_by("code")
    if user.is_superuser:
        return rows
    return rows.filter(within("folder__path", Scope.of(user).site_paths(AREA, {"change"})))


def keeps_all(user: Any) -> bool:
    """Whether ``user`` may write for all communes, those to come included."""
    everywhere = {"role": Role.WEBMESTRE, "commune": None, "departement": None}
    return bool(user.is_superuser or user.memberships.filter(**everywhere).exists())


def wide_for(user: Any) -> Any:
    """What ``user`` may change."""
    mine = Q(departement__in=departements_of(user))
    if keeps_all(user):
        mine |= Q(departement=None)
    return WidePrecision.objects.filter(mine).select_related("departement")


def add(request: HttpRequest) -> HttpResponse:
    """A new one."""
    return _form(request, WidePrecision(), _("Ajouter une précision pour plusieurs communes"))


def edit(request: HttpRequest, precision_id: int) -> HttpResponse:
    """One of mine."""
    row = get_object_or_404(wide_for(request.user), pk=precision_id)
    return _form(request, row, _("Modifier une précision pour plusieurs communes"))


@require_POST
def delete(request: HttpRequest, precision_id: int) -> HttpResponse:
    """It leaves the sites at their next bake."""
    row = get_object_or_404(wide_for(request.user), pk=precision_id)
    with transaction.atomic():
        _mark(row.departement_id)
        row.delete()
    messages.success(request, _("«\u00a0%(title)s\u00a0» quitte les sites dans quelques minutes.") % {"title": row})
    return redirect("guide:index")


def _form(request: HttpRequest, row: WidePrecision, title: str) -> HttpResponse:
    before, place = row.pk, row.departement_id
    form = WideForm(
        request.POST or None,
        instance=row,
        departements=departements_of(request.user),
        everywhere=keeps_all(request.user),
    )
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            _mark(row.departement_id)
            if before and place != row.departement_id:
                _mark(place)
        said = _("«\u00a0%(title)s\u00a0» paraît sur les sites dans quelques minutes.")
        messages.success(request, said % {"title": row})
        return redirect("guide:index")
    context = {"page_title": title, "header_icon": "help", "form": form, "row": row if before else None}
    return TemplateResponse(request, "comarquage/desk/wide.html", context)


def _mark(departement: int | None) -> None:
    """The sites that show it, or did."""
    if departement is None:
        mark(communes=sites())
    else:
        mark(departements=[departement])
