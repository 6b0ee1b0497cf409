"""What was brought from an old site, by which run, and what was left: enough not to bring it twice, and to undo it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sites.tenancy.reach import owned_by_commune

LONGEST = 500  # of an address of an old site


@owned_by_commune(area="takeover")
class Run(models.Model):
    """One « beffroi import » of an old site. Interrupted, it has no end: the next one goes on."""

    commune = models.ForeignKey("sites.Commune", on_delete=models.CASCADE, related_name="+", verbose_name=_("commune"))
    source = models.CharField(_("source"), max_length=LONGEST)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("au nom de"),
    )
    started_at = models.DateTimeField(_("commencée le"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finie le"), null=True, blank=True)
    undone_at = models.DateTimeField(_("défaite le"), null=True, blank=True)

    # It stands on no page.
    baked: ClassVar = False

    class Meta:
        verbose_name = _("reprise d’un ancien site")
        verbose_name_plural = _("reprises d’anciens sites")
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.source} ({self.pk})"


@owned_by_commune(area="takeover")
class Brought(models.Model):
    """One thing that a run made, and the address it had in the old site."""

    class Kind(models.TextChoices):
        """What it became."""

        PAGE = "page", _("page")
        PICTURE = "picture", _("image")
        DOCUMENT = "document", _("document")
        CATEGORY = "category", _("catégorie")
        REDIRECT = "redirect", _("redirection")

    commune = models.ForeignKey("sites.Commune", on_delete=models.CASCADE, related_name="+", verbose_name=_("commune"))
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="brought", verbose_name=_("reprise"))
    kind = models.CharField(_("nature"), max_length=10, choices=Kind.choices)
    address = models.CharField(_("ancienne adresse"), max_length=LONGEST)
    number = models.PositiveBigIntegerField(_("numéro"))
    """Primary key of what was made, which editors may have deleted since."""
    revision = models.PositiveBigIntegerField(_("version"), null=True, blank=True)
    """Of a page once it has its content: a later one is somebody's work."""

    baked: ClassVar = False

    class Meta:
        verbose_name = _("contenu repris")
        verbose_name_plural = _("contenus repris")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commune", "kind", "address"], name="old_things_come_once"),
        ]

    def __str__(self) -> str:
        return self.address


@owned_by_commune(area="takeover", link="run__commune__site")
class Remark(models.Model):
    """What a run left, or what is still to be done by somebody."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="remarks", verbose_name=_("reprise"))
    why = models.CharField(_("sujet"), max_length=80)
    address = models.CharField(_("ancienne adresse"), max_length=LONGEST, blank=True)
    sentence = models.CharField(_("remarque"), max_length=LONGEST)

    baked: ClassVar = False

    class Meta:
        verbose_name = _("remarque d’une reprise")
        verbose_name_plural = _("remarques d’une reprise")
        ordering: ClassVar = ["why", "pk"]

    def __str__(self) -> str:
        return self.sentence
