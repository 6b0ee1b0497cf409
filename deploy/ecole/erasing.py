"""Emptying a commune's site: all that the commune owns in the CMS, whatever the modules installed.

A table is the commune's own when it has a foreign key to the commune or to its site: no list to keep. What the platform
keeps of it (accounts, memberships, addresses, subscription, history) lives in the apps of ``KEPT``.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models.signals import post_delete
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import (
    AbstractPage,
    Collection,
    GroupPagePermission,
    PageLogEntry,
    PageSubscription,
    Revision,
    Site,
    WorkflowPage,
)

from cms.models import Accueil, BasePage
from sites.models import Commune
from sites.tenancy.reach import policy_of

KEPT = frozenset({"sites", "deploy", "wagtailcore"})
#: What hangs on the home page without being its content.
STAYS = (Site, GroupPagePermission, PageSubscription, WorkflowPage)


def owned() -> Iterator[tuple[type[models.Model], str, bool]]:
    """Each table of communes, the name of its key, and whether that leads to the site rather than to the commune."""
    for model in apps.get_models():
        if model._meta.app_label in KEPT or issubclass(model, AbstractPage):
            continue
        keys = [field for field in model._meta.concrete_fields if field.related_model in (Commune, Site)]
        if len(keys) > 1:  # it names another commune too: whose row it is, its policy knows
            owner = getattr(policy_of(model), "link", "").partition("__")[0]
            keys = [field for field in keys if field.name == owner]
        for field in keys:
            yield model, field.name, field.related_model is Site


def erase(commune: Commune) -> None:
    """Leave the commune with an empty home page. To be called in a transaction."""
    home = Accueil.objects.get(pk=commune.site.root_page_id)
    gone = [home.pk, *home.get_descendants().values_list("pk", flat=True)]
    for child in home.get_children():
        child.specific.delete()
    _bare(home, commune.name)
    _delete([m._default_manager.filter(**{name: commune.site_id if s else commune.pk}) for m, name, s in owned()])
    collection = Collection.objects.get(pk=commune.collection_id)
    inside = collection.get_descendants(inclusive=True)
    for media in (get_image_model(), get_document_model()):
        for row in media._default_manager.filter(collection__in=inside):
            row.delete()  # one by one: its file goes with it
    for folder in collection.get_children():
        folder.delete()
    PageLogEntry.objects.filter(page_id__in=gone, user=None).delete()  # the machine's own lines only


def _delete(waiting: list[models.QuerySet[Any]]) -> None:
    """In whatever order the tables protect each other; raises ``ProtectedError`` when something else holds a row."""
    while waiting:
        held = []
        for rows in waiting:
            try:
                with transaction.atomic():
                    rows.all().delete()
            except models.ProtectedError:
                if len(waiting) == 1:
                    raise
                held.append(rows)
        if len(held) == len(waiting):
            held[0].all().delete()  # tells what holds it
        waiting = held


@contextmanager
def files_going() -> Iterator[None]:
    """The files of the rows deleted meanwhile by this thread leave the disk once the transaction is committed."""
    me = threading.get_ident()

    def gather(instance: models.Model, **_more: Any) -> None:
        if threading.get_ident() != me:
            return
        for field in instance._meta.concrete_fields:
            if isinstance(field, models.FileField) and (file := getattr(instance, field.attname)):
                transaction.on_commit(partial(_forget, type(instance), field.attname, file))

    post_delete.connect(gather, weak=False)
    try:
        yield
    finally:
        post_delete.disconnect(gather)


def _forget(model: type[models.Model], column: str, file: Any) -> None:
    """Unless another row names the same file: a copy may have been made without its bytes."""
    if not model._default_manager.filter(**{column: file.name}).exists():
        file.storage.delete(file.name)


def _bare(home: Accueil, name: str) -> None:
    """The home page as on the first day, at its address."""
    for model in apps.get_models():
        if model in STAYS or issubclass(model, AbstractPage):
            continue
        for field in model._meta.concrete_fields:
            remote: Any = field.remote_field
            if field.related_model in (BasePage, Accueil) and remote.on_delete is models.CASCADE:
                model._default_manager.filter(**{field.name: home.pk}).delete()
    home = Accueil.objects.get(pk=home.pk)
    for field in Accueil._meta.local_concrete_fields:
        if not field.primary_key:
            setattr(home, field.attname, field.get_default())
    home.title = home.draft_title = name
    home.seo_title = home.search_description = ""
    home.live_revision = home.latest_revision = None
    home.live, home.has_unpublished_changes = True, False
    home.go_live_at = home.expire_at = home.locked_at = home.locked_by = None
    home.locked = home.expired = False
    home.save_base(raw=True)
    Revision.objects.filter(base_content_type__model=BasePage._meta.model_name, object_id=str(home.pk)).delete()
