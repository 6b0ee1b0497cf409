"""Which policy and which form stand for which model. Called by ``SitesConfig.ready``, the last: the last one wins."""

from typing import Any

import swapper
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import AbstractPage, Collection, Locale, Site, Task, Workflow
from wagtail.permissions import register_permission_policy

from sites.models import Commune, Membership
from sites.tenancy.policies.pages import MembershipPagePolicy
from sites.tenancy.policies.rows import AccessPolicy, MediaPolicy, SiteRowPolicy, SuperuserPolicy, UserPolicy

SUPERUSERS_ONLY = (Site, Collection, Task, Workflow, Locale, Group)


def register_policies() -> None:
    """Replace Wagtail's policies, which know groups only."""
    register_permission_policy(AbstractPage, MembershipPagePolicy(_page_model()))
    register_permission_policy(get_image_model(), MediaPolicy(get_image_model(), "image"))
    register_permission_policy(get_document_model(), MediaPolicy(get_document_model(), "document"))
    register_permission_policy(Redirect, SiteRowPolicy(Redirect, "redirect"))
    register_permission_policy(Commune, SiteRowPolicy(Commune, "snippet"))
    register_permission_policy(Membership, AccessPolicy(Membership, "user", link="commune__site"))
    register_permission_policy(get_user_model(), UserPolicy(get_user_model(), "user"))
    for model in SUPERUSERS_ONLY:
        register_permission_policy(model, SuperuserPolicy(model))


def register_page_form() -> None:
    """``WagtailAdminAppConfig.ready`` sets the form of the base page, over whatever the class says."""
    model = _page_model()
    model.base_form_class = model.member_form_class


def _page_model() -> Any:
    return swapper.load_model("wagtailcore", "Page")
