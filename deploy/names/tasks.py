"""What is left for a person to do: opened once by whoever needs it, confirmed on the screen « À faire »."""

from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from deploy.models import AgentTask, DomainName

if TYPE_CHECKING:
    from sites.models import User


def open_task(key: str, insee: str, title: str, sentence: str, due: date | None = None) -> AgentTask:
    """The task ``key``, made if it is new; whoever confirmed it is not asked again."""
    values = {"commune_id": insee, "title": title, "sentence": sentence, "due": due}
    return AgentTask.objects.get_or_create(key=key, defaults=values)[0]


def is_done(key: str) -> bool | None:
    """Whether somebody confirmed it; ``None`` when nobody was ever asked."""
    found = AgentTask.objects.filter(key=key).values_list("done_at", flat=True)
    return None if not found else found[0] is not None


def confirm(task: AgentTask, user: "User | None") -> None:
    """Say that it is done; the first to say it is remembered."""
    AgentTask.objects.filter(pk=task.pk, done_at=None).update(done_at=timezone.now(), done_by=user)


def close(key: str) -> None:
    """The world did it by itself: nobody need be asked any more."""
    AgentTask.objects.filter(key=key, done_at=None).update(done_at=timezone.now())


def owner_of(name: str) -> str:
    """The INSEE code of the commune of one of our domains."""
    insee: str = DomainName.objects.values_list("commune_id", flat=True).get(name=name)
    return insee
