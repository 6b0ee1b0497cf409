"""Proposing, withdrawing, accepting, refusing, and what rules answer by themselves."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q

from cms.partage import journal
from cms.partage.gateway import offered, unanswered
from cms.partage.lending import kind_of
from cms.partage.models import Answer, Audience, Offer, Proposition, Reception, Rule, Scope
from sites.marking import mark
from sites.models import Commune, User

# A list loses at most so many pages with a content that leaves it.
PAGES_PER_ITEM = 2


@transaction.atomic
def propose(page: Any, source: Commune, audience: str, named: Iterable[Commune] = ()) -> Proposition:
    """Let others show a page, or a row: what rules accept is shown at once. Proposing again changes the audience."""
    kind = kind_of(type(page))
    if kind is None:
        raise LookupError(page.pk)
    row, _made = Proposition.objects.update_or_create(
        kind=kind.label,
        object_id=page.pk,
        defaults={"source": source, "title": kind.title_of(page), "audience": audience, "state": Offer.OPEN},
    )
    row.named.set(named if audience == Audience.NAMED else ())
    Reception.objects.filter(proposition=row, state__in=(Answer.WITHDRAWN, Answer.GONE)).delete()
    mark(communes=showing(proposition=row.pk))
    follow_rules(row, page)
    return row


@transaction.atomic
def withdraw(row: Proposition) -> None:
    """Nobody shows it any more; whoever did is told."""
    _end(row, Offer.WITHDRAWN, Answer.WITHDRAWN, journal.WITHDRAWN)


@transaction.atomic
def bury(row: Proposition) -> None:
    """The content was deleted."""
    _end(row, Offer.GONE, Answer.GONE, journal.DELETED, journal.OFFLINE)


def _end(row: Proposition, state: Offer, answer: Answer, said: object, instead_of: object = "") -> None:
    communes = showing(proposition=row.pk)
    Proposition.objects.filter(pk=row.pk).update(state=state)
    Reception.objects.filter(proposition=row, state=Answer.ACCEPTED).update(state=answer)
    journal.tell(communes, said, row.title, row.source.name, instead_of)
    mark(communes=communes, removals=PAGES_PER_ITEM * bool(communes))


def showing(**where: Any) -> list[int]:
    """The communes that accepted: ``proposition=…`` or ``proposition__source=…``. One query."""
    rows = Reception.objects.filter(state=Answer.ACCEPTED, **where).order_by().values_list("commune", flat=True)
    return list(rows.distinct())


def accept(commune: Commune, proposition: int, user: User | None) -> bool:
    """Show it; false when it is not proposed to this commune, or not online."""
    if not offered(commune, among=[proposition]):
        return False
    Reception.objects.create(commune=commune, proposition_id=proposition, state=Answer.ACCEPTED, by=user)
    mark(communes=[commune.pk])
    return True


def refuse(commune: Commune, proposition: int, user: User | None) -> bool:
    """Not be asked again."""
    if not unanswered(commune).filter(pk=proposition).exists():
        return False
    Reception.objects.create(commune=commune, proposition_id=proposition, state=Answer.REFUSED, by=user)
    return True


def undo(commune: Commune, proposition: int) -> bool:
    """Take the answer back: what is proposed waits again. What a rule took is refused, else it would come back."""
    row = Reception.objects.filter(commune=commune, proposition=proposition).first()
    if row is None:
        return False
    shown = row.state == Answer.ACCEPTED
    if shown and row.rule_id:
        row.state, row.rule = Answer.REFUSED, None
        row.save()
    else:
        row.delete()
    mark(communes=[commune.pk], removals=PAGES_PER_ITEM * shown)
    return True


def follow_rules(row: Proposition, page: Any) -> None:
    """Accept for the communes whose rules take this proposition, and that have not answered."""
    kind = kind_of(type(page))
    heading = getattr(getattr(page, kind.lent.category, None), "slug", "") if kind and kind.lent.category else ""
    source = row.source
    of_epci = Q(scope=Scope.EPCI, commune__epci=source.epci) if source.epci else Q(pk__in=[])
    whose = (
        Q(scope=Scope.ALL)
        | Q(scope=Scope.COMMUNE, source=source)
        | Q(scope=Scope.DEPARTEMENT, commune__departement=source.departement_id)
        | of_epci
    )
    alike = Q(commune__training=source.training)
    rules = Rule.objects.filter(whose, alike, _heard_by(row), kind__in=("", row.kind), category__in=("", heading))
    answered = Reception.objects.filter(proposition=row).values("commune")
    found: dict[int, Rule] = {}
    for rule in rules.exclude(commune__in=answered).exclude(commune=source).order_by("pk"):
        found.setdefault(rule.commune_id, rule)
    _take([(rule, row.pk) for rule in found.values()])
    journal.tell(found, journal.TAKEN_BY_RULE, row.title, source.name)


def _heard_by(row: Proposition) -> Q:
    """Rules of the communes of the audience."""
    source = row.source
    if row.audience == Audience.ALL:
        return Q()
    if row.audience == Audience.DEPARTEMENT:
        return Q(commune__departement=source.departement_id)
    if row.audience == Audience.EPCI:
        return Q(commune__epci=source.epci) if source.epci else Q(pk__in=[])
    return Q(commune__in=row.named.values("pk"))


@transaction.atomic
def apply(rule: Rule) -> int:
    """Accept what is already proposed and waits for an answer; how many."""
    taken = [
        (rule, one.proposition)
        for one in offered(rule.commune)
        if rule.kind in ("", one.kind.label) and rule.category in ("", one.heading) and _is_of(rule, one.source)
    ]
    _take(taken)
    return len(taken)


def _is_of(rule: Rule, source: Any) -> bool:
    if rule.scope == Scope.COMMUNE:
        return bool(source.pk == rule.source_id)
    if rule.scope == Scope.EPCI:
        return bool(rule.commune.epci) and source.epci == rule.commune.epci
    return rule.scope == Scope.ALL or source.departement == rule.commune.departement_id


def _take(taken: list[tuple[Rule, int]]) -> None:
    rows = [
        Reception(
            commune_id=rule.commune_id, proposition_id=number, state=Answer.ACCEPTED, rule=rule, on_home=rule.on_home
        )
        for rule, number in taken
    ]
    Reception.objects.bulk_create(rows, ignore_conflicts=True)
    mark(communes={rule.commune_id for rule, _number in taken})


@transaction.atomic
def drop(rule: Rule) -> int:
    """Forget the rule with what it brought; how many contents leave the site."""
    gone, _all = Reception.objects.filter(rule=rule, state=Answer.ACCEPTED).delete()
    mark(communes=[rule.commune_id], removals=PAGES_PER_ITEM * gone)
    rule.delete()
    return gone
