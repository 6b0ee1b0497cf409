"""One screen: the words of a commune that mean the same."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from cms.desk.reach import communes_of, writes_pages
from cms.search.models import OwnWords
from cms.search.own.lines import RefusedLineError, names_in, written
from cms.search.own.shelf import lines_of
from sites.marking import mark
from sites.models import Commune

LONGEST_TEXT = 20_000


class WordsForm(forms.Form):
    """A line for each thing."""

    lines = forms.CharField(
        label=gettext_lazy("Mots qui veulent dire la même chose, une ligne par chose"), required=False,
        max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy("Par exemple\u00a0: salle polyvalente = espace Jean-Moulin = salle des fêtes"),
    )  # fmt: skip

    def clean_lines(self) -> list[list[str]]:
        """Refused in the words of ``lines``."""
        try:
            return names_in(self.cleaned_data["lines"])
        except RefusedLineError as error:
            raise forms.ValidationError(str(error)) from None


class Words(View):
    """Those of one commune; POST replaces them."""

    def get(self, request: HttpRequest, commune_id: int) -> HttpResponseBase:
        """As they stand."""
        commune = _commune(request, commune_id)
        return _answer(request, commune, WordsForm(initial={"lines": written(lines_of(commune.insee))}))

    def post(self, request: HttpRequest, commune_id: int) -> HttpResponseBase:
        """In force with the next bake, which is asked for."""
        commune = _commune(request, commune_id)
        form = WordsForm(request.POST)
        if not form.is_valid():
            return _answer(request, commune, form)
        OwnWords.objects.update_or_create(commune=commune, defaults={"lines": form.cleaned_data["lines"]})
        mark(communes=[commune.pk])
        messages.success(request, _("La recherche du site connaîtra ces mots dans un instant."))
        return redirect("mots:words", commune.pk)


def _answer(request: HttpRequest, commune: Commune, form: WordsForm) -> HttpResponseBase:
    context = {
        "page_title": _("Mots de la commune"),
        "page_subtitle": commune.name,
        "header_icon": "search",
        "commune": commune,
        "form": form,
    }
    return TemplateResponse(request, "recherche/words.html", context)


def _commune(request: HttpRequest, commune_id: int) -> Commune:
    user: Any = request.user
    commune = get_object_or_404(communes_of(user), pk=commune_id)
    if not writes_pages(user, commune):
        raise Http404
    return commune
