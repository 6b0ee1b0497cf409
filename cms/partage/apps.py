"""Partage: what other communes publish, in the lists of this one."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sites.bake.views import Findable
from sites.modules import Chore, Files, Module, Waiting

if TYPE_CHECKING:
    from cms.partage.reading import Shown
    from sites.bake.reader import Reader
    from sites.bake.snapshot import Snapshot
    from sites.models import Commune, User
    from sites.sharing import Borrowed

DAY = 24 * 3600.0


class Partage(Module):
    """The declaration of the module: it has no page, it brings those of others."""

    name = "cms.partage"
    label = "partage"
    verbose_name = _("Partage avec d’autres sites")
    bringing = True
    takes_over = True
    chores: ClassVar = (Chore(DAY, "cms.partage.journal.forget"),)

    def ready(self) -> None:
        """Listen to what changes in what is shared."""
        from cms.partage.following import connect

        connect()

    def read(self, reader: "Reader") -> Mapping[str, Any]:
        """What others let the commune show: one query, one more for each kind of content, one for their pictures."""
        from cms.partage.reading import read

        return {"shown": read(reader.commune, reader.now)}

    def prepare(self, snapshot: "Snapshot") -> "list[Shown]":
        """Each content as a page of elsewhere; the site has its own copy of the pictures."""
        from cms.partage.reading import views

        return views(snapshot, snapshot.rows.get(self.code, {}).get("shown"))

    def brings(self, data: "list[Shown]") -> "Iterator[Borrowed]":
        """To the lists of the modules that have some."""
        return (one.borrowed for one in data or ())

    def findable(self, snapshot: "Snapshot") -> Iterator[Findable]:
        """Each content with who publishes it; the search leads there, as the lists do."""
        from cms.partage.reading import told

        return (told(one.borrowed.page) for one in snapshot.data[self.code])

    def next_change(self, snapshot: "Snapshot") -> datetime | None:
        """When the first of these pages expires."""
        ends = [one.expires for one in snapshot.data[self.code] if one.expires is not None]
        return min(ends, default=None)

    def waiting(self, user: "User", communes: "Sequence[Commune]") -> Iterator[Waiting]:
        """What other communes propose."""
        from cms.partage.gateway import count_offered
        from cms.partage.people import decides

        theirs = [commune for commune in communes if decides(user, commune)]
        if theirs:
            yield Waiting(_("Proposé par d’autres communes"), count_offered(theirs), reverse("partage:start"))

    def take_over(self, commune: Any, table: Mapping[str, Any], files: Files) -> bool:  # noqa: ARG002  # it has no file
        """``[[propose]]`` and ``[[reprend]]``, as written in ``takeover.py``."""
        from cms.partage.takeover import take

        return take(commune, table)
