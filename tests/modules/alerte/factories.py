"""Alerts, as a town hall writes them."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from modules.alerte.models import MessageAlerte
from tests.world import Town


def alert(town: Town, **fields: Any) -> MessageAlerte:
    """An alert of the moment, for an hour."""
    now = timezone.now()
    values = {
        "title": f"Coupure d’eau à {town.name}",
        "text": f"Des bouteilles vous attendent à la mairie de {town.name}.",
        "label": f"Aller à {town.name}",
        "level": "vigilance",
        "start": now - timedelta(hours=1),
        "end": now + timedelta(hours=1),
        **fields,
    }
    return MessageAlerte.objects.create(commune=town.commune, **values)
