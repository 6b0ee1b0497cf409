"""What the record is made of, as data: one entry for each kind of row, with its form and how a list shows it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from cms.accessibilite.models import Audit, Contact, Derogation, NonConformity, Plan
from sites.rendering.french import date_text
from sites.tenancy.references import OwnModelForm


class AuditForm(OwnModelForm):
    """What a machine finds alone is no audit: somebody says that people made it."""

    by_people: Any = forms.BooleanField(
        label=_("Des personnes ont conduit cet audit, critère par critère"),
        help_text=_("Un outil automatique seul ne voit qu’une partie des défauts : son résultat ne s’inscrit pas ici."),
    )

    class Meta:
        model = Audit
        fields: tuple[str, ...] = (
            "on",
            "by",
            "by_people",
            "rate",
            "version",
            "pages",
            "technologies",
            "environment",
            "tools",
        )
        widgets = {"on": AdminDateInput}


class CommonAuditForm(AuditForm):
    """That of the template says whether it speaks for the sites."""

    class Meta(AuditForm.Meta):
        fields: tuple[str, ...] = (*AuditForm.Meta.fields, "for_sites")


class FaultForm(OwnModelForm):
    """A non-conformity."""

    class Meta:
        model = NonConformity
        fields = ("what", "where", "criterion", "planned_on", "mended_on")
        widgets = {"planned_on": AdminDateInput, "mended_on": AdminDateInput}


class DerogationForm(OwnModelForm):
    """A content that stays inaccessible."""

    class Meta:
        model = Derogation
        fields = ("kind", "what", "reason", "instead", "until")
        widgets = {"until": AdminDateInput}


class PlanForm(OwnModelForm):
    """A plan."""

    url: Any = forms.URLField(
        label=_("ou son adresse"),
        required=False,
        assume_scheme="https",
        help_text=_("Si le schéma est publié ailleurs."),
    )

    class Meta:
        model = Plan
        fields = ("first", "last", "text", "url", "actions", "done")


class ContactForm(OwnModelForm):
    """A contact."""

    class Meta:
        model = Contact
        fields = ("name", "role", "mailbox", "phone")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of row: how it is called, its form, its form where it is common, what a list says of a row."""

    model: type[Any]
    label: Any
    add: Any
    form: type[OwnModelForm]
    common_form: type[OwnModelForm]
    told: Callable[[Any], str]


def _of_audit(row: Audit) -> str:
    return str(_("%(rate)s\u00a0% des critères, %(by)s, le %(day)s")).replace("% des", "%% des") % {
        "rate": f"{row.rate.normalize():f}".replace(".", ","),
        "by": row.by,
        "day": date_text(row.on),
    }


def _of_fault(row: NonConformity) -> str:
    parts = [row.what, row.where, str(_("critère %s")) % row.criterion if row.criterion else ""]
    if row.mended_on:
        parts.append(str(_("corrigé le %s")) % date_text(row.mended_on))
    elif row.planned_on:
        parts.append(str(_("prévu le %s")) % date_text(row.planned_on))
    return " · ".join(part for part in parts if part)


def _of_derogation(row: Derogation) -> str:
    return f"{row.what} · {row.get_kind_display()}"


def _of_plan(row: Plan) -> str:
    return f"{row.first}\u2013{row.last}"


def _of_contact(row: Contact) -> str:
    return " · ".join(part for part in (row.name, row.role, row.mailbox, row.phone) if part)


KINDS: Mapping[str, Kind] = {
    "audits": Kind(Audit, _("Audits"), _("Inscrire un audit"), AuditForm, CommonAuditForm, _of_audit),
    "non-conformites": Kind(
        NonConformity, _("Non-conformités"), _("Ajouter une non-conformité"), FaultForm, FaultForm, _of_fault
    ),
    "derogations": Kind(
        Derogation,
        _("Dérogations et contenus exemptés"),
        _("Ajouter une dérogation ou un contenu exempté"),
        DerogationForm,
        DerogationForm,
        _of_derogation,
    ),
    "schemas": Kind(
        Plan, _("Schéma pluriannuel et plan d’actions"), _("Écrire un schéma pluriannuel"), PlanForm, PlanForm, _of_plan
    ),
    "contacts": Kind(Contact, _("Contact"), _("Ajouter un contact"), ContactForm, ContactForm, _of_contact),
}

# What a plan must speak of (RGAA, « Contenu du schéma »): a beginning, for who writes the common one.
PLAN_BEGUN = _(
    "Notre politique : l’accessibilité des sites des communes dans notre stratégie numérique, et pour les personnes "
    "handicapées.\n\n"
    "Notre organisation : le référent accessibilité, sa place, ses missions, qui traite les demandes des usagers et "
    "comment.\n\n"
    "Nos moyens : les personnes, le budget, les compétences demandées, la formation de ceux qui écrivent.\n\n"
    "Nos marchés : l’accessibilité dans les clauses, les critères de choix et la recette.\n\n"
    "Nos travaux : les audits prévus, les corrections et leur calendrier, les tests avec des personnes handicapées."
)
