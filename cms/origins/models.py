"""The list of one commune. A commune without one has none of its own: the setting of the install answers for it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sites.tenancy.reach import owned_by_commune


@owned_by_commune(area="origin")
class Readers(models.Model):
    """``origins``: texts as a browser sends them in ``Origin`` (RFC 6454 §6.1), in order, each once."""

    # An answer looks here, the bake does not.
    baked: ClassVar = False

    commune = models.OneToOneField(
        "sites.Commune", on_delete=models.CASCADE, related_name="+", verbose_name=_("commune")
    )
    origins = models.JSONField(_("sites"), default=list)

    class Meta:
        verbose_name = _("sites qui lisent les données")
        verbose_name_plural = _("sites qui lisent les données")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return ", ".join(self.origins)
