"""The record of a commune, what is common to a département, a version that was published, a report that joins it."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from cms.accessibilite.editing import what_of
from cms.accessibilite.kinds import KINDS
from cms.accessibilite.models import AREA, Declaration, NonConformity
from cms.accessibilite.pdf.models import Look
from cms.accessibilite.reach import communes_kept, departements_kept
from cms.accessibilite.visitors.sheet import WHERE
from cms.desk.reach import address_of
from cms.guichet.models import Envoi
from sites.law import accessibility as law
from sites.models import Commune
from sites.tenancy.reach import reachable
from sites.tenancy.scope import Scope

REPORTS, VERSIONS = 20, 20


def record(request: HttpRequest, commune_id: int) -> HttpResponseBase:
    """All that is known of one site: its own rows, and the common ones."""
    user: Any = request.user
    commune = get_object_or_404(communes_kept(user).select_related("site", "departement"), pk=commune_id)
    common = departements_kept(user).filter(pk=commune.departement_id).exists()
    context = {
        "page_title": _("Registre d’accessibilité"),
        "page_subtitle": commune.name,
        "header_icon": "view",
        "owner": commune,
        "of_commune": True,
        "keeps_common": common,
        "sections": _sections(Q(commune=commune), Q(departement=commune.departement_id), common),
        "told": law.statement(_current(commune), timezone.localdate()),
        "address": address_of(commune),
        "pdfs": Look.objects.filter(commune=commune, flawed=True).count(),
        "reports": reachable(user, Envoi, {"view"})
        .filter(commune=commune, module="accessibilite")
        .exclude(state="unconfirmed")[:REPORTS],
        "versions": Declaration.objects.filter(Q(commune=commune) | Q(departement=commune.departement_id)).order_by(
            "-made_on", "-pk"
        )[:VERSIONS],
    }
    return TemplateResponse(request, "accessibilite/record.html", context)


def common(request: HttpRequest, departement_id: int) -> HttpResponseBase:
    """What is common to the communes of a département."""
    user: Any = request.user
    departement = get_object_or_404(departements_kept(user), pk=departement_id)
    current = Declaration.objects.filter(departement=departement, current=True).first()
    context = {
        "page_title": _("Registre commun d’accessibilité"),
        "page_subtitle": departement.name,
        "header_icon": "view",
        "owner": departement,
        "of_commune": False,
        "sections": _sections(Q(departement=departement), None, True),
        "told": law.statement(current.content if current else {}, timezone.localdate()),
        "versions": Declaration.objects.filter(departement=departement)[:VERSIONS],
    }
    return TemplateResponse(request, "accessibilite/record.html", context)


def _sections(own: Q, shared: Q | None, keeps_shared: bool) -> list[dict[str, Any]]:  # noqa: FBT001  # a fact of the person
    """By kind, ``(row, sentence, address of its form or "", whether it is common)``: two queries for each at most."""
    found = []
    for what, kind in KINDS.items():
        rows = list(kind.model.objects.filter(own))
        if shared is not None:
            rows += list(kind.model.objects.filter(shared))
        lines = [
            {
                "told": kind.told(row),
                "url": f"accessibilite:{what}_edit" if keeps_shared or shared is None or row.commune_id else "",
                "pk": row.pk,
                "common": shared is not None and row.departement_id is not None,
            }
            for row in rows
        ]
        found.append({"what": what_of(kind), "label": kind.label, "add": kind.add, "lines": lines})
    return found


def _current(commune: Commune) -> dict[str, Any]:
    ours = Q(commune=commune) | Q(departement=commune.departement_id)
    rows = sorted(Declaration.objects.filter(ours, current=True), key=lambda row: row.commune_id is None)
    return rows[0].content if rows else {}


class Version(View):
    """A statement as it was published."""

    model: Any = None

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Its facts, on the day it was made."""
        user: Any = request.user
        row = get_object_or_404(reachable(user, Declaration, {"view"}).select_related("commune", "departement"), pk=pk)
        context = {
            "page_title": _("Déclaration du %(day)s") % {"day": f"{row.made_on:%d/%m/%Y}"},
            "page_subtitle": str(row.owner),
            "header_icon": "view",
            "row": row,
            "told": law.statement(row.content, row.made_on),
        }
        return TemplateResponse(request, "accessibilite/version.html", context)


class Note(View):
    """What a visitor reported joins the record, by one button."""

    model: Any = None

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Once: pressed again, it leads to what was written."""
        user: Any = request.user
        envoi = get_object_or_404(
            reachable(user, Envoi, {"view"}).select_related("commune__site__root_page"), pk=pk, module="accessibilite"
        )
        if not (user.is_superuser or Scope.of(user).may_in(envoi.commune, AREA, {"add"})):
            return HttpResponse(status=403)
        where = next((str(answer["value"]) for answer in envoi.answers if answer["name"] == WHERE), "")
        row, made = NonConformity.objects.get_or_create(
            told_by=envoi,
            defaults={
                "commune": envoi.commune,
                # In words of ours until somebody writes better ones: what a visitor tells is not for everybody.
                "what": _("Un obstacle signalé par un visiteur, en cours d’examen"),
                "where": where[:300],
            },
        )
        if made:
            messages.success(request, _("L’obstacle est au registre\u202f: relisez-le, la déclaration le dira."))
        return redirect("accessibilite:non-conformites_edit", row.pk)
