"""The strip at the top of every screen."""

from typing import Any

from django import template

from cms.several.choice import has_several, spoken_of

register = template.Library()


@register.inclusion_tag("several/strip.html", takes_context=True)
def commune_strip(context: dict[str, Any]) -> dict[str, Any]:
    """Nothing for who works for one commune."""
    request = context.get("request")
    if request is None or not has_several(request.user):
        return {"several": False}
    return {"several": True, "commune": spoken_of(request), "request": request}
