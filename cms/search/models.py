"""How far search has come, and what was looked for."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sites.models import Commune
from sites.tenancy.reach import owned_by_commune


class SiteIndex(models.Model):
    """Which generation of a site can be searched by its visitors. No row: it was never baked.

    ``due`` is the mark that the worker looks for: a bake sets it, as does who finds no index. Indexing clears it,
    unless the site was baked again meanwhile: ``wanted`` is the generation that stands.
    """

    commune = models.OneToOneField(
        Commune, on_delete=models.CASCADE, primary_key=True, related_name="+", verbose_name=_("commune")
    )
    generation = models.PositiveIntegerField(_("génération"), default=0)
    wanted = models.PositiveIntegerField(_("génération en ligne"), default=0)
    due = models.BooleanField(_("à indexer"), default=True)
    waiting = models.BooleanField(_("documents à lire"), default=False)

    class Meta:
        verbose_name = _("index de recherche")
        verbose_name_plural = _("index de recherche")
        # As long as the sites that wait, however many there are.
        indexes: ClassVar = [
            models.Index(fields=["commune"], condition=Q(due=True) | Q(waiting=True), name="site_index_to_do"),
        ]

    def __str__(self) -> str:
        return f"{self.commune} : {self.generation}"


@owned_by_commune()
class Asked(models.Model):
    """How many times some words were looked for on a day, and found nothing. Of who asked, nothing was ever known."""

    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, related_name="+", verbose_name=_("commune"))
    day = models.DateField(_("jour"))
    words = models.CharField(_("mots"), max_length=60)
    count = models.PositiveIntegerField(_("fois"))
    empty = models.PositiveIntegerField(_("fois sans résultat"))

    # It stands on no page: counting a question must not bake the site again.
    baked: ClassVar = False

    class Meta:
        verbose_name = _("mots cherchés")
        verbose_name_plural = _("mots cherchés")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commune", "day", "words"], name="asked_once_a_day"),
        ]
        indexes: ClassVar = [models.Index(fields=["day"], name="asked_by_day")]

    def __str__(self) -> str:
        return f"{self.words} {self.day}"


@owned_by_commune()
class OwnWords(models.Model):
    """Words of one commune that mean the same: ``lines`` holds a list of names for each thing."""

    commune = models.OneToOneField(Commune, on_delete=models.CASCADE, related_name="+", verbose_name=_("commune"))
    lines = models.JSONField(_("mots"), default=list)

    # Its screen asks for the bake: this model is of no module.
    baked: ClassVar = False

    class Meta:
        verbose_name = _("mots de la commune")
        verbose_name_plural = _("mots des communes")

    def __str__(self) -> str:
        return ", ".join(" = ".join(names) for names in self.lines)
