"""Writes the pages of an old site as drafts. First each has its place, so that all may link to it; then its content.

Each page is one transaction, with the note that it was brought: interrupted anywhere, the next run goes on from there.
"""

from collections.abc import Callable
from html import unescape
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms import slugs
from cms.models import BasePage, Page, Rubrique
from cms.oldsite.files import Files
from cms.oldsite.models import LONGEST, Brought, Run
from cms.oldsite.reading import addresses
from cms.oldsite.reading.blocks import Builder, Raw
from cms.oldsite.reading.site import Left, OldPage, OldSite, Why
from cms.oldsite.text import References
from cms.takeover import fields
from cms.takeover.errors import ContentError, sentences
from cms.takeover.pages import ACTION
from sites.modules import Module, active_modules

NEWS = "actualites"  # the module that takes the news, where the commune has it
INTRO = 300
TITLE = 255


class Writer:
    """One commune, one old site."""

    def __init__(self, run: Run, site: OldSite, advance: Callable[[], None]) -> None:
        self._run = run
        self._site = site
        self._advance = advance
        self._home: Any = BasePage.objects.get(pk=run.commune.site.root_page_id)
        self._news = _news_of(run.commune, self._home)
        rows = Brought.objects.filter(commune=run.commune)
        self._brought = {(row.kind, row.address): row for row in rows}
        self.files = Files(site, run, {key: row.number for key, row in self._brought.items()})
        self.pages: dict[str, int] = {}
        self.created = 0
        self.left: list[Left] = []

    def write(self) -> None:
        """Everything that was not brought before."""
        for page in self._site.pages:
            self._place(page)
            self._advance()
        self._alias()
        for page in self._site.pages:
            row = self._brought.get((Brought.Kind.PAGE, page.key[:LONGEST]))
            if row is not None and row.revision is None:
                self._fill(page, row)
            self._advance()
        self.left += self.files.left

    def _place(self, page: OldPage) -> None:
        row = self._brought.get((Brought.Kind.PAGE, page.key[:LONGEST]))
        if row is not None:
            self.pages[page.key] = row.number
            return
        with transaction.atomic():
            parent = self._parent(page)
            model = self._model(page, parent)
            made = model(title=page.title[:TITLE], live=False, owner=self._run.author)
            made.show_in_menus = page.in_menu and model.show_in_menus_default
            if page.is_news and hasattr(made, "date"):
                made.date = page.day or timezone.localdate()
            made.slug = _slug(page, made, parent)
            if hasattr(made, "intro"):
                made.intro = page.title[:INTRO]  # until the text is read: some types ask for one
            self._insert(made, parent)
            self._note(page.key, made.pk)
        self.pages[page.key] = made.pk
        self.created += 1

    def _parent(self, page: OldPage) -> Any:
        if page.is_news and self._news is not None:
            return BasePage.objects.get(pk=self._news[1].pk)
        number = self.pages.get(page.parent)
        found = BasePage.objects.filter(pk=number).first() if number else None
        return found or BasePage.objects.get(pk=self._home.pk)

    def _model(self, page: OldPage, parent: Any) -> type[Any]:
        if page.is_news and self._news is not None:
            return apps.get_model(self._news[0].quick_add.page_type)  # type: ignore[union-attr]  # found by it
        return (
            Rubrique if page.is_folder and isinstance(parent.specific, Rubrique | type(self._home.specific)) else Page
        )

    def _insert(self, made: Any, parent: Any) -> None:
        """Before the pages of the modules and of the law, which close the menu."""
        after = None
        if parent.pk == self._home.pk:
            after = next((it for it in parent.get_children().specific() if not isinstance(it, Rubrique | Page)), None)
        if after is None:
            parent.add_child(instance=made)
        else:
            BasePage.objects.get(pk=after.pk).add_sibling(pos="left", instance=made)

    def _note(self, key: str, number: int) -> None:
        row = Brought(
            commune=self._run.commune, run=self._run, kind=Brought.Kind.PAGE, address=key[:LONGEST], number=number
        )
        row.save()
        self._brought[Brought.Kind.PAGE, row.address] = row

    def _alias(self) -> None:
        """Links name a page by any of its old addresses."""
        for page in self._site.pages:
            for other in page.aliases:
                self.pages.setdefault(other, self.pages[page.key])

    def _fill(self, old: OldPage, row: Brought) -> None:
        found = BasePage.objects.filter(pk=row.number).first()
        if found is None:  # an editor threw it away before it had its content
            return
        references = References(old.key, self._site.hosts, self.pages, self.files)
        raw = Builder(old.title, references, settings.BEFFROI_EMBED_ORIGINS).build(old.html)
        if not raw:
            references.leave(Why.EMPTY, _("«\u00a0%(title)s\u00a0» n’a pas de texte.") % {"title": old.title})
        page = found.specific
        with transaction.atomic():
            self._write(page, old, raw, references)
            revision = page.save_revision(user=self._run.author, log_action=False, clean=False)
            row.revision = revision.pk
            row.save(update_fields=["revision"])
            log(page, ACTION, user=self._run.author, data={"file": old.key}, content_changed=True)
        self.left += references.left

    def _write(self, page: Any, old: OldPage, raw: list[Raw], references: References) -> None:
        if hasattr(page, "intro"):
            page.intro = _intro(old, raw) or (page.title[:INTRO] if old.is_news else "")
        if old.picture and hasattr(page, "image") and (number := references.picture(old.picture, old.title)):
            page.image_id = number
            if hasattr(page, "image_alt"):
                page.image_alt = old.title[:160]
        if old.category and hasattr(page, "category"):
            page.category_id = self._category(page, old.category)
        page.body = self._body(page, raw, references)
        page.draft_title, page.has_unpublished_changes = page.title, True
        page.save(clean=False)

    def _body(self, page: Any, raw: list[Raw], references: References) -> Any:
        """Cleaned like an editor's form; a block that is refused is told, and the others stay."""
        kept = []
        for block in raw:
            try:
                fields.cleaned(page, [block], self._run.commune)
            except (ValidationError, ContentError) as error:
                said = " ".join(sentences(error)) if isinstance(error, ValidationError) else str(error)
                references.leave(Why.REFUSED, said[:LONGEST])
            else:
                kept.append(block)
        return fields.cleaned(page, kept, self._run.commune)

    def _category(self, page: Any, name: str) -> int:
        model = page._meta.get_field("category").related_model
        before = set(model._default_manager.filter(commune=self._run.commune).values_list("pk", flat=True))
        number = fields.category(self._run.commune, model, name[:60])
        if number not in before:
            Brought.objects.get_or_create(
                commune=self._run.commune,
                kind=Brought.Kind.CATEGORY,
                address=f"{model._meta.label_lower}:{number}",
                defaults={"run": self._run, "number": number},
            )
        return number


