"""What must be true before public views are mounted."""

from typing import Any

from django.core.checks import CheckMessage, Error
from django.utils.translation import gettext as _

from sites.modules import installed_modules
from sites.rooms import installed_rooms

TAKEN_CODE = "beffroi.E010"
# Below ``/_/``: the admin's own addresses, Caddy's question, and the baked files of a site.
TAKEN = frozenset({"documents", "media", "admin", "tls", "s", "i", "d"})


def check_public_urls(**_options: Any) -> list[CheckMessage]:
    """No module answers where something else already does: its views would hide it, or never be reached."""
    taken = TAKEN | {room.code for room in installed_rooms() if room.public_urls}
    sentence = _("Le module «\u00a0%(code)s\u00a0» ne peut pas avoir de public_urls\u00a0: /_/%(code)s est déjà pris.")
    return [
        Error(sentence % {"code": module.code}, obj=module.name, id=TAKEN_CODE)
        for module in installed_modules()
        if module.public_urls and module.code in taken
    ]
