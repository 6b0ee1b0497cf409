"""Where a commune can be followed."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import register_setting

from modules.reseaux_sociaux.parse import NETWORKS, is_page_of
from sites.tenancy.settings import CommuneSetting


def _address(code: str) -> "models.URLField[str, str]":
    network = next(network for network in NETWORKS if network.code == code)
    help_text = format_lazy("{} {}", _("Par exemple\u00a0:"), network.example)
    return models.URLField(network.name, max_length=300, blank=True, help_text=help_text)


@register_setting(icon="globe")
class ReseauxSociaux(CommuneSetting):
    """The commune's pages elsewhere; an empty address shows nothing."""

    facebook = _address("facebook")
    instagram = _address("instagram")
    youtube = _address("youtube")
    x = _address("x")
    linkedin = _address("linkedin")
    mastodon = _address("mastodon")
    other_name = models.CharField(
        _("autre service"), max_length=40, blank=True, help_text=_("Son nom. Par exemple : PanneauPocket.")
    )
    other_url = models.URLField(_("adresse de cet autre service"), max_length=300, blank=True)
    share = models.BooleanField(
        _("liens de partage sous les actualités"),
        default=True,
        help_text=_("De simples liens : aucun réseau n’apprend qui lit la page tant qu’on ne clique pas."),
    )

    panels: ClassVar = [
        MultiFieldPanel([FieldPanel(network.code) for network in NETWORKS], heading=_("Nos pages")),
        MultiFieldPanel([FieldPanel("other_name"), FieldPanel("other_url")], heading=_("Autre service")),
        FieldPanel("share"),
    ]

    class Meta:
        verbose_name = _("réseaux sociaux")
        verbose_name_plural = _("réseaux sociaux")

    def clean(self) -> None:
        """Each address is one of its network, and leads somewhere."""
        super().clean()
        wrong: dict[str, Any] = {
            network.code: gettext("Ce n’est pas l’adresse d’une page %(name)s. Copiez-la entière, comme %(example)s.")
            % {"name": network.name, "example": network.example}
            for network in NETWORKS
            if (url := getattr(self, network.code)) and not is_page_of(network.code, url)
        }
        if self.other_url and not self.other_url.startswith("https://"):
            wrong["other_url"] = gettext("L’adresse commence par https://")
        if bool(self.other_name) != bool(self.other_url):
            missing = "other_url" if self.other_name else "other_name"
            wrong[missing] = gettext("Donnez le nom du service et son adresse, ou ni l’un ni l’autre.")
        if wrong:
            raise ValidationError(wrong)
