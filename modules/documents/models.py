"""The library, the council's meetings, the acts and their published versions."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from cms import slugs
from cms.models import BasePage, ModulePage
from modules.documents.actes import kinds, locking
from modules.documents.admin import DocumentsForm
from sites.tenancy.reach import owned_by_commune
from sites.tenancy.references import OwnModelForm


class Documents(ModulePage):
    """The page of documents and acts, and how the commune publishes them."""

    template_name = "documents/index.html"
    snapshot_type = "documents"
    api_fields: ClassVar = ("intro", "publicity", "publicity_decision", "siret", "register_title", "register_url")
    page_description = _("Les documents à télécharger, les séances du conseil et les actes.")
    is_creatable = False

    class Publicity(models.TextChoices):
        """How acts are made public (CGCT, art. L2131-1); without a choice of the council, electronically."""

        ELECTRONIC = "electronique", _("Sous forme électronique, sur ce site")
        POSTED = "affichage", _("Par affichage à la mairie")
        PAPER = "papier", _("Sur papier, à la disposition du public à la mairie")

    publicity = models.CharField(
        _("publicité des actes"),
        max_length=12,
        choices=Publicity.choices,
        default=Publicity.ELECTRONIC,
        help_text=_("Sans choix du conseil, la loi veut la forme électronique."),
    )
    publicity_decision = models.CharField(
        _("délibération qui en décide"),
        max_length=160,
        blank=True,
        help_text=_("Son numéro et sa date, pour une commune à qui la loi laisse le choix."),
    )
    siret = models.CharField(
        _("SIRET de la commune"),
        max_length=14,
        blank=True,
        help_text=_("Quatorze chiffres. Il permet de publier les délibérations en données ouvertes."),
    )
    register_title = models.CharField(_("titre du registre"), max_length=120, blank=True)
    register_url = models.CharField(
        _("registre des actes d’un autre éditeur"),
        max_length=2000,
        blank=True,
        help_text=_("Collez l’adresse du registre, ou son code d’intégration\u00a0: il paraît sur la page des actes."),
    )

    base_form_class = DocumentsForm
    content_panels: ClassVar = [
        *BasePage.content_panels,
        FieldPanel("intro"),
        MultiFieldPanel([FieldPanel("publicity"), FieldPanel("publicity_decision")], heading=_("Publicité des actes")),
        FieldPanel("siret"),
        MultiFieldPanel(
            [FieldPanel("register_title"), FieldPanel("register_url")], heading=_("Registre d’un autre éditeur")
        ),
    ]

    class Meta:
        verbose_name = _("page des documents")
        verbose_name_plural = _("pages des documents")


@owned_by_commune(area="act")
class Publication(models.Model):
    """A document of the library: where it is listed."""

    commune = models.ForeignKey("sites.Commune", on_delete=models.CASCADE, related_name="+", verbose_name=_("commune"))
    document = models.OneToOneField(
        settings.WAGTAILDOCS_DOCUMENT_MODEL,
        on_delete=models.CASCADE,
        related_name="publication",
        verbose_name="document",
    )
    category = models.CharField(_("catégorie"), max_length=60)
    category_slug = models.SlugField(_("adresse de la catégorie"), max_length=60, editable=False)
    date = models.DateField(_("date"), default=timezone.localdate)

    base_form_class = OwnModelForm

    class Meta:
        verbose_name = _("document publié")
        verbose_name_plural = _("documents publiés")
        ordering = ("-date", "-pk")

    def __str__(self) -> str:
        return str(self.document)

    def clean(self) -> None:
        """The same words give the same category, whatever their capitals."""
        super().clean()
        self.category_slug = slugs.slug_of(self.category)
        same = Publication.objects.filter(commune_id=self.commune_id, category_slug=self.category_slug)
        self.category = same.exclude(pk=self.pk).values_list("category", flat=True).first() or self.category.strip()


@owned_by_commune(area="act")
class Seance(models.Model):
    """A meeting of the council. ``list_published_at`` is when its list of deliberations went online (L2121-25)."""

    commune = models.ForeignKey("sites.Commune", on_delete=models.CASCADE, related_name="+", verbose_name=_("commune"))
    assembly = models.CharField(_("assemblée"), max_length=80, default=_("Conseil municipal"))
    date = models.DateField(_("date"))
    time = models.TimeField(_("heure"), null=True, blank=True)
    place = models.CharField(_("lieu"), max_length=120, blank=True)
    agenda = models.TextField(_("ordre du jour"), max_length=10000, blank=True, help_text=_("Un point par ligne."))
    list_published_at = models.DateTimeField(_("liste mise en ligne le"), null=True, blank=True, editable=False)
    announced_at = models.DateTimeField(_("annoncée le"), auto_now_add=True, null=True)

    base_form_class = OwnModelForm

    class Meta:
        verbose_name = _("séance")
        verbose_name_plural = _("séances")
        ordering = ("-date", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commune", "date", "assembly"], name="one_meeting_a_day"),
        ]

    def __str__(self) -> str:
        return gettext("%(assembly)s du %(date)s") % {
            "assembly": self.assembly,
            "date": self.date.strftime("%d/%m/%Y"),
        }


class Authored(models.Model):
    """What the law wants said of an act, and of its copy (CGCT, art. R2131-1)."""

    number = models.CharField(_("numéro"), max_length=40, blank=True, help_text=_("Par exemple\u00a0: 2026-012."))
    title = models.CharField(_("objet"), max_length=300)
    date = models.DateField(_("date de l’acte"))
    author_first_name = models.CharField(_("prénom de l’auteur"), max_length=80, blank=True)
    author_name = models.CharField(_("nom de l’auteur"), max_length=80, blank=True)
    author_capacity = models.CharField(
        _("qualité de l’auteur"), max_length=80, blank=True, help_text=_("Par exemple\u00a0: maire.")
    )

    class Meta:
        abstract = True

    @property
    def author(self) -> str:
        """« Jeanne Martin, maire »."""
        name = f"{self.author_first_name} {self.author_name}".strip()
        return f"{name}, {self.author_capacity}" if self.author_capacity else name


@owned_by_commune(area="act")
class Acte(Authored):
    """An act: a draft until it has a version. ``put_online_at`` is that of its last version.

    ``source`` is the PDF to publish and ``integral`` the signed one that nobody hid anything of: both private.
    """

    commune = models.ForeignKey("sites.Commune", on_delete=models.CASCADE, related_name="+", verbose_name=_("commune"))
    seance = models.ForeignKey(
        Seance, null=True, blank=True, on_delete=models.PROTECT, related_name="actes", verbose_name=_("séance")
    )
    kind = models.CharField(_("type d’acte"), max_length=12, choices=kinds.CHOICES)
    nature = models.CharField(_("portée"), max_length=14, choices=kinds.NATURES, default=kinds.REGULATORY)
    source = models.FileField(_("fichier PDF à publier"), upload_to=locking.source_path, blank=True, max_length=200)
    integral = models.FileField(
        _("version intégrale signée"),
        upload_to=locking.source_path,
        blank=True,
        max_length=200,
        help_text=_("Facultative. Elle reste privée\u00a0: on en remet une copie papier à qui la demande."),
    )
    matter = models.CharField(_("matière"), max_length=4, blank=True, choices=kinds.MATTER_CHOICES)
    outcome = models.CharField(_("décision du conseil"), max_length=10, blank=True, choices=kinds.OUTCOMES)
    voters = models.PositiveSmallIntegerField(_("membres en exercice"), null=True, blank=True)
    voted = models.PositiveSmallIntegerField(_("votants"), null=True, blank=True)
    votes_for = models.PositiveSmallIntegerField(_("pour"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(_("contre"), null=True, blank=True)
    abstentions = models.PositiveSmallIntegerField(_("abstentions"), null=True, blank=True)
    received_on = models.DateField(_("reçu en préfecture le"), null=True, blank=True)
    budget_year = models.CharField(_("exercice budgétaire"), max_length=9, blank=True)
    budget_name = models.CharField(_("budget"), max_length=120, blank=True)
    put_online_at = models.DateTimeField(_("mis en ligne le"), null=True, blank=True, editable=False, db_index=True)
    created_at = models.DateTimeField(_("déposé le"), auto_now_add=True)

    base_form_class = OwnModelForm
    pdf_column = "source"
    correcting = False  # set while a new version is made of it

    class Meta:
        verbose_name = _("acte")
        verbose_name_plural = _("actes")
        ordering = ("-date", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["commune", "kind", "number"],
                condition=~models.Q(number=""),
                name="one_act_a_number",
                violation_error_message=_("Un autre acte du même type porte déjà ce numéro."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}".strip() + f" – {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Whoever writes it, a published act keeps its file and its words."""
        locking.refuse_replacement(self)
        super().save(*args, **kwargs)

    @property
    def is_online(self) -> bool:
        """Whether it was published once: from then on its file and its words are locked."""
        return self.put_online_at is not None

    def clean(self) -> None:
        """A published act keeps its file and its words; votes add up."""
        super().clean()
        locking.refuse_replacement(self)
        votes = (self.voters, self.voted, self.votes_for, self.votes_against, self.abstentions)
        if any(vote is not None for vote in votes):
            _check_votes(votes)
        if bool(self.budget_year) != bool(self.budget_name):
            raise ValidationError(gettext("L’exercice et le nom du budget vont ensemble."))
        if self.received_on and self.date and self.received_on < self.date:
            raise ValidationError(gettext("La préfecture reçoit un acte après son adoption."))

    @staticmethod
    def pdf_address(commune: int, number: int) -> str:
        """Where a draft takes another file, and an act online a new version."""
        return reverse("documents:act", args=(commune, number))


