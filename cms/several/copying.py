"""One content in several communes: a copy in each, with its own address and its own files.

Each commune is one transaction: a failure is told, and undoes nothing elsewhere.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import ForeignKey
from django.utils.translation import gettext as _
from wagtail.fields import RichTextField, StreamField
from wagtail.models import AbstractPage

from cms import slugs
from cms.desk.reach import address_of
from cms.models import BasePage
from cms.several.models import State
from cms.several.references import COLUMNS, Luggage, address, rich, stream
from cms.several.sending import Sending
from cms.several.targets import Target
from sites.models import Commune, User

logger = logging.getLogger(__name__)

# Of the columns that every page has, those that say something.
PAGE_COLUMNS = ("title", "seo_title", "search_description", "show_in_menus", "expire_at")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the content in one commune; ``error`` is empty where it was published."""

    commune: Commune
    error: str = ""
    proposed: bool = False
    url: str = ""
    """Where citizens see the copy."""
    already: bool = False
    """This form had published it there before: nothing was done."""


def publish(source: Any, targets: Iterable[Target], user: User, sending: Sending) -> list[Outcome]:
    """Copy ``source`` as it stands into each commune, and publish it there, or propose it where asked.

    Where ``sending`` has already published it, nothing is done.
    """
    return [_once(source, target, user, sending) for target in targets]


def _once(source: Any, target: Target, user: User, sending: Sending) -> Outcome:
    known = sending.begin(target.commune)
    if known == State.DONE:
        return Outcome(target.commune, already=True)
    if known == State.UNDER_WAY:
        return Outcome(target.commune, error=_("cet envoi y est déjà en cours. Voyez dans un moment s’il est arrivé."))
    outcome = _publish(source, target, user)
    if outcome.error:
        sending.failed(target.commune)
    else:
        sending.done(target.commune)
    return outcome


def _publish(source: Any, target: Target, user: User) -> Outcome:
    try:
        with transaction.atomic():
            copy = _copy_page if isinstance(source, AbstractPage) else _copy_row
            return copy(source, target, user)
    except Exception as error:  # whatever fails in one commune must not stop the others
        logger.exception("Not published in %s", target.commune.insee)
        return Outcome(target.commune, error=_reason(error))


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    if isinstance(error, OSError):
        return _("un de ses fichiers ne se lit plus. Remplacez l’image ou le document, puis recommencez.")
    return _("l’enregistrement a échoué. Recommencez dans un moment.")


def _copy_page(source: Any, target: Target, user: User) -> Outcome:
    model = type(source)
    parent = BasePage.objects.get(pk=target.parent.pk)
    page = model(**_values(source, target.commune, user, own=True))
    for name in PAGE_COLUMNS:
        setattr(page, name, getattr(source, name))
    page.owner, page.live = user, False
    page.slug = slugs.first_free(slugs.slug_of(page.title), lambda slug: page.address_is_free(slug, parent))
    stored = parent.add_child(instance=page)
    revision = stored.save_revision(user=user, log_action=True)
    if stored.permissions_for_user(user).can_publish():
        revision.publish(user=user)
        return Outcome(target.commune, url=stored.full_url or "")
    workflow = stored.get_workflow()
    if workflow is None:
        raise PermissionDenied
    workflow.start(stored, user)
    return Outcome(target.commune, proposed=True)


def _copy_row(source: Any, target: Target, user: User) -> Outcome:
    """A row has no page of its own: it is seen from the home page on."""
    row = type(source)(**_values(source, target.commune, user, own=False) | {"commune_id": target.commune.pk})
    row.full_clean()
    row.save()
    return Outcome(target.commune, url=address_of(target.commune))


def _values(source: Any, commune: Commune, user: User, *, own: bool) -> dict[str, Any]:
    """The columns of the content, seen from ``commune``; ``own`` leaves out those of every page."""
    luggage = Luggage(commune, user)
    fields = source._meta.local_concrete_fields if own else source._meta.concrete_fields
    values = {field.attname: _value(field, source, commune, luggage) for field in fields if not field.primary_key}
    return values | _instead_of_the_page(source, values)


def _instead_of_the_page(source: Any, values: dict[str, Any]) -> dict[str, Any]:
    """A link to a page of the former commune leads to its public address, as in a text."""
    number = getattr(source, "page_id", None)
    if number is None or values.get("page_id", number) or values.get("url", "none") != "":
        return {}
    return {"url": address(number)}


def _value(field: Any, source: Any, commune: Commune, luggage: Luggage) -> Any:
    value = field.value_from_object(source)
    if isinstance(field, ForeignKey):
        return _related(field, value, commune, luggage)
    if isinstance(field, StreamField):
        return field.stream_block.to_python(stream(field.stream_block, list(value.raw_data), luggage))
    if isinstance(field, RichTextField):
        return rich(value, luggage)
    return value


def _related(field: Any, number: Any, commune: Commune, luggage: Luggage) -> Any:
    """A file is copied; a row of the former commune is replaced by the one of the same name, or left out."""
    model = field.related_model
    if number is None or model in COLUMNS:
        return luggage.number(model, number)
    columns = {column.name for column in model._meta.concrete_fields}
    if "commune" in columns:
        former = model._default_manager.get(pk=number)
        name = "slug" if "slug" in columns else "name" if "name" in columns else ""
        twins = model._default_manager.filter(commune=commune, **({name: getattr(former, name)} if name else {}))
        return twins.values_list("pk", flat=True).first() if name else None
    return None if issubclass(model, AbstractPage) or model is Commune else number
