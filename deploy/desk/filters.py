"""What the table of communes is searched, narrowed and sorted by. Each filter is one condition over all communes kept.

Nothing is computed commune by commune to choose the rows: a filter costs the same for one commune and for all.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import DateField, F, Min, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Least
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deploy.desk.states import LOOKED
from deploy.models import AgentTask, CommuneReference, Convention, DomainName, DomainState, Line, Presence, Suspension
from deploy.models.billing import Intervention, State
from deploy.models.rcpnt import Grade
from deploy.names.delays import SOON
from deploy.subscriptions import LineKind
from deploy.wizard.reach import named
from sites.law.dated import last_day
from sites.models import Host
from sites.packs import PACKS

CLOSED = (State.DONE, State.REFUSED)
# What a commune that was never checked is told by, among the levels.
UNCHECKED = "non-verifie"
ANY = [("", _("Tous"))]

SUSPENDED = Q(insee__in=Suspension.objects.filter(until=None).values("commune"))
SITES: Mapping[str, tuple[Promise, Q]] = {
    "en-ligne": (
        _("en ligne"),
        ~SUSPENDED & Q(bake_state__error="", bake_state__dirty_at=None, bake_state__live_at__isnull=False),
    ),
    "en-cours": (_("mise en ligne en cours"), Q(bake_state__error="", bake_state__dirty_at__isnull=False)),
    "suspendu": (_("suspendu"), SUSPENDED),
    "arrete": (_("mise en ligne arrêtée"), Q(bake_state__isnull=False) & ~Q(bake_state__error="")),
    "jamais": (
        _("jamais mis en ligne"),
        Q(bake_state=None) | Q(bake_state__error="", bake_state__dirty_at=None, bake_state__live_at=None),
    ),
}


class Filters(forms.Form):
    """The words and choices above the table; what is not understood is said, and narrows nothing."""

    q = forms.CharField(label=_("Nom, code INSEE ou nom de domaine"), required=False, max_length=253)
    pack = forms.ChoiceField(label=_("Pack"), required=False)
    site = forms.ChoiceField(label=_("Site"), required=False)
    niveau = forms.ChoiceField(label=_("Présence numérique"), required=False)
    panne = forms.ChoiceField(label=_("Panne"), required=False)
    tri = forms.ChoiceField(label=_("Trier par"), required=False)
    attente = forms.BooleanField(label=_("Quelque chose attend"), required=False)
    echeance = forms.BooleanField(label=_("À renouveler dans les 90\u00a0jours"), required=False)

    narrowing = ("pack", "site", "niveau", "panne", "attente", "echeance")

    def __init__(self, data: Any) -> None:
        """Every choice is optional."""
        super().__init__(data)
        fields: Any = self.fields
        fields["pack"].choices = [*ANY, *((code, pack.label) for code, pack in PACKS.items())]
        fields["site"].choices = [*ANY, *((code, label) for code, (label, _rule) in SITES.items())]
        levels = ((grade.value or "aucun", grade.label) for grade in reversed(Grade))
        fields["niveau"].choices = [*ANY, *levels, (UNCHECKED, _("pas encore vérifié"))]
        fields["panne"].choices = [("", _("Indifférent")), *((code, one.label) for code, one in LOOKED.items())]
        fields["panne"].choices += [("toutes", _("l’une ou l’autre"))]
        fields["tri"].choices = [("", _("nom")), *((code, label) for code, (label, _order) in SORTS.items())]
        for field in fields.values():
            if isinstance(field, forms.ChoiceField):
                field.error_messages["invalid_choice"] = _("«\u00a0%(value)s\u00a0» n’existe pas, et ne filtre rien.")

    @property
    def told(self) -> dict[str, Any]:
        """What was asked and understood."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def narrowed(self) -> bool:
        """Whether something besides the words narrows the table."""
        return any(name in self.told for name in self.narrowing)


def boxed(today: date) -> Q:
    """The communes that have a mailbox."""
    running = Q(until=None) | Q(until__gt=today)
    lines = Line.objects.filter(running, kind=LineKind.MAILBOX.value, since__lte=today)
    return Q(insee__in=lines.values("subscription"))


def soon(today: date) -> date:
    """Until when a renewal is near."""
    return last_day(SOON, today)


def narrowed(communes: Any, form: Filters) -> Any:
    """Those that the form asks for, in its order."""
    told, today = form.told, timezone.localdate()
    rules: Mapping[str, Callable[[Any], Q]] = {
        "q": _worded,
        "pack": lambda pack: Q(pack=pack),
        "site": lambda site: SITES[site][1],
        "niveau": _graded,
        "panne": lambda what: _broken(what, boxed(today)),
        "attente": lambda _yes: _waiting(),
        "echeance": lambda _yes: _renewed_before(soon(today)),
    }
    for name, rule in rules.items():
        if name in told:
            communes = communes.filter(rule(told[name]))
    if told.get("tri"):
        communes = SORTS[told["tri"]][1](communes)
    return communes


def _worded(words: str) -> Q:
    host = words.lower().removeprefix("https://").removeprefix("http://").strip("/")
    hosts = Host.objects.filter(name__icontains=host).values("commune")
    spelt = CommuneReference.objects.filter(named(words)).values("insee")
    return Q(name__icontains=words) | Q(insee__iexact=words) | Q(pk__in=hosts) | Q(insee__in=spelt)


def _graded(code: str) -> Q:
    rows = Presence.objects.values("commune")
    if code == UNCHECKED:
        return ~Q(insee__in=rows)
    return Q(insee__in=rows.filter(grade="" if code == "aucun" else code))


def _broken(what: str, with_boxes: Q) -> Q:
    asked = LOOKED.values() if what == "toutes" else (LOOKED[what],)
    return Q(*(one.faulty(with_boxes) for one in asked), _connector=Q.OR)


def _waiting() -> Q:
    tasks = AgentTask.objects.filter(done_at=None).values("commune")
    works = Intervention.objects.exclude(state__in=CLOSED).values("commune")
    return Q(insee__in=tasks) | Q(pk__in=works)


def _renewed_before(day: date) -> Q:
    terms = Convention.objects.filter(ends__lte=day).values("commune")
    return Q(insee__in=_held().filter(expires__lte=day).values("commune")) | Q(insee__in=terms)


def _held() -> Any:
    return DomainName.objects.filter(state=DomainState.HELD, expires__isnull=False)


def _by_renewal(communes: Any) -> Any:
    ends = _held().filter(commune=OuterRef("insee")).order_by().values("commune").annotate(end=Min("expires"))
    terms = Convention.objects.filter(pk=OuterRef("insee")).values("ends")
    # Databases disagree on the least of two days of which one lacks.
    far = Value(date.max, output_field=DateField())
    first = Least(Coalesce(Subquery(ends.values("end")), far), Coalesce(Subquery(terms), far))
    rows = communes.annotate(renewed=first)
    return rows.order_by("renewed", "name", "insee")


def _by_publication(communes: Any) -> Any:
    return communes.order_by(F("bake_state__live_at").desc(nulls_last=True), "name", "insee")


SORTS: Mapping[str, tuple[Promise, Callable[[Any], Any]]] = {
    "echeance": (_("prochain renouvellement"), _by_renewal),
    "publication": (_("dernière mise en ligne"), _by_publication),
}
