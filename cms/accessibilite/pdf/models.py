"""What was seen in each PDF of a commune."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sites.tenancy.reach import owned_by_commune


@owned_by_commune(area="accessibility")
class Look(models.Model):
    """One per row that holds a PDF: ``kind`` is the label of its model, ``number`` its key, ``name`` the stored file.

    ``flaws`` are codes of ``inspect``; none says only that the machine saw nothing wrong.
    """

    commune = models.ForeignKey("sites.Commune", on_delete=models.CASCADE, verbose_name=_("commune"))
    kind = models.CharField(max_length=60)
    number = models.PositiveBigIntegerField()
    name = models.CharField(max_length=255)
    title = models.CharField(_("titre"), max_length=255)
    flaws = models.JSONField(default=list)
    flawed = models.BooleanField(_("à reprendre"), default=False)
    looked_at = models.DateTimeField(_("regardé le"), default=timezone.now)

    class Meta:
        app_label = "accessibilite"
        verbose_name = _("PDF regardé")
        verbose_name_plural = _("PDF regardés")
        ordering = ("title", "pk")
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "number"], name="one_look_per_pdf")]
        indexes: ClassVar = [models.Index(fields=["commune", "flawed"], name="looks_flawed")]

    def __str__(self) -> str:
        return self.title
