"""What happens to a shared content is followed: exactly the sites that show it are made again, and told.

Each receiver of a signal asks once which communes accepted, and marks these: see ``sites.receivers`` for the source's
own. A content that was refused, or that waits for an answer, marks nobody.
"""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Q
from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.images import get_image_model
from wagtail.models import AbstractPage, PageViewRestriction, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from cms.partage import journal
from cms.partage.answering import PAGES_PER_ITEM, bury, follow_rules, showing
from cms.partage.lending import kind_of, kinds
from cms.partage.models import Answer, Offer, Proposition, Reception
from sites.marking import mark
from sites.models import Commune, Host
from sites.receivers import UNSEEN
from sites.tenancy.paths import HOME, within


def saved(instance: AbstractPage, update_fields: frozenset[str] | None, *, raw: bool, **_signal: Any) -> None:
    """A live page written as a whole, whoever writes it."""
    if instance.live and not raw and (update_fields is None or not UNSEEN.issuperset(update_fields)):
        mark(communes=_of_page(instance))


def published(instance: AbstractPage, **_signal: Any) -> None:
    """Whoever shows it is told; a rule may now take it."""
    row = _proposed(instance) if instance.live else None
    if row is None:
        return
    communes = showing(proposition=row.pk)
    Proposition.objects.filter(pk=row.pk).update(title=instance.title)
    row.title = instance.title
    mark(communes=communes)
    journal.tell(communes, journal.CHANGED, row.title, row.source.name)
    follow_rules(row, instance)


def unpublished(instance: AbstractPage, **_signal: Any) -> None:
    """By someone, or because it expired: it comes back by itself when it is published again."""
    if (row := _proposed(instance)) is not None:
        communes = showing(proposition=row.pk)
        mark(communes=communes, removals=PAGES_PER_ITEM * bool(communes))
        journal.tell(communes, journal.OFFLINE, row.title, row.source.name)


def deleted(instance: AbstractPage, **_signal: Any) -> None:
    """Sent for each page of a subtree, whatever its class."""
    of_pages = [label for label, kind in kinds().items() if not kind.lent.row]
    row = Proposition.objects.filter(kind__in=of_pages, object_id=instance.pk).select_related("source").first()
    if row is not None:
        bury(row)


def row_saved(instance: Any, *, created: bool, raw: bool, **_signal: Any) -> None:
    """A row that is no page: what it says now is shown, unless it is hidden."""
    if created or raw or (row := _proposed(instance)) is None:
        return
    kind = kinds()[row.kind]
    communes = showing(proposition=row.pk)
    title, online = kind.title_of(instance), kind.is_online(instance)
    Proposition.objects.filter(pk=row.pk).update(title=title)
    row.title = title
    mark(communes=communes, removals=0 if online else PAGES_PER_ITEM * bool(communes))
    if online:
        follow_rules(row, instance)
    else:
        journal.tell(communes, journal.OFFLINE, title, row.source.name, journal.OFFLINE)


def row_deleted(instance: Any, **_signal: Any) -> None:
    """It is nowhere any more."""
    if (row := _proposed(instance)) is not None:
        bury(row)


def above_changed(instance: AbstractPage, **_signal: Any) -> None:
    """The page that rows stand below: what they share stands there, or no more."""
    _below(instance.path)


def moved(instance: AbstractPage, url_path_before: str, url_path_after: str, **_signal: Any) -> None:
    """It has another address, or another commune; among siblings, nothing that others show."""
    if url_path_before != url_path_after:
        _below(type(instance).objects.get(pk=instance.pk).path)


def readdressed(instance: AbstractPage, **_signal: Any) -> None:
    """A new slug."""
    _below(instance.path)


def restricted(instance: PageViewRestriction, **_signal: Any) -> None:
    """What is reserved to some is shown nowhere."""
    _below(instance.page.path)


def _below(path: str) -> None:
    """What stands there, or below; the rows of a commune whose own page may be there."""
    wanted = Q(pk__in=[])
    for kind in kinds().values():
        of = Q(proposition__kind=kind.label)
        if kind.lent.row:
            wanted |= of & Q(proposition__source__site__root_page__path=path[:HOME])
        else:
            pages = kind.model.objects.filter(within("path", [path])).values("pk")
            wanted |= of & Q(proposition__object_id__in=pages)
    _mark_where(wanted)


