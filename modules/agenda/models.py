"""Events: an index, its events, their categories, and the calendars of others."""

import re
import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.search import index

from cms.blocks import CONTENT_BLOCKS
from cms.fields import ContentField
from cms.models import BasePage, Illustrated, ListedPage, ModulePage
from cms.rows.categories import Category
from cms.sources.rows import OutsideSource
from modules.agenda.admin import EvenementForm, check_dates, web_address
from modules.agenda.listing import ARCHIVES, CATEGORY
from sites.bake.lists import PAGE
from sites.rendering.french import counted
from sites.tenancy.reach import owned_by_commune
from sites.tenancy.references import OwnModelForm

# Addresses below the list that its own pages take; a month is « 2026-12 ».
RESERVED = re.compile(rf"{CATEGORY}|{ARCHIVES}|{re.escape(PAGE)}\d+|\d{{4}}-\d{{2}}")


@owned_by_commune()
class Categorie(Category):
    """A heading of the agenda, proper to a commune."""

    commune = models.ForeignKey(
        "sites.Commune", on_delete=models.CASCADE, related_name="agenda_categories", verbose_name=_("commune")
    )
    name = models.CharField(_("nom"), max_length=60, help_text=_("Par exemple : Concerts, Marchés, Sport."))

    class Meta(Category.Meta):
        verbose_name = _("catégorie d’évènements")
        verbose_name_plural = _("catégories d’évènements")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commune", "slug"], name="one_event_category_per_slug"),
        ]


@owned_by_commune()
class Source(OutsideSource):
    """A calendar that somebody else keeps, read by the worker. ``events`` are the last good ones, already dated."""

    commune = models.ForeignKey(
        "sites.Commune", on_delete=models.CASCADE, related_name="agenda_sources", verbose_name=_("commune")
    )
    name = models.CharField(
        _("nom"), max_length=80, help_text=_("Il paraît à côté de chaque évènement : Office de tourisme de Cahors.")
    )
    address = models.URLField(
        _("adresse de l’agenda"),
        max_length=400,
        help_text=_(
            "L’adresse d’un fichier .ics, ou d’un agenda OpenAgenda : son export JSON, ou "
            "https://api.openagenda.com/v2/agendas/…/events?key=… avec une clé publique."
        ),
    )
    on_home = models.BooleanField(
        _("à la une"), default=True, help_text=_("Ses prochains évènements paraissent sur l’accueil avec les vôtres.")
    )
    events = models.JSONField(default=list, editable=False)

    base_form_class = OwnModelForm

    class Meta:
        verbose_name = _("agenda extérieur")
        verbose_name_plural = _("agendas extérieurs")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """``webcal://`` is what calendars are often offered as."""
        self.address = web_address(self.address)
        super().clean()

    def state(self) -> str:
        """How it goes, in one sentence."""
        count = len(self.events)
        if self.error:
            dates = counted(
                count, gettext("date déjà reprise reste en ligne."), gettext("dates déjà reprises restent en ligne.")
            )
            kept = dates if count else ""
            return f"{self.error} {kept}".strip()
        if self.read_at is None:
            return gettext("Sera lu dans quelques minutes.")
        dates = counted(count, gettext("date à venir"), gettext("dates à venir"))
        return gettext("À jour\u00a0: %(dates)s.") % {"dates": dates}

    state.short_description = _("état")  # type: ignore[attr-defined]


class Agenda(ModulePage):
    """The list of the events."""

    template_name = "agenda/index.html"
    snapshot_type = "agenda"
    page_description = _("La liste des évènements de la commune.")
    is_creatable = False

    subpage_types: ClassVar = ["agenda.Evenement"]

    class Meta:
        verbose_name = _("agenda")
        verbose_name_plural = _("agendas")


