"""The forms by which acts and meetings are kept."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from cms.accessibilite.pdf.telling import report_of
from cms.uploads import documents
from cms.uploads.fields import DocumentFileField
from modules.documents.actes import kinds
from modules.documents.actes.stamping import check
from modules.documents.models import Acte, Publication, Seance, Version

MAX_AT_ONCE = 30
PUBLISH = "publish"
NAMED = re.compile(r"(\d{4}[-_. ]\d{1,4}|\d{1,4}[-_. ]\d{4})[-_. ]+(.+)")
VOTES = ("voters", "voted", "votes_for", "votes_against", "abstentions")
AUTHOR = ("author_first_name", "author_name", "author_capacity")
DAY = {"type": "date"}


class Day(forms.DateInput):
    """The browser's own calendar."""

    def __init__(self) -> None:
        """In the form that browsers ask for."""
        super().__init__(attrs=DAY, format="%Y-%m-%d")


def inspected(file: Any) -> Any:
    """``file``, once it is a PDF that can be stamped; ``ValidationError`` says why not."""
    documents.inspect(file)
    if PurePosixPath(file.name).suffix.lower() != ".pdf":
        raise ValidationError(
            _g("Un acte se publie en PDF, un format que personne ne modifie\u202f: exportez-le en PDF."), code="pdf"
        )
    check(file.read())
    file.seek(0)
    return file


class PdfField(forms.FileField):
    """A PDF that bears a stamp."""

    widget = forms.FileInput(attrs={"accept": ".pdf"})

    def to_python(self, data: Any) -> Any:
        """Look before anything is kept."""
        file = super().to_python(data)
        return inspected(file) if file else file


class ManyFiles(forms.FileInput):
    """Several at once."""

    allow_multiple_selected = True


class PdfsField(forms.FileField):
    """Several PDFs; one that is refused is named."""

    widget = ManyFiles(attrs={"accept": ".pdf"})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Each of them, all the refusals at once."""
        files, refused = [], []
        for one in data or ():
            try:
                files.append(inspected(super().clean(one, initial)))
            except ValidationError as error:
                refused.append(f"{one.name}\u00a0: {' '.join(error.messages)}")
        if refused:
            raise ValidationError(refused)
        if not files or len(files) > MAX_AT_ONCE:
            raise ValidationError(
                _g("Choisissez de un à %(limit)s fichiers PDF à la fois."), params={"limit": MAX_AT_ONCE}
            )
        return files


class Checked(forms.Form):
    """What is asked again each time something goes online."""

    checked = forms.BooleanField(
        required=False,
        # Asked for by the browser, before a file is sent that it would not keep.
        widget=forms.CheckboxInput(attrs={"required": True}),
        label=_("J’ai relu le PDF\u00a0: aucune donnée personnelle à masquer n’y paraît"),
        help_text=_(
            "Adresse, téléphone, date de naissance, situation d’une personne\u00a0: masquez-les avant de déposer le "
            "PDF. Les élus agissant comme tels restent nommés. La version intégrale se dépose à part\u00a0: elle reste "
            "privée."
        ),
    )

    def clean_checked(self) -> bool:
        """Needed to publish, not to prepare."""
        checked: bool = self.cleaned_data["checked"]
        if not checked and self.publishes:
            raise ValidationError(_g("Avant de publier, vérifiez que le PDF ne montre pas de données personnelles."))
        return checked

    @property
    def publishes(self) -> bool:
        """Which button was pressed."""
        return self.data.get("action") == PUBLISH


class ActeForm(Checked, forms.ModelForm[Acte]):
    """« Déposer un acte »: a few fields, the others folded."""

    source = PdfField(label=_("Le PDF à publier"), required=False)
    integral = PdfField(
        label=_("Version intégrale signée"),
        required=False,
        help_text=_("Facultative\u00a0: si vous avez masqué des données. Elle reste privée."),
    )
    individual = forms.BooleanField(
        required=False, label=_("Publier malgré tout cet acte individuel, où les données personnelles sont masquées")
    )

    MAIN: ClassVar = ("kind", "source", "title", "number", "date", *AUTHOR, "seance")
    MORE: ClassVar = ("nature", "integral", "matter", "outcome", *VOTES, "received_on", "budget_year", "budget_name")

    class Meta:
        model = Acte
        fields = (
            "kind", "source", "title", "number", "date", "author_first_name", "author_name", "author_capacity",
            "seance", "nature", "integral", "matter", "outcome", "voters", "voted", "votes_for", "votes_against",
            "abstentions", "received_on", "budget_year", "budget_name",
        )  # fmt: skip
        widgets: ClassVar = {"date": Day(), "received_on": Day()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The instance says whose acts and meetings they are."""
        super().__init__(*args, **kwargs)
        meetings: Any = self.fields["seance"]
        meetings.queryset = Seance.objects.filter(commune=self.instance.commune_id)
        # Asked for by the browser too, before a file is sent that it would not keep.
        for name in (*AUTHOR, *([] if self.instance.source else ["source"])):
            self.fields[name].widget.attrs["required"] = True
        if (report := report_of(self.instance)) is not None:
            self.fields["pdf"] = report
        if not self.instance.pk:
            author = last_author(self.instance.commune_id)
            self.initial.update({name: value for name, value in author.items() if not self.initial.get(name)})

    def main_fields(self) -> list[Any]:
        """The few that every act needs."""
        names = [name for main in self.MAIN for name in ((main, "pdf") if main == "source" else (main,))]
        return [self[name] for name in names if name in self.fields]

    def more_fields(self) -> list[Any]:
        """Those that are folded."""
        return [self[name] for name in self.MORE]

    def more_errors(self) -> bool:
        """Whether something folded is to be looked at."""
        return any(name in self.errors for name in self.MORE)

    def clean(self) -> dict[str, Any]:
        """What publishing asks for, and what individual decisions deserve."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.publishes:
            for name in AUTHOR:
                if not cleaned.get(name):
                    self.add_error(name, _g("La loi veut que l’acte publié porte le prénom, le nom et la qualité."))
            if not cleaned.get("source") and "source" not in self.errors:
                self.add_error("source", _g("Choisissez le PDF à publier."))
            if cleaned.get("nature") == kinds.INDIVIDUAL and not cleaned.get("individual"):
                self.add_error(
                    "individual",
                    _g(
                        "Une décision individuelle se notifie à la personne et ne se publie pas, sauf exception. Si "
                        "vous devez la publier, masquez les données personnelles et cochez cette case."
                    ),
                )
        return cleaned


def last_author(commune_id: int) -> Mapping[str, str]:
    """Who signed the last act of the commune: usually the mayor, again."""
    last = Acte.objects.filter(commune=commune_id).exclude(author_name="").order_by("-pk").values(*AUTHOR).first()
    return last or {}


class CorrectionForm(Checked, forms.ModelForm[Acte]):
    """« Nouvelle version »."""

    source = PdfField(label=_("Le PDF corrigé"))
    reason = forms.CharField(
        label=_("Ce qui change"), max_length=300, help_text=_("Publié avec l’acte. Par exemple\u00a0: montant corrigé.")
    )

    class Meta:
        model = Acte
        fields = ("source", "title", "number", "date", *AUTHOR)
        widgets: ClassVar = {"date": Day()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The service writes: the form only reads."""
        super().__init__(*args, **kwargs)
        self.instance.correcting = True
        for name in AUTHOR:
            self.fields[name].required = True


