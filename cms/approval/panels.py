"""Panels of the home page: what waits for me, and what I proposed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wagtail.admin.ui.components import Component
from wagtail.models import TaskState, WorkflowState

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Waiting:
    """One content that waits for somebody."""

    page: Any
    author: Any
    since: datetime
    comment: str = ""
    sent_back: bool = False


class ToApprovePanel(Component):
    """« À valider »."""

    name = "to-approve"
    order = 20  # below « Ce qui vous attend »
    template_name = "approval/to_approve.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """The oldest first."""
        states = (
            TaskState.objects.reviewable_by(parent_context["request"].user)
            .select_related("revision__user")
            .prefetch_related("revision__content_object")
            .order_by("started_at")[:SHOWN]
        )
        rows = [
            Waiting(state.revision.content_object, state.revision.user, state.started_at)
            for state in states
            if state.revision.content_object
        ]
        return {"rows": rows}


class ProposedPanel(Component):
    """« Vos propositions »: they wait, or came back with a comment."""

    name = "proposed"
    order = 21
    template_name = "approval/proposed.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Those sent back first: they ask for something."""
        states = (
            WorkflowState.objects.active()
            .filter(requested_by=parent_context["request"].user)
            .select_related("current_task_state", "requested_by")
            .prefetch_related("content_object")
            .order_by("-created_at")[:SHOWN]
        )
        rows = [_proposed(state) for state in states if state.content_object]
        return {"rows": sorted(rows, key=lambda row: not row.sent_back)}


def _proposed(state: WorkflowState) -> Waiting:
    task_state = state.current_task_state
    return Waiting(
        page=state.content_object,
        author=state.requested_by,
        since=task_state.started_at if task_state else state.created_at,
        comment=task_state.comment if task_state else "",
        sent_back=state.status == WorkflowState.STATUS_NEEDS_CHANGES,
    )
