"""The colours and the emblem of a site taken over."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from cms.models import Identity
from cms.takeover.errors import ContentError
from cms.takeover.media import Media
from sites.models import Commune

COLOUR = re.compile(r"^#[0-9a-fA-F]{6}$")


def write(commune: Commune, keys: Mapping[str, Any], media: Media) -> bool:
    """Whether something changed."""
    values: dict[str, Any] = {}
    for key, field in (("couleur", "brand"), ("accent", "accent")):
        if key in keys:
            if not COLOUR.match(keys[key]):
                raise ContentError(_("la couleur « %(colour)s » s’écrit comme #3f6b4f.") % {"colour": keys[key]})
            values[field] = keys[key].lower()
    if "logo" in keys:
        values["logo_id"] = media.picture(keys["logo"])
    if not values:
        return False
    identity, _created = Identity.objects.get_or_create(site_id=commune.site_id)
    changed = [name for name, value in values.items() if getattr(identity, name) != value]
    for name in changed:
        setattr(identity, name, values[name])
    if changed:
        identity.full_clean()
        identity.save()
    return bool(changed)
