"""What each commune is told of the contents it shows or shares."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.partage.models import Note
from cms.starter.french import of_commune
from sites.models import Commune

KEPT = timedelta(days=365)
LAST = 20
A_MOMENT = timedelta(seconds=30)

CHANGED = _("«\u00a0%(title)s\u00a0» a été modifié par la commune %(of_name)s\u00a0: votre site suit.")
OFFLINE = _(
    "«\u00a0%(title)s\u00a0» n’est plus en ligne sur le site de la commune %(of_name)s\u00a0: "
    "le vôtre ne le montre plus."
)
WITHDRAWN = _("La commune %(of_name)s ne propose plus «\u00a0%(title)s\u00a0»\u00a0: votre site ne le montre plus.")
DELETED = _("«\u00a0%(title)s\u00a0» a été supprimé par la commune %(of_name)s\u00a0: votre site ne le montre plus.")
TAKEN_BY_RULE = _("«\u00a0%(title)s\u00a0», de la commune %(of_name)s, est repris par une de vos règles.")


def tell(communes: Iterable[int], said: object, title: str, source: str, instead_of: object = "") -> None:
    """The same sentence to each of these communes, in place of one that was true a moment ago."""
    words = {"title": title, "of_name": of_commune(source)}
    numbers = list(communes)
    if instead_of and numbers:
        just = timezone.now() - A_MOMENT
        Note.objects.filter(commune__in=numbers, sentence=_cut(instead_of, words), at__gte=just).delete()
    Note.objects.bulk_create(Note(commune_id=number, sentence=_cut(said, words)) for number in numbers)


def _cut(said: object, words: dict[str, str]) -> str:
    return (str(said) % words)[:500]


def of(commune: Commune) -> "QuerySet[Note]":
    """The last lines."""
    return Note.objects.filter(commune=commune)[:LAST]


def forget() -> int:
    """Lines of more than a year, deleted: how many."""
    return Note.objects.filter(at__lt=timezone.now() - KEPT).delete()[0]
