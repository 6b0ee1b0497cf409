"""What the bake of a receiver reads of others, and the pages that its lists show of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from wagtail.images import get_image_model

from cms.partage.gateway import Granted, granted
from cms.starter.french import of_commune
from sites.bake.reader import RENDITIONS, Row
from sites.bake.snapshot import base_url_of
from sites.bake.views import Findable, PageView
from sites.models import Commune
from sites.modules import module_of
from sites.sharing import Borrowed

if TYPE_CHECKING:
    from sites.bake.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: the contents, and the rows of their pictures."""

    contents: Sequence[Granted]
    pictures: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Shown:
    """A content of another commune, and when it leaves that commune's site by itself."""

    borrowed: Borrowed
    expires: datetime | None


def read(commune: Commune, now: datetime) -> Reading:
    """Everything, in a fixed number of queries."""
    contents = granted(commune, now)
    return Reading(contents, _pictures(contents))


def _pictures(contents: Sequence[Granted]) -> list[Row]:
    """The renditions of these pictures, each of a collection of the very commune that shows it."""
    above = {one.picture: one.source.collection for one in contents if one.picture is not None}
    if not above:
        return []
    rows = get_image_model()._default_manager.filter(pk__in=list(above)).order_by()
    found = rows.values_list(*RENDITIONS, "collection__path")
    return [row[:-1] for row in found if row[-1].startswith(above[row[0]])]


def views(snapshot: "Snapshot", reading: Reading | None) -> list[Shown]:
    """The contents as pages whose address is on another site.

    A preview shows them without their picture: the private files of a commune are not served to the people of another.
    """
    if reading is None:
        return []
    pictured = snapshot.library.draft is None
    if pictured:
        snapshot.library.add_pictures(reading.pictures)
    return [Shown(_borrowed(snapshot, one, pictured=pictured), one.page["expire_at"]) for one in reading.contents]


def told(page: PageView) -> Findable:
    """What the search of the site that shows it says of a content of elsewhere."""
    module = module_of(page.module)
    day = page.fields.get("date") or page.fields.get("start_date")
    summary = f"{page.credit}. {page.summary}".strip()
    return Findable(page.url, page.title, str(module.verbose_name) if module else "", day, summary)


def _borrowed(snapshot: "Snapshot", one: Granted, *, pictured: bool) -> Borrowed:
    origin = _("Commune %(of_name)s") % {"of_name": of_commune(one.source.name)}
    return Borrowed(one.kind.lent.family, _view(snapshot, one, pictured=pictured), origin, one.heading)


def _view(snapshot: "Snapshot", one: Granted, *, pictured: bool) -> PageView:
    page, lent = one.page, one.kind.lent
    url = base_url_of(one.source.host) + one.path
    fields: dict[str, Any] = dict(one.columns) | {
        "intro": one.intro,
        "category_id": None,
        "image_id": one.picture if pictured else None,
        "promoted_home": one.reception.get("on_home", False),
        "promoted_rubrique_id": None,
    }
    if lent.day:
        fields[lent.day] = one.day
    return PageView(
        id=page["pk"],
        type=getattr(one.kind.model, "snapshot_type", one.kind.lent.family),
        template="",
        title=page["title"],
        slug=page["slug"],
        seo_title="",
        description="",
        url=url,
        absolute_url=url,
        path="",
        depth=page["depth"],
        in_menu=False,
        first_published_at=page["first_published_at"],
        last_published_at=page["last_published_at"],
        fields=fields,
        source=snapshot,
        module=one.kind.module.code,
        credit=_("Publié par la commune %(of_name)s") % {"of_name": of_commune(one.source.name)},
    )
