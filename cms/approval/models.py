"""The one task of the one workflow."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState

from cms.models import BasePage
from sites.models import User
from sites.tenancy.reach import policy_of


class MembershipApprovalTask(Task):
    """Approved by whoever may publish the page: the question of rights is asked of memberships, never of groups."""

    class Meta:
        verbose_name = _("validation par la mairie")
        verbose_name_plural = _("validations par la mairie")

    def user_can_access_editor(self, obj: Any, user: User) -> bool:
        """Those who validate may also correct."""
        return may_publish(obj, user)

    def locked_for_user(self, obj: Any, user: User) -> bool:
        """While it waits, its author leaves it as it was proposed."""
        return not may_publish(obj, user)

    def user_can_lock(self, obj: Any, user: User) -> bool:
        """The same people."""
        return may_publish(obj, user)

    def user_can_unlock(self, obj: Any, user: User) -> bool:
        """The same people."""
        return may_publish(obj, user)

    def get_actions(self, obj: Any, user: User) -> list[tuple[str, Any, bool]]:
        """Validate, or send back with a word of explanation."""
        if not may_publish(obj, user):
            return []
        return [("approve", _("Valider"), False), ("reject", _("Demander une correction"), True)]

    def on_action(self, task_state: TaskState, user: User, action_name: str, **said: Any) -> Any:
        """The address names a page and a task state, and Wagtail asks about the page alone."""
        if not may_publish(task_state.workflow_state.content_object, user):
            raise PermissionDenied
        return super().on_action(task_state, user, action_name, **said)

    def get_task_states_user_can_moderate(self, user: User, **_kwargs: Any) -> "QuerySet[TaskState]":
        """Waiting contents of the pages that ``user`` may publish; ``object_id`` is text, hence the cast."""
        pages = policy_of(BasePage).instances_user_has_permission_for(user, "publish")
        ids = pages.annotate(as_text=Cast("pk", CharField())).values("as_text")
        states: QuerySet[TaskState] = TaskState.objects.filter(
            task=self.task_ptr, status=TaskState.STATUS_IN_PROGRESS, workflow_state__object_id__in=ids
        )
        return states

    @classmethod
    def get_description(cls) -> str:
        """What the platform's own team reads of it."""
        return str(_("Validé par les valideurs et gestionnaires de la commune"))


def may_publish(obj: Any, user: User) -> bool:
    """Whether ``user`` may put this page online."""
    return bool(obj.permissions_for_user(user).can_publish())
