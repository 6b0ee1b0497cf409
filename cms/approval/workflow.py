"""The shared workflow, and the pages it applies to: those of the communes that asked for it."""

from typing import Any

from django.apps import apps
from django.conf import settings
from wagtail.models import Workflow, WorkflowTask

from sites.tenancy.paths import STEP

NAME = "Validation par la mairie"


def make_shared_workflow(**_signal: Any) -> None:
    """One workflow, one task; called after each migration, does nothing twice."""
    task_model: Any = apps.get_model("approval", "MembershipApprovalTask")
    if shared_workflow() is not None:
        return
    task = task_model.objects.first() or task_model.objects.create(name=NAME)
    workflow = Workflow.objects.create(name=NAME)
    WorkflowTask.objects.create(workflow=workflow, task=task.task_ptr, sort_order=0)


def shared_workflow() -> Workflow | None:
    """Recognised by its task; None before the first migration."""
    task_model: Any = apps.get_model("approval", "MembershipApprovalTask")
    workflow: Workflow | None = Workflow.objects.filter(
        active=True, workflow_tasks__task__in=task_model.objects.values("task_ptr")
    ).first()
    return workflow


class ValidatedPage:
    """Comes before ``AbstractPage`` in the bases of our page: the workflow follows the commune, not the tree."""

    path: str

    @property
    def has_workflow(self) -> bool:
        """Asked by the editor before it offers « Proposer à la validation »."""
        return settings.WAGTAIL_WORKFLOW_ENABLED and self._commune_validates()

    def get_workflow(self) -> Workflow | None:
        """The shared workflow, where the commune wants one."""
        return shared_workflow() if self.has_workflow else None

    def _commune_validates(self) -> bool:
        above = [self.path[:end] for end in range(STEP, len(self.path) + 1, STEP)]
        communes: Any = apps.get_model("sites", "Commune")._default_manager
        return bool(communes.filter(site__root_page__path__in=above, validation=True).exists())
