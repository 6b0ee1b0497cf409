"""The explorer and the choice of a parent page, for every type of page."""

from typing import Any

import swapper
from django.apps import apps
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.choose_parent import GenericChooseParentView
from wagtail.admin.views.pages.create import AddSubpageView
from wagtail.admin.views.pages.listing import GenericPageFilterSet
from wagtail.admin.viewsets.pages import PageViewSet

from sites.tenancy.admin.lists import NoFilterOnOthers
from sites.tenancy.reach import policy_of


class TenantPageFilterSet(NoFilterOnOthers, GenericPageFilterSet):
    """Neither sites nor people to filter on."""


class TenantChooseParentView(GenericChooseParentView):
    """The only view of Wagtail that reads ``GroupPagePermission`` by itself instead of asking the policy."""

    def get_valid_parent_pages(self, user: Any) -> Any:
        """Pages below which this type may be created, by this person."""
        parents = policy_of(self.model).instances_user_has_permission_for(user, "add")
        return parents.type(*self.model.allowed_parent_page_models())


class TenantAddSubpageView(AddSubpageView):
    """Offers the types that the pack lets this person create."""

    page_types: list[tuple[Any, ...]]

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Leaves at once when there is only one type, as Wagtail does before us with its own list."""
        tester = self.parent_page.permissions_for_user(request.user)
        self.page_types = [row for row in self.page_types if tester.may_create(apps.get_model(row[1], row[2]))]
        if len(self.page_types) == 1:
            _label, app_label, model_name, _description = self.page_types[0]
            return redirect("wagtailadmin_pages:add", app_label, model_name, self.parent_page.pk)
        return super().get(request, *args, **kwargs)


def refuse_types_not_bought(request: Any, parent: Any, model: type[Any]) -> Any:
    """``before_create_page``: what the pack does not let this person create is not created by typing its address."""
    if parent.permissions_for_user(request.user).may_create(model):
        return None
    messages.error(request, _("Votre pack ne comprend pas la création de ce type de page."))
    return redirect("wagtailadmin_explore", parent.pk)


class TenantPageViewSet(PageViewSet):
    """Registered for the base model, hence for every type of page; others extend it (a system check says so)."""

    model = swapper.load_model("wagtailcore", "Page")
    filterset_class = TenantPageFilterSet
    choose_parent_view_class = TenantChooseParentView
    add_subpage_view_class = TenantAddSubpageView
