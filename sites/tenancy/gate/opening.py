"""Which views stand open, and to whom. A view named nowhere here is closed: so is all that an upgrade adds.

A room that brings a view of its own opens it from its ``AppConfig.ready``: :func:`open_to_members` or
:func:`open_to_all`. It may name a whole namespace. The isolation test then asks it for a factory of its arguments.
"""

from collections.abc import Collection

#: Before any log-in.
_ALL = {
    "wagtailadmin_login",
    "wagtailadmin_password_reset",
    "wagtailadmin_password_reset_done",
    "wagtailadmin_password_reset_confirm",
    "wagtailadmin_password_reset_complete",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_sprite",
}

#: Names and namespaces, and the (area, actions) of the table of roles that one must hold somewhere to enter.
_MEMBERS: dict[str, tuple[str, frozenset[str]] | None] = {
    "wagtailadmin_home": None,
    "wagtailadmin_logout": None,
    "wagtailadmin_account": None,
    "wagtailadmin_dismissibles": None,
    "wagtailadmin_block_preview": None,
    "wagtailadmin_explore_root": None,
    "wagtailadmin_explore": None,
    "wagtailadmin_explore_results": None,
    "wagtailadmin_choose_page": None,
    "wagtailadmin_choose_page_child": None,
    "wagtailadmin_choose_page_search": None,
    "wagtailadmin_choose_page_chosen_multiple": None,
    "wagtailadmin_choose_page_external_link": None,
    "wagtailadmin_choose_page_email_link": None,
    "wagtailadmin_choose_page_phone_link": None,
    "wagtailadmin_choose_page_anchor_link": None,
    "wagtail_bulk_action": None,
    "wagtailadmin_api": None,
    "wagtailadmin_pages": None,
    "wagtailadmin_editing_sessions": None,
    "wagtailadmin_reports": None,
    "wagtailembeds": None,
    "wagtailimages": None,
    "wagtailimages_chooser": None,
    "wagtaildocs_chooser": None,
    "wagtaildocs_serve": None,
    "media_rendition": None,
    "media_original": None,
    "tenant_admin": None,
    "wagtaildocs": ("document", frozenset({"view"})),
    "wagtailsettings": ("settings", frozenset({"change"})),
    "wagtailusers_users": ("user", frozenset({"view", "change"})),
    "redirections": ("redirect", frozenset({"view"})),
}

#: Names inside an open namespace that stay closed.
_CLOSED = {
    "wagtailadmin_reports:page_types_usage",  # every site, and the last page edited by anyone
    "wagtailadmin_reports:page_types_usage_results",
    "wagtailadmin_api:pages:action",  # copies and moves without the hooks that count pages and hold the pack
    "wagtailadmin_pages:set_privacy",  # baked files know no password
    "wagtailimages:url_generator",  # a public address for an original
    "wagtailimages:url_generator_output",
}

#: Bulk actions that reach beyond the rows they are given.
CLOSED_BULK = frozenset({"add_tags", "assign_role"})


def open_to_all(*names: str) -> None:
    """These views answer before any log-in."""
    _ALL.update(names)


def open_to_members(*names: str, area: str = "", actions: Collection[str] = ()) -> None:
    """Views, or whole namespaces, open to who holds one of ``actions`` in ``area`` (to every member without area)."""
    _MEMBERS.update(dict.fromkeys(names, (area, frozenset(actions)) if area else None))


def close(*names: str) -> None:
    """Views of an open namespace that members may not enter."""
    _CLOSED.update(names)


def is_open_to_all(name: str) -> bool:
    """Whether this view answers before any log-in."""
    return name in _ALL


def needed(name: str) -> tuple[str, frozenset[str]] | bool:
    """False for a closed view, True for one open to every member, else the (area, actions) to hold."""
    if name in _ALL:
        return True
    if name in _CLOSED:
        return False
    namespace = name.rpartition(":")[0].partition(":")[0]
    for key in (name, namespace):
        if key in _MEMBERS:
            return _MEMBERS[key] or True
    return False
