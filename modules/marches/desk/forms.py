"""The forms of the module."""

from dataclasses import replace
from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from modules.marches.avis import notice as common
from modules.marches.avis.notice import Lot, Notice
from modules.marches.listing import CATEGORY_LABELS, NATURES, PROCEDURES
from modules.marches.models import Source
from modules.marches.parse import feed, values
from modules.marches.source import BOAMP
from sites.law.dated import PARIS

EMPTY = ("", gettext_lazy("Non précisé"))
TYPED_NATURES = [(code, NATURES[code]) for code in (common.CALL, common.CORRECTION, common.CANCELLATION, common.AWARD)]
DAY = {"type": "date"}


def _link(label: Any, help_text: Any = "") -> forms.URLField:
    return forms.URLField(
        label=label, help_text=help_text, required=False, max_length=values.MAX_URL, assume_scheme="https"
    )


class NoticeForm(forms.Form):
    """A consultation as the town hall writes it. Hours are those of Paris."""

    title = forms.CharField(
        label=gettext_lazy("Objet"),
        max_length=values.MAX_TITLE,
        help_text=gettext_lazy("Ce que la commune achète, en une phrase : Réfection de la toiture de l’école."),
    )
    nature = forms.ChoiceField(
        label=gettext_lazy("Ce que vous publiez"),
        choices=TYPED_NATURES,
        initial=common.CALL,
        help_text=gettext_lazy(
            "Pour un rectificatif, une annulation ou un résultat, donnez la même référence que l’avis : "
            "ils paraîtront sur sa page."
        ),
    )
    reference = forms.CharField(
        label=gettext_lazy("Référence"),
        max_length=60,
        required=False,
        help_text=gettext_lazy(
            "Celle du dossier : elle réunit ce qui vient de la plate-forme et ce que vous saisissez."
        ),
    )
    category = forms.ChoiceField(
        label=gettext_lazy("Catégorie"), choices=[EMPTY, *CATEGORY_LABELS.items()], required=False
    )
    procedure = forms.ChoiceField(
        label=gettext_lazy("Procédure"), choices=[(common.OTHER, EMPTY[1]), *PROCEDURES.items()], required=False
    )
    published = forms.DateField(label=gettext_lazy("Publié le"), widget=forms.DateInput(DAY, format="%Y-%m-%d"))
    until_day = forms.DateField(
        label=gettext_lazy("Réponses jusqu’au"), required=False, widget=forms.DateInput(DAY, format="%Y-%m-%d")
    )
    until_time = forms.TimeField(
        label=gettext_lazy("à"),
        required=False,
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        help_text=gettext_lazy("Heure de Paris. À cette minute, la consultation passe d’elle-même parmi les passées."),
    )
    url = _link(gettext_lazy("Adresse de l’avis"), gettext_lazy("Sur la plate-forme ou au BOAMP."))
    file_url = _link(
        gettext_lazy("Où retirer le dossier"),
        gettext_lazy(
            "Ne déposez pas le dossier ici : la plate-forme sait qui l’a retiré, et prévient des changements."
        ),
    )
    questions_url = _link(gettext_lazy("Où poser une question"))
    deposit_url = _link(gettext_lazy("Où déposer une offre"))
    summary = forms.CharField(
        label=gettext_lazy("En quelques mots"),
        required=False,
        max_length=values.MAX_TEXT,
        widget=forms.Textarea({"rows": 3}),
    )
    lots = forms.CharField(
        label=gettext_lazy("Lots"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Un par ligne, dans l’ordre. Rien s’il n’y en a qu’un."),
    )
    holders = forms.CharField(
        label=gettext_lazy("Titulaires"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("Une fois le marché attribué : une entreprise par ligne."),
    )
    amount = forms.CharField(
        label=gettext_lazy("Montant hors taxes"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("En euros, une fois le marché attribué."),
    )
    notified = forms.DateField(
        label=gettext_lazy("Notifié le"), required=False, widget=forms.DateInput(DAY, format="%Y-%m-%d")
    )

    def clean_amount(self) -> float | None:
        """Euros, within what a contract may cost."""
        paid, absurd = values.amount(self.cleaned_data["amount"])
        if absurd:
            raise ValidationError(_("Écrivez un montant en euros, par exemple 86 450,50."))
        return paid

    def clean(self) -> dict[str, Any]:
        """A deadline comes after the notice, and in a plausible year."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("until_time") and not cleaned.get("until_day") and "until_day" not in self.errors:
            self.add_error("until_day", _("Donnez aussi le jour."))
        if (day := cleaned.get("until_day")) and (first := cleaned.get("published")):
            if day < first:
                self.add_error("until_day", _("La date limite vient avant la publication."))
            elif day.year > first.year + values.YEARS_AHEAD:
                self.add_error("until_day", _("Cette année paraît trop lointaine\u00a0: vérifiez-la."))
        return cleaned

    def notice(self, key: str, base: Notice | None = None) -> Notice:
        """What was written."""
        said = self.cleaned_data
        day, hour = said["until_day"], said["until_time"]
        until = datetime.combine(day, hour or time(23, 59), PARIS) if day else None
        return replace(
            base or Notice(key, ""),
            title=values.text(said["title"]),
            lots=tuple(Lot(str(place), text) for place, text in enumerate(_lines(said["lots"]), 1)),
            holders=tuple(_lines(said["holders"])),
            deadline=until,
            day_only=bool(day and not hour),
            **{name: said[name] for name in (
                "nature", "reference", "category", "procedure", "published", "url", "file_url", "questions_url",
                "deposit_url", "amount", "notified",
            )},
            summary=values.text(said["summary"], values.MAX_TEXT),
        )  # fmt: skip


def initial_of(one: Notice) -> dict[str, Any]:
    """A notice as the form shows it."""
    until = one.deadline.astimezone(PARIS) if one.deadline else None
    return {
        "title": one.title, "nature": one.nature, "reference": one.reference, "category": one.category,
        "procedure": one.procedure, "published": one.published, "until_day": until.date() if until else None,
        "until_time": until.time() if until and not one.day_only else None, "url": one.url, "file_url": one.file_url,
        "questions_url": one.questions_url, "deposit_url": one.deposit_url, "summary": one.summary,
        "lots": "\n".join(lot.title for lot in one.lots), "holders": "\n".join(one.holders),
        "amount": f"{one.amount:.2f}".replace(".", ",") if one.amount else "", "notified": one.notified,
    }  # fmt: skip


def new_initial() -> dict[str, Any]:
    """What an empty form begins with."""
    return {"published": timezone.localdate(), "until_time": time(12), "procedure": common.ADAPTED}


def _lines(written: str) -> list[str]:
    return [text for line in written.splitlines() if (text := values.text(line))]


FIELD_LABELS = {
    "objet": gettext_lazy("Objet"), "reference": gettext_lazy("Référence"), "nature": gettext_lazy("Nature de l’avis"),
    "acheteur": gettext_lazy("Acheteur"), "siret": gettext_lazy("SIRET de l’acheteur"),
    "code_postal": gettext_lazy("Code postal de l’acheteur"), "procedure": gettext_lazy("Procédure"),
    "categorie": gettext_lazy("Catégorie"), "cpv": gettext_lazy("Code CPV"), "publie_le": gettext_lazy("Publié le"),
    "limite": gettext_lazy("Date limite"), "url_avis": gettext_lazy("Adresse de l’avis"),
    "url_dce": gettext_lazy("Adresse du dossier"), "url_depot": gettext_lazy("Adresse du dépôt"),
    "url_questions": gettext_lazy("Adresse des questions"), "titulaire": gettext_lazy("Titulaires"),
    "montant": gettext_lazy("Montant"), "notifie_le": gettext_lazy("Notifié le"),
    "identifiant": gettext_lazy("Identifiant"), "resume": gettext_lazy("Résumé"),
}  # fmt: skip


class MappingForm(forms.Form):
    """Which column, or which name in the feed, holds what. ``after`` and ``before`` cut inside of a longer text."""

    clock_of_paris = forms.BooleanField(
        label=gettext_lazy("Les heures sont déjà celles de Paris"), required=False,
        help_text=gettext_lazy("À cocher si les heures lues sont décalées d’une heure ou deux sur la plate-forme."),
    )  # fmt: skip
    path = forms.CharField(
        label=gettext_lazy("Où est la liste (JSON)"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Par exemple : results. Laissez vide pour qu’elle soit trouvée."),
    )

    def __init__(self, *args: Any, columns: tuple[str, ...] = (), **kwargs: Any) -> None:
        """Three boxes for each thing; ``columns`` are the names that were found."""
        super().__init__(*args, **kwargs)
        for name in feed.FIELDS:
            label = FIELD_LABELS[name]
            self.fields[f"{name}_in"] = forms.CharField(
                label=label, max_length=120, required=False, widget=forms.TextInput({"list": "colonnes"})
            )
            for side, told in (("after", _("après les mots")), ("before", _("jusqu’aux mots"))):
                self.fields[f"{name}_{side}"] = forms.CharField(label=f"{label}, {told}", max_length=80, required=False)
        self.columns = columns

    def mapping(self) -> dict[str, Any]:
        """As it is stored; see ``parse/feed.py``."""
        said = self.cleaned_data
        picks = {
            name: [said[f"{name}_in"], said[f"{name}_after"], said[f"{name}_before"]]
            for name in feed.FIELDS
            if said.get(f"{name}_in")
        }
        return {"champs": picks, "heure_de_paris": said["clock_of_paris"], "chemin": said["path"]}

    def rows(self) -> list[tuple[Any, Any, Any]]:
        """The boxes, three to a line."""
        return [tuple(self[f"{name}_{side}"] for side in ("in", "after", "before")) for name in feed.FIELDS]  # type: ignore[misc]


def mapping_initial(told: dict[str, Any] | feed.Recipe) -> dict[str, Any]:
    """A stored mapping, or a guessed one, as the form shows it."""
    recipe = told if isinstance(told, feed.Recipe) else feed.mapping_of(told)
    shown: dict[str, Any] = {"clock_of_paris": recipe.clock_of_paris, "path": recipe.path}
    for name, pick in recipe.picks.items():
        shown |= {f"{name}_in": pick.name, f"{name}_after": pick.after, f"{name}_before": pick.before}
    return shown


class FileForm(forms.Form):
    """A table to take in."""

    file = forms.FileField(
        label=gettext_lazy("Fichier CSV ou JSON"),
        help_text=gettext_lazy(
            "Un mégaoctet au plus. La première ligne d’un CSV nomme les colonnes ; "
            "vous direz ensuite ce qu’elles contiennent."
        ),
    )

    def clean_file(self) -> bytes:
        """Its bytes."""
        given = self.cleaned_data["file"]
        if given.size > 1024 * 1024:
            raise ValidationError(_("Ce fichier pèse plus d’un mégaoctet."))
        content: bytes = given.read()
        return content


class SourceForm(forms.ModelForm):  # type: ignore[type-arg]
    """Where notices are read, and for whom: some communes, or a whole département. BOAMP has one address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Its address is asked of the other kinds alone."""
        super().__init__(*args, **kwargs)
        self.fields["address"].required = False

    def clean(self) -> dict[str, Any]:
        """An address, or that of BOAMP."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("address") and "address" not in self.errors:
            if cleaned.get("kind") == Source.Kind.BOAMP:
                cleaned["address"] = BOAMP
            else:
                self.add_error("address", _("Donnez l’adresse du flux."))
        return cleaned

    class Meta:
        model = Source
        fields = ("name", "kind", "address")
        help_texts = {  # Django reads it
            "name": gettext_lazy("Comme vous l’appelez : AWS, Mégalis, BOAMP."),
            "address": gettext_lazy(
                "L’adresse du flux ; vide pour BOAMP. {siren}, {insee}, {departement} et {annee} y sont remplacés "
                "par ceux de chaque commune."
            ),
        }
