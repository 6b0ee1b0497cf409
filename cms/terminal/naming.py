"""From what a person types to a commune."""

from django.utils.translation import gettext as _

from cms.serving.hosts import nearest, parse_host
from sites.models import Commune, Host


class UnknownHostError(Exception):
    """No commune answers under that name; the message is a French sentence that may suggest another."""


def commune_named(text: str) -> Commune:
    """The commune that answers under a host name, whatever its case, port or final dot.

    Raises:
        UnknownHostError: none does.

    """
    name = parse_host(text.strip())
    commune = Commune.objects.filter(hosts__name=name).first() if name else None
    if commune is None:
        raise UnknownHostError(_sentence(text, name))
    return commune


def _sentence(text: str, name: str | None) -> str:
    shown = text if len(text) <= 80 else f"{text[:79]}…"  # noqa: PLR2004 — the width of a terminal
    sentence = _("Aucun site ne répond à l’adresse «\u00a0%s\u00a0».") % shown
    close = nearest(name or text.lower(), list(Host.objects.order_by("name").values_list("name", flat=True)))
    if close:
        sentence += " " + _("Vouliez-vous dire %s\u202f?") % _(" ou ").join(close)
    return sentence
