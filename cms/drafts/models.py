"""The addresses that were given, until they are revoked."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class DraftLink(models.Model):
    """One address of one page. To revoke it is to delete the row: its token then leads nowhere."""

    page = models.ForeignKey(
        settings.WAGTAIL_PAGE_MODEL, on_delete=models.CASCADE, related_name="draft_links", verbose_name=_("page")
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("donnée par")
    )
    made_at = models.DateTimeField(_("donnée le"))
    until = models.DateTimeField(_("valable jusqu’au"))

    class Meta:
        verbose_name = _("aperçu pour un autre site")
        verbose_name_plural = _("aperçus pour un autre site")
        ordering: ClassVar = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return str(self.page)
