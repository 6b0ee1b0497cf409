"""What the editor shows of an alert."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from cms.desk.reach import address_of
from cms.rows.screens import RowForm, Told
from modules.alerte.levels import LEVELS
from modules.alerte.models import MessageAlerte
from sites.rendering.french import date_text


class AlertForm(RowForm):
    """Says why an end is asked for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """One sentence of ours."""
        super().__init__(*args, **kwargs)
        self.fields["end"].error_messages["required"] = _(
            "Dites quand l’alerte se termine\u00a0: elle partira d’elle-même, sans que personne y pense."
        )


def told(alert: MessageAlerte) -> Told:
    """Where citizens read it, or since when they will, or no more."""
    now, names = timezone.now(), {"title": alert.title}
    if alert.end <= now:
        return Told(
            _g("«\u00a0%(title)s\u00a0» est enregistrée. Son heure de fin est passée, elle ne s’affiche pas.") % names
        )
    url = address_of(alert.commune)
    if alert.start > now:
        names["day"], names["hour"] = date_text(alert.start), date_text(alert.start, "time")
        said = _g("«\u00a0%(title)s\u00a0» est enregistrée\u00a0: elle s’affichera d’elle-même le %(day)s à %(hour)s.")
        return Told(said % names, online=False)
    if _graver(alert, now):
        said = _g(
            "«\u00a0%(title)s\u00a0» est enregistrée\u00a0: une alerte plus grave s’affiche à sa place pour le moment."
        )
        return Told(said % names, url)
    return Told(_g("«\u00a0%(title)s\u00a0» est publiée en haut de toutes les pages du site.") % names, url)


def _graver(alert: MessageAlerte, now: datetime) -> bool:
    current = MessageAlerte.objects.filter(commune=alert.commune_id, start__lte=now, end__gt=now)
    return current.filter(level__in=LEVELS[: LEVELS.index(alert.level)]).exists()