class Evenement(Illustrated, ListedPage):
    """One event, with all its dates."""

    template_name = "agenda/evenement.html"
    snapshot_type = "evenement"
    api_fields: ClassVar = (
        "intro",
        "start_date",
        "start_time",
        "end_date",
        "end_time",
        "place",
        "address",
        "contact_name",
        "phone",
        "email",
        "website",
        "free",
        "price",
        "accessibility",
        "document",
        "image",
        "image_alt",
        "body",
        "category_name",
        "promoted_home",
    )
    page_description = _("Un évènement : quoi, quand, où. Il quitte l’accueil de lui-même quand il est passé.")
    # A copy is another event.
    exclude_fields_in_copy: ClassVar = ["uid"]

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    intro = models.TextField(
        _("l’essentiel"), max_length=300, help_text=_("Une ou deux phrases. Elles paraissent dans les listes.")
    )
    start_date = models.DateField(_("le"), help_text=_("Le jour, ou le premier jour."))
    start_time = models.TimeField(
        _("à"), null=True, blank=True, help_text=_("Laissez vide si l’évènement dure toute la journée.")
    )
    end_date = models.DateField(
        _("jusqu’au"), null=True, blank=True, help_text=_("Si l’évènement dure plusieurs jours de suite.")
    )
    end_time = models.TimeField(_("fin à"), null=True, blank=True)
    recurrence = models.JSONField(default=dict, blank=True, editable=False)
    place = models.CharField(_("lieu"), max_length=120, blank=True, help_text=_("Par exemple : salle des fêtes."))
    address = models.CharField(_("adresse du lieu"), max_length=200, blank=True)
    contact_name = models.CharField(_("organisateur"), max_length=120, blank=True)
    phone = models.CharField(_("téléphone"), max_length=30, blank=True)
    email = models.EmailField(_("adresse électronique"), blank=True)
    website = models.URLField(_("site"), max_length=300, blank=True)
    free = models.BooleanField(_("gratuit"), default=False)
    price = models.CharField(_("tarif"), max_length=160, blank=True, help_text=_("Par exemple : 8 €, réduit 5 €."))
    accessibility = models.CharField(
        _("accessibilité"),
        max_length=200,
        blank=True,
        help_text=_("Par exemple : salle de plain-pied, boucle magnétique, spectacle traduit en LSF."),
    )
    document = models.ForeignKey(
        "cms.DocumentFile",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("document"),
        help_text=_("Le programme, une affiche, un bulletin d’inscription."),
    )
    body = ContentField(CONTENT_BLOCKS, blank=True, verbose_name=_("contenu"), help_text=_("Facultatif."))
    category = models.ForeignKey(
        Categorie, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("catégorie")
    )
    promoted_home = models.BooleanField(
        _("à la une de l’accueil"), default=True, help_text=_("Les prochains s’affichent sur la page d’accueil.")
    )

    base_form_class = EvenementForm
    parent_page_types: ClassVar = ["agenda.Agenda"]
    content_panels: ClassVar = [
        TitleFieldPanel("title", placeholder=_("Nom de l’évènement")),
        FieldPanel("intro"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("start_date"), FieldPanel("start_time"), FieldPanel("end_time")]),
                FieldPanel("end_date"),
            ],
            heading=_("Quand"),
        ),
        MultiFieldPanel(
            [FieldPanel("often"), FieldPanel("weekdays"), FieldPanel("until"), FieldPanel("except_on")],
            heading=_("Il revient"),
        ),
        MultiFieldPanel([FieldPanel("place"), FieldPanel("address"), FieldPanel("accessibility")], heading=_("Où")),
        MultiFieldPanel(
            [
                FieldPanel("free"),
                FieldPanel("price"),
                FieldPanel("contact_name"),
                FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
                FieldPanel("website"),
            ],
            heading=_("Tarif et contact"),
        ),
        Illustrated.image_panel,
        FieldPanel("document"),
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("category"), FieldPanel("promoted_home")], heading=_("Classement")),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("intro"),
        index.SearchField("place"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = _("évènement")
        verbose_name_plural = _("évènements")

    @classmethod
    def slug_is_reserved(cls, slug: str) -> bool:
        """The pages of the agenda have addresses too."""
        return super().slug_is_reserved(slug) or RESERVED.fullmatch(slug) is not None

    def clean(self) -> None:
        """It ends after it starts, and comes back at least once."""
        super().clean()
        check_dates(vars(self))
