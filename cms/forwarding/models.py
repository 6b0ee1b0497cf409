"""A list that somebody sent: its lines until it is applied, then what it wrote, so that it can be taken back."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sites.tenancy.reach import owned_by_commune


@owned_by_commune(area="redirect")
class Batch(models.Model):
    """One list. ``lines`` holds ``[number of the line, old address, new one]`` in the order of the file."""

    commune = models.ForeignKey("sites.Commune", on_delete=models.CASCADE, related_name="+", verbose_name=_("commune"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("envoyée par"),
    )
    name = models.CharField(_("fichier"), max_length=200)
    sent_at = models.DateTimeField(_("envoyée le"), auto_now_add=True)
    lines = models.JSONField(_("lignes"), default=list)
    written = models.JSONField(_("redirections écrites"), default=dict)
    """Primary key of each redirect (a text, as JSON wants) → ``[id of its page or null, its link]``, as written."""
    applied_at = models.DateTimeField(_("appliquée le"), null=True, blank=True)
    undone_at = models.DateTimeField(_("retirée le"), null=True, blank=True)

    # What it writes is marked by itself.
    baked: ClassVar = False

    class Meta:
        verbose_name = _("liste de redirections")
        verbose_name_plural = _("listes de redirections")
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return self.name