class WithdrawalForm(forms.Form):
    """« Retirer du site »."""

    kind = forms.ChoiceField(label=_("Pourquoi\u202f?"), choices=Version.Withdrawal.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Précisions"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Elles restent dans l’historique de l’acte, sans être publiées."),
    )
    replacement = PdfField(
        label=_("Version occultée"),
        required=False,
        help_text=_("Le même acte, données personnelles masquées\u00a0: il prend la place de la version retirée."),
    )


class SeanceForm(forms.ModelForm[Seance]):
    """A meeting."""

    class Meta:
        model = Seance
        fields = ("assembly", "date", "time", "place", "agenda")
        widgets: ClassVar = {
            "date": Day(),
            "time": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "agenda": forms.Textarea(attrs={"rows": 8}),
        }


class BulkForm(forms.Form):
    """Every deliberation of a meeting at once."""

    kind = forms.ChoiceField(label=_("Type d’acte"), choices=kinds.CHOICES)
    author_first_name = forms.CharField(label=_("Prénom de l’auteur"), max_length=80)
    author_name = forms.CharField(label=_("Nom de l’auteur"), max_length=80)
    author_capacity = forms.CharField(label=_("Qualité de l’auteur"), max_length=80)
    pdfs = PdfsField(
        label=_("Les PDF"),
        help_text=format_lazy(
            _("{limit} au plus. Un fichier nommé «\u00a0{example}\u00a0» donne numéro et objet."),
            limit=MAX_AT_ONCE,
            example="2026-012 Toiture de la halle.pdf",
        ),
    )


def named(file_name: str) -> tuple[str, str]:
    """Number and object of an act, as its file is called."""
    stem = PurePosixPath(file_name).stem
    found = NAMED.fullmatch(stem)
    number, words = (found[1], found[2]) if found else ("", stem)
    title = re.sub(r"[-_\s]+", " ", words).strip() or stem
    return re.sub(r"[_. ]", "-", number), (title[:1].upper() + title[1:])[:300]


class RowForm(forms.ModelForm[Acte]):
    """A draft among those of its meeting."""

    class Meta:
        model = Acte
        fields = ("number", "title", "matter", "outcome")


Rows = forms.modelformset_factory(Acte, form=RowForm, extra=0)


class PublicationForm(forms.ModelForm[Publication]):
    """« Déposer un document »."""

    title = forms.CharField(
        label=_("Titre"),
        max_length=255,
        help_text=_("Ce que le visiteur lira\u00a0: «\u00a0Bulletin municipal, été 2026\u00a0»."),
    )

    class Meta:
        model = Publication
        fields = ("category", "date")
        widgets: ClassVar = {"date": Day(), "category": forms.TextInput(attrs={"list": "categories"})}
        help_texts: ClassVar = {"category": _("Choisissez-en une, ou écrivez-en une nouvelle.")}

    field_order = ("file", "pdf", "title", "category", "date")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A document that stands keeps its file unless another is chosen."""
        super().__init__(*args, **kwargs)
        new = not self.instance.pk
        self.fields["file"] = DocumentFileField(
            label=_g("Fichier") if new else _g("Autre fichier"), required=new, widget=forms.FileInput()
        )
        if not new:
            self.initial["title"] = self.instance.document.title
            if (report := report_of(self.instance.document)) is not None:
                self.fields["pdf"] = report
        self.order_fields(self.field_order)
