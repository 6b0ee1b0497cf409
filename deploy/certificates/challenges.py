"""Putting the texts of a challenge in the zone of the centre de gestion, and taking them away: PowerDNS or RFC 2136."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import dns.exception
import dns.name
import dns.query
import dns.rcode
import dns.tsigkeyring
import dns.update
import httpx
from django.conf import settings
from django.utils.translation import gettext as _

from deploy.certificates.authority import CertificateError

TTL = 5  # seconds: read once
TIMEOUT = 10.0
# Writes the texts of one name in the zone; none takes the name away.
Write = Callable[[str, str, Sequence[str]], None]


@contextmanager
def published(zone: str, texts: Mapping[str, Sequence[str]]) -> Iterator[None]:
    """The texts, by whole name, are in ``zone`` for as long as the context lasts. ``CertificateError`` says why not."""
    write = _writer()
    try:
        for name, values in texts.items():
            write(zone, name, values)
        time.sleep(settings.BEFFROI_ACME_WAIT)  # until the other servers of the zone have them
        yield
    finally:
        for name in texts:
            write(zone, name, ())


def _writer() -> Write:
    writers: Mapping[str, Write] = {"powerdns": _powerdns, "rfc2136": _rfc2136}
    if settings.BEFFROI_DNS not in writers:
        raise CertificateError(
            _("Un certificat par le DNS demande BEFFROI_DNS=powerdns ou BEFFROI_DNS=rfc2136, avec la zone du centre.")
        )
    return writers[settings.BEFFROI_DNS]


def _powerdns(zone: str, name: str, values: Sequence[str]) -> None:
    records = [{"content": f'"{value}"', "disabled": False} for value in values]
    change = {"name": f"{name}.", "type": "TXT", "ttl": TTL, "records": records}
    change["changetype"] = "REPLACE" if values else "DELETE"
    address = f"{settings.BEFFROI_POWERDNS_URL}/api/v1/servers/localhost/zones/{zone}."
    headers = {"X-API-Key": settings.BEFFROI_POWERDNS_KEY}
    try:
        with httpx.Client(timeout=TIMEOUT, trust_env=False, headers=headers) as client:
            answer = client.patch(address, json={"rrsets": [change]})
    except httpx.HTTPError as error:
        raise CertificateError(_("PowerDNS ne répond pas.")) from error
    if answer.status_code != httpx.codes.NO_CONTENT:
        raise CertificateError(
            _("PowerDNS refuse d’écrire dans la zone « %(zone)s » (%(code)d).")
            % {"zone": zone, "code": answer.status_code}
        )


def _rfc2136(zone: str, name: str, values: Sequence[str]) -> None:
    host, _colon, port = settings.BEFFROI_RFC2136_SERVER.partition(":")
    key = dns.name.from_text(settings.BEFFROI_TSIG_NAME)
    keyring = dns.tsigkeyring.from_text({settings.BEFFROI_TSIG_NAME: settings.BEFFROI_TSIG_SECRET})
    update = dns.update.UpdateMessage(
        f"{zone}.",
        keyring=keyring,
        keyname=key,
        keyalgorithm=settings.BEFFROI_TSIG_ALGORITHM,
    )
    update.delete(f"{name}.", "TXT")
    for value in values:
        update.add(f"{name}.", TTL, "TXT", f'"{value}"')
    try:
        answer = dns.query.tcp(update, host, port=int(port or 53), timeout=TIMEOUT)
    except (dns.exception.DNSException, OSError, EOFError) as error:
        raise CertificateError(_("Le serveur DNS ne répond pas, ou refuse notre clé.")) from error
    if answer.rcode() != dns.rcode.NOERROR:
        refusal = {"zone": zone, "code": dns.rcode.to_text(answer.rcode())}
        raise CertificateError(_("Le serveur DNS refuse d’écrire dans la zone « %(zone)s » (%(code)s).") % refusal)
