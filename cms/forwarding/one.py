"""One redirect to one page, checked as a line of a list is."""

from typing import Any

from django.db import transaction

from cms.forwarding.check import SAME, WRONG, check
from cms.forwarding.write import write
from sites.models import Commune


@transaction.atomic
def lead(commune: Commune, old: str, page: Any) -> str:
    """Write it. What is wrong, as a French sentence; empty when it is done, or was done already."""
    locked = Commune.objects.select_for_update().select_related("site__root_page").get(pk=commune.pk)
    (checked,) = check(locked, [(1, old, "/" + page.url_path.removeprefix(locked.site.root_page.url_path))])
    if checked.state == WRONG:
        return checked.note
    if checked.state != SAME:
        write(locked, [checked])
    return ""
