"""The directory: its page, its entries, their categories, and what was brought in from elsewhere."""

import re
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms import slugs, validation
from cms.models import ModulePage
from cms.models.media import described
from cms.rows import positions
from cms.rows.categories import Category
from cms.rows.hours import WeekField
from modules.annuaire import kinds
from modules.annuaire.admin import FicheForm
from sites.bake.lists import PAGE
from sites.tenancy.reach import owned_by_commune

# Addresses below a type that its own lists take.
RESERVED = re.compile(rf"categorie|{re.escape(PAGE)}\d+")
MAX = 200  # signs of a line, as public forms accept them


class Annuaire(ModulePage):
    """The types of entries, and the way to each."""

    template_name = "annuaire/index.html"
    snapshot_type = "annuaire"
    api_fields: ClassVar = ("intro",)
    page_description = _("Associations, commerces, artisans, santé, services et équipements de la commune.")
    is_creatable = False

    siret = models.CharField(
        _("SIRET de la commune"),
        max_length=14,
        blank=True,
        validators=[validation.siret],
        help_text=_("Quatorze chiffres. Il permet de publier les équipements en données ouvertes."),
    )
    registration = models.BooleanField(
        _("proposer l’inscription en ligne"),
        default=True,
        help_text=_("Associations et professionnels remplissent leur fiche\u202f; rien ne paraît sans votre accord."),
    )
    content_panels: ClassVar = [*ModulePage.content_panels, "registration", "siret"]

    class Meta:
        verbose_name = _("page de l’annuaire")
        verbose_name_plural = _("pages de l’annuaire")


@owned_by_commune(area="record")
class Categorie(Category):
    """A heading within the types: « Sport », « Alimentation »."""

    commune = models.ForeignKey(
        "sites.Commune", on_delete=models.CASCADE, related_name="annuaire_categories", verbose_name=_("commune")
    )
    name = models.CharField(_("nom"), max_length=60, help_text=_("Par exemple : Sport, Alimentation, Bâtiment."))

    class Meta(Category.Meta):
        verbose_name = _("catégorie de l’annuaire")
        verbose_name_plural = _("catégories de l’annuaire")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commune", "slug"], name="one_directory_category_per_slug"),
        ]


