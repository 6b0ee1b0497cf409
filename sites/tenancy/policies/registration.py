"""Which policy stands for which model. Called by ``SitesConfig.ready``, the last one: the last registration wins."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import AbstractPage, Collection, Locale, Site, Task, Workflow
from wagtail.permissions import register_permission_policy
import swapper

from sites.models import Commune, Membership
from sites.tenancy.policies.pages import MembershipPagePolicy
from sites.tenancy.policies.rows import MediaPolicy, SiteRowPolicy, SuperuserPolicy, UserPolicy

SUPERUSERS_ONLY = (Site, Collection, Task, Workflow, Locale, Group)


def register_policies() -> None:
    """Replace Wagtail's policies, which know groups only."""
    register_permission_policy(AbstractPage, MembershipPagePolicy(swapper.load_model("wagtailcore", "Page")))
    register_permission_policy(get_image_model(), MediaPolicy(get_image_model(), "image"))
    register_permission_policy(get_document_model(), MediaPolicy(get_document_model(), "document"))
    register_permission_policy(Redirect, SiteRowPolicy(Redirect, "redirect"))
    register_permission_policy(Commune, SiteRowPolicy(Commune, "snippet"))
    register_permission_policy(Membership, SiteRowPolicy(Membership, "user", link="commune__site"))
    register_permission_policy(get_user_model(), UserPolicy(get_user_model(), "user"))
    for model in SUPERUSERS_ONLY:
        register_permission_policy(model, SuperuserPolicy(model))
