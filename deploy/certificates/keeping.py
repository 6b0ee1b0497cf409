"""The certificate on disk: one file for the key and its chain, replaced whole; the worker renews it in time."""

import logging
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.worker.queue import exclusive
from deploy.certificates.authority import CertificateError, ends, issue, write_private
from deploy.certificates.challenges import published

logger = logging.getLogger(__name__)

# Of the ninety days that authorities give: a month to notice that renewing fails.
RENEWED_BEFORE = timedelta(days=30)


def file_of(domain: str) -> Path:
    """Where the certificate of a domain and of all names under it stands."""
    return folder() / f"{domain}.pem"


def folder() -> Path:
    """The folder that the web server takes certificates from."""
    path: Path = settings.BEFFROI_VAR / "certificates"
    return path


def end_of(domain: str) -> datetime | None:
    """When it ends; ``None`` when there is none."""
    file = file_of(domain)
    return ends(file.read_bytes()) if file.exists() else None


def renew(domain: str) -> datetime:
    """Ask a certificate for ``domain`` and ``*.domain``, and put it in place; its end. Raises ``CertificateError``."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    with exclusive(folder() / ".lock") as ours:
        if not ours:
            raise CertificateError(_("Un autre programme demande ce certificat en ce moment."))
        return _renewed(domain)


def _renewed(domain: str) -> datetime:
    def publish(texts: Mapping[str, Sequence[str]]) -> AbstractContextManager[None]:
        return published(domain, texts)

    pem = issue(
        (f"*.{domain}", domain),
        folder() / "account.json",
        settings.BEFFROI_ACME,
        settings.BEFFROI_ACME_ROOT,
        settings.BEFFROI_EMAIL,
        publish,
    )
    file = file_of(domain)
    write_private(file, pem)
    write_private(file.with_suffix(".tls"), _caddy(domain).encode())
    return ends(pem)


def _caddy(domain: str) -> str:
    """What Caddy imports. The folder it names is its own: the certificate is copied there for it."""
    taken = Path(settings.BEFFROI_CERTIFICATES) / file_of(domain).name
    return f"*.{domain}, {domain} {{\n\ttls {taken} {taken}\n\timport site\n}}\n"


def turn() -> bool:
    """Renew, a month before its end, the certificate that was once asked for; whether it was. A failure keeps it."""
    domain = settings.BEFFROI_CDG_DOMAIN
    end = end_of(domain)
    if end is None or end - timezone.now() > RENEWED_BEFORE:
        return False
    try:
        renew(domain)
    except CertificateError as error:
        logger.error(_("Le certificat de %(domain)s n’est pas renouvelé : %(why)s"), {"domain": domain, "why": error})  # noqa: TRY400  # a sentence, not a fault of ours
        return False
    return True
