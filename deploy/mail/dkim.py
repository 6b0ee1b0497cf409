"""DKIM keys (RFC 6376, RFC 8301): one pair a domain, made here; the private half is a secret that only its owner reads.

Keys stand in ``BEFFROI_VAR/dkim``, named ``<domain>.<selector>.key``; ``install`` copies them for rspamd.
"""

import base64
import os
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings

from deploy.models import MailDomain
from deploy.records import batches

BITS = 2048  # RFC 8301 §3.2: at least 1024 to be verified, 2048 advised
MAP = "selectors.map"


def key_path(domain: str, selector: str) -> Path:
    """Where the private key of a domain stands."""
    folder: Path = settings.BEFFROI_VAR / "dkim"
    return folder / f"{domain}.{selector}.key"


def public_record(domain: str, selector: str) -> str:
    """The TXT record of ``<selector>._domainkey.<domain>``; the pair is made when it is asked for first."""
    return _public(key_path(domain, selector))


@lru_cache(maxsize=50_000)  # a key never changes: another one has another selector
def _public(path: Path) -> str:
    if not path.exists():
        _make(path)
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return f"v=DKIM1; k=rsa; p={base64.b64encode(public).decode()}"


def public_records(domains: Iterable[str]) -> dict[str, tuple[str, str]]:
    """The selector and the record of each domain. One query per 500."""
    wanted = sorted(set(domains))
    known: dict[str, str] = {}
    for batch in batches(wanted):
        known |= dict(MailDomain.objects.filter(name__in=batch).values_list("name", "selector"))
    selectors = {name: known.get(name, settings.BEFFROI_DKIM_SELECTOR) for name in wanted}
    return {name: (selector, public_record(name, selector)) for name, selector in selectors.items()}


def install(folder: Path) -> int:
    """Copy every key and the map of selectors into ``folder``, for its owner alone; give the number of keys."""
    owner = folder.stat()
    lines = []
    for name, selector in MailDomain.objects.order_by("name").values_list("name", "selector"):
        public_record(name, selector)  # made if nothing asked for it yet
        _lay_down(folder / key_path(name, selector).name, key_path(name, selector).read_bytes(), owner)
        lines.append(f"{name} {selector}\n")
    _lay_down(folder / MAP, "".join(lines).encode(), owner)
    return len(lines)


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    text = rsa.generate_private_key(public_exponent=65537, key_size=BITS).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    whole = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(text)
    try:
        os.link(whole, path)  # another process may have been faster: its key stands
    except FileExistsError:
        pass
    finally:
        whole.unlink()


def _lay_down(path: Path, content: bytes, owner: os.stat_result) -> None:
    if path.exists() and path.read_bytes() == content:
        return
    new = path.with_name(f".{path.name}.new")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        os.fchmod(descriptor, 0o600)
        if os.geteuid() == 0:
            os.fchown(descriptor, owner.st_uid, owner.st_gid)
        file.write(content)
    new.replace(path)
