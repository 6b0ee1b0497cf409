"""The list of the forms, and the forms."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, TitleFieldPanel

from cms.fields import ContentField
from cms.models import BasePage, ModulePage
from modules.formulaires.blocks import QUESTION_BLOCKS, broken_conditions


class Formulaires(ModulePage):
    """The list of the forms."""

    template_name = "formulaires/index.html"
    snapshot_type = "formulaires"
    page_description = _("La liste des formulaires de la commune.")
    is_creatable = False

    subpage_types: ClassVar = ["formulaires.Formulaire"]
    show_in_menus_default = False

    class Meta:
        verbose_name = _("liste des formulaires")
        verbose_name_plural = _("listes des formulaires")


class Kept(models.IntegerChoices):
    """Months during which answers are kept."""

    ONE = 1, _("un mois")
    THREE = 3, _("trois mois")
    SIX = 6, _("six mois")
    YEAR = 12, _("un an")
    TWO_YEARS = 24, _("deux ans")


class Formulaire(BasePage):
    """A form: questions, and what becomes of the answers."""

    template_name = "formulaires/formulaire.html"
    snapshot_type = "formulaire"
    api_fields: ClassVar = ("intro", "questions")
    page_description = _("Une inscription, une demande, un signalement : vos questions, les réponses des habitants.")

    intro = models.TextField(
        _("introduction"),
        max_length=300,
        blank=True,
        help_text=_("À quoi sert ce formulaire, et ce qui se passe après."),
    )
    questions = ContentField(QUESTION_BLOCKS, verbose_name=_("questions"))
    recipient = models.EmailField(
        _("adresse prévenue"), blank=True, help_text=_("Elle n’est pas affichée. Vide : celle de la mairie.")
    )
    confirms = models.BooleanField(
        _("accuser réception"),
        default=True,
        help_text=_("Un message part à l’adresse électronique donnée par l’habitant."),
    )
    thanks = models.CharField(
        _("remerciement"), max_length=300, blank=True, help_text=_("Ce que lit l’habitant une fois son envoi reçu.")
    )
    kept = models.PositiveSmallIntegerField(
        _("réponses conservées"),
        choices=Kept.choices,
        default=Kept.SIX,
        help_text=_("Puis effacées d’elles-mêmes. Gardez le moins longtemps possible : la loi le demande."),
    )

    # Questions are shown by the form, not by a macro of their own.
    data_streams: ClassVar = frozenset({"questions"})
    parent_page_types: ClassVar = ["formulaires.Formulaires"]
    subpage_types: ClassVar[list[str]] = []
    show_in_menus_default = False
    content_panels: ClassVar = [
        TitleFieldPanel("title", placeholder=_("Titre du formulaire")),
        FieldPanel("intro"),
        FieldPanel("questions"),
        MultiFieldPanel(
            [FieldPanel("recipient"), FieldPanel("confirms"), FieldPanel("thanks"), FieldPanel("kept")],
            heading=_("Après l’envoi"),
        ),
    ]

    class Meta:
        verbose_name = _("formulaire")
        verbose_name_plural = _("formulaires")

    def clean(self) -> None:
        """Every condition can be met."""
        super().clean()
        raw = self.questions.get_prep_value() if self.questions else []
        if sentences := broken_conditions(raw):
            raise ValidationError({"questions": sentences})

    @property
    def facts(self) -> dict[str, Any]:
        """The fields that make the form, as the bake reads them."""
        names = ("title", "recipient", "confirms", "thanks", "kept")
        return {name: getattr(self, name) for name in names} | {"questions": self.questions.get_prep_value()}
