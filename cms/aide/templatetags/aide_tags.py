"""The link to the help at the top of every screen."""

from typing import Any

from django import template
from django.urls import reverse

from cms.aide.pages import INDEX, about

register = template.Library()


@register.inclusion_tag("aide/link.html", takes_context=True)
def help_link(context: dict[str, Any]) -> dict[str, Any]:
    """To the page about this screen; nothing before log-in."""
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    if request is None or match is None or not request.user.is_authenticated:
        return {"url": ""}
    held = context.get("page") or context.get("object")
    named = match.kwargs.get("content_type_app_name") or match.kwargs.get("app_name")
    label = named or getattr(getattr(held, "specific_class", None), "_meta", None)
    app_label = label if isinstance(label, str) else getattr(label, "app_label", "")
    name = about(match.view_name, app_label, match.kwargs.get("module_code", ""), match.kwargs.get("model_name", ""))
    return {"url": reverse("aide:index") if name == INDEX else reverse("aide:page", args=(name,))}
