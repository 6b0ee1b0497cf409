"""Bringing in a table: the file, its columns, a look at what it gives, then the entries; and back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from modules.annuaire import kinds, source
from modules.annuaire.desk.places import about, is_webmestre, place_of
from modules.annuaire.imports import mapping, reading, writing
from modules.annuaire.models import Apport

LAST = 10
PREVIEW = 8
MOST_FAULTS = 60
WHY = {
    "heavy": gettext_lazy("Ce fichier pèse plus de 3\u00a0Mo\u00a0: coupez-le en plusieurs tableaux."),
    "binary": gettext_lazy(
        "Ce fichier n’est pas un tableau CSV. Dans votre tableur\u00a0: Enregistrer sous, puis CSV."
    ),
    "empty": gettext_lazy("Ce tableau est vide\u00a0: sa première ligne nomme les colonnes, les suivantes les fiches."),
    "long": gettext_lazy("Ce tableau a plus de 2\u00a0000 lignes\u00a0: coupez-le en plusieurs."),
    "wide": gettext_lazy("Ce tableau a plus de 100 colonnes\u00a0: retirez celles qui ne servent pas."),
}


class FileForm(forms.Form):
    """A table."""

    prefix = "tableau"
    file = forms.FileField(
        label=gettext_lazy("Le tableau (CSV)"),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv"}),
        help_text=gettext_lazy("Séparateur et accents sont reconnus. Rien n’est écrit avant que vous ayez tout vu."),
    )

    def clean_file(self) -> Any:
        """Read once, to say at once what is wrong."""
        file = self.cleaned_data["file"]
        if file.size > reading.MAX_BYTES:
            raise ValidationError(str(WHY["heavy"]))
        try:
            reading.table_of(file.read())
        except reading.UnreadableError as error:
            raise ValidationError(str(WHY[str(error)])) from error
        file.seek(0)
        return file


class NationalForm(forms.Form):
    """An extract of the national directory."""

    prefix = "national"
    file = forms.FileField(
        label=gettext_lazy("Un extrait de l’annuaire de l’administration (JSON)"),
        widget=forms.FileInput(attrs={"accept": ".json"}),
        help_text=gettext_lazy("Les services de la commune y sont lus. Ce que vous avez changé vous-même reste."),
    )

    def clean_file(self) -> Any:
        """Not the whole country: that would hold a web process too long."""
        file = self.cleaned_data["file"]
        if file.size > source.MAX_FILE:
            raise ValidationError(_("Ce fichier pèse plus de 20\u00a0Mo\u00a0: prenez celui de la commune."))
        return file


class ChoicesForm(forms.Form):
    """Each column's field, and what is decided for all the lines."""

    kind = forms.ChoiceField(label=gettext_lazy("Type des fiches, si le tableau ne le dit pas"), choices=kinds.CHOICES)
    known = forms.ChoiceField(
        label=gettext_lazy("Une fiche du même nom existe déjà"),
        choices=[
            (writing.SKIP, gettext_lazy("La laisser comme elle est")),
            (writing.UPDATE, gettext_lazy("La compléter avec le tableau")),
        ],
        widget=forms.RadioSelect,
    )
    agreed = forms.BooleanField(
        required=False,
        label=gettext_lazy("Chaque personne de ce tableau accepte que son téléphone et son courriel soient publiés"),
        help_text=gettext_lazy("Sans cet accord, ils sont gardés par la mairie et ne paraissent pas."),
    )

    def __init__(self, *args: Any, table: reading.Table, **kwargs: Any) -> None:
        """A field for each column of the table."""
        super().__init__(*args, **kwargs)
        offered = [("", gettext_lazy("Ne pas reprendre")), *mapping.targets().items()]
        for number, (header, field) in enumerate(zip(table.headers, mapping.guessed(table.headers), strict=True)):
            label = header or _("Colonne %(number)d, sans nom") % {"number": number + 1}
            self.fields[f"c{number}"] = forms.ChoiceField(label=label, choices=offered, required=False, initial=field)
        self.width = len(table.headers)

    def columns(self) -> list[Any]:
        """The bound fields of the columns."""
        return [self[f"c{number}"] for number in range(self.width)]

    def clean(self) -> dict[str, Any]:
        """An entry has a name, and a field comes from one column."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        given = [name for number in range(self.width) if (name := data.get(f"c{number}"))]
        if "name" not in given:
            raise ValidationError(_("Dites quelle colonne donne le nom."))
        twice = {name for name in given if given.count(name) > 1}
        if twice:
            named = ", ".join(sorted(str(mapping.targets()[name]) for name in twice))
            raise ValidationError(_("Deux colonnes donnent le même champ\u00a0: %(names)s.") % {"names": named})
        return data

    def choices(self) -> writing.Choices:
        """What was decided."""
        data = self.cleaned_data
        fields = tuple(data[f"c{number}"] for number in range(self.width))
        return writing.Choices(fields, data["kind"], data["known"], data["agreed"])


def tables(request: HttpRequest, commune_id: int) -> HttpResponse:
    """A file to bring in, and the last ones."""
    place = place_of(request, commune_id)
    user: Any = request.user
    webmestre = is_webmestre(user, place)
    sent = request.POST.get("quoi")
    form = FileForm(*((request.POST, request.FILES) if sent == FileForm.prefix else ()))
    national = NationalForm(*((request.POST, request.FILES) if sent == NationalForm.prefix else ()))
    if sent == FileForm.prefix and form.is_valid():
        file = form.cleaned_data["file"]
        apport = Apport.objects.create(commune=place, name=file.name[:200], by=user, content=file.read())
        return redirect("annuaire:mapping", place.pk, apport.pk)
    if sent == NationalForm.prefix and webmestre and national.is_valid():
        try:
            messages.success(request, source.from_file(place, national.cleaned_data["file"].read()).said())
        except ValidationError as error:
            national.add_error("file", error.messages)
        else:
            return redirect("annuaire:tables", place.pk)
    context = {
        **about(place, _("Importer un tableau")),
        "form": form,
        "national": national if webmestre else None,
        "last": Apport.objects.filter(commune=place, done=True).select_related("by").defer("content")[:LAST],
    }
    return TemplateResponse(request, "annuaire/desk/tables.html", context)


def columns(request: HttpRequest, commune_id: int, apport_id: int) -> HttpResponse:
    """Each column's field; a look at the first lines, faults and duplicates; then all of it."""
    place = place_of(request, commune_id)
    apport = get_object_or_404(Apport, commune=place, pk=apport_id, done=False)
    table = reading.table_of(bytes(apport.content))
    initial = {"kind": "association", "known": writing.SKIP}
    form = ChoicesForm(request.POST or None, table=table, initial=initial)
    lines: list[writing.Line] = []
    if request.method == "POST" and form.is_valid():
        choices = form.choices()
        lines = writing.lines_of(table, choices, place)
        if request.POST.get("action") == "importer":
            return _written(request, apport, lines, choices)
    context = {
        **about(place, _("Les colonnes de «\u00a0%(name)s\u00a0»") % {"name": apport.name}),
        "form": form,
        "table": table,
        "separator": reading.NAMES[table.separator],
        "samples": [(column, _samples(table, number)) for number, column in enumerate(form.columns())],
        "lines": lines[:PREVIEW],
        "faults": [line for line in lines if line.faults][:MOST_FAULTS],
        "faulty": sum(bool(line.faults) for line in lines),
        "repeated": [line for line in lines if line.repeated][:MOST_FAULTS],
        "twins": [line for line in lines if line.twin][:MOST_FAULTS],
        "ready": sum(not (line.faults or line.repeated) for line in lines),
    }
    return TemplateResponse(request, "annuaire/desk/columns.html", context)


