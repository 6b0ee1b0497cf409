"""The page of the guide on a site, and what is known of the national feeds: theirs is no commune."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from cms.models import ModulePage
from modules.comarquage.feeds.audiences import AUDIENCES
from sites.rendering.french import counted


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


class Feed(models.Model):
    """One national feed. ``read_at``: when it was last seen to be good, changed or not.

    ``wanted``: somebody asked for it by hand. ``told_at``: when the centre de gestion was told of its silence.
    """

    audience = models.CharField(
        _("public"), max_length=14, unique=True, choices=[(it.code, it.label) for it in AUDIENCES]
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
        told: dict[str, Any] = {
            "sheets": counted(self.sheets, _g("fiche"), _g("fiches")),
            "added": counted(self.added, _g("nouvelle"), _g("nouvelles")),
            "changed": counted(self.changed, _g("changée"), _g("changées")),
            "removed": counted(self.removed, _g("retirée"), _g("retirées")),
        }
        return _g("%(sheets)s\u00a0: %(added)s, %(changed)s, %(removed)s.") % told
