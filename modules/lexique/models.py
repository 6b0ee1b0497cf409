"""The terms, and the page that lists them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.models import ModulePage
from cms.rows.screens import RowForm
from sites.tenancy.reach import owned_by_commune

SHORTEST = 2  # letters: shorter words are everywhere


class Lexique(ModulePage):
    """Every term, in alphabetical order."""

    template_name = "lexique/index.html"
    snapshot_type = "lexique"
    page_description = _("Les mots difficiles et leur explication, de A à Z.")
    is_creatable = False

    show_in_menus_default = False  # words lead here

    class Meta:
        verbose_name = _("page du lexique")
        verbose_name_plural = _("pages du lexique")


@owned_by_commune(area="record")
class Terme(models.Model):
    """A hard word, and what it means."""

    commune = models.ForeignKey(
        "sites.Commune", on_delete=models.CASCADE, related_name="termes", verbose_name=_("commune")
    )
    term = models.CharField(_("mot"), max_length=80, help_text=_("Par exemple\u00a0: PLU."))
    variants = models.CharField(
        _("s’écrit aussi"),
        max_length=200,
        blank=True,
        help_text=_("Séparez par des virgules. Par exemple\u00a0: plan local d’urbanisme, plans locaux d’urbanisme."),
    )
    definition = models.TextField(
        _("explication"), max_length=400, help_text=_("Une ou deux phrases, comme vous le diriez au guichet.")
    )

    base_form_class = RowForm

    class Meta:
        verbose_name = _("mot du lexique")
        verbose_name_plural = _("mots du lexique")
        ordering = ("term",)

    def __str__(self) -> str:
        return self.term

    def clean(self) -> None:
        """Long enough to be a word of its own, and explained once."""
        super().clean()
        forms = [form.strip() for form in (self.term, *self.variants.split(",")) if form.strip()]
        if any(len(form) < SHORTEST for form in forms):
            raise ValidationError({"term": gettext("Écrivez au moins deux lettres.")})
        same = Terme.objects.filter(commune_id=self.commune_id, term__iexact=self.term).exclude(pk=self.pk)
        if same.exists():
            raise ValidationError({"term": gettext("Ce mot est déjà expliqué.")})
