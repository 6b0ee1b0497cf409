"""Where Wagtail finds reading again."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.widgets import Button

from cms.relecture.calendar import READ_AGAIN
from sites.tenancy.gate.opening import open_to_all, open_to_members

open_to_members("relecture")
open_to_all("relecture_answer")


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver | URLPattern]:
    """The settings need a log-in, the answer does not."""
    return [path("relecture/", include("cms.relecture.urls", namespace="relecture"))]


@hooks.register("register_page_header_buttons")
def offer(page: Any, user: Any, **_hook: Any) -> Iterator[Button]:
    """In the « Actions » of a page that is read again."""
    kind = getattr(page.specific_class, "snapshot_type", "")
    if kind in READ_AGAIN and page.permissions_for_user(user).can_edit():
        url = reverse("relecture:edit", args=(page.pk,))
        yield Button(_("Qui la tient, quand la relire"), url, icon_name="user", priority=36)


@hooks.register("register_log_actions")
def name_reviews(actions: Any) -> None:
    """A page's history says what was answered."""
    actions.register_action("beffroi.review", gettext_lazy("Relecture"), gettext_lazy("Relue par courriel"))
