"""Puts the pages of modules under the headings of the menu that ``site.toml`` names.

::

    [menu]
    agenda = "/vivre-ici/"
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.models import BasePage
from cms.takeover.errors import ContentError
from sites.modules import module_of

Pages = Mapping[tuple[str, str], Any]  # (empty, address below the home page) → page


def settle(pages: Pages, wanted: Mapping[str, str], told: Mapping[int, str], action: str, user: Any) -> bool:
    """Move what ``wanted`` names (code of a module → address), once; whether anything moved.

    ``told`` has, by page, what was last said of it in the log under ``action``: an editor's later move stays.
    """
    found = indexes(pages)
    moved = False
    for code, address in wanted.items():
        if code not in found:
            raise ContentError(_("le module « %(code)s » n’a pas de page dans ce site.") % {"code": code})
        target = pages.get(("", address if address.endswith("/") else f"{address}/"))
        if target is None:
            raise ContentError(_("aucune page ne se trouve à l’adresse %(path)s.") % {"path": address})
        page = found[code]
        if told.get(page.pk) == address:
            continue
        _move(page, target, user)
        _show(page.pk, user)
        log(page, action, user=user, data={"digest": address})
        moved = True
    return moved


def lift(pages: Pages, leaving: Mapping[int, Any], user: Any) -> bool:
    """Take the pages of modules out of the pages that leave (by id), to the first level; whether any was there."""
    paths = {page.path: page for page in leaving.values()}
    found = [page for page in indexes(pages).values() if page.path[: -page.steplen] in paths]
    for page in found:
        _move(page, pages["", "/"], user)
    return bool(found)


def indexes(pages: Pages) -> dict[str, Any]:
    """By code of its module, the page that the others of the module stand under."""
    paths = {page.path: page for page in pages.values()}
    found: dict[str, Any] = {}
    for page in pages.values():
        above = paths.get(page.path[: -page.steplen])
        if module_of(page._meta.app_label) and above is not None and _code(above) != _code(page):
            found.setdefault(_code(page), page)
    return found


def _code(page: Any) -> str:
    return str(page._meta.app_label)


def _move(page: Any, target: Any, user: Any) -> None:
    """Below ``target``, read again: what moved before may have moved both in the tree."""
    page, target = (BasePage.objects.get(pk=one.pk).specific for one in (page, target))
    if page.get_parent().pk == target.pk:
        return
    if not page.can_move_to(target):
        raise ContentError(_("« %(title)s » ne se range pas sous cette page.") % {"title": page.title})
    if BasePage.objects.child_of(target).filter(slug=page.slug).exists():
        raise ContentError(
            _("une page porte déjà l’adresse « %(slug)s » sous « %(title)s ».")
            % {"slug": page.slug, "title": target.title}
        )
    page.move(target, pos="last-child", user=user)


def _show(number: int, user: Any) -> None:
    """In the menu, and in the editor's next version too; a draft in progress keeps what it says."""
    page: Any = BasePage.objects.get(pk=number).specific
    if page.show_in_menus:
        return
    page.show_in_menus = True
    if page.has_unpublished_changes:
        page.save(update_fields=["show_in_menus"])
    else:
        page.save_revision(user=user, log_action=False).publish(user=user, log_action=False)
