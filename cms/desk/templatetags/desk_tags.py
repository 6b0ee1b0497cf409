"""What every admin page may need to say: of the body that runs the platform, of the commune one works for."""

from datetime import date, datetime
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from cms.desk.choice import has_several, spoken_of
from cms.desk.reach import communes_of
from sites.rendering.french import date_text, number_fr

register = template.Library()


@register.simple_tag
def cdg_name() -> str:
    """The body that runs this install."""
    name: str = settings.BEFFROI_CDG_NAME
    return name


@register.simple_tag
def cdg_contact() -> str:
    """Its e-mail address."""
    contact: str = settings.BEFFROI_CDG_CONTACT
    return contact


@register.inclusion_tag("desk/strip.html", takes_context=True)
def commune_strip(context: dict[str, Any]) -> dict[str, Any]:
    """The strip at the top of every screen; nothing for who works for one commune."""
    request = context.get("request")
    if request is None or not has_several(request.user):
        return {"several": False}
    return {"several": True, "commune": spoken_of(request), "request": request}


@register.filter
def trains(request: HttpRequest) -> bool:
    """Whether the person works on a training site: what was there yesterday may be gone."""
    user: Any = getattr(request, "user", None)
    return bool(user and user.is_authenticated and communes_of(user).filter(training=True).exists())


@register.filter
def jour(moment: date | datetime | None, style: str = "long") -> str:
    """A day in a style of ``date_text``, or ``near``: « 1er décembre », with its year when it is not this one."""
    if style != "near":
        return date_text(moment, style)
    return date_text(moment).removesuffix(f" {timezone.localdate().year}")


@register.filter(name="moment")
def at(moment: datetime | None) -> str:
    """« 1er décembre 2026 à 10 h 42 »."""
    return f"{date_text(moment)} à {date_text(moment, 'time')}" if moment else ""


@register.filter
def nombre(number: int | None) -> str:
    """« 9 793 »."""
    return number_fr(number)
