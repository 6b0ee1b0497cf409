"""Cards drawn in the background, one at a time: see ``sites.referencing.cards``."""

import logging
import os
import time

from django.utils.translation import gettext as _

from sites.marking import mark
from sites.models import Commune
from sites.referencing.cards import asked, drawn_folder, waiting
from sites.referencing.drawing import draw

logger = logging.getLogger(__name__)

WEEK = 7 * 24 * 3600.0


def _is_forgotten(card: os.stat_result) -> bool:
    return card.st_nlink == 1 and card.st_ctime < time.time() - WEEK  # losing a link changes the second


class Cards:
    """Draws what the bakes lacked."""

    def __init__(self) -> None:
        self._hopeless: set[str] = set()

    def turn(self) -> bool:
        """Draw one card; false when none is waiting. Its commune is baked once none of its own waits."""
        for insee, cards in waiting():
            left = [card for card in cards if card.digest not in self._hopeless]
            if left:
                card = left.pop()
                try:
                    draw(card)
                except Exception:  # a damaged logo, a font that is missing: the others go on
                    logger.exception(_("Une carte de partage n’a pas pu être dessinée (%s)."), insee)
                    self._hopeless.add(card.digest)
            if not left:
                self._finish(insee, hopeless=len(cards) > 0 and all(card.digest in self._hopeless for card in cards))
            return True
        return False

    def prune(self) -> int:
        """Forget the cards that no site has had for a week: a site holds a link to each of its own. How many."""
        old = [path for path in drawn_folder().glob("*.jpg") if _is_forgotten(path.stat())]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def _finish(self, insee: str, *, hopeless: bool) -> None:
        asked(insee).unlink(missing_ok=True)
        if not hopeless:
            mark(communes=list(Commune.objects.filter(insee=insee).values_list("pk", flat=True)))
