"""Choosing a sheet: Wagtail's chooser, over the titles of the guide, which are rows of no table."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm, SearchFilterMixin
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets import BaseChooser

from modules.comarquage.local.sheets import Sheet, found, of_key, sheets


class SheetSearch(SearchFilterMixin, BaseFilterForm):
    """By number, address, or words of the title."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Wagtail's field, with what may be written there."""
        super().__init__(*args, **kwargs)
        field = self.fields["q"]
        field.label = _("Votre recherche")
        field.widget.attrs["placeholder"] = _("Par exemple\u00a0: acte de naissance, ou F1427")

    def filter(self, objects: list[Sheet]) -> list[Sheet]:
        """Those that are meant, the likeliest first; all of them where nothing is asked."""
        said = self.cleaned_data["q"].strip()
        if not said:
            return objects
        self.is_searching, self.search_query = True, said
        return found(said)


class _Sheets:
    """What both lists of the chooser share."""

    filter_form_class = SheetSearch
    results_template_name = "comarquage/desk/sheets.html"

    def get_object_list(self) -> list[Sheet]:
        """All, by title."""
        return list(sheets().values())

    def apply_object_list_ordering(self, objects: list[Sheet]) -> list[Sheet]:
        """They are in order."""
        return objects

    def can_create(self) -> bool:
        """Only the State writes sheets."""
        return False

    @property
    def columns(self) -> list[Column]:
        """The title, which chooses, then for whom and under which number."""
        view: Any = self
        return [
            view.title_column,
            Column("audience", label=_("Public"), width="20%"),
            Column("number", label=_("Numéro"), width="12%"),
        ]


class ChooseView(_Sheets, chooser.ChooseView):
    """The window."""


class ChooseResultsView(_Sheets, chooser.ChooseResultsView):
    """Its list, while one types."""


class ChosenView(chooser.ChosenView):
    """What goes back to the form."""

    def get(self, request: HttpRequest, sheet: str) -> HttpResponse:
        """The address names a sheet: one of no commune, hence not ``pk``, which the gate asks the model of."""
        return super().get(request, sheet)

    def get_object(self, pk: str) -> Sheet:
        """As it stands in the guide, or by its key alone: the form then says that it is there no more."""
        return of_key(pk)

    def get_edit_item_url(self, _sheet: Sheet) -> str | None:
        """Nobody edits it."""
        return None


class SheetWidget(BaseChooser):
    """The field of a form."""

    show_edit_link = False
    show_clear_link = False

    def get_instance(self, value: str | None) -> Sheet | None:
        """What was chosen, or written by a person's own programme."""
        return of_key(value) if value else None

    def get_value_data_from_instance(self, instance: Sheet) -> dict[str, Any]:
        """Its key and its title."""
        return {"id": instance.pk, "edit_url": None, self.display_title_key: instance.title}


class SheetChooserViewSet(ChooserViewSet):
    """« Choisir une fiche »."""

    name = "fiches_du_guide"
    url_prefix = "guide/fiches"
    icon = "help"
    choose_one_text = _("Choisir une fiche")
    choose_another_text = _("Choisir une autre fiche")
    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    chosen_view_class = ChosenView
    base_widget_class = SheetWidget
    register_widget = False
    model = Sheet

    def get_urlpatterns(self) -> list[URLPattern]:
        """One is chosen at a time, and none is made."""
        return [
            path("", self.choose_view, name="choose"),
            path("resultats/", self.choose_results_view, name="choose_results"),
            path("choisie/<str:sheet>/", self.chosen_view, name="chosen"),
        ]


CHOOSER = SheetChooserViewSet()
