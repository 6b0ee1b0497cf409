"""One screen: the sites that may read the data of a commune."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.log_actions import log

from cms.desk.reach import communes_of
from cms.origins.allowed import EVERYBODY, origins_of_commune
from cms.origins.models import Readers
from cms.origins.written import LONGEST, MOST, RefusedOriginError, origins_of
from sites.models import Commune
from sites.tenancy.scope import Scope

ACTIONS = frozenset({"change"})


class ReadersForm(forms.Form):
    """One site a line."""

    origins = forms.CharField(
        label=gettext_lazy("Sites autorisés, un par ligne"), required=False, max_length=MOST * LONGEST,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocapitalize": "none"}),
        help_text=gettext_lazy("Le nom seul, comme https://carte.exemple.fr\u00a0: sans page ni barre à la fin."),
    )  # fmt: skip

    def clean_origins(self) -> list[str]:
        """Refused in the words of ``written``."""
        try:
            return origins_of(self.cleaned_data["origins"])
        except RefusedOriginError as error:
            raise forms.ValidationError(str(error)) from None


class Allow(View):
    """The list of one commune; POST replaces it."""

    def get(self, request: HttpRequest, commune_id: int) -> HttpResponseBase:
        """As it stands."""
        commune = _commune(request, commune_id)
        return _answer(request, commune, ReadersForm(initial={"origins": "\n".join(origins_of_commune(commune))}))

    def post(self, request: HttpRequest, commune_id: int) -> HttpResponseBase:
        """In force at once."""
        commune = _commune(request, commune_id)
        form = ReadersForm(request.POST)
        if not form.is_valid():
            return _answer(request, commune, form)
        origins = form.cleaned_data["origins"]
        Readers.objects.update_or_create(commune=commune, defaults={"origins": origins})
        log(commune, "beffroi.origins", user=_user(request), data={"origins": origins})
        said = _("Seuls ces sites liront ces données.") if origins else _("La liste est vide.")
        messages.success(request, said)
        return redirect("origins:allow", commune.pk)


def _answer(request: HttpRequest, commune: Commune, form: ReadersForm) -> HttpResponseBase:
    for_all = settings.BEFFROI_API_ORIGINS
    context = {
        "page_title": _("Sites qui lisent les données"),
        "page_subtitle": commune.name,
        "header_icon": "link",
        "commune": commune,
        "form": form,
        "open_to_all": EVERYBODY in for_all,
        "for_all": [origin for origin in for_all if origin != EVERYBODY],
    }
    return TemplateResponse(request, "origins/allow.html", context)


def _commune(request: HttpRequest, commune_id: int) -> Commune:
    user = _user(request)
    commune = get_object_or_404(communes_of(user), pk=commune_id)
    if not (user.is_superuser or Scope.of(user).may_in(commune, "origin", ACTIONS)):
        raise Http404
    return commune


def _user(request: HttpRequest) -> Any:
    return request.user