def _check_votes(votes: tuple[int | None, ...]) -> None:
    members, voted, *cast = (vote if vote is not None else -1 for vote in votes)
    if min(members, voted, *cast) < 0:
        raise ValidationError(gettext("Donnez les cinq nombres du vote, ou aucun."))
    if voted > members or sum(cast) != voted:
        raise ValidationError(
            gettext("Les votes ne s’additionnent pas\u00a0: pour, contre et abstentions font le nombre de votants.")
        )


class Version(Authored):
    """An act as it was put online, once and for all: a copy stamped, then hashed (SHA-256).

    Only what tells of its withdrawal is written later.
    """

    class Withdrawal(models.TextChoices):
        """Why a copy leaves the site before the law allows it, or after."""

        PERSONAL = "personnel", _("il contenait des données personnelles")
        JUDGE = "juge", _("une décision de justice le demande")
        OTHER = "autre", _("autre raison")

    acte = models.ForeignKey(Acte, on_delete=models.CASCADE, related_name="versions", verbose_name=_("acte"))
    rank = models.PositiveSmallIntegerField(_("version"))
    file = models.FileField(_("copie électronique"), upload_to=locking.copy_path, max_length=200)
    digest = models.CharField(_("empreinte"), max_length=64)
    size = models.PositiveIntegerField(_("poids"))
    pages = models.PositiveSmallIntegerField(_("pages"))
    put_online_at = models.DateTimeField(_("mise en ligne"))
    reason = models.CharField(_("motif de la correction"), max_length=300, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("publié par")
    )
    withdrawn_at = models.DateTimeField(_("retirée le"), null=True, blank=True)
    withdrawal = models.CharField(_("raison du retrait"), max_length=10, blank=True, choices=Withdrawal.choices)
    withdrawal_note = models.TextField(_("précisions"), max_length=2000, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("retirée par")
    )

    class Meta:
        verbose_name = _("version d’un acte")
        verbose_name_plural = _("versions des actes")
        ordering = ("acte", "-rank")
        constraints: ClassVar = [models.UniqueConstraint(fields=["acte", "rank"], name="one_version_a_rank")]

    def __str__(self) -> str:
        return gettext("version %(rank)s") % {"rank": self.rank}

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Written once."""
        locking.refuse_rewriting(self, kwargs.get("update_fields"))
        super().save(*args, **kwargs)
