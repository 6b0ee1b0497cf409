# ruff: noqa: ARG002  # the hooks of ``Module`` give more than this one needs
"""Documents et actes: the library, the council's meetings and the acts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.apps import apps
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from modules.documents import api, feeds, listing
from modules.documents.actes import locking, reading, scdl
from sites.bake.library import DOCUMENTS, media
from sites.bake.lists import Listing, page_at, page_of
from sites.bake.views import FeedLink, Findable, Output
from sites.feeds import files
from sites.law.dated import end_of
from sites.modules import Module, Task, Waiting
from sites.tenancy.paths import within
from sites.tenancy.scope import Scope

if TYPE_CHECKING:
    from sites.bake.reader import Reader
    from sites.bake.snapshot import Snapshot
    from sites.bake.views import PageView
    from sites.models import Commune, User
    from sites.modules import Files


class Documents(Module):
    """The declaration of the module."""

    name = "modules.documents"
    label = "documents"
    verbose_name = _("Documents et actes")
    api: ClassVar = api.LISTS
    page_types: ClassVar = ("documents.Documents",)
    home_section = "documents/home_section.html"
    takes_over = True
    stands_under: ClassVar = ("vie-municipale", "informations-pratiques")

    def starting_pages(self, of_commune: str) -> Iterable[Any]:
        """The page of the documents."""
        intro = f"Les documents à télécharger, les séances du conseil et les actes de la commune {of_commune}."
        yield apps.get_model("documents.Documents")(title="Documents et actes", slug="documents", intro=intro)

    def read(self, reader: "Reader") -> Mapping[str, Any]:
        """What the commune published, in one query."""
        return reading.rows_of(reader.commune)

    def tasks(self, commune: "Commune") -> Iterator[Task]:
        """« Déposer un acte », « Déposer un document »."""
        add = frozenset({"add"})
        yield Task(_("Déposer un acte"), reverse("documents:add", args=(commune.pk,)), "doc-full", "act", add)
        url = reverse("documents:add_download", args=(commune.pk,))
        yield Task(_("Déposer un document"), url, "download", "act", add)

    def waiting(self, user: "User", communes: "Sequence[Commune]") -> Iterator[Waiting]:
        """Acts that somebody prepared."""
        drafts = apps.get_model("documents.Acte")._default_manager.filter(put_online_at=None, commune__in=communes)
        if not user.is_superuser:
            paths = Scope.of(user).site_paths("act", {"publish"})
            drafts = drafts.filter(within("commune__site__root_page__path", paths))
        yield Waiting(_("Actes à publier"), drafts.count(), reverse("documents:index"))

    def take_over(self, commune: "Commune", table: Mapping[str, Any], files: "Files") -> bool:
        """Settings, meetings, acts and downloads."""
        from modules.documents.actes import takeover  # models are loaded by then

        return takeover.take_over(commune, table, files)

    def prepare(self, snapshot: "Snapshot") -> listing.Shelves:
        """The lists; every copy that is still what was published goes to the public folder."""
        index = next(iter(snapshot.of_type("documents")), None)

        def publish(act: int, version: Mapping[str, Any], name: str) -> str:
            private = media(version["file"])
            if not locking.is_intact(private, version["digest"]):
                return ""
            public = f"{DOCUMENTS}acte-{act}-{version['rank']}-{version['digest'][:8]}/{name}.pdf"
            snapshot.library.used[public] = private
            return f"/{public}"

        return listing.gather(index, snapshot.rows.get(self.code, {}), snapshot.today, publish)

    def page_context(self, data: listing.Shelves, page: "PageView") -> Mapping[str, Any]:
        """The page shows the first page of the library."""
        return {"listing": data.library[0]} if page.type == "documents" else {}

    def section_context(
        self, data: listing.Shelves, page: "PageView | None", options: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        """The acts and documents put online last."""
        count = options.get("count") or listing.RECENT
        return {
            "acts": data.recent(count) if data else (),
            "downloads": data.downloads[:count] if data else (),
            "title": options.get("title") or str(self.verbose_name),
            "count": count,
        }

    def outputs(self, snapshot: "Snapshot") -> Iterator[Output]:
        """Lists, meetings, acts, feed and open data."""
        data: listing.Shelves = snapshot.data[self.code]
        if data.index is None:
            return
        yield from self._lists(data.index, data.library[1:], "documents/index.html")
        if data.acts_url:
            yield from self._lists(data.index, data.registers, "documents/actes.html")
        if data.meetings:
            yield from self._lists(data.index, data.councils, "documents/seances.html")
        titles = {meeting.id: meeting for meeting in data.meetings}
        for meeting in data.meetings:
            page = page_at(data.index, meeting.title, meeting.url)
            context = {"page": page, "meeting": meeting}
            yield Output(meeting.url.lstrip("/"), template="documents/seance.html", context=context, listed=True)
        for act in data.acts:
            page = page_at(data.index, act.title, act.url)
            context = {"page": page, "act": act, "meeting": titles.get(act.seance or 0)}
            yield Output(act.url.lstrip("/"), template="documents/acte.html", context=context, listed=True)
        yield from self._data(snapshot, data)

    def _lists(self, index: "PageView", listings: Iterable[Listing], template: str) -> Iterator[Output]:
        for one in listings:
            context = {"page": page_of(index, one), "listing": one}
            yield Output(one.own_url.lstrip("/"), template=template, context=context, listed=True)

    def _data(self, snapshot: "Snapshot", data: listing.Shelves) -> Iterator[Output]:
        name, base = snapshot.commune.name, data.url.lstrip("/")
        yield from files.files(snapshot, feeds.feeds(snapshot, data))
        if data.acts:
            yield Output(base + feeds.FORMER, content=files.atom(snapshot, feeds.acts(snapshot, data)))
        if data.has_open_data:
            publisher = scdl.Publisher(name, data.index.siret if data.index else "", snapshot.base_url)
            yield Output(base + scdl.FILE, content=scdl.table(data.acts, publisher))

    def findable(self, snapshot: "Snapshot") -> Iterator[Findable]:
        """Acts, with the text of their copy, and meetings."""
        data: listing.Shelves = snapshot.data[self.code]
        for act in data.acts:
            copy = act.copy
            summary = f"{act.kind.label} {act.number}".strip()
            file = copy.url if copy else ""
            yield Findable(act.url, act.title, gettext("Actes"), act.date, summary, act.kind.plural, file)
        for meeting in data.meetings:
            yield Findable(meeting.url, meeting.title, gettext("Séances"), meeting.date, meeting.place)

    def feeds(self, snapshot: "Snapshot") -> Iterator[FeedLink]:
        """The acts and their kinds, the documents and their categories, the meetings."""
        yield from files.links(feeds.feeds(snapshot, snapshot.data[self.code]))

    def next_change(self, snapshot: "Snapshot") -> datetime | None:
        """The midnight at which the publicity of an act ends: its page says so."""
        data: listing.Shelves = snapshot.data[self.code]
        ends = [end for act in data.acts if (end := end_of(act.publicity_until)) > snapshot.now]
        return min(ends, default=None)