@owned_by_commune(area="record")
class Fiche(models.Model):
    """An entry. What its people gave for the town hall alone stands in ``holder_name`` and ``holder_email``.

    ``details`` are the fields of its type. ``national`` is what the national directory last gave of each column: one
    that is still equal is the directory's, one that differs is the commune's. ``turn`` grows with each answer of its
    people: links sent before stop working.
    """

    commune = models.ForeignKey(
        "sites.Commune", on_delete=models.CASCADE, related_name="fiches", verbose_name=_("commune")
    )
    kind = models.CharField(_("type"), max_length=12, choices=kinds.CHOICES, default="association")
    name = models.CharField(_("nom"), max_length=MAX)
    slug = models.SlugField(max_length=80, blank=True, editable=False)
    category = models.ForeignKey(
        Categorie, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("catégorie")
    )
    online = models.BooleanField(_("affichée sur le site"), default=True)
    about = models.TextField(
        _("présentation"), max_length=2000, blank=True, help_text=_("Quelques phrases\u00a0: ce qu’on y trouve.")
    )
    details = models.JSONField(default=dict, blank=True, editable=False)
    street = models.CharField(
        _("numéro et rue"), max_length=MAX, blank=True, help_text=_("Par exemple\u00a0: 3 place de la Halle.")
    )
    complement = models.CharField(_("complément d’adresse"), max_length=MAX, blank=True)
    postcode = models.CharField(_("code postal"), max_length=5, blank=True, validators=[validation.postcode])
    city = models.CharField(_("commune de l’adresse"), max_length=MAX, blank=True)
    position = models.CharField(
        _("position sur la carte"),
        max_length=300,
        blank=True,
        help_text=_(
            "Sur openstreetmap.org, faites un clic droit sur le lieu, « Centrer la carte ici », puis copiez l’adresse "
            "de la page. Deux nombres conviennent aussi : 44.4475, 1.4419."
        ),
    )
    access = models.CharField(_("accessibilité"), max_length=3, blank=True, choices=kinds.ACCESS)
    access_note = models.CharField(
        _("précisions d’accès"), max_length=MAX, blank=True, help_text=_("Entrée, stationnement, boucle magnétique…")
    )
    phone = models.CharField(_("téléphone"), max_length=30, blank=True, validators=[validation.telephone])
    email = models.EmailField(_("adresse électronique"), blank=True)
    website = models.URLField(_("site"), max_length=300, blank=True)
    hours = WeekField(_("horaires d’ouverture"), help_text=_("Une ligne laissée vide est un jour de fermeture."))
    hours_note = models.CharField(_("remarque sur les horaires"), max_length=MAX, blank=True)
    image = models.ForeignKey(
        "cms.Picture", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("photo")
    )
    image_alt = models.CharField(
        _("description de la photo"),
        max_length=160,
        blank=True,
        help_text=_("Ce que montre la photo. Laissez vide pour reprendre la description donnée à l’envoi."),
    )
    photo_given = models.ForeignKey(
        "cms.Picture", null=True, editable=False, on_delete=models.SET_NULL, related_name="+", verbose_name=_("photo")
    )
    """The photo that its people sent: it leaves with the entry."""
    holder_name = models.CharField(
        _("qui tient cette fiche"), max_length=MAX, blank=True, help_text=_("N’est pas affiché sur le site.")
    )
    holder_email = models.EmailField(
        _("son adresse électronique"),
        blank=True,
        help_text=_("N’est pas affichée. Chaque année, un message y demande si la fiche est toujours exacte."),
    )
    consent_phone = models.BooleanField(_("accord pour publier le téléphone"), default=False)
    consent_email = models.BooleanField(_("accord pour publier l’adresse électronique"), default=False)
    consent_at = models.DateTimeField(_("accords donnés le"), null=True, blank=True, editable=False)
    checked_on = models.DateField(_("vérifiée le"), null=True, blank=True, editable=False)
    asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    asks = models.PositiveSmallIntegerField(default=0, editable=False)
    turn = models.PositiveIntegerField(default=1, editable=False)
    national_id = models.CharField(max_length=60, blank=True, editable=False)
    national = models.JSONField(default=dict, blank=True, editable=False)

    base_form_class = FicheForm

    class Meta:
        verbose_name = _("fiche de l’annuaire")
        verbose_name_plural = _("fiches de l’annuaire")
        ordering = ("name", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commune", "kind", "slug"], name="one_entry_per_address"),
            models.UniqueConstraint(
                fields=["commune", "national_id"],
                condition=~models.Q(national_id=""),
                name="one_entry_per_national_service",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["checked_on"], name="entries_checked")]

    def __str__(self) -> str:
        return self.name

    @property
    def type(self) -> kinds.Kind:
        """What it is."""
        return kinds.KINDS[self.kind]

    def shown(self) -> str:
        """Whether visitors see it, in the list of the town hall."""
        return gettext("Oui") if self.online else gettext("Non")

    shown.short_description = _("Affichée")  # type: ignore[attr-defined]
    shown.admin_order_field = "online"  # type: ignore[attr-defined]

    def clean(self) -> None:
        """A position is two numbers, a picture is described, and the address of the entry is its own."""
        super().clean()
        if self.position:
            found = positions.point(self.position)
            if found is None:
                raise ValidationError(
                    {"position": gettext("Aucune position ne se lit ici. Écrivez deux nombres, comme 44.4475, 1.4419.")}
                )
            self.position = str(found)
        self.image_alt = described(self.image, self.image_alt, "image_alt")
        others = Fiche.objects.filter(commune_id=self.commune_id, kind=self.kind).exclude(pk=self.pk)
        if not self.slug or others.filter(slug=self.slug).exists():
            self.slug = slugs.first_free(
                slugs.slug_of(self.name)[:70],
                lambda slug: not RESERVED.fullmatch(slug) and not others.filter(slug=slug).exists(),
            )
        if self.checked_on is None:
            self.checked_on = timezone.localdate()


@owned_by_commune(area="record")
class Apport(models.Model):
    """A table that was brought in, so that it can be undone.

    ``made`` is what was written in each new entry, by its id; ``before`` what each column of an entry that was there
    held, and what was written: ``{id: {column: [before, after]}}``. ``content`` is the file, forgotten once it is done;
    what an entry held is forgotten with it, and all of it after a while (``imports.keeping``).
    """

    baked = False  # it stands on no page

    commune = models.ForeignKey(
        "sites.Commune", on_delete=models.CASCADE, related_name="annuaire_apports", verbose_name=_("commune")
    )
    name = models.CharField(_("fichier"), max_length=MAX)
    at = models.DateTimeField(_("le"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("par")
    )
    content = models.BinaryField(editable=False, default=b"")
    mapping = models.JSONField(default=dict, editable=False)
    made = models.JSONField(default=dict, editable=False)
    before = models.JSONField(default=dict, editable=False)
    done = models.BooleanField(default=False, editable=False)
    undone_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("tableau importé")
        verbose_name_plural = _("tableaux importés")
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return self.name


@owned_by_commune(area="record")
class Source(models.Model):
    """What is known of the national directory for one commune; ``known`` are ids of services that were brought once."""

    baked = False

    commune: Any = models.OneToOneField(
        "sites.Commune", on_delete=models.CASCADE, related_name="annuaire_source", verbose_name=_("commune")
    )
    asked_at = models.DateTimeField(null=True, editable=False)
    read_at = models.DateTimeField(null=True, editable=False)
    error = models.CharField(max_length=300, blank=True, editable=False)
    validators = models.JSONField(default=dict, editable=False)
    known = models.JSONField(default=list, editable=False)

    class Meta:
        verbose_name = _("annuaire national")
        verbose_name_plural = _("annuaire national")

    def __str__(self) -> str:
        return str(self.commune)
