"""Links that answer about one entry without an account: signed, dated, of one commune, each for one purpose."""

from datetime import timedelta

from django.core.signing import BadSignature, TimestampSigner
from django.utils import timezone

from modules.annuaire.actors.delays import LINK_LASTS
from modules.annuaire.models import Fiche
from sites.bake.snapshot import base_url_of
from sites.law import dated
from sites.models import Commune, Host
from sites.public.numbers import number_in

TRUE, CORRECT, REMOVE = "vrai", "corriger", "retirer"
PURPOSES = (TRUE, CORRECT, REMOVE)


def token_for(fiche: Fiche, purpose: str) -> str:
    """A signed mention of this turn of the entry: any answer makes it void."""
    return _signer(purpose).sign(f"{fiche.commune_id}-{fiche.pk}-{fiche.turn}")


def asked(token: str, purpose: str, commune: Commune, *, answered: bool = False) -> Fiche | None:
    """The entry; ``None`` for a link that is forged, too old, for another purpose or commune, or already used.

    ``answered``: one just used will do, for the pages that follow its answer.
    """
    if purpose not in PURPOSES:
        return None
    lasts = timedelta(days=dated.days(LINK_LASTS, timezone.localdate()))
    try:
        said = _signer(purpose).unsign(token, max_age=lasts)
    except BadSignature:
        return None
    numbers = [number for part in said.split("-") if (number := number_in(part)) is not None]
    if len(numbers) != 3 or numbers[0] != commune.pk:  # noqa: PLR2004  # commune, entry, turn
        return None
    found = Fiche.objects.filter(commune=commune, pk=numbers[1]).select_related("commune").first()
    turns = {numbers[2], numbers[2] + 1} if answered else {numbers[2]}
    return found if found is not None and found.turn in turns else None


def url_for(fiche: Fiche, purpose: str) -> str:
    """The whole address, on the site of the commune itself."""
    name = Host.objects.filter(commune=fiche.commune_id, is_primary=True).values_list("name", flat=True).first()
    base = base_url_of(name or fiche.commune.site.hostname)
    return f"{base}/_/annuaire/lien/{token_for(fiche, purpose)}/{purpose}/"


def _signer(purpose: str) -> TimestampSigner:
    return TimestampSigner(salt=f"modules.annuaire.{purpose}")
