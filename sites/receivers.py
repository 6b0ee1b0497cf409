"""When a site is rebuilt: each event of the editors' side, and whose commune it belongs to.

A receiver makes one call to ``mark`` and nothing else. Who gets marked:

- a page: the commune above it in the tree, when what is *live* changes; a draft marks nobody;
- a picture or a document: the commune above its collection;
- a setting or a redirect: the commune of its ``site``;
- ``Commune``, ``Host``, ``Departement``, ``Site``: themselves, or the communes they hold;
- a model of a module: the commune that its foreign key ``commune`` (or ``site``) names. This is the contract for
  modules: a row with neither belongs to a page or to such a row, and is saved with it. A model that says
  ``baked = False`` stands on no page, and marks nobody.

Changes that send no signal (``update()``, ``bulk_create()``) mark nobody: call ``mark`` after them.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import ForeignKey, Model
from django.db.models.signals import post_delete, post_save, pre_save
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import AbstractPage, PageViewRestriction, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from sites.marking import mark
from sites.models import BakeState, Commune, Departement, Host
from sites.modules import Module, active_modules, installed_modules
from sites.store import hosts

# What saving a draft, a lock or a workflow writes on a live page: nothing that a visitor sees.
UNSEEN = frozenset(
    {
        "draft_title",
        "expired",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
        "locked",
        "locked_at",
        "locked_by",
    }
)
# A list loses pages of its pagination with the items it lists.
PAGES_PER_ITEM = 2
# A row of a module that is no page may have one of its own, and a place in lists by kind, by year, by both.
PAGES_PER_ROW = 5


def page_saved(instance: AbstractPage, update_fields: frozenset[str] | None, *, raw: bool, **_signal: Any) -> None:
    """A live page written as a whole: publication, or code that makes it live at once."""
    if instance.live and not raw and (update_fields is None or not UNSEEN.issuperset(update_fields)):
        mark(pages=[instance.path])


def page_went_live(instance: AbstractPage, **_signal: Any) -> None:
    """Sent for a publication planned for later too: then nothing is live."""
    if instance.live:
        mark(pages=[instance.path])


def page_withdrawn(instance: AbstractPage, **_signal: Any) -> None:
    """Unpublished by someone, or expired."""
    mark(pages=[instance.path], removals=1)


def page_deleted(instance: AbstractPage, **_signal: Any) -> None:
    """Sent for each page of a subtree that is deleted."""
    if instance.live:
        mark(pages=[instance.path], removals=1)


def page_address_changed(instance: AbstractPage, **_signal: Any) -> None:
    """A new slug: the addresses of all that is below change too."""
    mark(pages=[instance.path], removals=_live_below(instance))


def page_moved(
    instance: AbstractPage,
    parent_page_before: AbstractPage,
    parent_page_after: AbstractPage,
    url_path_before: str,
    url_path_after: str,
    **_signal: Any,
) -> None:
    """Both the commune left and the commune reached; among siblings, only the order of menus changes."""
    left = _live_below(instance) if url_path_before != url_path_after else 0
    mark(pages=[parent_page_before.path, parent_page_after.path], removals=left)


def restriction_changed(instance: PageViewRestriction, **_signal: Any) -> None:
    """What is reserved to some visitors leaves the public site."""
    mark(pages=[instance.page.path], removals=_live_below(instance.page))


def _live_below(page: AbstractPage) -> int:
    """How many public pages a change of address takes away, this one included."""
    live: int = page.get_descendants(inclusive=True).filter(live=True).count()
    return live


def media_changing(instance: Any, *, raw: bool, **_signal: Any) -> None:
    """A picture about to leave the collection of a commune for another's."""
    if instance.pk and not raw:
        row = (
            type(instance)._default_manager.filter(pk=instance.pk).values_list("collection", "collection__path").first()
        )
        if row is not None and row[0] != instance.collection_id:
            mark(collections=[row[1]])


def media_changed(instance: Any, **_signal: Any) -> None:
    """A picture or a document, saved or deleted."""
    mark(collections=[instance.collection.path])


def media_regrouped(_request: Any, action_type: str, media: Iterable[Any], action: Any) -> None:
    """``before_bulk_action``: several pictures or documents put into one collection, by an UPDATE that tells nobody."""
    if action_type == "add_to_collection":
        reached = action.cleaned_form.cleaned_data["collection"]
        mark(collections={reached.path, *(medium.collection.path for medium in media)})


