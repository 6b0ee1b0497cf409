"""Opening hours: the page of all of them, a page for each place, and the days that are not like the others."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index

from cms import validation
from cms.models import BasePage, ListedPage, ModulePage
from cms.rows.hours import WeekField
from cms.rows.screens import RowForm
from cms.rows.week import HALVES
from sites.tenancy.reach import owned_by_commune

KINDS = [
    ("library", _("Bibliothèque, médiathèque")),
    ("recycling", _("Déchèterie")),
    ("post", _("Agence postale")),
    ("sport", _("Piscine, gymnase, équipement sportif")),
    ("school", _("École, accueil de loisirs")),
    ("childcare", _("Crèche, petite enfance")),
    ("health", _("Santé, services sociaux")),
    ("tourism", _("Office de tourisme")),
    ("museum", _("Musée, monument")),
    ("market", _("Marché")),
    ("other", _("Autre lieu")),
]


class Horaires(ModulePage):
    """All the hours of the commune."""

    template_name = "horaires/index.html"
    snapshot_type = "horaires"
    page_description = _("Les horaires de la mairie et des autres lieux de la commune.")
    is_creatable = False

    subpage_types: ClassVar = ["horaires.Lieu"]
    show_in_menus_default = False  # the foot of every page leads here

    class Meta:
        verbose_name = _("page des horaires")
        verbose_name_plural = _("pages des horaires")


class Lieu(ListedPage):
    """A place and its hours: the library, the recycling centre."""

    template_name = "horaires/lieu.html"
    snapshot_type = "lieu"
    api_fields: ClassVar = ("kind", "intro", "hours_note", "open_on_holidays", "address", "phone")
    page_description = _("Un lieu de la commune et ses horaires\u00a0: bibliothèque, déchèterie, agence postale…")

    kind = models.CharField(_("sorte de lieu"), max_length=20, choices=KINDS, default="other")
    intro = models.TextField(
        _("l’essentiel"), max_length=300, blank=True, help_text=_("Une ou deux phrases\u00a0: ce qu’on y trouve.")
    )
    hours = WeekField(_("horaires d’ouverture"), help_text=_("Une ligne laissée vide est un jour de fermeture."))
    hours_note = models.CharField(
        _("remarque sur les horaires"),
        max_length=200,
        blank=True,
        help_text=_("Par exemple\u00a0: dernière entrée une demi-heure avant la fermeture."),
    )
    open_on_holidays = models.BooleanField(
        _("ouvert les jours fériés"), default=False, help_text=_("Sinon, le site annonce la fermeture de lui-même.")
    )
    address = models.TextField(_("adresse"), max_length=300, blank=True, help_text=_("Une ligne par élément."))
    phone = models.CharField(_("téléphone"), max_length=20, blank=True, validators=[validation.telephone])

    parent_page_types: ClassVar = ["horaires.Horaires"]
    content_panels: ClassVar = [
        *BasePage.content_panels,
        FieldPanel("kind"),
        FieldPanel("intro"),
        MultiFieldPanel(
            [FieldPanel("hours"), FieldPanel("hours_note"), FieldPanel("open_on_holidays")], heading=_("Horaires")
        ),
        MultiFieldPanel([FieldPanel("address"), FieldPanel("phone")], heading=_("Y aller, appeler")),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("intro")]

    class Meta:
        verbose_name = _("lieu")
        verbose_name_plural = _("lieux")


@owned_by_commune(area="record")
class HoraireExceptionnel(models.Model):
    """Some days that are not like the others, at the town hall or in one place."""

    commune = models.ForeignKey(
        "sites.Commune", on_delete=models.CASCADE, related_name="horaires_exceptionnels", verbose_name=_("commune")
    )
    lieu = models.ForeignKey(
        Lieu, null=True, blank=True, on_delete=models.CASCADE, related_name="exceptions", verbose_name=_("où")
    )
    start = models.DateField(_("du"))
    end = models.DateField(_("au"), blank=True, help_text=_("Compris. Laissez vide pour un seul jour."))
    morning_from = models.TimeField(_("ouvert le matin, de"), null=True, blank=True)
    morning_to = models.TimeField(_("à"), null=True, blank=True)
    afternoon_from = models.TimeField(_("ouvert l’après-midi, de"), null=True, blank=True)
    afternoon_to = models.TimeField(_("à"), null=True, blank=True)
    reason = models.CharField(
        _("pourquoi"), max_length=120, blank=True, help_text=_("Facultatif. Par exemple\u00a0: congés, formation.")
    )

    base_form_class = RowForm

    class Meta:
        verbose_name = _("fermeture ou horaires exceptionnels")
        verbose_name_plural = _("fermetures et horaires exceptionnels")
        ordering = ("-start", "pk")

    def __str__(self) -> str:
        where = self.lieu.title if self.lieu else gettext("Mairie")
        return f"{where}, {self.start:%d/%m/%Y}"

    @property
    def is_closure(self) -> bool:
        """Closed all day: no hour was given."""
        return all(getattr(self, name) is None for pair in HALVES for name in pair)

    def clean_fields(self, exclude: Any = None) -> None:
        """One day unless another is said."""
        self.end = self.end or self.start
        super().clean_fields(exclude)

    def clean(self) -> None:
        """Days and hours come in order."""
        super().clean()
        if self.start and self.end and self.end < self.start:
            raise ValidationError({"end": gettext("Le dernier jour vient après le premier.")})
        for first, last in HALVES:
            opening, closing = getattr(self, first), getattr(self, last)
            if (opening is None) != (closing is None) or (opening and opening >= closing):
                raise ValidationError(
                    {last: gettext("Donnez l’heure d’ouverture puis celle de fermeture, plus tardive.")}
                )
        if self.morning_to and self.afternoon_from and self.afternoon_from < self.morning_to:
            raise ValidationError({"afternoon_from": gettext("L’après-midi commence après la fin de la matinée.")})
