"""Messages of the validation, to who validates and to the author: rows of the queue, stored with what they tell.

Whatever becomes of the mail server, a proposal and its answer stand, and show on the home of who waits for them.
"""

import logging
from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.mail import WorkflowStateApprovalEmailNotifier, WorkflowStateRejectionEmailNotifier
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected

from cms.courrier.queue import CONTROL, RefusedMessageError, send
from sites.models import Commune, Membership, User
from sites.tenancy.paths import STEP
from sites.tenancy.policies.people import members
from sites.tenancy.reach import commune_above
from sites.tenancy.roles import Role

logger = logging.getLogger(__name__)

# Under these names Wagtail listens too: of two receivers with one name, Django keeps one.
APPROVED = "workflow_state_approved_email_notification"
REJECTED = "workflow_state_rejected_email_notification"


def connect() -> None:
    """Listen to Wagtail, in the place of its own messages, which leave while somebody waits for a screen."""
    task_submitted.connect(tell_who_validates, sender=TaskState, dispatch_uid="beffroi_task_submitted")
    for signal, notifier, name in (
        (workflow_approved, QueuedApproval(), APPROVED),
        (workflow_rejected, QueuedRejection(), REJECTED),
    ):
        signal.disconnect(sender=WorkflowState, dispatch_uid=name)
        signal.connect(notifier, sender=WorkflowState, dispatch_uid=name, weak=False)


class _Queued:
    """A notifier of Wagtail whose messages go to the queue: same recipients, same templates."""

    def send_emails(
        self, template_set: Mapping[str, str], context: dict[str, Any], recipients: Iterable[User], **_said: Any
    ) -> bool:
        """Whether each was stored."""
        commune = commune_above(page=context["object"].path)
        stored = []
        for person in recipients:
            told = {**context, "user": person}
            subject, body = (render_to_string(template_set[part], told).strip() for part in ("subject", "text"))
            stored.append(_queue(commune, person, subject, body))
        return all(stored)


class QueuedApproval(_Queued, WorkflowStateApprovalEmailNotifier):
    """« Validé : … »."""


class QueuedRejection(_Queued, WorkflowStateRejectionEmailNotifier):
    """« À corriger : … »."""


def tell_who_validates(instance: TaskState, user: User | None = None, **_signal: Any) -> None:
    """« À valider : … », with the proposal."""
    task_model = apps.get_model("approval", "MembershipApprovalTask")
    if isinstance(instance.task.specific, task_model):
        _write(instance.workflow_state.content_object, user)


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
    commune = commune_above(page=page.path)
    subject = _("À valider : %(title)s") % {"title": title}
    for person in who_validates(page):
        if person != author:
            body = render_to_string("approval/to_approve_email.txt", {**context, "person": person})
            _queue(commune, person, subject, body)


def _queue(commune: Commune | None, person: User, subject: str, body: str) -> bool:
    if commune is None:
        return False
    try:
        send(commune=commune, to=[person.email], subject=CONTROL.sub(" ", subject), body=body)
    except RefusedMessageError:  # an address that is none: the others are written to
        logger.exception("No message to %s about a content to validate", person.pk)
        return False
    return True
