"""Messages of the validation. Wagtail writes to the author (our templates); we write to those who validate."""

import logging
from smtplib import SMTPException
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import TaskState
from wagtail.signals import task_submitted

from sites.models import Membership, User
from sites.tenancy.paths import STEP
from sites.tenancy.policies.people import members
from sites.tenancy.roles import Role

logger = logging.getLogger(__name__)


def connect() -> None:
    """Listen to Wagtail."""
    task_submitted.connect(tell_who_validates, sender=TaskState, dispatch_uid="beffroi_task_submitted")


def tell_who_validates(instance: TaskState, user: User | None = None, **_signal: Any) -> None:
    """« À valider : … », once the proposal is stored."""
    task_model = apps.get_model("approval", "MembershipApprovalTask")
    if isinstance(instance.task.specific, task_model):
        page = instance.workflow_state.content_object
        transaction.on_commit(lambda: _write(page, user))


def who_validates(page: Any) -> list[User]:
    """The commune's own people who may publish; where it has none, the webmestres who may."""
    above = [page.path[:end] for end in range(STEP, len(page.path) + 1, STEP)]
    local = Membership.objects.filter(
        commune__site__root_page__path__in=above,
        role__in=[Role.VALIDEUR, Role.GESTIONNAIRE],
        user__is_active=True,
    ).select_related("user")
    found = [membership.user for membership in local]
    return found or list(members("page", {"publish"}, page_path=page.path, include_superusers=False))


def _write(page: Any, author: User | None) -> None:
    path = reverse("wagtailadmin_pages:edit", args=(page.pk,))
    title = page.specific.get_admin_display_title()
    context = {
        "title": title,
        "author": author,
        "url": f"{settings.WAGTAILADMIN_BASE_URL}{path}",
        "cdg_name": settings.BEFFROI_CDG_NAME,
    }
    subject = _("À valider : %(title)s") % {"title": " ".join(title.split())}
    for person in who_validates(page):
        if person == author:
            continue
        body = render_to_string("approval/to_approve_email.txt", {**context, "person": person})
        try:
            send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [person.email])
        except (OSError, SMTPException):  # the proposal stands, and shows on the home of who validates
            logger.exception("No message to %s about a content to validate", person.pk)