def _news_of(commune: Any, home: Any) -> tuple[Module, Any] | None:
    """The module of the news, and the page it stands under."""
    module = next((one for one in active_modules(commune) if one.code == NEWS and one.quick_add), None)
    if module is None or module.quick_add is None:
        return None
    model: Any = apps.get_model(module.quick_add.parent_type)
    index = model._default_manager.descendant_of(home).first()
    return (module, index) if index is not None else None


def _slug(page: OldPage, made: Any, parent: Any) -> str:
    """The last word of the old address when it is one, or else of the title."""
    last = addresses.last_of(page.key) if "?" not in page.key else ""
    wanted = slugs.slug_of(last) if any(letter.isalpha() for letter in last) else slugs.slug_of(page.title)
    return slugs.first_free(wanted, lambda slug: made.address_is_free(slug, parent))


def _intro(old: OldPage, raw: list[Raw]) -> str:
    """The old summary; for a news item without one its first words, which then leave its text if they were whole."""
    said = _plain(old.intro)
    if not said and old.is_news and raw and raw[0]["type"] == "text":
        first, mark, rest = raw[0]["value"].partition("</p>")
        said = _plain(first)
        if mark and len(said) <= INTRO and "<a " not in first:
            raw[0]["value"] = rest
            raw[:] = raw if rest else raw[1:]
    return said if len(said) <= INTRO else said[: INTRO - 1].rsplit(" ", 1)[0] + "…"


def _plain(html: str) -> str:
    return " ".join(unescape(strip_tags(html.replace("<br/>", " "))).split())
