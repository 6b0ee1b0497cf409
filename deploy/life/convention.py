"""A convention: told in a sentence, refused, renewed when its day has come, and recalled before its notice ends."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from deploy.life.journal import note
from deploy.life.terms import REMINDED, begun, refusable_until, reminded, term
from deploy.models import AgentTask, Convention
from deploy.names.tasks import close
from sites.law.dated import last_day
from sites.rendering.french import date_text

AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Told:
    """A convention as the sheet shows it."""

    row: Convention
    since: date
    limit: date
    refusable: bool

    @property
    def sentence(self) -> str:
        """« du … au …, reconduite tacitement … » or « …, et ne sera pas reconduite »."""
        days = {
            "since": date_text(self.since),
            "until": date_text(date.fromordinal(self.row.ends.toordinal() - 1)),
            "end": date_text(self.row.ends),
            "limit": date_text(self.limit),
        }
        if self.row.refused_on:
            return _("Convention\u00a0: du %(since)s au %(until)s, et pas au-delà.") % days
        if not self.refusable:
            return _("Convention\u00a0: du %(since)s au %(until)s, reconduite tacitement le %(end)s.") % days
        return (
            _(
                "Convention\u00a0: du %(since)s au %(until)s, reconduite tacitement le %(end)s "
                "sauf refus le %(limit)s au plus tard."
            )
            % days
        )


def told(insee: str, day: date | None = None) -> Told | None:
    """The convention of a commune, read as of today; ``None`` as long as nobody wrote it. One query."""
    row = Convention.objects.filter(pk=insee).first()
    if row is None:
        return None
    today = day or timezone.localdate()
    if not row.refused_on and row.ends <= today:  # the worker has not come by since midnight
        row.ends = term(row.start, row.months, today)
    limit = refusable_until(row.ends, row.notice)
    return Told(row, begun(row.start, row.months, row.ends), limit, refusable=today <= limit)


@transaction.atomic
def write(row: Convention, by: str) -> None:
    """Keep its dates; a refusal of another term goes with them."""
    before = Convention.objects.filter(pk=row.commune_id).first()
    row.ends = term(row.start, row.months, timezone.localdate())
    if before and before.ends != row.ends:
        row.refused_on, row.refused_by = None, ""
        close(_key(before.pk, before.ends))
    row.save()
    words = {"start": date_text(row.start), "months": row.months, "notice": row.notice}
    sentence = _("Convention écrite\u00a0: début le %(start)s, %(months)s mois, refus %(notice)s mois avant.")
    note(row.commune_id, by, sentence % words)


@transaction.atomic
def refuse(row: Convention, on: date, who: str, by: str) -> bool:
    """Note that the renewal is refused; false when it was already. ``on`` is the day of the letter."""
    changed = Convention.objects.filter(pk=row.pk, ends=row.ends, refused_on=None).update(
        refused_on=on, refused_by=who
    ) or Convention.objects.filter(pk=row.pk, ends__lt=row.ends, refused_on=None).update(
        refused_on=on, refused_by=who, ends=row.ends
    )
    if changed:
        close(_key(row.pk, row.ends))
        words = {"end": date_text(row.ends), "on": date_text(on), "who": who}
        note(row.pk, by, _("Reconduction du %(end)s refusée le %(on)s par %(who)s.") % words)
    return bool(changed)


@transaction.atomic
def keep(row: Convention, by: str) -> bool:
    """Take a refusal back; false when there was none."""
    changed = Convention.objects.filter(pk=row.pk).exclude(refused_on=None).update(refused_on=None, refused_by="")
    if changed:
        note(row.pk, by, _("Refus de la reconduction retiré."))
    return bool(changed)


def turn(day: date | None = None) -> int:
    """Once an hour: what has come is renewed, what must soon be refused is recalled; how many were. Flat in queries."""
    today = day or timezone.localdate()
    over = list(Convention.objects.filter(refused_on=None, ends__lte=today)[:AT_ONCE])
    outdated = [_key(row.pk, row.ends) for row in over]
    for row in over:
        row.ends = term(row.start, row.months, today)
    Convention.objects.bulk_update(over, ["ends"])
    # No notice is longer than a year: what ends later needs no reminder yet.
    furthest = date(today.year + 2, 1, 1)
    rows = Convention.objects.filter(refused_on=None, ends__lte=furthest).select_related("commune")
    tasks, late = [], []
    for row in rows:
        limit = refusable_until(row.ends, row.notice)
        if reminded(row.ends, row.notice, today):
            tasks.append(_task(row, limit))
        elif limit < today <= last_day(REMINDED, limit):
            late.append(_key(row.pk, row.ends))  # renewed tacitly: nobody need be asked any more
    AgentTask.objects.bulk_create(tasks, ignore_conflicts=True)
    AgentTask.objects.filter(key__in=[*outdated, *late], done_at=None).update(done_at=timezone.now())
    return len(over) + len(tasks)


def _key(insee: str, end: date) -> str:
    return f"convention:{insee}:{end}"


def _task(row: Convention, limit: date) -> AgentTask:
    words = {"name": row.commune.name, "end": date_text(row.ends), "limit": date_text(limit)}
    return AgentTask(
        key=_key(row.pk, row.ends),
        commune=row.commune,
        title=_("%(name)s\u00a0: la convention sera reconduite le %(end)s") % words,
        sentence=_(
            "Vérifiez avec la mairie qu’elle continue. Un refus se note sur la page de son abonnement, "
            "le %(limit)s au plus tard\u202f; sans lui, la convention est reconduite."
        )
        % words,
        due=limit,
    )
