"""What a town hall adds to the guide: the list of its rows, and their form."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column

from cms.desk.reach import address_of
from cms.rows.screens import RowForm, RowViewSet, Told
from modules.comarquage.local.choosing import CHOOSER
from modules.comarquage.local.sheets import UnknownSheetError, meant
from modules.comarquage.models import Precision, WidePrecision


class SheetChosen:
    """The sheet as people name it, kept by its key."""

    def clean_sheet(self) -> str:
        """The one that is meant."""
        form: Any = self
        try:
            return meant(form.cleaned_data["sheet"])
        except UnknownSheetError as error:
            raise ValidationError(str(error)) from error


class PrecisionForm(SheetChosen, RowForm):
    """That of a commune."""


class WideForm(SheetChosen, forms.ModelForm[WidePrecision]):
    """That of a webmestre: a département, or all communes for who keeps them all."""

    url = forms.URLField(
        label=_("Adresse d’un autre site"),
        required=False,
        assume_scheme="https",
        help_text=_("Elle commence par https://."),
    )

    class Meta:
        model = WidePrecision
        fields = ("departement", "sheet", "kind", "title", "text", "url", "label")
        widgets: ClassVar[dict[str, Any]] = {"text": forms.Textarea(attrs={"rows": 5}), "sheet": CHOOSER.widget_class}

    def __init__(self, *args: Any, departements: Any, everywhere: bool, **kwargs: Any) -> None:
        """``departements``: those that may be chosen; ``everywhere``: whether none may."""
        super().__init__(*args, **kwargs)
        field: Any = self.fields["departement"]
        field.queryset, field.required = departements, not everywhere
        if not everywhere:
            field.help_text = ""
        else:
            field.empty_label = _g("Toutes les communes")


def told(row: Precision) -> Told:
    """Where citizens read it."""
    names = {"title": row.title, "sheet": row.sheet_title}
    said = _g("«\u00a0%(title)s\u00a0» paraît à côté de la fiche «\u00a0%(sheet)s\u00a0».") % names
    return Told(said, f"{address_of(row.commune)}guide/{row.sheet}/")


class PrecisionViewSet(RowViewSet):
    """« Précisions du guide »."""

    model = Precision
    name = "precisions"
    url_prefix = "guide/precisions"
    icon = "help"
    menu_label = _("Précisions du guide")
    menu_order = 92
    tells = staticmethod(told)
    list_display: ClassVar[Any] = ("title", Column("sheet_title", label=_("Fiche")), "commune")
    search_fields: ClassVar[Any] = ("title", "text", "sheet")
    edit_handler = ObjectList(
        [
            FieldPanel("commune"),
            FieldPanel("sheet", widget=CHOOSER.widget_class),
            FieldPanel("kind"),
            FieldPanel("title"),
            FieldPanel("text"),
            MultiFieldPanel(
                [FieldPanel("page"), FieldPanel("url"), FieldPanel("label")], heading=_("Où cela mène (facultatif)")
            ),
        ],
        base_form_class=PrecisionForm,
    )
