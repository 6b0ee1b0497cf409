"""What people proposed, before it is published: field by field against the entry, accepted or refused, and told."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.courrier.queue import RefusedMessageError, send
from cms.guichet.attachments import PICTURES
from cms.guichet.models import Envoi, PieceJointe, State
from cms.models import Picture
from cms.uploads import library
from modules.annuaire import kinds
from modules.annuaire.actors import erasure, links
from modules.annuaire.actors.sheet import (
    CONSENTS,
    KIND,
    SENDER_NAME,
    correction,
    new_sheet,
    question_names,
    told_of,
)
from modules.annuaire.exchange import hours
from modules.annuaire.models import Categorie, Fiche

OPEN = (State.NEW, State.UNDERWAY)
YES = "Oui"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field: what stands there, what is proposed."""

    name: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What was sent, and the entry it speaks of; ``lost``: that entry is no more."""

    envoi: Envoi
    fiche: Fiche | None
    kind: kinds.Kind
    differences: tuple[Difference, ...]
    photo: PieceJointe | None
    held: bool

    @property
    def lost(self) -> bool:
        """A correction of what was removed meanwhile."""
        return bool(self.envoi.source) and self.fiche is None

    @property
    def is_open(self) -> bool:
        """Whether it waits for a decision."""
        return self.envoi.state in OPEN

    @property
    def name(self) -> str:
        """Whose entry it is."""
        proposed = next((it.after for it in self.differences if it.name == "name"), "")
        return proposed or (self.fiche.name if self.fiche else "")


def proposal_of(envoi: Envoi) -> Proposal:
    """Compare what was answered with the entry as it is now."""
    said = {answer["name"]: str(answer["value"]) for answer in envoi.answers}
    fiche = Fiche.objects.filter(commune=envoi.commune_id, pk=envoi.source).first() if envoi.source else None
    held = SENDER_NAME not in said
    if fiche is None:
        labels = {str(kind.label): kind for kind in kinds.OPEN}
        kind = labels.get(said.get(KIND, ""), kinds.KINDS["association"])
        sheet, blank = new_sheet(envoi.commune.name, ""), Fiche(kind=kind.code)
    else:
        kind = fiche.type
        sheet, blank = correction(envoi.commune.name, "", "", fiche, held=held), fiche
    found = tuple(
        Difference(name, question.label, before, after)
        for name, question in question_names(sheet).items()
        if question.only_if in (None, (KIND, str(kind.label)))
        and (after := said.get(name, "")) != (before := told_of(blank, name))
    )
    pieces = envoi.pieces.all() if envoi.pk else ()
    photo = next((piece for piece in pieces if piece.name.rpartition(".")[2] in PICTURES), None)
    return Proposal(envoi, fiche, kind, found, photo, held)


def accept(
    proposal: Proposal, user: Any, wanted: Collection[str], category: Categorie | None, word: str, *, photo: bool
) -> Fiche:
    """Write the differences named in ``wanted`` to the entry, made if it is new; tell the person, with ``word``.

    Raises ``ValidationError`` when what is kept makes no entry; nothing is written then.
    """
    envoi = proposal.envoi
    fiche = proposal.fiche or Fiche(commune=envoi.commune, kind=proposal.kind.code)
    stored: list[Any] = []
    with library.forgotten_on_failure(stored), transaction.atomic():
        if not Envoi.objects.select_for_update().filter(pk=envoi.pk, state__in=OPEN).exists() or proposal.lost:
            raise ValidationError(_("Cette proposition n’attend plus de réponse."))
        for one in proposal.differences:
            if one.name in wanted:
                _write(fiche, one.name, one.after, envoi.received_at)
        if category is not None:
            fiche.category = category
        former = fiche.photo_given
        if photo and proposal.photo is not None:
            fiche.image = fiche.photo_given = _picture(proposal.photo, fiche, user, stored)
        if proposal.held:
            fiche.checked_on, fiche.asks, fiche.asked_at = timezone.localdate(), 0, None
        fiche.full_clean()
        fiche.save()
        if former != fiche.photo_given:
            erasure.drop(former, fiche.pk)
        _close(envoi, user, State.ANSWERED)
        _tell(envoi, fiche, "annuaire/accepted.txt", word, held=proposal.held)
    return fiche


def refuse(proposal: Proposal, user: Any, word: str) -> None:
    """Nothing changes on the site; the person is told why."""
    with transaction.atomic():
        if not Envoi.objects.select_for_update().filter(pk=proposal.envoi.pk, state__in=OPEN).exists():
            raise ValidationError(_("Cette proposition n’attend plus de réponse."))
        _close(proposal.envoi, user, State.ANSWERED)
        _tell(proposal.envoi, proposal.fiche, "annuaire/refused.txt", word, held=False)


def _write(fiche: Fiche, name: str, said: str, received: datetime) -> None:
    own = {fiche.type.field(one): one.name for one in fiche.type.own}
    if name in own:
        fiche.details = {**fiche.details, own[name]: said}
        if not said:
            del fiche.details[own[name]]
    elif name == "hours":
        try:
            fiche.hours = hours.read(said)
        except hours.HoursError as error:
            raise ValidationError({"hours": _("L’horaire « %(line)s » ne se lit pas.") % {"line": error}}) from error
    elif name == "access":
        fiche.access = next((code for code, label in kinds.ACCESS if str(label) == said), "")
    elif name in CONSENTS:
        setattr(fiche, name, said == YES)
        fiche.consent_at = received if fiche.consent_phone or fiche.consent_email else None
    else:
        setattr(fiche, name, said)


def _picture(piece: PieceJointe, fiche: Fiche, user: Any, stored: list[Any]) -> Picture:
    """In the collection of the commune, through the same checks as an editor's own."""
    with piece.file.open("rb") as file:
        content = file.read()
    picture: Picture = library.new(
        Picture, fiche.commune.collection, user, piece.name, content, fiche.image_alt or fiche.name
    )
    stored.append(picture)
    picture.save()
    return picture


def _close(envoi: Envoi, user: Any, state: State) -> None:
    envoi.state, envoi.handled_at, envoi.handled_by = state, timezone.now(), user
    envoi.steps = [*envoi.steps, {"state": state.value, "at": timezone.now().isoformat(), "who": str(user)}]
    envoi.save(update_fields=["state", "handled_at", "handled_by", "steps"])


def _tell(envoi: Envoi, fiche: Fiche | None, template: str, word: str, *, held: bool) -> None:
    """To who sent it. The links are for who holds the entry."""
    if not envoi.sender:
        return
    context: Mapping[str, Any] = {
        "town": envoi.commune.name,
        "fiche": fiche,
        "word": word.strip(),
        "correct": links.url_for(fiche, links.CORRECT) if fiche and held else "",
        "remove": links.url_for(fiche, links.REMOVE) if fiche and held else "",
    }
    subject = _("%(town)s\u00a0: votre fiche de l’annuaire") % {"town": envoi.commune.name}
    try:
        send(commune=envoi.commune, to=[envoi.sender], subject=subject, body=render_to_string(template, context))
    except RefusedMessageError:  # an address that is none: the decision stands
        return


def forget(fiche: Fiche) -> None:
    """At its holder's word: the entry, and with it all that ``erasure`` names."""
    with transaction.atomic():
        fiche.delete()
