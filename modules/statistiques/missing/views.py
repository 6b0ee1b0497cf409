"""The addresses that visitors do not find: lead them somewhere with one click, or leave them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.widgets import AdminPageChooser

from cms.desk.reach import communes_of
from cms.forwarding.one import lead
from cms.models import BasePage
from modules.statistiques.missing.figures import PERIOD, lost_of
from modules.statistiques.models import Ignored
from modules.statistiques.views import mends
from sites.models import Commune

LONGEST = 255


class TargetForm(forms.Form):
    """The page that an address leads to, among those of its commune."""

    path = forms.CharField(max_length=LONGEST, widget=forms.HiddenInput)
    page: Any = forms.ModelChoiceField(
        None,
        label=gettext_lazy("Rediriger vers"),
        widget=AdminPageChooser,
        error_messages={"invalid_choice": gettext_lazy("Choisissez une page de ce site.")},
    )

    def __init__(self, commune: Commune, *args: Any, **kwargs: Any) -> None:
        """Nothing of another commune."""
        super().__init__(*args, **kwargs)
        home: Any = commune.site.root_page
        field: Any = self.fields["page"]
        field.queryset = BasePage.objects.descendant_of(home, inclusive=True)

    def full_clean(self) -> None:
        """A page that is refused is forgotten: its chooser would print the title of any page of any commune."""
        super().full_clean()
        if "page" in self.errors:
            self.data = {**self.data, "page": ""}


def show(request: HttpRequest, commune_id: int) -> HttpResponseBase:
    """The list."""
    commune = _commune(request, commune_id)
    context = {
        "page_title": _("Adresses introuvables"),
        "page_subtitle": commune.name,
        "header_icon": "warning",
        "commune": commune,
        "rows": lost_of(commune, timezone.localdate()),
        "days": PERIOD.days,
    }
    return TemplateResponse(request, "statistiques/missing.html", context)


def forward(request: HttpRequest, commune_id: int) -> HttpResponseBase:
    """One address to the page chosen, or the form that asks which."""
    commune = _commune(request, commune_id)
    form = TargetForm(commune, request.POST or None, initial={"path": request.GET.get("adresse", "")[:LONGEST]})
    if request.method == "POST" and form.is_valid():
        path, page = form.cleaned_data["path"], form.cleaned_data["page"]
        if not (fault := lead(commune, path, page)):
            told = {"path": path, "title": page.title}
            messages.success(request, _("%(path)s mène maintenant à «\u00a0%(title)s\u00a0».") % told)
            return redirect("statistiques:missing", commune.pk)
        form.add_error(None, fault)
    context = {
        "page_title": _("Rediriger une adresse"),
        "page_subtitle": commune.name,
        "header_icon": "redirect",
        "commune": commune,
        "form": form,
        "path": form["path"].value(),
    }
    return TemplateResponse(request, "statistiques/forward.html", context)


@require_POST
def ignore(request: HttpRequest, commune_id: int) -> HttpResponse:
    """Leave an address as it is: it is not shown any more."""
    commune = _commune(request, commune_id)
    path = request.POST.get("path", "")
    if path.startswith("/") and path.isprintable() and len(path) <= LONGEST:
        Ignored.objects.get_or_create(commune=commune, path=path)
        messages.success(request, _("%(path)s n’est plus montrée.") % {"path": path})
    return redirect("statistiques:missing", commune.pk)


def _commune(request: HttpRequest, commune_id: int) -> Commune:
    user: Any = request.user
    commune = get_object_or_404(communes_of(user), pk=commune_id)
    if not mends(user, commune):
        raise Http404
    return commune
