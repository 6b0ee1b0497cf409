"""The words of the glossary, for other programs, while its page is online."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from sites.bake.snapshot import Snapshot
from sites.modules import PublicList


@dataclass(frozen=True, slots=True)
class Word:
    """A term, the other ways it is written, what it means."""

    term: str
    variants: tuple[str, ...]
    definition: str


def _words(snapshot: Snapshot) -> Iterator[Word]:
    if not snapshot.of_type("lexique"):
        return
    for _letter, entries in snapshot.data["lexique"].letters:
        for it in entries:
            yield Word(it.term, it.variants, it.definition)


LISTS = (PublicList("termes", _("Les mots expliqués"), Word, _words),)
