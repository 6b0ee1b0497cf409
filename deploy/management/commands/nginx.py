"""``beffroi nginx``: what nginx must be told, with the settings of this machine."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from cms.serving import headers
from cms.serving.visits import ROBOTS

TEMPLATE = Path(__file__).resolve().parents[2] / "host" / "nginx.conf"


class Command(BaseCommand):
    """Printed: whoever administers the machine puts it in place."""

    help = _("Écrit la configuration de nginx pour cette machine.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where it listens, and whom it asks."""
        parser.add_argument("--listen", default="80", metavar="ADRESSE", help=_("adresse et port (80)"))
        parser.add_argument(
            "--certificat", type=Path, metavar="FICHIER", help=_("certificat et clé : écoute alors en TLS")
        )
        parser.add_argument(
            "--upstream", default="127.0.0.1:8000", metavar="ADRESSE", help=_("où répond beffroi serve")
        )

    def handle(self, **options: Any) -> None:
        """One text."""
        listen, certificate = options["listen"], options["certificat"]
        if certificate:
            listen = f"{listen} ssl http2"
        filled = rendered(listen, options["upstream"])
        tls = f"ssl_certificate {certificate};\nssl_certificate_key {certificate};\n\n" if certificate else ""
        self.stdout.write(tls + filled)


def rendered(listen: str, upstream: str) -> str:
    """The template with what the embedded server says of headers, types and robots."""
    types: dict[str, list[str]] = {}
    for suffix, kind in headers.TYPES.items():
        types.setdefault(kind.partition(";")[0], []).append(suffix.removeprefix("."))
    values = {
        "LISTEN": listen,
        "UPSTREAM": upstream,
        "VAR": str(settings.BEFFROI_VAR),
        "ADMIN_HOST": settings.BEFFROI_ADMIN_HOST,
        "ROBOTS": ROBOTS.pattern.removeprefix("(?i)"),
        "SECURITY": "\n".join(
            f'\tadd_header {name} "{value}" always;' for name, value in headers.security(settings.BEFFROI_EMBED_ORIGINS)
        ),
        "TYPES": "\n".join(f"\t\t{kind} {' '.join(suffixes)};" for kind, suffixes in types.items()),
    }
    text = TEMPLATE.read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    return text
