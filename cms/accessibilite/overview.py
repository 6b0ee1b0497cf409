"""The state of every site one keeps: a list that is searched, filtered and taken away, in a fixed number of queries."""

from typing import Any, ClassVar

import django_filters  # type: ignore[import-untyped]
from django.db.models import Case, CharField, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button

from cms.accessibilite.models import Declaration
from cms.accessibilite.pdf.models import Look
from cms.accessibilite.reach import communes_kept, departements_kept
from cms.guichet.models import Envoi, State
from sites.law import accessibility as law
from sites.models import Commune
from sites.rendering.french import date_text
from sites.tenancy.admin.reports import InertExport

SOON, OVER, NEVER = "bientot", "fini", "aucun"


def with_state(communes: "QuerySet[Any]") -> "QuerySet[Any]":
    """Each commune with what is in force for it: its own version, else that of its département."""
    current = Declaration.objects.filter(current=True)
    own = current.filter(commune=OuterRef("pk")).values("pk")[:1]
    common = current.filter(departement=OuterRef("departement")).values("pk")[:1]
    told = communes.annotate(declared=Coalesce(Subquery(own), Subquery(common)))
    here = Declaration.objects.filter(pk=OuterRef("declared"))
    columns = ("audited_on", "expires_on", "plan_last", "level")
    told = told.annotate(**{name: Subquery(here.values(name)[:1]) for name in columns})
    barriers = Envoi.objects.filter(
        commune=OuterRef("pk"), module="accessibilite", state__in=[State.NEW, State.UNDERWAY]
    )
    counted = barriers.order_by().values("commune").annotate(number=Count("pk")).values("number")
    pdfs = Look.objects.filter(commune=OuterRef("pk"), flawed=True).order_by().values("commune")
    to_mend = pdfs.annotate(number=Count("pk")).values("number")
    return told.annotate(
        pdfs=Coalesce(Subquery(to_mend, output_field=IntegerField()), 0),
        faults=Coalesce(Subquery(here.values("faults")[:1]), 0),
        barriers=Coalesce(Subquery(counted, output_field=IntegerField()), 0),
        state=Case(
            When(expires_on__gt=timezone.localdate(), then=F("level")),
            default=Value(law.NONE),
            output_field=CharField(),
        ),
    )


class StateFilter(WagtailFilterSet):
    """By what each site announces, and by what ends soon."""

    etat: Any = django_filters.ChoiceFilter(
        label=_("État annoncé"), field_name="state", choices=list(law.LABELS.items()), method="of_state"
    )
    echeance: Any = django_filters.ChoiceFilter(
        label=_("Audit"),
        choices=[(SOON, _("à renouveler bientôt")), (OVER, _("trop ancien")), (NEVER, _("jamais fait"))],
        method="of_end",
    )

    class Meta:
        model = Commune
        fields: ClassVar[list[str]] = []

    def of_state(self, rows: Any, _name: str, value: str) -> Any:
        """What is announced today."""
        return rows.filter(state=value)

    def of_end(self, rows: Any, _name: str, value: str) -> Any:
        """An audit that ends within the first notice, one that ended, none."""
        today = timezone.localdate()
        if value == NEVER:
            return rows.filter(audited_on=None)
        if value == OVER:
            return rows.filter(expires_on__lte=today)
        furthest = max(delay.after(today) for delay in law.NOTICES)
        return rows.filter(Q(expires_on__gt=today, expires_on__lte=furthest))


def _announced(row: Any) -> str:
    return law.LABELS[row.state]


def _until(row: Any) -> str:
    return str(row.plan_last or "")


class Overview(InertExport, generic.IndexView):
    """« Registres d’accessibilité »; whoever keeps one record alone is led to it."""

    model = Commune
    any_permission_required = None
    page_title = _("Accessibilité des sites")
    header_icon = "view"
    index_url_name = "accessibilite:index"
    index_results_url_name = "accessibilite:index_results"
    is_searchable = True
    search_fields: ClassVar = ["name", "insee"]
    search_backend_name = None
    filterset_class = StateFilter
    paginate_by = 50
    default_ordering = "name"
    columns: ClassVar = [
        TitleColumn("name", label=_("Commune"), get_url=lambda row: reverse("accessibilite:record", args=(row.pk,))),
        Column("state", label=_("État annoncé"), accessor=_announced),
        Column("audited_on", label=_("Audit du"), accessor=lambda row: date_text(row.audited_on, "short")),
        Column("expires_on", label=_("Valable jusqu’au"), accessor=lambda row: date_text(row.expires_on, "short")),
        Column("faults", label=_("Non-conformités")),
        Column("plan_last", label=_("Schéma jusqu’en"), accessor=_until),
        Column("barriers", label=_("Obstacles à traiter")),
        Column("pdfs", label=_("PDF à reprendre")),
    ]
    list_export: ClassVar = [
        "insee",
        "name",
        "state",
        "audited_on",
        "expires_on",
        "faults",
        "plan_last",
        "barriers",
        "pdfs",
    ]
    export_headings: ClassVar = {
        "insee": _("Code INSEE"),
        "name": _("Commune"),
        "state": _("État annoncé"),
        "audited_on": _("Audit du"),
        "expires_on": _("Valable jusqu’au"),
        "faults": _("Non-conformités"),
        "plan_last": _("Schéma jusqu’en"),
        "barriers": _("Obstacles à traiter"),
        "pdfs": _("PDF à reprendre"),
    }
    export_filename = "accessibilite"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The list, or the only record there is to keep."""
        user: Any = request.user
        if not self.results_only and not request.GET and not departements_kept(user).exists():
            few = list(communes_kept(user)[:2])
            if len(few) == 1:
                return redirect("accessibilite:record", few[0].pk)
        answer: HttpResponseBase = super().get(request, *args, **kwargs)
        return answer

    def get_base_queryset(self) -> Any:
        """The communes whose record I keep."""
        user: Any = self.request.user
        return with_state(communes_kept(user))

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """The state in words."""
        told = law.LABELS.get(value, value) if field == "state" else value
        return super().preprocess_field_value(field, told, export_format)

    @property
    def header_buttons(self) -> list[Any]:
        """The PDFs, and what is common to each département for who keeps it."""
        user: Any = self.request.user
        return [
            Button(_("PDF à reprendre"), reverse("accessibilite:pdf"), icon_name="doc-full-inverse"),
            *self._common(user),
        ]

    def _common(self, user: Any) -> list[Any]:
        return [
            Button(
                _("Registre commun : %(name)s") % {"name": one.name},
                reverse("accessibilite:common", args=(one.pk,)),
                icon_name="view",
            )
            for one in departements_kept(user)
        ]
