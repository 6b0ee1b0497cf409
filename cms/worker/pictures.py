"""AVIF in the background: half the weight of JPEG, for ten times the work."""

from django.db.models import Exists, OuterRef, QuerySet

from cms.models import Picture, Rendition
from cms.uploads.renditions import IN_BACKGROUND, make_renditions
from sites.marking import mark


class Pictures:
    """Completes the pictures that lack a background format, the latest sent first."""

    def __init__(self) -> None:
        self._hopeless: set[int] = set()

    def turn(self) -> bool:
        """Complete one picture; false when none is waiting. Its commune is baked once none of its own waits."""
        picture = self._waiting().select_related("collection").order_by("-pk").first()
        if picture is None:
            return False
        if not make_renditions(picture, IN_BACKGROUND):
            self._hopeless.add(picture.pk)  # damaged or lost: the log says so
        if not self._waiting().filter(collection=picture.collection_id).exists():
            mark(collections=[picture.collection.path])
        return True

    def _waiting(self) -> "QuerySet[Picture]":
        return incomplete().exclude(pk__in=self._hopeless)


def incomplete() -> "QuerySet[Picture]":
    """Pictures that no background rendition was made of. All its widths are written in one statement."""
    waiting = Picture.objects.all()
    for kind in IN_BACKGROUND:
        made = Rendition.objects.filter(image=OuterRef("pk"), filter_spec__endswith=f"|format-{kind}")
        waiting = waiting.exclude(Exists(made))
    return waiting
