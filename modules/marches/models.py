"""The page of public procurement, the notices of a commune, where they are read, and those that are nobody's yet."""

from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from cms.models import BasePage, ModulePage
from cms.sources.rows import OutsideSource, web_address
from modules.marches.avis import notice as common
from modules.marches.avis.merging import Row
from modules.marches.avis.notice import Notice
from sites.rendering.french import counted
from sites.tenancy.reach import owned_by_commune, owned_by_commune_or_departement


class Marches(ModulePage):
    """The list of the consultations, and where firms answer."""

    template_name = "marches/index.html"
    snapshot_type = "marches"
    api_fields: ClassVar = ("intro", "profile_name", "profile_url")
    page_description = _("Les consultations de la commune, en cours et passées, et ses marchés attribués.")
    is_creatable = False

    profile_name = models.CharField(
        _("plate-forme"),
        max_length=80,
        blank=True,
        help_text=_("Son nom, comme les entreprises le connaissent : AWS, Mégalis Bretagne, e-marchespublics."),
    )
    profile_url = models.URLField(
        _("adresse du profil d’acheteur"),
        max_length=400,
        blank=True,
        help_text=_("La page de la commune sur la plate-forme, où les entreprises retirent les dossiers et répondent."),
    )

    content_panels: ClassVar = [
        *BasePage.content_panels,
        FieldPanel("intro"),
        MultiFieldPanel([FieldPanel("profile_name"), FieldPanel("profile_url")], heading=_("Profil d’acheteur")),
    ]

    class Meta:
        verbose_name = _("page des marchés publics")
        verbose_name_plural = _("pages des marchés publics")


@owned_by_commune_or_departement(area="market_source")
class Source(OutsideSource):
    """Where notices are read: for one commune, or for all those of a département, which are then told apart.

    ``address`` may hold ``{siren}``, ``{insee}``, ``{departement}``, ``{annee}``. ``mapping``: see ``parse/feed.py``.
    ``count`` is the number of notices of the last reading, ``faults`` what it did not understand.
    """

    class Kind(models.TextChoices):
        """What is read there."""

        FEED = "flux", _("Flux d’une plate-forme (RSS, Atom, JSON ou CSV)")
        BOAMP = "boamp", _("BOAMP, les annonces officielles")
        DECP = "decp", _("Données essentielles (DECP, JSON ou XML)")

    commune = models.ForeignKey(
        "sites.Commune", null=True, blank=True, on_delete=models.CASCADE, related_name="+", verbose_name=_("commune")
    )
    departement = models.ForeignKey(
        "sites.Departement", null=True, blank=True, on_delete=models.CASCADE, related_name="+",
        verbose_name=_("département"),
    )  # fmt: skip
    kind = models.CharField(_("ce qu’on y lit"), max_length=8, choices=Kind.choices, default=Kind.FEED)
    name = models.CharField(_("nom"), max_length=80)
    address = models.CharField(_("adresse"), max_length=600)
    mapping = models.JSONField(default=dict, blank=True, editable=False)
    count = models.PositiveIntegerField(default=0, editable=False)
    faults = models.JSONField(default=list, editable=False)
    told_at = models.DateTimeField(null=True, editable=False)
    """When the centre de gestion was told of its silence."""

    class Meta:
        verbose_name = _("source des marchés publics")
        verbose_name_plural = _("sources des marchés publics")
        ordering = ("name", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commune", "address"], name="one_market_source_per_address"),
            models.CheckConstraint(
                condition=models.Q(commune__isnull=False, departement__isnull=True)
                | models.Q(commune__isnull=True, departement__isnull=False),
                name="a_market_source_is_of_a_commune_or_of_a_departement",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """An address of the web."""
        self.address = web_address(self.address)
        super().clean()

    def state(self) -> str:
        """How it goes, in one sentence."""
        if self.error:
            kept = gettext("Ce qui était déjà lu reste en ligne.")
            return f"{self.error} {kept}" if self.count else self.error
        if self.read_at is None:
            return gettext("Sera lue dans quelques minutes.")
        notices = counted(self.count, gettext("avis"), gettext("avis"))
        return gettext("À jour\u00a0: %(notices)s à la dernière lecture.") % {"notices": notices}


@owned_by_commune(area="market")
class Avis(models.Model):
    """What one source says of one contract of a commune; ``data`` holds the whole, see ``avis/notice.py``.

    Contracts are put together from these rows in the bake: nothing of a source is ever overwritten by another.
    """

    class Origin(models.TextChoices):
        """How it came."""

        TYPED = "saisie", _("Saisi")
        FEED = "flux", _("Plate-forme")
        BOAMP = "boamp", _("BOAMP")
        FILE = "fichier", _("Fichier importé")
        DECP = "decp", _("Données essentielles")

    commune = models.ForeignKey("sites.Commune", on_delete=models.CASCADE, related_name="+", verbose_name=_("commune"))
    source = models.ForeignKey(Source, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.TYPED)
    key = models.CharField(max_length=240, editable=False)
    slug = models.SlugField(max_length=90, editable=False)
    title = models.CharField(_("objet"), max_length=301)
    reference = models.CharField(_("référence"), max_length=61, blank=True)
    published = models.DateField(_("publié le"), null=True, blank=True)
    deadline = models.DateTimeField(_("date limite"), null=True, blank=True)
    data = models.JSONField(default=dict, editable=False)
    hidden = models.BooleanField(_("retiré du site"), default=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("avis de marché")
        verbose_name_plural = _("avis de marchés")
        ordering = ("-published", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commune", "key"], name="one_notice_a_key"),
            models.UniqueConstraint(fields=["commune", "slug"], name="one_notice_a_slug"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def notice(self) -> Notice:
        """As the pure rooms know it."""
        return common.from_json(self.data)

    @property
    def row(self) -> Row:
        """As contracts are made of it."""
        return Row(self.pk, self.slug, self.origin, self.notice)

    def tell(self, notice: Notice) -> None:
        """Take in what a source says; the address stays what it was."""
        self.key, self.title, self.reference = notice.key, notice.title, notice.reference
        self.published, self.deadline = notice.published, notice.deadline
        self.data = common.as_json(notice)


@owned_by_commune_or_departement(area="market_source")
class Inconnu(models.Model):
    """A buyer that no commune could be told from, with its notices. No commune sees them until somebody attaches it.

    Attached, the row stays: the next notices of that buyer go straight where this one went.
    """

    departement = models.ForeignKey(
        "sites.Departement", null=True, on_delete=models.CASCADE, related_name="+", verbose_name=_("département")
    )
    commune = models.ForeignKey(
        "sites.Commune", null=True, blank=True, on_delete=models.CASCADE, related_name="+", verbose_name=_("commune")
    )
    key = models.CharField(max_length=240)
    name = models.CharField(_("acheteur"), max_length=301)
    siret = models.CharField(_("SIRET"), max_length=14, blank=True)
    postcode = models.CharField(_("code postal"), max_length=5, blank=True)
    notices = models.JSONField(default=list)
    ignored = models.BooleanField(_("écarté"), default=False)
    attached_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )

    class Meta:
        verbose_name = _("acheteur à rattacher")
        verbose_name_plural = _("acheteurs à rattacher")
        ordering = ("name", "pk")
        constraints: ClassVar = [models.UniqueConstraint(fields=["departement", "key"], name="one_unknown_buyer")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Whatever is attached is a commune of that département."""
        super().clean()
        if self.commune and self.commune.departement_id != self.departement_id:
            raise ValidationError({"commune": gettext("Cette commune est d’un autre département.")})
