"""Putting an act online, correcting it, withdrawing it. Each is one transaction; a refusal is one French sentence.

The copy is made before the transaction begins, since stamping a long PDF takes seconds; inside, it is kept only if
it was made from what the row still says.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from modules.documents.actes import delays, kinds
from modules.documents.actes.locking import digest_of
from modules.documents.actes.stamping import Mentions, Stamped, stamp
from modules.documents.models import Acte, Version
from sites.law.dated import last_day
from sites.rendering.french import date_text

PUBLISHED, CORRECTED, WITHDRAWN = "beffroi.act_published", "beffroi.act_corrected", "beffroi.act_withdrawn"
FILES = ("source", "integral")
AUTHORED = ("number", "title", "date", "author_first_name", "author_name", "author_capacity")


@dataclass(frozen=True, slots=True)
class Takedown:
    """Why a copy leaves the site, and what is put in its place: a PDF where the personal data are hidden, or nothing.

    ``note`` stays in the record of the act; only ``kind`` is said to the public.
    """

    kind: str
    note: str
    replacement: Any = None


@dataclass(frozen=True, slots=True)
class Made:
    """A copy made beforehand. ``of`` is all that it was made from; ``version`` is not written yet."""

    version: Version
    copy: Stamped
    of: tuple[Any, ...]


def publish(acte: Acte, by: Any, now: datetime | None = None) -> Version:
    """Put a draft online; ``ValidationError`` says what is missing."""
    moment = now or timezone.now()
    draft = Acte.objects.select_related("commune").get(pk=acte.pk)
    _refuse_publication(draft)
    made = _made(draft, moment)
    with transaction.atomic():
        acte = _held(acte)
        _refuse_publication(acte)
        version = _add_version(acte, made, by)
        log(acte, PUBLISHED, user=by, data={"version": version.rank, "sha256": version.digest})
    return version


def correct(acte: Acte, values: Mapping[str, Any], reason: str, by: Any, now: datetime | None = None) -> Version:
    """A new version, with its own date: ``values`` are its words (``AUTHORED``) and its ``source``."""
    made = _correction(acte, values, now or timezone.now(), reason)
    with transaction.atomic():
        return _correct(_held(acte), values, made, by)


def _correction(acte: Acte, values: Mapping[str, Any], now: datetime, reason: str) -> Made:
    corrected = Acte.objects.select_related("commune").get(pk=acte.pk)
    _take_words(corrected, values)
    return _made(corrected, now, reason)


def _correct(acte: Acte, values: Mapping[str, Any], made: Made, by: Any) -> Version:
    _take_words(acte, values)
    acte.full_clean()
    version = _add_version(acte, made, by)
    data = {"version": version.rank, "sha256": version.digest, "reason": version.reason}
    log(acte, CORRECTED, user=by, data=data)
    return version


def _take_words(acte: Acte, values: Mapping[str, Any]) -> None:
    if not acte.is_online:
        raise ValidationError(_("Cet acte n’est pas encore en ligne\u202f: corrigez-le, puis publiez-le."))
    acte.correcting = True
    for name in (*AUTHORED, "source"):
        if name in values:
            setattr(acte, name, values[name])


def withdraw(version: Version, takedown: Takedown, by: Any, now: datetime | None = None) -> Version | None:
    """Take a copy off the site; gives the redacted version that stands in its place, if there is one.

    Refused for a convenience before the end of the publicity, and for minutes without a replacement (they are
    permanent), unless a judge asks.
    """
    moment = now or timezone.now()
    values, redacted = {"source": takedown.replacement}, None
    if takedown.replacement is not None:
        reason = _("Version occultée\u00a0: des données personnelles y sont masquées.")
        redacted = _correction(version.acte, values, moment, reason)
    with transaction.atomic():
        acte = _held(version.acte)
        version = acte.versions.select_for_update().get(pk=version.pk)
        _refuse_takedown(acte, version, takedown, moment)
        version.withdrawn_at, version.withdrawn_by = moment, by
        version.withdrawal, version.withdrawal_note = takedown.kind, takedown.note
        version.save(update_fields=["withdrawn_at", "withdrawal", "withdrawal_note", "withdrawn_by"])
        acte.save(update_fields=["put_online_at"])  # the site is to be made again
        log(acte, WITHDRAWN, user=by, data={"version": version.rank, "kind": takedown.kind, "note": takedown.note})
        return _correct(acte, values, redacted, by) if redacted else None


def keep_draft(form: Any) -> Acte:
    """Save the form of a draft; a file that another replaces is not kept."""
    former = Acte.objects.filter(pk=form.instance.pk).values_list(*FILES).first() or ()
    kept: Acte = form.save()
    _forget(kept, set(former) - {getattr(kept, name).name for name in FILES})
    return kept


def discard(acte: Acte) -> None:
    """Delete a draft with its files."""
    names = {getattr(acte, name).name for name in FILES}
    acte.delete()
    _forget(acte, names)


def _forget(acte: Acte, names: set[str]) -> None:
    storage = acte.source.storage
    for name in filter(None, names):
        transaction.on_commit(partial(storage.delete, name))


def publicity_ends(version: Version) -> Any:
    """The last day on which the copy must be online."""
    return last_day(delays.PUBLICITY, timezone.localtime(version.put_online_at).date())


def _refuse_publication(acte: Acte) -> None:
    if acte.is_online:
        raise ValidationError(_("Cet acte est déjà en ligne\u202f: pour le corriger, faites une nouvelle version."))
    if missing := [label for name, label in _wanted() if not getattr(acte, name)]:
        raise ValidationError(
            _("Pour publier cet acte, il manque\u00a0: %(missing)s.") % {"missing": ", ".join(missing)},
            code="missing",
        )


def _refuse_takedown(acte: Acte, version: Version, takedown: Takedown, now: datetime) -> None:
    if version.withdrawn_at is not None:
        raise ValidationError(_("Cette version est déjà retirée."))
    if takedown.kind == Version.Withdrawal.JUDGE:
        return
    if kinds.KINDS[acte.kind].permanent and takedown.replacement is None:
        raise ValidationError(
            _(
                "Un procès-verbal reste en ligne en permanence (article L. 2121-15)\u202f: pour masquer des données "
                "personnelles, donnez la version occultée qui prend sa place."
            ),
            code="permanent",
        )
    until = publicity_ends(version)
    if takedown.kind == Version.Withdrawal.OTHER and timezone.localtime(now).date() <= until:
        raise ValidationError(
            _(
                "Cet acte doit rester en ligne jusqu’au %(day)s au moins\u202f: d’ici là, seules des "
                "données personnelles ou une décision de justice permettent de le retirer. Pour le corriger, faites "
                "une nouvelle version."
            )
            % {"day": date_text(until)},
            code="too_soon",
        )


def _held(acte: Acte) -> Acte:
    """The row as it stands, held until the end of the transaction: two clicks make one version."""
    return Acte.objects.select_for_update().select_related("commune").get(pk=acte.pk)


def _wanted() -> list[tuple[str, str]]:
    return [
        ("source", _("le fichier PDF")),
        ("author_first_name", _("le prénom de l’auteur")),
        ("author_name", _("son nom")),
        ("author_capacity", _("sa qualité")),
    ]


def _made(acte: Acte, now: datetime, reason: str = "") -> Made:
    """The copy of what ``acte`` says now."""
    version = Version(
        acte=acte,
        rank=acte.versions.count() + 1,
        put_online_at=now,
        reason=reason,
        **{name: getattr(acte, name) for name in AUTHORED},
    )
    content = _source(acte)
    copy = stamp(content, mentions(version, digest_of(content)))
    return Made(version, copy, _said(acte, version.rank, content))


def _source(acte: Acte) -> bytes:
    """What it holds. A file that is yet to be written stays open: once closed, what was received is gone."""
    source: Any = acte.source
    if source._committed:  # noqa: SLF001  # Django's only word for it
        with source.open("rb"):
            return bytes(source.read())
    source.seek(0)
    content = bytes(source.read())
    source.seek(0)
    return content


def _said(acte: Acte, rank: int, content: bytes) -> tuple[Any, ...]:
    """All that a copy is made from."""
    commune = acte.commune
    words = tuple(getattr(acte, name) for name in AUTHORED)
    return (rank, digest_of(content), acte.kind, commune.name, commune.insee, *words)


def _add_version(acte: Acte, made: Made, by: Any) -> Version:
    """Keep the copy that was made, unless the act, its file or its versions changed meanwhile."""
    source: Any = acte.source
    fresh = not source._committed  # noqa: SLF001  # as in _source
    if _said(acte, acte.versions.count() + 1, _source(acte)) != made.of:
        raise ValidationError(
            _("Cet acte vient d’être modifié par quelqu’un d’autre\u202f: relisez-le, puis publiez-le."), code="changed"
        )
    version, copy = made.version, made.copy
    version.acte, version.published_by = acte, by
    version.file = ContentFile(copy.content, "acte.pdf")
    version.digest, version.size, version.pages = digest_of(copy.content), len(copy.content), copy.pages
    acte.put_online_at = version.put_online_at
    try:
        acte.save()
        version.save()
    except BaseException:  # the database forgets the rows: their files go too
        for file in (version.file, acte.source if fresh else None):
            if file and file.name:
                file.storage.delete(file.name)
        raise
    return version


def mentions(version: Version, digest: str) -> Mentions:
    """What is written on the copy; ``digest`` is that of the file received."""
    commune = version.acte.commune
    called = f"{kinds.KINDS[version.acte.kind].label} {version.number}".strip()
    now = version.put_online_at
    when = _("%(day)s à %(hour)s") % {"day": date_text(now), "hour": date_text(now, "time")}
    facts = [
        (_("Collectivité"), f"{commune.name} (code INSEE {commune.insee})"),
        (_("Acte"), called),
        (_("Objet"), version.title),
        (_("Date de l’acte"), date_text(version.date)),
        (_("Auteur de l’acte"), version.author),
        (_("Mis en ligne"), _("le %(when)s, heure de Paris") % {"when": when}),
        (_("Version"), str(version.rank)),
        (_("Empreinte SHA-256 du fichier déposé"), digest),
    ]
    margin = _("%(commune)s – %(called)s – %(author)s – mis en ligne le %(when)s – version %(rank)s") % {
        "commune": commune.name,
        "called": called,
        "author": version.author,
        "when": when,
        "rank": version.rank,
    }
    note = _(
        "Copie électronique publiée en application des articles L. 2131-1 et R. 2131-1 du code général des "
        "collectivités territoriales. L’empreinte de cette copie figure sur la page de l’acte. L’original signé est "
        "conservé par la collectivité, qui en remet une copie papier à qui la demande."
    )
    return Mentions(f"{called} – {version.title}"[:200], margin, _("Publication électronique"), facts, note)
