"""When a page is to be read again, and what was asked and answered."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Review(models.Model):
    """One per page. ``turn`` grows at each answer: links sent before stop working."""

    page = models.OneToOneField(
        settings.WAGTAIL_PAGE_MODEL, on_delete=models.CASCADE, related_name="review", verbose_name=_("page")
    )
    due = models.DateField(_("à relire le"))
    to_correct = models.BooleanField(_("à corriger"), default=False)
    asked_at = models.DateTimeField(_("demandé le"), null=True, blank=True)
    second_asked_at = models.DateTimeField(_("demandé à une autre personne le"), null=True, blank=True)
    turn = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("relecture")
        verbose_name_plural = _("relectures")
        indexes: ClassVar = [models.Index(fields=["due"], name="reviews_due")]

    def __str__(self) -> str:
        return str(self.page)
