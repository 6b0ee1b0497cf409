"""A list of redirects is sent, seen line by line, written as a whole, taken back."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from cms.forwarding import sentences
from cms.forwarding.check import WRITTEN, WRONG, check
from cms.forwarding.forms import ListForm
from cms.forwarding.models import Batch
from cms.forwarding.write import FaultyError, apply, undo
from sites.tenancy.reach import policy_of, reachable

PER_PAGE = 50
KEPT = timedelta(days=1)  # a list that was seen and not written
ICON = "redirect"


class Lists(View):
    """Send one; those that were written."""

    model = Batch

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """An empty form."""
        return self._shown(request, ListForm(_communes(request)))

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Keep its lines for a day, and show what they would do."""
        form = ListForm(_communes(request), request.POST, request.FILES)
        if not form.is_valid():
            return self._shown(request, form)
        Batch.objects.filter(applied_at=None, sent_at__lt=timezone.now() - KEPT).delete()
        user: Any = request.user
        batch = Batch.objects.create(
            commune=form.cleaned_data["commune"],
            author=user,
            name=str(getattr(request.FILES["file"], "name", ""))[:200],
            lines=form.cleaned_data["file"],
        )
        return redirect("forwarding:show", batch.pk)

    def _shown(self, request: HttpRequest, form: ListForm) -> HttpResponseBase:
        rows = _mine(request, {"view"}).exclude(applied_at=None).defer("lines", "written")
        context = {
            "page_title": _("Redirections par fichier"),
            "header_icon": ICON,
            "form": form,
            "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("p")),
        }
        return TemplateResponse(request, "forwarding/index.html", context)


class Show(View):
    """What a list would do: first the lines that are wrong."""

    model = Batch

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Checked again each time: the site may have changed."""
        batch = get_object_or_404(_mine(request, {"add"}).filter(applied_at=None), pk=pk)
        checked = check(batch.commune, [tuple(line) for line in batch.lines])
        wrong = sum(one.state == WRONG for one in checked)
        written = sum(one.state == WRITTEN for one in checked)
        context = {
            "page_title": _("Redirections par fichier"),
            "page_subtitle": batch.commune.name,
            "header_icon": ICON,
            "batch": batch,
            "written": written,
            "same": len(checked) - wrong - written,
            "wrong": wrong,
            "faulty": sentences.faulty(wrong) if wrong else "",
            "page": Paginator(sorted(checked, key=lambda one: (one.state != WRONG, one.number)), PER_PAGE).get_page(
                request.GET.get("p")
            ),
        }
        return TemplateResponse(request, "forwarding/show.html", context)


class Apply(View):
    """« Écrire ces redirections »."""

    model = Batch

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """All of them, or the list again with what is wrong."""
        batch = get_object_or_404(_mine(request, {"add"}).filter(applied_at=None), pk=pk)
        try:
            messages.success(request, sentences.written(apply(batch)))
        except FaultyError:
            return redirect("forwarding:show", pk)
        return redirect("forwarding:index")


class Undo(View):
    """« Retirer »."""

    model = Batch

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What was changed since stays; once."""
        rows = _mine(request, {"delete"}).filter(undone_at=None).exclude(applied_at=None)
        messages.success(request, sentences.undone(undo(get_object_or_404(rows, pk=pk))))
        return redirect("forwarding:index")


def _mine(request: HttpRequest, actions: set[str]) -> Any:
    user: Any = request.user
    return reachable(user, Batch, actions).select_related("commune__site__root_page", "author").order_by("-pk")


def _communes(request: HttpRequest) -> Any:
    """Those whose redirects I keep."""
    return policy_of(Batch).communes(request.user, {"add"}).select_related("site__root_page").order_by("name")
