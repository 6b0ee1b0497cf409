"""The pages of a subscription's life: its convention, a refusal, its end. Each says first what will happen."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from deploy.desk.reach import communes_kept
from deploy.life import convention, suspension
from deploy.life.ending import ordered_end, prepare, runs
from deploy.life.forms import ConventionForm, RefusalForm, SuspensionForm
from deploy.life.terms import MONTHS, NOTICE, usual
from deploy.models import CommuneReference, Convention
from deploy.orders.faults import OrdersRefusedError
from sites.models import Commune
from sites.rendering.french import date_text

FORM = "deploy/life_form.html"


class Write(View):
    """« Écrire la convention », or correct it."""

    model = Commune

    def dispatch(self, request: HttpRequest, *_args: Any, **kwargs: Any) -> HttpResponseBase:
        """Proposed with the usual duration and notice."""
        commune, reference = kept(request, kwargs["commune_id"])
        row = Convention.objects.filter(pk=reference.pk).first()
        today = timezone.localdate()
        known = {"start": row.start, "months": row.months, "notice": row.notice} if row else {}
        usually = {"start": today, "months": usual(MONTHS, today), "notice": usual(NOTICE, today)}
        form = ConventionForm(request.POST or None, initial=usually | known)
        if request.method == "POST" and form.is_valid():
            row = row or Convention(commune=reference)
            for name, value in form.cleaned_data.items():
                setattr(row, name, value)
            convention.write(row, by(request))
            messages.success(request, _("La convention est enregistrée."))
            return redirect("subscriptions:sheet", commune.pk)
        return asked(request, commune, form, _("La convention"), [])


class Refuse(View):
    """« Noter un refus »: then the order that ends the lines on that day."""

    model = Commune

    def dispatch(self, request: HttpRequest, *_args: Any, **kwargs: Any) -> HttpResponseBase:
        """One refusal a term: the second click is told so."""
        commune, reference = kept(request, kwargs["commune_id"])
        told = convention.told(reference.pk)
        if told is None:
            raise Http404
        if told.row.refused_on:
            messages.warning(request, _("La reconduction est déjà refusée."))
            return redirect("subscriptions:sheet", commune.pk)
        form = RefusalForm(request.POST or None, limit=told.limit, since=told.since)
        if request.method == "POST" and form.is_valid():
            convention.refuse(told.row, form.cleaned_data["on"], form.cleaned_data["who"], by(request))
            messages.success(request, _("Le refus est noté. Approuvez maintenant la fin de l’abonnement."))
            return to_the_plan(request, commune, reference, told.row.ends)
        end = date_text(told.row.ends)
        said = [
            _("La convention ne sera pas reconduite le %s.") % end,
            _("Un plan vous est ensuite proposé\u00a0: il arrête les lignes de l’abonnement ce jour-là, pas avant."),
            _("Le refus se retire tant que ce jour n’est pas venu."),
        ]
        return asked(request, commune, form, _("Refuser la reconduction"), said, _("Noter le refus"))


class Keep(View):
    """« Retirer le refus »."""

    model = Commune

    def post(self, request: HttpRequest, commune_id: int) -> HttpResponse:
        """The order that had ended the lines is followed by another that lets them run."""
        commune, reference = kept(request, commune_id)
        row = get_object_or_404(Convention, pk=reference.pk)
        end = row.over
        if row.ends <= timezone.localdate() or not convention.keep(row, by(request)):
            messages.warning(request, _("Il n’y a pas de refus à retirer."))
            return redirect("subscriptions:sheet", commune.pk)
        messages.success(request, _("Le refus est retiré\u00a0: la convention se reconduit."))
        if end and ordered_end(reference.pk) == end:
            return to_the_plan(request, commune, reference, None)
        return redirect("subscriptions:sheet", commune.pk)


class Suspend(View):
    """« Suspendre le site »."""

    model = Commune

    def dispatch(self, request: HttpRequest, *_args: Any, **kwargs: Any) -> HttpResponseBase:
        """Said before it is done; a second click is told that it was."""
        commune, _reference = kept(request, kwargs["commune_id"])
        if suspension.current(commune.insee):
            messages.warning(request, _("Ce site est déjà suspendu."))
            return redirect("subscriptions:sheet", commune.pk)
        form = SuspensionForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            told = form.cleaned_data
            suspension.begin(commune, told["reason"], by(request), boxes=told["boxes"])
            messages.success(request, _("Le site est suspendu. «\u00a0Rétablir le site\u00a0» le rend tel qu’il est."))
            return redirect("subscriptions:sheet", commune.pk)
        happens = [
            _(
                "Toutes les adresses du site disent «\u00a0Ce site est momentanément suspendu\u00a0», avec l’adresse "
                "et le téléphone de la mairie\u202f; les moteurs de recherche sont priés de revenir plus tard."
            ),
            _("Les formulaires ne reçoivent plus rien. Le courrier arrive toujours, sauf si vous le suspendez aussi."),
            _("La mairie peut encore travailler\u00a0: ce qu’elle publie paraîtra quand le site sera rétabli."),
            _("L’abonnement et son prix ne changent pas. Le site se rétablit d’un bouton, aussitôt."),
        ]
        return asked(request, commune, form, _("Suspendre le site"), happens, _("Suspendre le site"))


class Resume(View):
    """« Rétablir le site »."""

    model = Commune

    def post(self, request: HttpRequest, commune_id: int) -> HttpResponse:
        """At once."""
        commune, _reference = kept(request, commune_id)
        if suspension.end(commune, by(request)):
            messages.success(request, _("Le site est rétabli."))
        else:
            messages.warning(request, _("Ce site n’est pas suspendu."))
        return redirect("subscriptions:sheet", commune.pk)


class Stop(View):
    """« Préparer la fin », of a refused convention whose end is not ordered yet."""

    model = Commune

    def post(self, request: HttpRequest, commune_id: int) -> HttpResponse:
        """The plan, to be approved."""
        commune, reference = kept(request, commune_id)
        row = get_object_or_404(Convention, pk=reference.pk)
        return to_the_plan(request, commune, reference, row.over)


def kept(request: HttpRequest, commune_id: int) -> tuple[Commune, CommuneReference]:
    """A commune whose subscription the person keeps, and its row of the reference."""
    user: Any = request.user
    commune = get_object_or_404(communes_kept(user), pk=commune_id)
    return commune, get_object_or_404(CommuneReference, pk=commune.insee)


def by(request: HttpRequest) -> str:
    """Who acts, for the journal."""
    user: Any = request.user
    address: str = user.email
    return address


def asked(
    request: HttpRequest, commune: Commune, form: Any, title: str, happens: list[str], button: str = ""
) -> HttpResponseBase:
    """A form below what will happen."""
    context = {
        "page_title": title, "page_subtitle": commune.name, "header_icon": "doc-full", "form": form, "happens": happens,
        "said": button, "media": form.media, "back": reverse("subscriptions:sheet", args=(commune.pk,)),
    }  # fmt: skip
    return TemplateResponse(request, FORM, context)


def to_the_plan(request: HttpRequest, commune: Commune, reference: CommuneReference, end: date | None) -> HttpResponse:
    """The plan of the end, or of no end; the sheet and a sentence when there is none to make."""
    if not runs(reference.pk):
        messages.warning(request, _("Cette commune n’a pas d’abonnement en cours\u00a0: il n’y a rien à arrêter."))
        return redirect("subscriptions:sheet", commune.pk)
    try:
        row = prepare(reference, end, by(request))
    except OrdersRefusedError as error:
        for sentence in error.sentences:
            messages.error(request, sentence)
        return redirect("subscriptions:sheet", commune.pk)
    return redirect("orders:plan", row.pk)
