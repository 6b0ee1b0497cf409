"""The page of the guide on a site, what is said beside its sheets, and what is known of the national feeds."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from cms.models import ModulePage
from cms.rows.screens import RowForm
from modules.comarquage.feeds.audiences import AUDIENCES, SERVICES
from modules.comarquage.local.sheets import of_key
from sites.rendering.french import counted
from sites.tenancy.reach import owned_by_commune


class Guide(ModulePage):
    """Where the guide begins: its audiences. It stays at ``/guide/``, where the sheets lead back to."""

    template_name = "comarquage/index.html"
    snapshot_type = "guide"
    api_fields: ClassVar = ("intro",)
    page_description = _("Le guide national des droits et démarches, dans votre site.")
    is_creatable = False

    class Meta:
        verbose_name = _("guide des droits et démarches")
        verbose_name_plural = _("guides des droits et démarches")


class Beside(models.Model):
    """A few words beside a sheet: never in its text, which is not ours to change."""

    class Kind(models.TextChoices):
        """What one finds there."""

        NOTE = "note", _("Ce qu’il faut savoir ici")
        STEP = "demarche", _("Démarche sur place ou en ligne")
        LINK = "lien", _("Lien utile")

    sheet = models.CharField(
        _("fiche du guide"),
        max_length=300,
        help_text=_("Elle se cherche par les mots de son titre, son numéro ou son adresse."),
    )
    kind = models.CharField(_("ce que c’est"), max_length=8, choices=Kind.choices, default=Kind.NOTE)
    title = models.CharField(
        _("titre"), max_length=90, help_text=_("Par exemple\u00a0: Sur rendez-vous le mercredi matin.")
    )
    text = models.TextField(
        _("texte"), max_length=1200, blank=True, help_text=_("Une ligne vide commence un nouveau paragraphe.")
    )
    url = models.URLField(_("adresse d’un autre site"), blank=True, help_text=_("Elle commence par https://."))
    label = models.CharField(
        _("mots du lien"), max_length=80, blank=True, help_text=_("Par exemple\u00a0: Prendre rendez-vous.")
    )

    class Meta:
        abstract = True
        ordering = ("sheet", "pk")

    def __str__(self) -> str:
        return self.title

    @property
    def sheet_title(self) -> str:
        """That of the sheet as it stands; its number where the guide holds it no more."""
        return of_key(self.sheet).title

    @property
    def leads(self) -> bool:
        """Whether it has a link."""
        return bool(self.url)

    def clean(self) -> None:
        """It says something, and a link leads somewhere."""
        super().clean()
        if self.kind == self.Kind.LINK and not self.leads:
            raise ValidationError({"url": _g("Dites où mène ce lien.")})
        if not self.text.strip() and not self.leads:
            raise ValidationError({"text": _g("Écrivez un texte, ou donnez un lien.")})
        if self.url and not self.label.strip():
            raise ValidationError({"label": _g("Dites en quelques mots où mène le lien.")})


@owned_by_commune(area="record")
class Precision(Beside):
    """What a town hall says beside a sheet, on its own site."""

    commune = models.ForeignKey(
        "sites.Commune", on_delete=models.CASCADE, related_name="precisions", verbose_name=_("commune")
    )
    page = models.ForeignKey(
        "cms.BasePage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("page de votre site"),
    )  # fmt: skip

    base_form_class = RowForm

    class Meta(Beside.Meta):
        verbose_name = _("précision du guide")
        verbose_name_plural = _("précisions du guide")

    @property
    def leads(self) -> bool:
        """To a page of the site, or elsewhere."""
        return bool(self.page_id or self.url)


class WidePrecision(Beside):
    """What is said beside a sheet on the sites of a département, or of all communes where there is none."""

    departement = models.ForeignKey(
        "sites.Departement", null=True, blank=True, on_delete=models.CASCADE, related_name="+",
        verbose_name=_("département"), help_text=_("Laissez vide pour toutes les communes."),
    )  # fmt: skip

    class Meta(Beside.Meta):
        verbose_name = _("précision pour plusieurs communes")
        verbose_name_plural = _("précisions pour plusieurs communes")


class Office(models.Model):
    """An office of the public service that serves a commune of the platform, as the national directory tells it.

    ``told``: name, address, postcode, town, telephone, email, site, hours (sentences).
    """

    ident = models.CharField(max_length=300, unique=True, editable=False)
    told = models.JSONField(editable=False)

    def __str__(self) -> str:
        return str(self.told.get("name", self.ident))


class Served(models.Model):
    """Who serves a commune: identifiers of offices, by kind (``caf``). ``dated``: when it last changed.

    ``asked_at`` is when the national directory was last asked about it, ``failed`` whether it answered badly.
    """

    commune = models.OneToOneField("sites.Commune", on_delete=models.CASCADE, related_name="served", editable=False)
    offices = models.JSONField(editable=False)
    dated = models.DateField(editable=False)
    asked_at = models.DateTimeField(null=True, editable=False)
    validators = models.JSONField(default=dict, editable=False)
    failed = models.BooleanField(default=False, editable=False)

    def __str__(self) -> str:
        return str(self.commune)


class Feed(models.Model):
    """One national feed. ``read_at``: when it was last seen to be good, changed or not.

    ``wanted``: somebody asked for it by hand. ``told_at``: when the centre de gestion was told of its silence.
    """

    audience = models.CharField(
        _("public"),
        max_length=14,
        unique=True,
        choices=[*((it.code, it.label) for it in AUDIENCES), (SERVICES, _("Services publics"))],
    )
    asked_at = models.DateTimeField(null=True, editable=False)
    read_at = models.DateTimeField(null=True, editable=False)
    error = models.CharField(max_length=300, blank=True, editable=False)
    validators = models.JSONField(default=dict, editable=False)
    wanted = models.BooleanField(default=False, editable=False)
    told_at = models.DateTimeField(null=True, editable=False)
    sheets = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("flux du guide")
        verbose_name_plural = _("flux du guide")
        ordering = ("pk",)

    def __str__(self) -> str:
        return str(self.get_audience_display())


class Import(models.Model):
    """A feed that was taken in: address, name and date of the file, as its licence asks to be told, and what changed.

    ``unknown`` counts the elements nobody knows, ``refused`` says why a file is no sheet.
    """

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="imports", verbose_name=_("flux"))
    at = models.DateTimeField(_("le"), auto_now_add=True)
    address = models.CharField(_("adresse"), max_length=400, blank=True)
    name = models.CharField(_("fichier"), max_length=200)
    dated = models.DateTimeField(_("date du fichier"), null=True)
    sheets = models.PositiveIntegerField(_("fiches"), default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)
    unknown = models.JSONField(default=dict)
    refused = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("mise à jour du guide")
        verbose_name_plural = _("mises à jour du guide")
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.feed}, {self.name}"

    def said(self) -> str:
        """In one sentence."""
        words = [
            (_g("fiche"), _g("fiches")),
            (_g("nouvelle"), _g("nouvelles")),
            (_g("changée"), _g("changées")),
            (_g("retirée"), _g("retirées")),
        ]
        if self.feed.audience == SERVICES:
            words = [
                (_g("service"), _g("services")),
                (_g("nouveau"), _g("nouveaux")),
                (_g("changé"), _g("changés")),
                (_g("retiré"), _g("retirés")),
            ]
        numbers = (self.sheets, self.added, self.changed, self.removed)
        said = [counted(number, *both) for number, both in zip(numbers, words, strict=True)]
        told = dict(zip(("sheets", "added", "changed", "removed"), said, strict=True))
        return _g("%(sheets)s\u00a0: %(added)s, %(changed)s, %(removed)s.") % told
