"""What ``beffroi serve`` says when it starts."""

from collections.abc import Iterator, Sequence

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SHOWN = 5


def address(host: str, port: int) -> str:
    """A link that a terminal makes clickable."""
    return f"http://{host}/" if port == 80 else f"http://{host}:{port}/"  # noqa: PLR2004 — what browsers leave out


def greeting(hosts: Sequence[str], port: int) -> Iterator[str]:
    """One line after the other."""
    yield _("Beffroi est prêt.")
    yield _("  Administration\u00a0: %s") % address(settings.BEFFROI_ADMIN_HOST, port)
    if not hosts:
        yield _("  Aucun site n’est encore en ligne\u00a0: «\u00a0beffroi bake --all\u00a0» les fabrique.")
    for host in hosts[:SHOWN]:
        yield f"  {address(host, port)}"
    if (more := len(hosts) - SHOWN) > 0:
        yield ngettext("  … et %d autre site", "  … et %d autres sites", more) % more
    yield _("Ctrl-C pour arrêter.")
