"""What the keys of a text say, as the fields of its page; and its content, as an editor's form would take it."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from slugify import slugify

from cms.blocks.modules import closed_to
from cms.fields import ContentField
from cms.takeover.errors import ContentError
from cms.takeover.folder import Source
from cms.takeover.media import Media
from sites.models import Commune

# The first field that the page type has.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "titre": ("title",),
    "resume": ("intro",),
    "accroche": ("tagline",),
    "description": ("search_description",),
    "titre_seo": ("seo_title",),
    "menu": ("show_in_menus",),
    "image": ("image", "banner"),
    "alt": ("image_alt", "banner_alt"),
    "date": ("date",),
    "categorie": ("category",),
    "archive_le": ("archive_at",),
    "a_la_une": ("promoted_home",),
    "publier_le": ("go_live_at",),
    "retirer_le": ("expire_at",),
}
WITHOUT_FIELD = {"ordre"}


def values(commune: Commune, media: Media, source: Source, model: type[Any]) -> dict[str, Any]:
    """Fields of the page type, from the keys of the text."""
    found: dict[str, Any] = {}
    for key, value in source.keys.items():
        if key in WITHOUT_FIELD:
            continue
        name = next((name for name in FIELDS[key] if hasattr(model, name)), None)
        if name is None:
            label = model._meta.verbose_name
            raise ContentError(
                _("la clé « %(key)s » n’a pas de sens pour ce type de contenu (%(type)s).")
                % {"key": key, "type": label}
            )
        found.update(_value(commune, media, model, name, value, str(source.keys.get("alt", ""))))
    return found


def _value(
    commune: Commune, media: Media, model: type[Any], name: str, value: Any, alt: str
) -> Iterator[tuple[str, Any]]:
    field = model._meta.get_field(name)
    if field.related_model is not None and name == "category":
        yield f"{name}_id", category(commune, field.related_model, value)
    elif field.related_model is not None:
        yield f"{name}_id", media.picture(value, alt)
    elif field.get_internal_type() == "DateTimeField":
        yield name, moment(value, time.min)
    else:
        yield name, value


def category(commune: Commune, model: type[Any], name: str) -> int:
    """The commune's own heading of that name."""
    slug = slugify(name, max_length=60)
    row, _created = model._default_manager.get_or_create(commune=commune, slug=slug, defaults={"name": name})
    return int(row.pk)


def cleaned(page: Any, raw: list[Any], commune: Commune) -> Any:
    """The stream, validated like the editor's form does; blocks of modules that the commune has not are refused."""
    field = page._meta.get_field("body")
    if not isinstance(field, ContentField):
        raise ContentError(_("ce type de contenu n’a pas de texte."))
    closed = closed_to(commune)
    names = set(field.stream_block.child_blocks)
    for block in raw:
        if block["type"] not in names:
            raise ContentError(_("un bloc de ce texte n’a pas sa place dans ce type de page : %(type)s.") % block)
        if block["type"] in closed:
            label = field.stream_block.child_blocks[block["type"]].label
            raise ContentError(
                _("le bloc «\u00a0%(label)s\u00a0» vient d’un module que ce site n’a pas.") % {"label": label}
            )
    return field.stream_block.clean(field.stream_block.to_python(raw))


def moment(value: date, default: time) -> datetime:
    """Midnight of a day in Paris, or the moment itself."""
    moment = value if isinstance(value, datetime) else datetime.combine(value, default)
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment
