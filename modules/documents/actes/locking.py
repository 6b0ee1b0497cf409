"""What stays as it was published: the words and file of an act, the copy and its fingerprint."""

import hashlib
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from sites.rendering.french import date_text

if TYPE_CHECKING:
    from modules.documents.models import Acte, Version

LOCKED = ("kind", "number", "title", "date", "author_first_name", "author_name", "author_capacity", "source")
WITHDRAWAL = frozenset({"withdrawn_at", "withdrawal", "withdrawal_note", "withdrawn_by"})
CHUNK = 1 << 20


def source_path(acte: "Acte", name: str) -> str:
    """Where what is received lies, in a private folder of the commune; its own name is of no use there."""
    return f"actes/{acte.commune.insee}/recus/{uuid4().hex}{_suffix(name)}"


def copy_path(version: "Version", name: str) -> str:
    """Where the stamped copies lie; the bake publishes them under a readable name."""
    return f"actes/{version.acte.commune.insee}/copies/{uuid4().hex}{_suffix(name)}"


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()[:5]


def refuse_replacement(acte: "Acte") -> None:
    """Raise ``ValidationError`` when what was published of ``acte`` differs from what is about to be written."""
    if not acte.pk:
        return
    stored = type(acte)._default_manager.filter(pk=acte.pk).values("put_online_at", *LOCKED).first()
    if stored is None or stored["put_online_at"] is None or acte.correcting:
        return
    if any(_plain(getattr(acte, name)) != _plain(stored[name]) for name in LOCKED):
        raise ValidationError(
            _(
                "Cet acte est en ligne depuis le %(day)s\u202f: ni son fichier ni ses mentions ne se remplacent. "
                "Faites une nouvelle version, qui portera sa propre date\u202f; l’ancienne restera dans l’historique."
            )
            % {"day": date_text(stored["put_online_at"])},
            code="locked",
        )


def _plain(value: Any) -> Any:
    return (value.name or "") if isinstance(value, FieldFile) else value


def refuse_rewriting(version: "Version", update_fields: Collection[str] | None) -> None:
    """Raise ``ValueError`` for a version that stands already, unless only its withdrawal is written: no form does."""
    if not version._state.adding and not (update_fields and WITHDRAWAL.issuperset(update_fields)):  # noqa: SLF001
        raise ValueError("a published version is never written again")


def digest_of(content: bytes) -> str:
    """The fingerprint shown beside a copy."""
    return hashlib.sha256(content).hexdigest()


def is_intact(path: Path, digest: str) -> bool:
    """Whether the copy on disk is the one that was published. Read again only when the file changed."""
    try:
        found = path.stat()
    except OSError:
        return False
    return _digest_at(str(path), found.st_mtime_ns, found.st_size) == digest


@lru_cache(maxsize=100_000)
def _digest_at(path: str, _changed: int, _size: int) -> str:
    digest = hashlib.sha256()
    with Path(path).open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
