"""Where Wagtail finds the help for writing."""

import json
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLResolver, include, path
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages

from cms.writing.checks import plainly
from cms.writing.words import SCRIPTS
from sites.tenancy.gate.opening import open_to_members

open_to_members("writing")


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    """Below the admin's root."""
    return [path("ecrire/", include("cms.writing.urls", namespace="writing"))]


@hooks.register("after_edit_setting")
def undoable(request: HttpRequest, setting: Any) -> None:
    """Beside « c’est enregistré », the way back to the look that stood."""
    if getattr(setting, "undoable", False):
        way = messages.button("#apparences", _("Revenir en arrière"))
        messages.info(request, _("L’apparence d’avant est gardée, au bas de cet écran."), buttons=[way])


@hooks.register("insert_editor_js")
def scripts() -> SafeString:
    """On the screens where one writes, each with its words."""
    tag = '<script src="{}" data-words="{}" defer></script>'
    return format_html_join("", tag, ((static(name), json.dumps(words())) for name, words in SCRIPTS.items()))


hooks.register("construct_wagtail_userbar", plainly)
