"""« Remettre à neuf maintenant »: says first what goes and what stays."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views import View

from deploy.ecole.resetting import reset
from deploy.life.views import asked, by, kept
from sites.models import Commune


class Renew(View):
    """Of a training site alone."""

    model = Commune

    def dispatch(self, request: HttpRequest, *_args: Any, **kwargs: Any) -> HttpResponseBase:
        """Said before it is done."""
        commune, _reference = kept(request, kwargs["commune_id"])
        if not commune.training:
            raise Http404
        if request.method == "POST":
            reset(commune, by(request))
            messages.success(request, _("Le site d’entraînement est remis à neuf. Il paraîtra dans un instant."))
            return redirect("subscriptions:sheet", commune.pk)
        happens = [
            _("Les pages, les images, les documents, les réglages et les messages de ce site sont effacés."),
            _("Il retrouve ses pages du premier jour. Les comptes, l’abonnement et l’historique restent."),
        ]
        title = _("Remettre à neuf maintenant")
        return asked(request, commune, forms.Form(), title, happens, title)
