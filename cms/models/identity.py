"""How a commune wants its site to look, and how it looked before."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import register_setting
from wagtail.models import PreviewableMixin

from cms.limits.fields import NOTHING_TO_SET, NothingToSetPanel
from cms.limits.identity import IdentityForm
from cms.models.base import preview_sizes
from cms.writing.colours import ColoursPanel
from cms.writing.looks import FormerLooksPanel
from sites.bake.preview import render_look
from sites.tenancy.settings import CommuneSetting

# The columns that make a look, and how many former ones are kept.
LOOK = ("brand", "accent", "lettering", "scene", "logo_id")
FORMER_LOOKS = 10


@register_setting(icon="view", name="identity")
class Identity(PreviewableMixin, CommuneSetting):
    """The commune's own colours, fonts and emblem."""

    brand = models.CharField(_("couleur principale"), max_length=7, blank=True)
    accent = models.CharField(_("couleur d’accent"), max_length=7, blank=True)
    logo = models.ForeignKey(
        "cms.Picture",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("blason ou logo"),
    )

    lettering = models.CharField(_("polices"), max_length=40, blank=True)
    scene = models.CharField(
        _("paysage dessiné"),
        max_length=20,
        blank=True,
        help_text=_("En tête de l’accueil, tant que la page d’accueil n’a pas de photo de bandeau."),
    )

    base_form_class = IdentityForm
    # Rights of the packs that show each field: any one of them.
    field_rights: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "brand": ("colours", "tone"),
        "accent": ("colours",),
        "lettering": ("colours",),
        "logo": ("colours", "photos", "tone"),
        "scene": ("colours", "photos", "tone"),
    }
    default_preview_mode = ""
    preview_modes: ClassVar = [("", _("Page d’accueil"))]
    panels: ClassVar = [
        NothingToSetPanel(NOTHING_TO_SET),
        FieldPanel("brand"),
        FieldPanel("accent"),
        ColoursPanel(heading=_("Ce que verront les visiteurs")),
        FieldPanel("lettering"),
        FieldPanel("logo"),
        FieldPanel("scene"),
        FormerLooksPanel(heading=_("Apparences précédentes")),
    ]

    class Meta:
        verbose_name = _("apparence du site")
        verbose_name_plural = _("apparences des sites")

    undoable = False

    @property
    def full_url(self) -> str | None:
        """Of the home page: what a preview shows."""
        url: str | None = self.site.root_page.full_url
        return url

    @cached_property
    def preview_sizes(self) -> list[dict[str, Any]]:
        """A telephone and a computer."""
        return preview_sizes()

    @property
    def look(self) -> dict[str, Any]:
        """What the commune chose, by column."""
        return {name: getattr(self, name) for name in LOOK}

    def serve_preview(self, request: HttpRequest, _mode_name: str) -> HttpResponse:
        """The home page, online or not, dressed in what the form says."""
        home = self.site.root_page.specific.get_latest_revision_as_object()
        return HttpResponse(render_look(home, self.look, request))

    def remember(self, user: Any) -> None:
        """Keep aside the look that stands, before another one takes its place; ``undoable`` then says so."""
        standing = Identity.objects.filter(pk=self.pk).first()
        if standing is None or standing.look == self.look:
            return
        FormerLook.objects.create(identity=standing, values=standing.look, kept_by=user)
        self.undoable = True
        old = FormerLook.objects.filter(identity=standing).values("pk")[FORMER_LOOKS:]
        FormerLook.objects.filter(pk__in=list(old.values_list("pk", flat=True))).delete()


class FormerLook(models.Model):
    """How a site looked before: what makes a change of look something that one may undo."""

    identity = models.ForeignKey(Identity, on_delete=models.CASCADE, related_name="former_looks")
    values = models.JSONField(_("apparence"), default=dict)
    kept_at = models.DateTimeField(_("remplacée à"), auto_now_add=True)
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("par")
    )

    class Meta:
        verbose_name = _("apparence précédente")
        verbose_name_plural = _("apparences précédentes")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.identity.site.site_name} : {self.kept_at:%d/%m/%Y}"
