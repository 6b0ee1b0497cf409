"""Read, mark as handled, take away in a spreadsheet, delete: within the communes one works for."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django.views import View

from cms.guichet.desk import export
from cms.guichet.models import Envoi, PieceJointe, State
from cms.guichet.questions import written
from sites.models import Commune
from sites.modules import module_of
from sites.public.numbers import number_in
from sites.rendering import spreadsheets
from sites.tenancy.reach import reachable
from sites.tenancy.scope import Scope

PER_PAGE = 30
MOST_EXPORTED = 5000
# Where the room of the accessibility record receives what visitors report.
BARRIER = "accessibilite"
SHAPES = {"csv": (spreadsheets.as_csv, spreadsheets.CSV), "xlsx": (export.as_xlsx, export.XLSX)}
STATES = (State.NEW, State.UNDERWAY, State.ANSWERED, State.HANDLED, State.MENDED)
MARKED = {
    State.NEW: _("Le message est de nouveau à traiter."),
    State.UNDERWAY: _("Le message est pris en charge, en votre nom."),
    State.ANSWERED: _("Le message est marqué comme répondu, en votre nom."),
    State.MENDED: _("L’obstacle est marqué comme corrigé, en votre nom."),
    State.HANDLED: _("Le message est marqué comme traité, en votre nom."),
}


def mine(request: HttpRequest, actions: frozenset[str] = frozenset({"view"})) -> QuerySet[Envoi]:
    """What this person may see: never what its sender has not confirmed."""
    user: Any = request.user
    rows: QuerySet[Envoi] = reachable(user, Envoi, actions).exclude(state=State.UNCONFIRMED)
    return rows


def chosen(request: HttpRequest) -> QuerySet[Envoi]:
    """The same, by state (« à traiter » unless told otherwise), form and commune."""
    rows = mine(request)
    state = request.GET.get("etat", State.NEW)
    if state in STATES:
        rows = rows.filter(state=state)
    if title := request.GET.get("formulaire"):
        rows = rows.filter(title=title)
    if (commune := number_in(request.GET.get("commune", ""))) is not None:
        rows = rows.filter(commune=commune)
    return rows


def _steps(envoi: Envoi) -> Iterator[tuple[str, datetime, str]]:
    """``(state, moment, who)`` of what became of it."""
    labels = dict(State.choices)
    for step in envoi.steps:
        yield str(labels.get(step["state"], step["state"])), datetime.fromisoformat(step["at"]), step["who"]


def _keeps_the_record(request: HttpRequest, envoi: Envoi) -> bool:
    user: Any = request.user
    return user.is_superuser or Scope.of(user).may_in(envoi.commune, "accessibility", {"add"})


class Received(View):
    """« Messages reçus »."""

    model = Envoi

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """A page of the list."""
        page: Any = Paginator(chosen(request).select_related("commune", "handled_by"), PER_PAGE).get_page(
            request.GET.get("p")
        )
        everything = mine(request).order_by()
        kept = {name: value for name, value in request.GET.items() if name in {"etat", "formulaire", "commune"}}
        context = {
            "page_title": _g("Messages reçus"),
            "header_icon": "mail",
            "page": page,
            "titles": sorted(everything.values_list("title", flat=True).distinct()),
            "communes": Commune.objects.filter(pk__in=everything.values("commune")).order_by("name"),
            "states": [(state.value, state.label) for state in STATES],
            "asked": {"etat": request.GET.get("etat", State.NEW.value), **kept},
            "query": urlencode(kept),
        }
        return TemplateResponse(request, "guichet/index.html", context)


class Export(View):
    """The list as it is chosen, in a file."""

    model = Envoi

    def get(self, request: HttpRequest, shape: str) -> HttpResponse:
        """``shape``: ``csv`` or ``xlsx``."""
        write, kind = SHAPES[shape]
        rows = chosen(request).select_related("commune").prefetch_related("pieces")[:MOST_EXPORTED]
        answer = HttpResponse(write(export.table(list(rows))), content_type=kind)
        answer["Content-Disposition"] = f'attachment; filename="messages-{timezone.localdate()}.{shape}"'
        answer["Cache-Control"] = "no-store"
        return answer


class Read(View):
    """One sending."""

    model = Envoi

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """What was asked and answered, and the files."""
        envoi = get_object_or_404(mine(request).select_related("commune__site__root_page", "handled_by"), pk=pk)
        module = module_of(envoi.module)
        if module and module.decides:
            return redirect(module.decides, pk)
        context = {
            "page_title": envoi.title,
            "header_icon": "mail",
            "envoi": envoi,
            "answers": [(answer["label"], written(answer)) for answer in envoi.answers],
            "pieces": envoi.pieces.all(),
            "steps": list(_steps(envoi)),
            "is_barrier": envoi.module == BARRIER,
            "may_record": envoi.module == BARRIER and _keeps_the_record(request, envoi),
            "may_delete": mine(request, frozenset({"delete"})).filter(pk=pk).exists(),
        }
        return TemplateResponse(request, "guichet/read.html", context)


class Handle(View):
    """« Marquer comme répondu », « Marquer comme traité », or back: what nobody else knows is told by who did it."""

    model = Envoi

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """``etat`` becomes its state; say who, and when."""
        envoi = get_object_or_404(mine(request, frozenset({"change"})), pk=pk)
        state = request.POST.get("etat", State.HANDLED)
        if state not in MARKED:
            raise Http404
        user: Any = request.user
        envoi.state = State(state)
        envoi.handled_at, envoi.handled_by = (None, None) if envoi.state == State.NEW else (timezone.now(), user)
        envoi.steps = [*envoi.steps, {"state": state, "at": timezone.now().isoformat(), "who": str(user)}]
        envoi.save(update_fields=["state", "handled_at", "handled_by", "steps"])
        messages.success(request, MARKED[envoi.state])
        return redirect("guichet:index")


class Delete(View):
    """A person may ask that what they wrote be forgotten (RGPD, article 17)."""

    model = Envoi

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """With its files."""
        get_object_or_404(mine(request, frozenset({"delete"})), pk=pk).delete()
        messages.success(request, _g("Le message et ses pièces jointes sont effacés."))
        return redirect("guichet:index")


class Piece(View):
    """A file, to be saved: never shown by the browser in the admin's own name."""

    model = PieceJointe

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The bytes as they came."""
        user: Any = request.user
        piece = get_object_or_404(reachable(user, PieceJointe, {"view"}), pk=pk)
        try:
            content = piece.file.open("rb")
        except FileNotFoundError:
            raise Http404 from None
        answer = FileResponse(content, as_attachment=True, filename=piece.name, content_type="application/octet-stream")
        answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
        answer["X-Content-Type-Options"] = "nosniff"
        answer["Cache-Control"] = "no-store"
        return answer