def _samples(table: reading.Table, number: int) -> str:
    found = [cells[number] for _line, cells in table.rows[:50] if cells[number]]
    return ", ".join(dict.fromkeys(text[:40] for text in found[:3]))


def _written(request: HttpRequest, apport: Apport, lines: list[writing.Line], choices: writing.Choices) -> HttpResponse:
    count = writing.write(apport, lines, choices)
    one, many = _("%(count)d fiche est dans l’annuaire."), _("%(count)d fiches sont dans l’annuaire.")
    messages.success(request, ngettext(one, many, count) % {"count": count})
    if (left := len(lines) - count) > 0:
        messages.warning(
            request, ngettext("%(left)d ligne est laissée.", "%(left)d lignes sont laissées.", left) % {"left": left}
        )
    return redirect("annuaire:tables", apport.commune_id)


@require_POST
def undo(request: HttpRequest, commune_id: int, apport_id: int) -> HttpResponse:
    """« Annuler cet import »."""
    place = place_of(request, commune_id, "delete")
    standing = Apport.objects.filter(commune=place, done=True, undone_at=None).exclude(made={}, before={})
    apport = get_object_or_404(standing, pk=apport_id)
    stay = writing.undo(apport)
    messages.success(request, _("L’import de «\u00a0%(name)s\u00a0» est annulé.") % {"name": apport.name})
    if stay:
        messages.warning(
            request, _("Changées depuis, elles restent\u00a0: %(names)s.") % {"names": ", ".join(stay[:20])}
        )
    return redirect("annuaire:tables", place.pk)
