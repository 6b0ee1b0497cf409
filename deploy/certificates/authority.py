"""Asking a certificate of an authority that speaks ACME (RFC 8555), by a challenge over DNS (§8.4)."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

from acme import challenges, client, errors, messages
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.utils.translation import gettext as _
from josepy.jwk import JWK, JWKRSA
from requests import RequestException

# Puts texts (RFC 8555 §8.4: several under one name) in DNS for as long as the context lasts.
Publish = Callable[[Mapping[str, Sequence[str]]], AbstractContextManager[None]]
TIMEOUT = 20  # seconds, of each of its answers
ACCOUNT_BITS = 2048
PRIVATE = 0o600


class CertificateError(Exception):
    """No certificate came. The message is a French sentence."""


def issue(names: Sequence[str], account: Path, address: str, trusted: str, email: str, publish: Publish) -> bytes:
    """A new key and the chain of its certificate, in one PEM text.

    ``names`` may begin with ``*.``; ``account`` is the file of our key with this authority, made the first time;
    ``address`` that of its directory; ``trusted`` the file of the authorities that sign its own certificate.

    Raises:
        CertificateError: it does not answer, or refuses.

    """
    try:
        asking, ours = _client(account, address, trusted, email)
        key = ec.generate_private_key(ec.SECP256R1())
        order = asking.new_order(_request(names, key))
        todo = list(_dns_challenges(order))
        with publish(_texts(todo, ours)):
            for _name, one in todo:
                asking.answer_challenge(one, one.chall.response(ours))
            signed = asking.poll_and_finalize(order)  # a minute and a half at most
    except errors.TimeoutError as error:
        raise CertificateError(_("L’autorité de certification n’a pas fini à temps.")) from error
    except errors.ValidationError as error:
        raise CertificateError(_("L’autorité n’a pas trouvé sa question dans le DNS : %s") % _why(error)) from error
    except (errors.Error, messages.Error) as error:
        raise CertificateError(
            _("L’autorité de certification refuse : %s") % " ".join(str(error).split())[:200]
        ) from error
    except RequestException as error:
        raise CertificateError(_("L’autorité de certification ne répond pas.")) from error
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private + str(signed.fullchain_pem).encode()


def ends(pem: bytes) -> datetime:
    """The moment when the first certificate of a PEM text ends."""
    return x509.load_pem_x509_certificates(pem)[0].not_valid_after_utc


def _client(account: Path, address: str, trusted: str, email: str) -> tuple[client.ClientV2, JWKRSA]:
    key = _account_key(account)
    net = client.ClientNetwork(key, user_agent="Beffroi", timeout=TIMEOUT, verify_ssl=trusted or True)  # type: ignore[arg-type]  # requests takes a path
    asking = client.ClientV2(client.ClientV2.get_directory(address, net), net)
    wanted = messages.NewRegistration.from_data(email=email or None, terms_of_service_agreed=True)
    try:
        asking.new_account(wanted)
    except errors.ConflictError as known:
        net.account = messages.RegistrationResource(uri=known.location, body=messages.Registration())
    return asking, key


def _account_key(file: Path) -> JWKRSA:
    """Made once, readable by its owner only."""
    if not file.exists():
        made = JWKRSA(key=rsa.generate_private_key(65537, ACCOUNT_BITS))
        write_private(file, made.json_dumps().encode())
    key = JWK.json_loads(file.read_text(encoding="utf-8"))
    assert isinstance(key, JWKRSA)  # noqa: S101  # what is written above
    return key


def write_private(file: Path, content: bytes) -> None:
    """Whole or not at all, and read by its owner alone."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE), "wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())
    beside.replace(file)


def _request(names: Sequence[str], key: ec.EllipticCurvePrivateKey) -> bytes:
    builder = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([]))
    alternatives = x509.SubjectAlternativeName([x509.DNSName(name) for name in names])
    signed = builder.add_extension(alternatives, critical=False).sign(key, hashes.SHA256())
    return signed.public_bytes(serialization.Encoding.PEM)


def _dns_challenges(order: messages.OrderResource) -> Iterator[tuple[str, messages.ChallengeBody]]:
    """What is still to be shown: an authority may remember that a name is ours (RFC 8555 §7.4)."""
    for authorization in order.authorizations:
        if authorization.body.status == messages.STATUS_VALID:
            continue
        found = [one for one in authorization.body.challenges if isinstance(one.chall, challenges.DNS01)]
        if not found:
            raise CertificateError(_("L’autorité de certification ne propose pas de vérifier par le DNS."))
        yield str(authorization.body.identifier.value), found[0]


def _texts(todo: Sequence[tuple[str, messages.ChallengeBody]], key: JWKRSA) -> dict[str, list[str]]:
    texts: dict[str, list[str]] = {}
    for name, one in todo:
        texts.setdefault(f"_acme-challenge.{name}", []).append(str(one.chall.validation(key)))
    return texts


def _why(error: errors.ValidationError) -> str:
    """What the authority says of the challenges that failed."""
    said = [
        str(one.error.detail)
        for authorization in error.failed_authzrs
        for one in authorization.body.challenges
        if one.error is not None
    ]
    return " ".join(" ; ".join(said).split())[:200]
