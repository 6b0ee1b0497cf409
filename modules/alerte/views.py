"""« Terminer maintenant »: the danger is over before the hour that was written."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from cms.desk.online import tell
from cms.desk.reach import address_of
from modules.alerte.models import MessageAlerte
from sites.tenancy.reach import reachable


class EndView(View):
    """Asks, then writes the moment as the end of the alert: its banner leaves every page."""

    model = MessageAlerte

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        """The question."""
        context = {"page_title": _("Terminer l’alerte"), "header_icon": "warning", "alert": self._alert(request, pk)}
        return TemplateResponse(request, "alerte/end.html", context)

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        """The answer. An alert that is over, or has not begun, is left alone."""
        alert, now = self._alert(request, pk), timezone.now()
        if alert.start <= now < alert.end:
            alert.end = now
            alert.save(update_fields=["end"])
            said = _("«\u00a0%(title)s\u00a0» ne s’affiche plus.")
            tell(request, alert.commune, said % {"title": alert.title}, address_of(alert.commune))
        else:
            messages.warning(request, _("Cette alerte n’est pas en ligne\u00a0: rien n’a changé."))
        return redirect("alertes:index")

    def _alert(self, request: HttpRequest, pk: str) -> MessageAlerte:
        user: Any = request.user
        alert: MessageAlerte = get_object_or_404(reachable(user, MessageAlerte, {"change"}), pk=pk)
        return alert
