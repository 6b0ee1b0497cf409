"""Writes the texts of a folder as pages, through the validation an editor meets."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from itertools import pairwise
from typing import Any

from django.apps import apps
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import PageLogEntry

from cms.models import BasePage, Page, Rubrique
from cms.takeover import fields, menu, stream
from cms.takeover.errors import ContentError, TakeoverError, about
from cms.takeover.folder import SITE, Folder, Source
from cms.takeover.media import Media
from sites.models import Commune
from sites.modules import active_modules
from sites.packs import COUNTED_PAGES, PACKS

ACTION = "beffroi.import"
MORNING = time(9)

TREE_FIELDS = {"path", "depth", "slug", "draft_title", "content_type", "locale", "url_path"}  # given by the tree

Key = tuple[str, str]  # module, address


@dataclass(slots=True)
class Counts:
    """What happened to the texts."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0


class Writer:
    """One commune being written. Use in one transaction: ``place`` every text, then ``fill`` it."""

    STEPS = 2
    """For each text; ``advance`` is called after each."""

    def __init__(
        self, commune: Commune, folder: Folder, media: Media, user: Any, advance: Callable[[], None] = lambda: None
    ) -> None:
        self._commune = commune
        self._folder = folder
        self._media = media
        self._user = user
        self._advance = advance
        self._home: Any = BasePage.objects.get(pk=commune.site.root_page_id).specific
        self._pages: dict[Key, Any] = {("", "/"): self._home}
        self._new: set[int] = set()
        self._parents: dict[str, Any] = {}
        self._digests: dict[int, str] = {}
        self.counts = Counts()
        self.moved = False

    def write(self) -> Counts:
        """Everything; ``TakeoverError`` leaves the transaction to be rolled back."""
        self._read()
        counted = self._counted()
        self._place_all(module=False)
        self._settle()
        if self._folder.replaces_starter:
            self._remove_starter()
        self._place_all(module=True)
        if self._new:  # otherwise the order of the menu is the editors'
            self._arrange()
        self._hold_to_pack(counted)
        for source in self._folder.sources:
            with about(source.file, source.body_line):
                self._fill(source)
            self._advance()
        return self.counts

    # --- what a text may refer to (richtext.Resolver) -----------------------------------------------------------
    def page(self, path: str) -> int:
        """Id of the page at ``path``, of the folder or already there."""
        address = path if path.endswith("/") else f"{path}/"
        found = self._pages.get(("", address)) or self._module_page(address)
        if found is None:
            raise ContentError(_("aucune page ne se trouve à l’adresse %(path)s.") % {"path": path})
        return int(found.pk)

    def picture(self, name: str, shows: str = "") -> int:
        """Id of a picture of the folder."""
        return self._media.picture(name, shows)

    def document(self, name: str) -> int:
        """Id of a document of the folder."""
        return self._media.document(name)

    # ------------------------------------------------------------------------------------------------------------
    def _read(self) -> None:
        """What stands already: the pages by address, and what was last imported of each."""
        start = len(self._home.url_path) - 1
        self._pages = {("", "/"): self._home}
        for page in BasePage.objects.descendant_of(self._home).order_by("path").specific():
            self._pages["", page.url_path[start:]] = page
        active = {module.code for module in active_modules(self._commune)}
        self._parents = {code: page for code, page in menu.indexes(self._pages).items() if code in active}
        ids = [page.pk for page in self._pages.values()]
        entries = PageLogEntry.objects.filter(action=ACTION, page__in=ids).order_by("timestamp", "pk")
        self._digests = {entry.page_id: entry.data.get("digest", "") for entry in entries}

    def _module_page(self, address: str) -> Any:
        """``/actualites/fete/`` names a content of a module wherever its list stands."""
        _empty, slug, *rest = address.split("/")
        index = next((page for page in self._parents.values() if page.slug == slug), None)
        return index and self._pages.get(("", self._address(index) + "/".join(rest)))

    def _address(self, page: Any) -> str:
        """Below the home page."""
        return str(page.url_path[len(self._home.url_path) - 1 :])

    def _counted(self) -> int:
        """Pages that count against the pack."""
        return sum(1 for page in self._pages.values() if getattr(page, "snapshot_type", "") in COUNTED_PAGES)

    def _hold_to_pack(self, before: int) -> None:
        pack = PACKS[self._commune.pack]
        count = self._counted()
        if pack.page_limit is not None and count > max(pack.page_limit, before):
            raise TakeoverError(
                str(self._folder.root),
                _(
                    "le site aurait %(count)d pages et rubriques, le pack %(pack)s en comporte %(limit)d ; retirez-en "
                    "ou changez de pack."
                )
                % {"count": count, "pack": pack.label, "limit": pack.page_limit},
            )

    def _settle(self) -> None:
        """Put the pages of the modules where the folder says, and save them from the pages that leave."""
        with about(SITE):
            moved = menu.settle(self._pages, self._folder.menu, self._digests, ACTION, self._user)
        if moved:
            self._read()
        if self._folder.replaces_starter and menu.lift(self._pages, self._leaving(), self._user):
            self._read()
            moved = True
        self.moved = moved

    def _leaving(self) -> dict[int, Any]:
        """The starter pages that nobody has touched and that the folder does not take over, deepest first, by id."""
        kept = {source.url for source in self._folder.sources if not source.module}
        return {
            page.pk: page
            for (module, url), page in reversed(list(self._pages.items()))
            if not (module or url in kept or page.pk in self._digests or page.pk in self._new or page.owner_id)
            and isinstance(page, Rubrique | Page)
            and page.revisions.count() <= 1
        }

    def _remove_starter(self) -> None:
        leaving = self._leaving()
        for key, page in reversed(list(self._pages.items())):
            if page.pk in leaving and not BasePage.objects.child_of(page).exists():
                BasePage.objects.get(pk=page.pk).specific.delete(user=self._user)
                del self._pages[key]
                self.counts.removed += 1
        self._home.refresh_from_db()

    def _place_all(self, *, module: bool) -> None:
        for source in self._folder.sources:
            if bool(source.module) is module:
                with about(source.file):
                    self._place(source)
                self._advance()

    def _place(self, source: Source) -> None:
        """Make sure a page stands at the address of ``source``; a new one has no content yet, and is not public."""
        key = self._key(source)
        page = self._pages.get(key)
        if page is not None:
            return
        model = self._model(source)
        page = model(title=source.title, slug=source.slug, live=False, owner=self._user)
        page.show_in_menus = model.show_in_menus_default
        for name, value in fields.values(self._commune, self._media, source, model).items():
            setattr(page, name, value)
        page.clean_fields(exclude=TREE_FIELDS)
        self._insert(page, source)
        self._pages[key] = page
        self._new.add(page.pk)

    def _key(self, source: Source) -> Key:
        """Contents of a module stand below its list, whatever the address of that list."""
        if not source.module:
            return "", source.url
        return "", self._address(self._parent(source)) + source.slug + "/"

    def _parent(self, source: Source) -> Any:
        if not source.module:
            return self._pages["", source.parent_url]
        parent = self._parents.get(source.module)
        if parent is None:
            raise ContentError(_("le module « %(code)s » n’est pas actif pour ce site.") % {"code": source.module})
        return parent

    def _insert(self, page: Any, source: Source) -> None:
        """Pages of the first level stand before those of the modules and of the law, which close the menu."""
        parent = self._parent(source)
        after = None
        if parent == self._home:
            content = (Rubrique, Page)
            after = next(
                (child for child in self._home.get_children().specific() if not isinstance(child, content)), None
            )
        if after is None:
            BasePage.objects.get(pk=parent.pk).add_child(instance=page)
        else:
            BasePage.objects.get(pk=after.pk).add_sibling(pos="left", instance=page)

    def _arrange(self) -> None:
        """Put the pages that stand below the same one in the order of the folder."""
        wanted: dict[int, list[int]] = {}
        for source in self._folder.sources:
            if not source.module and source.url != "/":
                page = self._pages["", source.url]
                wanted.setdefault(self._parent(source).pk, []).append(page.pk)
        for parent_pk, ids in wanted.items():
            present = BasePage.objects.child_of(BasePage.objects.get(pk=parent_pk)).order_by("path")
            order = [pk for pk in present.values_list("pk", flat=True) if pk in ids]
            if order == ids:
                continue
            for before, after in pairwise(ids):
                target = BasePage.objects.get(pk=before)
                BasePage.objects.get(pk=after).move(target, pos="right", user=self._user)

    def _model(self, source: Source) -> type[Any]:
        if source.module:
            module = next(module for module in active_modules(self._commune) if module.code == source.module)
            return apps.get_model(module.quick_add.page_type)  # type: ignore[union-attr]  # a parent was found by it
        return Rubrique if source.is_rubrique else Page

    def _fill(self, source: Source) -> None:
        """Write the content and publish it, unless it is what was imported last time."""
        page = self._pages[self._key(source)]
        values = fields.values(self._commune, self._media, source, type(page))
        raw = stream.blocks(source.body, source.title or page.title, self)
        digest = hashlib.sha256(json.dumps([values, raw], default=str, sort_keys=True).encode()).hexdigest()
        if self._digests.get(page.pk) == digest:
            self.counts.unchanged += 1
            return
        # Read again: what was inserted before it has moved it in the tree.
        page = type(page)._default_manager.get(pk=page.pk)
        if page.pk not in self._new:  # an editor's draft must not be lost
            page = page.get_latest_revision_as_object()
        for name, value in values.items():
            setattr(page, name, value)
        if raw:
            page.body = fields.cleaned(page, raw, self._commune)
        if page.first_published_at is None and isinstance(values.get("date"), date):
            page.first_published_at = min(timezone.now(), fields.moment(values["date"], MORNING))
        page.full_clean()
        page.save_revision(user=self._user, log_action=False).publish(user=self._user, log_action=False)
        log(page, ACTION, user=self._user, data={"digest": digest, "file": source.file}, content_changed=True)
        if page.pk in self._new:
            self.counts.created += 1
        else:
            self.counts.updated += 1
