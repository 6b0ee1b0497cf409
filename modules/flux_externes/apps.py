# ruff: noqa: ARG002  # hooks receive more than this module needs
"""Flux extérieurs: the last news of other sites, told with their origin."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.apps import apps
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.takeover import toml
from modules.flux_externes import api
from modules.flux_externes.samples import ROWS, SAMPLES
from sites.bake.views import PageView
from sites.law.dated import start_of
from sites.modules import Chore, Files, Module, Waiting
from sites.rendering.french import enumerated
from sites.sharing import NEWS, Borrowed

if TYPE_CHECKING:
    from sites.bake.reader import Reader
    from sites.bake.snapshot import Snapshot
    from sites.models import Commune, User


FEED_KEYS: Mapping[str, type] = {"nom": str, "adresse": str, "actualites": bool}


@dataclass(frozen=True, slots=True)
class News:
    """One line of one feed. ``origin`` names who says it, ``home`` is the page of theirs, if they told it."""

    title: str
    url: str
    day: date | None
    text: str
    origin: str
    home: str


@dataclass(frozen=True, slots=True)
class Wire:
    """What the templates of the module receive as ``data``: the newest first, undated ones last.

    ``names`` are those of all the feeds. ``listed`` are the lines that the lists of news show too, ``to_come`` is the
    day of the first of these that is dated later than today. ``draft``: an editor looks at it, and is told what a
    visitor must not be.
    """

    news: tuple[News, ...] = ()
    names: tuple[str, ...] = ()
    draft: bool = False
    listed: tuple[Borrowed, ...] = ()
    to_come: date | None = None

    def of(self, name: str, count: int) -> Sequence[News]:
        """The last ones, of all feeds or of the one of this name."""
        wanted = folded(name)
        return [it for it in self.news if wanted in ("", folded(it.origin))][:count]

    def lacking(self, name: str) -> str:
        """Why nothing is shown under this name, in a sentence for the editor."""
        if not self.names:
            return gettext("La commune n’a aucun flux\u00a0: ajoutez-en un dans «\u00a0Flux extérieurs\u00a0».")
        if folded(name) and folded(name) not in {folded(known) for known in self.names}:
            said = gettext("Aucun flux ne s’appelle «\u00a0%(name)s\u00a0». Ceux de la commune\u00a0: %(names)s.")
            return said % {"name": name.strip(), "names": enumerated(self.names)}
        return gettext("Ce flux n’a encore donné aucune nouvelle.")


def folded(name: str) -> str:
    """A name as names are compared."""
    return name.strip().casefold()


class FluxExternes(Module):
    """The declaration of the module."""

    name = "modules.flux_externes"
    label = "flux_externes"
    verbose_name = _("Flux extérieurs")
    api: ClassVar = api.LISTS
    home_section = "flux_externes/home_section.html"
    blocks: ClassVar = {"flux": "modules.flux_externes.blocks.FluxBlock"}
    samples: ClassVar = SAMPLES
    sample_rows: ClassVar = ROWS
    directives: ClassVar = {"flux": "modules.flux_externes.blocks.taken_over"}
    chores: ClassVar = (Chore(60.0, "modules.flux_externes.source.refresh"),)
    takes_over = True
    bringing = True

    def read(self, reader: "Reader") -> Mapping[str, Any]:
        """What the feeds of the commune last gave."""
        rows = apps.get_model("flux_externes.Flux")._default_manager.filter(commune=reader.commune)
        return {"feeds": list(rows.order_by("name", "pk").values_list("name", "content", "in_news"))}

    def prepare(self, snapshot: "Snapshot") -> Wire:
        """All the lines together, in the order of their days."""
        feeds = snapshot.rows.get(self.code, {}).get("feeds", ())
        news = [
            News(it["title"], it["url"], _day(it["day"]), it["text"], name, content["home"])
            for name, content, _in_news in feeds
            for it in content["entries"]
        ]
        followed = {name for name, _content, in_news in feeds if in_news}
        dated = [it for it in news if it.origin in followed and it.day is not None and it.url]
        return Wire(
            tuple(sorted(news, key=lambda it: it.day or date.min, reverse=True)),
            tuple(name for name, _content, _in_news in feeds),
            draft=snapshot.library.draft is not None,
            listed=tuple(_listed(snapshot, it) for it in dated if it.day and it.day <= snapshot.today),
            to_come=min((it.day for it in dated if it.day and it.day > snapshot.today), default=None),
        )

    def brings(self, data: Wire) -> Iterator[Borrowed]:
        """What a commune said that its news show too."""
        yield from data.listed if data else ()

    def next_change(self, snapshot: "Snapshot") -> datetime | None:
        """When a line dated ahead of its time is no more."""
        wire: Wire = snapshot.data[self.code]
        return start_of(wire.to_come) if wire.to_come else None

    def section_context(self, data: Wire, page: "PageView | None", options: Mapping[str, Any]) -> Mapping[str, Any]:
        """The last lines, of one feed or of all."""
        count, name = options.get("count") or 5, options.get("name") or ""
        news = data.of(name, count) if data else ()
        return {
            "news": news,
            "lacking": data.lacking(name) if data and data.draft and not news else "",
            "title": options.get("title") or gettext("Ailleurs"),
            "several": not options.get("name"),
        }

    def waiting(self, user: "User", communes: "Sequence[Commune]") -> Iterator[Waiting]:
        """Feeds that cannot be read any more."""
        failing = apps.get_model("flux_externes.Flux")._default_manager.filter(commune__in=communes).exclude(error="")
        yield Waiting(_("Flux extérieurs en panne"), failing.count(), reverse("flux_externes:index"))

    def take_over(self, commune: Any, table: Mapping[str, Any], files: Files) -> bool:
        """``flux_externes.toml``: one ``[[flux]]`` table for each feed, known by its name."""
        model: Any = apps.get_model("flux_externes.Flux")
        changed = False
        for row in toml.checked(table, {"flux": list}).get("flux", ()):
            said = toml.checked(row, FEED_KEYS, required=("nom", "adresse"))
            feed = model.objects.filter(commune=commune, name=said["nom"]).first()
            feed = feed or model(commune=commune, name=said["nom"])
            wanted = (said["adresse"], said.get("actualites", False))
            if not feed.pk or (feed.address, feed.in_news) != wanted:
                feed.address, feed.in_news = wanted
                feed.full_clean()
                feed.save()
                changed = True
        return changed


def _listed(snapshot: "Snapshot", it: News) -> Borrowed:
    """A line as news: plain words, no picture, no page of ours."""
    fields = {
        "date": it.day,
        "intro": it.text,
        "archive_at": None,
        "category_id": None,
        "image_id": None,
        "promoted_home": False,
        "promoted_rubrique_id": None,
    }
    page = PageView(
        id=0,
        type="",
        template="",
        title=it.title,
        slug="",
        seo_title="",
        description="",
        url=it.url,
        absolute_url=it.url,
        path="",
        depth=0,
        in_menu=False,
        first_published_at=None,
        last_published_at=None,
        fields=fields,
        source=snapshot,
        credit=gettext("D’après %(origin)s") % {"origin": it.origin},
    )
    return Borrowed(NEWS, page, it.origin)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
