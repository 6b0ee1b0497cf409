"""The end of a subscription on a chosen day, the transfer to another host, and the archive handed over."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from deploy.life import handing
from deploy.life.ending import runs
from deploy.life.forms import LeavingForm
from deploy.life.journal import note
from deploy.life.views import asked, by, kept, to_the_plan
from deploy.models import DomainName
from deploy.names.tasks import open_task
from sites.models import Commune


class Leave(View):
    """« Clore ou transférer »: a day, and where the commune goes; then the plan."""

    model = Commune

    def dispatch(self, request: HttpRequest, *_args: Any, **kwargs: Any) -> HttpResponseBase:
        """Asked twice, it is one draft."""
        commune, reference = kept(request, kwargs["commune_id"])
        if not runs(commune.insee):
            messages.warning(request, _("Cette commune n’a pas d’abonnement en cours\u00a0: il n’y a rien à clore."))
            return redirect("subscriptions:sheet", commune.pk)
        form = LeavingForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            end, host = form.cleaned_data["end"], form.cleaned_data["host"]
            first = handing.ask(commune.insee, by(request))
            if host:
                _ask_codes(commune, host)
            if host and first:
                note(commune.insee, by(request), _("Départ préparé vers %(host)s.") % {"host": host})
            return to_the_plan(request, commune, reference, end)
        return asked(request, commune, form, _("Clore ou transférer"), _happens(commune), _("Préparer la fin"))


class Archive(View):
    """« Préparer l’archive », and the archive itself."""

    model = Commune

    def get(self, request: HttpRequest, commune_id: int) -> HttpResponseBase:
        """The last one made."""
        commune, _reference = kept(request, commune_id)
        file = handing.archive_of(commune.insee)
        if file is None:
            raise Http404
        name = f"{commune.insee}-{commune.site.hostname}.zip"
        answer = FileResponse(file.open("rb"), as_attachment=True, filename=name, content_type="application/zip")
        answer["Cache-Control"] = "private, no-store"
        return answer

    def post(self, request: HttpRequest, commune_id: int) -> HttpResponse:
        """By the worker: a big site takes minutes."""
        commune, _reference = kept(request, commune_id)
        if handing.ask(commune.insee, by(request)):
            messages.success(request, _("L’archive se prépare\u00a0: actualisez cette page dans un instant."))
        else:
            messages.warning(request, _("L’archive est déjà demandée."))
        return redirect("subscriptions:sheet", commune.pk)


def _happens(commune: Commune) -> list[str]:
    names = list(DomainName.objects.filter(commune=commune.insee).values_list("name", flat=True))
    said = [
        _("Une archive se prépare aussitôt\u00a0: le site, ses contenus, ses images et documents d’origine."),
        _("Un plan vous est proposé\u00a0: il arrête les lignes de l’abonnement ce jour-là, pas avant."),
        _("Ni domaine ni boîte n’est supprimé par un plan\u00a0: orphelins, ils se ferment à la main."),
    ]
    if names:
        told = ngettext("Son domaine\u00a0: %s.", "Ses domaines\u00a0: %s.", len(names)) % ", ".join(names)
        said.append(f"{told} " + _("Il reste à la commune\u202f; en cas de transfert, « À faire » demande son code."))
    return said


def _ask_codes(commune: Commune, host: str) -> None:
    for name in DomainName.objects.filter(commune=commune.insee).values_list("name", flat=True):
        words = {"name": name, "host": host}
        open_task(
            f"partir:{name}",
            commune.insee,
            _("Donner le code de transfert de %s") % name,
            _("Demandez-le au bureau d’enregistrement de %(name)s et remettez-le à la mairie, pour %(host)s.") % words,
        )