def pictured(instance: Any, **_signal: Any) -> None:
    """A picture that lists show, changed or about to be deleted."""
    wanted = Q(pk__in=[])
    for kind in kinds().values():
        if kind.lent.picture:
            pages = kind.model.objects.filter(**{kind.lent.picture: instance.pk}).values("pk")
            wanted |= Q(proposition__kind=kind.label, proposition__object_id__in=pages)
    _mark_where(wanted)


def _mark_where(wanted: Q) -> None:
    rows = Reception.objects.filter(wanted, state=Answer.ACCEPTED).order_by().values_list("commune", flat=True)
    mark(communes=set(rows))


def source_changed(commune: int) -> None:
    """The name, the address or the modules of a commune, or whether its site answers: all that it shares follows."""
    communes = showing(proposition__source=commune)
    mark(communes=communes, removals=PAGES_PER_ITEM * _shared(commune) if communes else 0)


def _shared(commune: int) -> int:
    return Proposition.objects.filter(source=commune, state=Offer.OPEN).count()


def commune_saved(instance: Commune, *, created: bool, raw: bool, **_signal: Any) -> None:
    """Not when it is made: it shares nothing yet."""
    if not (created or raw):
        source_changed(instance.pk)


def commune_leaving(instance: Commune, **_signal: Any) -> None:
    """Before all that is its own goes with it."""
    source_changed(instance.pk)


def host_changed(instance: Host, **_signal: Any) -> None:
    """A name of its site."""
    source_changed(instance.commune_id)


def site_saved(instance: Site, *, created: bool, raw: bool, **_signal: Any) -> None:
    """The address that links lead to."""
    if not (created or raw):
        communes = showing(proposition__source__site=instance.pk)
        mark(communes=communes)


def _of_page(page: AbstractPage) -> list[int]:
    kind = kind_of(type(page))
    return showing(proposition__kind=kind.label, proposition__object_id=page.pk) if kind else []


def _proposed(content: Any) -> Proposition | None:
    kind = kind_of(getattr(content, "specific_class", None) or type(content))
    if kind is None:
        return None
    rows = Proposition.objects.filter(kind=kind.label, object_id=content.pk, state=Offer.OPEN)
    return rows.select_related("source").first()


def connect() -> None:
    """Listen, once every model is loaded."""
    name = "beffroi.partage"
    for kind in kinds().values():
        if kind.lent.row:
            post_save.connect(row_saved, sender=kind.model, dispatch_uid=name)
            pre_delete.connect(row_deleted, sender=kind.model, dispatch_uid=name)
            for signal in (page_published, page_unpublished):
                signal.connect(above_changed, sender=kind.above, dispatch_uid=f"{name}.above")
            pre_delete.connect(above_changed, sender=kind.above, dispatch_uid=f"{name}.above")
        else:
            post_save.connect(saved, sender=kind.model, dispatch_uid=name)
    page_published.connect(published, dispatch_uid=name)
    page_unpublished.connect(unpublished, dispatch_uid=name)
    page_slug_changed.connect(readdressed, dispatch_uid=name)
    post_page_move.connect(moved, dispatch_uid=name)
    post_delete.connect(deleted, sender=apps.get_model(settings.WAGTAIL_PAGE_MODEL), dispatch_uid=name)
    post_save.connect(restricted, sender=PageViewRestriction, dispatch_uid=name)
    post_delete.connect(restricted, sender=PageViewRestriction, dispatch_uid=name)
    picture = get_image_model()
    post_save.connect(pictured, sender=picture, dispatch_uid=name)
    pre_delete.connect(pictured, sender=picture, dispatch_uid=name)
    post_save.connect(commune_saved, sender=Commune, dispatch_uid=name)
    pre_delete.connect(commune_leaving, sender=Commune, dispatch_uid=name)
    post_save.connect(host_changed, sender=Host, dispatch_uid=name)
    post_save.connect(site_saved, sender=Site, dispatch_uid=name)