def of_site(instance: Any, **_signal: Any) -> None:
    """A setting, a redirect: a row that names its site. A redirect without site is nobody's."""
    if instance.site_id is not None:
        mark(sites=[instance.site_id])


def of_commune(instance: Any, **_signal: Any) -> None:
    """A row that names its commune."""
    mark(communes=[instance.commune_id])


def site_changed(instance: Site, **_signal: Any) -> None:
    """The address of a commune's site."""
    mark(sites=[instance.pk])


def commune_changed(instance: Commune, *, created: bool, raw: bool, **_signal: Any) -> None:
    """Name, theme, pack, options. A module switched off explains that its pages leave."""
    if raw:
        return
    if created:
        BakeState.objects.get_or_create(commune=instance)
    mark(communes=[instance.pk], removals=0 if created else _switched_off(instance))


def commune_deleted(instance: Commune, **_signal: Any) -> None:
    """Nobody is left to bake it: its names stop answering as soon as it is gone for good."""
    var = Path(settings.BEFFROI_VAR)
    transaction.on_commit(lambda: hosts.forget(var, instance.insee))


def _switched_off(commune: Commune) -> int:
    active = {module.label for module in active_modules(commune)}
    off = [module.label for module in installed_modules() if module.label not in active]
    if not off:
        return 0
    below = commune.site.root_page.get_descendants()
    pages = below.filter(live=True, content_type__app_label__in=off).count()
    rows = sum(
        model._default_manager.filter(commune=commune).count()
        for label in off
        for model in apps.get_app_config(label).get_models()
        if _owner_in_module(model) is of_commune
    )
    return PAGES_PER_ITEM * int(pages) + PAGES_PER_ROW * rows


def departement_changed(instance: Departement, **_signal: Any) -> None:
    """Its name stands on every page of its communes."""
    mark(departements=[instance.pk])


def connect() -> None:
    """Listen, once every model is loaded."""
    _connect_pages()
    for medium in (get_image_model(), get_document_model()):
        pre_save.connect(media_changing, sender=medium, dispatch_uid="beffroi.medium")
        _on_change(medium, media_changed)
    _on_change(Redirect, of_site)
    _on_change(Host, of_commune)
    _on_change(PageViewRestriction, restriction_changed)
    _on_save(Site, site_changed)
    _on_save(Departement, departement_changed)
    _on_save(Commune, commune_changed)
    post_delete.connect(commune_deleted, sender=Commune, dispatch_uid="beffroi.commune_deleted")
    for model in apps.get_models():
        if issubclass(model, BaseSiteSetting):
            _on_change(model, of_site)
        elif receiver := _owner_in_module(model):
            _on_change(model, receiver)


def _connect_pages() -> None:
    page_published.connect(page_went_live, dispatch_uid="beffroi.published")
    page_unpublished.connect(page_withdrawn, dispatch_uid="beffroi.unpublished")
    page_slug_changed.connect(page_address_changed, dispatch_uid="beffroi.slug")
    post_page_move.connect(page_moved, dispatch_uid="beffroi.moved")
    # Deleting any page sends the signal of the base page, whatever its type; saving sends that of its type alone.
    post_delete.connect(page_deleted, sender=apps.get_model(settings.WAGTAIL_PAGE_MODEL), dispatch_uid="beffroi.page")
    for model in apps.get_models():
        if issubclass(model, AbstractPage):
            post_save.connect(page_saved, sender=model, dispatch_uid="beffroi.page")


def _owner_in_module(model: type[Model]) -> Callable[..., None] | None:
    """How a row of a module's model names its commune; None for a row that belongs to another."""
    if issubclass(model, AbstractPage) or not getattr(model, "baked", True):
        return None
    if not isinstance(apps.get_app_config(model._meta.app_label), Module):
        return None
    targets = {
        field.name: field.remote_field.model for field in model._meta.local_fields if isinstance(field, ForeignKey)
    }
    if targets.get("commune") is Commune:
        return of_commune
    return of_site if targets.get("site") is Site else None


def _on_save(model: type[Model], receiver: Callable[..., None]) -> None:
    post_save.connect(receiver, sender=model, dispatch_uid=f"beffroi.{receiver.__name__}")


def _on_change(model: type[Model], receiver: Callable[..., None]) -> None:
    _on_save(model, receiver)
    post_delete.connect(receiver, sender=model, dispatch_uid=f"beffroi.{receiver.__name__}")
