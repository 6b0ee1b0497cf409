"""The screens of what a commune keeps in a module without it being a page: events of a table, people, terms."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.views import generic
from wagtail.admin.widgets import Button

from cms.desk.choice import chosen, has_several
from cms.desk.online import watch
from cms.several.targets import address_of, sharing_module
from sites.models import Commune
from sites.public.numbers import number_in
from sites.tenancy.admin.snippets import TenantIndexView, TenantModelViewSet
from sites.tenancy.policies.rows import ModuleRowPolicy
from sites.tenancy.reach import policy_of
from sites.tenancy.references import OwnModelForm
from sites.tenancy.scope import Scope


class RowForm(OwnModelForm):
    """Asks for the commune only where there are several to choose from; a row stays in its commune.

    ``?commune=<id>`` in the address of the screen chooses it beforehand: the desk knows for whom one works.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the communes that have the module, and for which this person may add a row."""
        super().__init__(*args, **kwargs)
        field = self.fields["commune"]
        policy = policy_of(type(self.instance))
        if self.instance.pk:
            field.queryset = field.queryset.filter(pk=self.instance.commune_id)
        elif isinstance(policy, ModuleRowPolicy) and self.for_user:
            field.queryset = policy.communes(self.for_user, {"add"})
        choices = list(field.queryset[:2])
        if len(choices) == 1:
            field.initial = choices[0]
            field.widget = forms.HiddenInput()

    @property
    def communes(self) -> "QuerySet[Commune]":
        """All those that may be chosen, with what places their pages in the tree."""
        found: QuerySet[Commune] = self.fields["commune"].queryset.select_related("site__root_page")
        return found


class RowIndexView(TenantIndexView):
    """The list, with the rows that its columns show of others read along."""

    related: tuple[str, ...] = ()

    def get_base_queryset(self) -> Any:
        """My rows."""
        return super().get_base_queryset().select_related(*self.related)


def is_shared_by(user: Any, row: Any) -> bool:
    """Whether this person may be asked in which other communes to publish ``row``."""
    return sharing_module(type(row)) is not None and has_several(user)


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a row that was just written: a sentence, and the page where citizens see it."""

    sentence: str
    url: str = ""
    online: bool = True
    """Whether they see it as soon as the site is made again."""


class WrittenRow:
    """Right after a row was written: where citizens see it, and the other communes where such rows are shared."""

    tells: Callable[[Any], Told] | None = None

    @cached_property
    def told(self) -> Told | None:
        """What the module says of it."""
        view: Any = self
        return self.tells(view.object) if self.tells else None

    def get_success_message(self, *instance: Any) -> Any:
        """The module's own words, if it has some; Wagtail gives the row when it is new, nothing when it was there."""
        view: Any = super()
        return self.told.sentence if self.told else view.get_success_message(*instance)

    def save_action(self) -> Any:
        """As Wagtail's; then the state of the site is followed."""
        view: Any = self
        response = super().save_action()  # type: ignore[misc]  # that of Wagtail's view
        if self.told is None or self.told.online:
            watch(view.request, view.object.commune)
        return response

    def get_success_buttons(self) -> list[Any]:
        """« Modifier », the page of the site, then the others."""
        view: Any = self
        buttons: list[Any] = super().get_success_buttons()  # type: ignore[misc]  # that of Wagtail's view
        if self.told and self.told.url:
            buttons.append(messages.button(self.told.url, _("Voir sur le site"), new_window=True))
        if is_shared_by(view.request.user, view.object):
            said = _("Publier aussi dans d’autres de vos communes")
            buttons.append(messages.button(address_of(view.object), said))
        return buttons


class RowCreateView(WrittenRow, generic.CreateView):
    """A new row, for the commune that the address or the desk says."""

    def get_initial(self) -> dict[str, Any]:
        """``?commune=<id>``, else the commune one chose to work for; the form refuses what is not offered."""
        asked = number_in(self.request.GET.get("commune", ""))
        here = chosen(self.request)
        number = asked if asked is not None else here.pk if here else None
        return {**super().get_initial(), **({"commune": number} if number else {})}


class RowEditView(WrittenRow, generic.EditView):
    """A row, with what may be done with it."""

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        """Wagtail's, the other communes, and those of the hook ``register_row_header_buttons`` (row, user)."""
        buttons = list(super().header_more_buttons)
        for hook in hooks.get_hooks("register_row_header_buttons"):
            buttons += hook(row=self.object, user=self.request.user)
        if is_shared_by(self.request.user, self.object):
            said = _("Publier dans plusieurs communes")
            buttons.append(Button(said, address_of(self.object), icon_name="site", priority=35))
        return buttons


class RowViewSet(TenantModelViewSet):
    """A list of rows with their form: « copier » and « inspecter » would be two buttons too many."""

    index_view_class = RowIndexView
    add_view_class = RowCreateView
    edit_view_class = RowEditView
    related: ClassVar[tuple[str, ...]] = ("commune",)
    """What the columns of the list show of other rows."""
    tells: ClassVar[Any] = None
    """From a row that was just written to ``Told``, where its name does not say it all; a static method."""

    copy_view_enabled = False
    inspect_view_enabled = False
    list_filter: ClassVar[tuple[str, ...]] = ()
    search_backend_name = None
    add_to_admin_menu = True

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """As Wagtail's."""
        return super().get_index_view_kwargs(related=self.related, **kwargs)

    def get_add_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """As Wagtail's."""
        return super().get_add_view_kwargs(tells=self.tells, **kwargs)

    def get_edit_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """As Wagtail's."""
        return super().get_edit_view_kwargs(tells=self.tells, **kwargs)

    @property
    def menu_name(self) -> str:
        """The desk keeps the entries of modules."""
        return f"module-{self.name}"


def holds(user: Any, commune: Commune, area: str) -> bool:
    """Whether this person may change what is of ``area`` (a column of the table of roles) in this commune."""
    path = commune.site.root_page.path
    grants = (grant for grant in Scope.of(user).grants if path.startswith(grant.page_path))
    return user.is_superuser or any(grant.holds(area, {"change"}) for grant in grants)
