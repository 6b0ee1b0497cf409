"""From the record to the statement: one version for each département, and for each commune that says more.

A version is written when what it says differs from the last one. The bake reads the current version alone.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from cms.accessibilite.models import Audit, Contact, Declaration, Derogation, NonConformity, Plan
from sites.law import accessibility as law
from sites.marking import mark
from sites.models import Commune, Departement

WRITTEN = (Audit, NonConformity, Derogation, Plan, Contact)
Rows = Mapping[str, list[Any]]


def row_changed(instance: Any, *, raw: bool = False, **_signal: Any) -> None:
    """A row was saved or deleted."""
    if not raw:
        declare_owner(commune=instance.commune_id, departement=instance.departement_id)


@transaction.atomic
def declare_owner(*, commune: int | None, departement: int | None) -> int:
    """Write the version of this owner, and for a département those of its communes that say more."""
    if commune is not None:
        return _declare(Commune.objects.filter(pk=commune))
    # Gone with the row, when it is deleted whole.
    found = Departement.objects.filter(pk__in=[departement]).first()
    return 0 if found is None else _of_departement(found) + _declare(_saying_more(found.pk))


def turn() -> int:
    """All of them: what was written without a signal, by a migration or in bulk. How many versions were written."""
    return sum(
        declare_owner(commune=None, departement=number) for number in Departement.objects.values_list("pk", flat=True)
    )


def _saying_more(departement: int) -> Any:
    owners = Q(pk__in=Declaration.objects.filter(commune__isnull=False).values("commune"))
    for model in WRITTEN:
        owners |= Q(pk__in=model._default_manager.filter(commune__isnull=False).values("commune"))
    return Commune.objects.filter(owners, departement=departement)


def _of_departement(departement: Departement) -> int:
    written = _keep([(None, departement, content_of(_rows(departements=[departement.pk])[None, departement.pk], {}))])
    if written:
        mark(departements=[departement.pk])
    return written


def _declare(communes: Iterable[Commune]) -> int:
    """Some queries, whatever their number."""
    every = list(communes)
    if not every:
        return 0
    departements = {commune.departement_id for commune in every}
    rows = _rows(communes=[commune.pk for commune in every], departements=departements)
    said = [(one, None, content_of(rows[one.pk, None], rows[None, one.departement_id])) for one in every]
    return _keep(said)


def _rows(
    communes: Collection[int] = (), departements: Collection[int] = ()
) -> Mapping[tuple[int | None, int | None], Rows]:
    """The rows of these owners, by ``(commune, département)`` then by name of the model: one query for each model."""
    found: dict[tuple[int | None, int | None], dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    where = Q(commune__in=communes) | Q(departement__in=departements)
    for model in WRITTEN:
        for row in model._default_manager.filter(where):
            found[row.commune_id, row.departement_id][model.__name__].append(row)
    return found


def content_of(own: Rows, common: Rows) -> dict[str, Any]:
    """What ``sites.law.accessibility.statement`` reads, and whose audit and plan it is.

    The commune's own rows come first, then the common ones. A plan, a contact, an audit are the commune's own where it
    has one. The common audit stands in for a missing one only where it says that it speaks for the sites.
    """
    faults = [_fault(row) for rows in (own, common) for row in rows.get("NonConformity", ()) if row.mended_on is None]
    kept = [row for rows in (own, common) for row in rows.get("Derogation", ())]
    return {
        "audit": _audit(own, common),
        "own_audit": bool(own.get("Audit")),
        "own_plan": bool(own.get("Plan")),
        "faults": faults,
        "burdens": [_derogation(row) for row in kept if row.kind == Derogation.CHARGE],
        "exempt": [_derogation(row) for row in kept if row.kind != Derogation.CHARGE],
        "plan": _first(own, common, "Plan", _plan),
        "contact": _first(own, common, "Contact", _contact),
    }


def _audit(own: Rows, common: Rows) -> dict[str, Any] | None:
    every = (*own.get("Audit", ()), *common.get("Audit", ()))
    spoken = [row for row in every if row.commune_id is not None or row.for_sites]
    theirs = [row for row in spoken if row.commune_id is not None] or spoken
    row = max(theirs, key=lambda one: (one.on, one.pk), default=None)
    if row is None:
        return None
    lists = {name: law.lines(getattr(row, name)) for name in ("pages", "technologies", "environment", "tools")}
    return {"on": row.on.isoformat(), "by": row.by, "rate": float(row.rate), "version": row.version, **lists}


def _fault(row: NonConformity) -> dict[str, Any]:
    return {"what": row.what, "where": row.where, "criterion": row.criterion, "planned": _iso(row.planned_on)}


def _derogation(row: Derogation) -> dict[str, Any]:
    reason = row.reason.strip() or law.EXEMPT.get(row.kind, "")
    return {"what": row.what, "reason": reason, "instead": row.instead, "until": _iso(row.until)}


def _plan(row: Plan) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("first", "last", "text", "url", "actions", "done")}


def _contact(row: Contact) -> dict[str, Any]:
    return {"name": row.name, "role": row.role, "email": row.mailbox, "phone": row.phone}


def _first(own: Rows, common: Rows, name: str, told: Any) -> dict[str, Any] | None:
    rows: Sequence[Any] = own.get(name) or common.get(name) or ()
    made: dict[str, Any] | None = told(rows[0]) if rows else None
    return made


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _keep(said: Iterable[tuple[Commune | None, Departement | None, dict[str, Any]]]) -> int:
    """Write what differs from the current version of its owner, and have the communes concerned baked."""
    every = list(said)
    owners = Q(commune__in=[commune for commune, _dep, _said in every if commune])
    owners |= Q(departement__in=[departement for _commune, departement, _said in every if departement])
    current = {(row.commune_id, row.departement_id): row for row in Declaration.objects.filter(owners, current=True)}
    last = dict.fromkeys(current, 0) | {
        (row["commune"], row["departement"]): row["number"]
        for row in Declaration.objects.filter(owners)
        .order_by()
        .values("commune", "departement")
        .annotate(number=Max("number"))
    }
    fresh, replaced = [], []
    for commune, departement, content in every:
        key = (commune.pk if commune else None, departement.pk if departement else None)
        before = current.get(key)
        if before is not None and _without_days(before.content) == content:
            continue
        fresh.append(_version(commune, departement, content, last.get(key, 0) + 1, before))
        replaced += [before.pk] if before else []
    Declaration.objects.filter(pk__in=replaced).update(current=False)
    Declaration.objects.bulk_create(fresh)
    mark(communes=[row.commune_id for row in fresh if row.commune_id is not None])
    return len(fresh)


def _without_days(content: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in content.items() if name not in {"established", "updated"}}


def _version(
    commune: Commune | None,
    departement: Departement | None,
    content: Mapping[str, Any],
    number: int,
    before: Declaration | None,
) -> Declaration:
    today = timezone.localdate()
    established = before.content.get("established") if before else None
    days = {"established": established or today.isoformat(), "updated": today.isoformat()}
    told = law.statement(content, today)
    audit = told.conformity.audit or told.conformity.expired
    return Declaration(
        commune=commune,
        departement=departement,
        number=number,
        made_on=today,
        content={**content, **days},
        level=told.conformity.level if told.conformity.audit else law.NONE,
        audited_on=audit.on if audit else None,
        expires_on=law.expires_on(audit, today) if audit else None,
        plan_last=told.plan.last if told.plan else None,
        faults=len(told.faults),
        own_audit=content["own_audit"],
        own_plan=content["own_plan"],
    )
