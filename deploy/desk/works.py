"""Interventions: asked, estimated, accepted, done; each step has its form, and can be undone."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from deploy.desk.forms import InterventionForm
from deploy.desk.reach import communes_kept
from deploy.desk.steps import STEPS, back, last_day, open_to, take
from deploy.models.billing import Intervention, State
from deploy.statement.records import prices
from sites.tenancy.reach import reachable

CHANGE, DELETE = frozenset({"change"}), frozenset({"delete"})
FORM = "deploy/intervention_form.html"


def add(request: HttpRequest, commune_id: int) -> HttpResponseBase:
    """What a commune asks for."""
    user: Any = request.user
    commune = get_object_or_404(communes_kept(user), pk=commune_id)
    row = Intervention(commune=commune, author=user.email, requested_on=timezone.localdate())
    return _written(request, row, _("Noter une demande"), reverse("subscriptions:sheet", args=(commune_id,)))


def _written(request: HttpRequest, row: Intervention, title: str, back_to: str) -> HttpResponseBase:
    form = InterventionForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("La demande «\u00a0%(title)s\u00a0» est enregistrée.") % {"title": row.title})
        return redirect("subscriptions:intervention", row.pk)
    return _asked(request, row, form, title, back_to)


def _asked(request: HttpRequest, row: Intervention, form: Any, title: str, back_to: str) -> HttpResponseBase:
    context = {
        "page_title": title, "page_subtitle": row.title or row.commune.name, "header_icon": "doc-full", "form": form,
        "media": form.media, "back": back_to,
    }  # fmt: skip
    return TemplateResponse(request, FORM, context)


class Intervene(View):
    """One intervention: where it stands, what may follow."""

    model = Intervention

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Its days, its buttons."""
        row = _reached(request, pk)
        context = {
            "page_title": row.title, "page_subtitle": row.commune.name, "header_icon": "doc-full", "row": row,
            "steps": [(code, step.label) for code, step in open_to(row).items()], "asked": row.state == State.ASKED,
        }  # fmt: skip
        return TemplateResponse(request, "deploy/intervention.html", context)


class Correct(View):
    """Change the words of a request."""

    model = Intervention

    def dispatch(self, request: HttpRequest, *_args: Any, **kwargs: Any) -> HttpResponseBase:
        """The form, and what it brings back."""
        row = _reached(request, kwargs["pk"])
        back_to = reverse("subscriptions:intervention", args=(row.pk,))
        return _written(request, row, _("Modifier la demande"), back_to)


class Take(View):
    """The form of a step, then the step."""

    model = Intervention

    def dispatch(self, request: HttpRequest, *_args: Any, **kwargs: Any) -> HttpResponseBase:
        """A step that no longer follows, because somebody took it meanwhile, is said and not taken again."""
        row, step = _reached(request, kwargs["pk"]), STEPS.get(kwargs["step"])
        back_to = reverse("subscriptions:intervention", args=(row.pk,))
        if step is None:
            raise Http404
        if row.state not in step.starts:
            messages.warning(
                request,
                _("L’intervention est déjà %(state)s\u00a0: rien n’a changé.") % {"state": row.get_state_display()},
            )
            return redirect(back_to)
        form = step.form(request.POST or None, after=last_day(row))
        if request.method == "POST" and form.is_valid():
            take(row, step, form.cleaned_data, prices())
            messages.success(request, _("L’intervention est %(state)s.") % {"state": row.get_state_display()})
            return redirect(back_to)
        return _asked(request, row, form, str(step.label), back_to)


class Back(View):
    """« Revenir à l’étape précédente »."""

    model = Intervention

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """At once: the step can be taken again."""
        row = _reached(request, pk)
        if row.state != State.ASKED:
            back(row)
            messages.success(
                request,
                _("L’étape est annulée\u00a0: l’intervention est %(state)s.") % {"state": row.get_state_display()},
            )
        return redirect("subscriptions:intervention", row.pk)


class Forget(View):
    """Take away a request that was noted by mistake."""

    model = Intervention

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Nothing that was estimated goes: it is given up, and stays on record."""
        row = _reached(request, pk, DELETE)
        if row.state != State.ASKED:
            messages.error(
                request, _("Cette intervention a été chiffrée\u00a0: abandonnez-la, elle restera au dossier.")
            )
            return redirect("subscriptions:intervention", row.pk)
        commune_id = row.commune_id
        row.delete()
        messages.success(request, _("La demande «\u00a0%(title)s\u00a0» est retirée.") % {"title": row.title})
        return redirect("subscriptions:sheet", commune_id)


def _reached(request: HttpRequest, pk: int, actions: frozenset[str] = CHANGE) -> Intervention:
    user: Any = request.user
    row: Intervention = get_object_or_404(
        reachable(user, Intervention, actions).select_related("commune__site__root_page"), pk=pk
    )
    return row
