"""The forms of the module."""

import re
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from cms import validation
from cms.forms import PageForm
from cms.outside import TOOLS, embeddable
from modules.documents.actes.delays import must_be_electronic
from sites.bake.preview import commune_of

SRC = re.compile(r"""<iframe\b[^>]*?\bsrc\s*=\s*(["'])(.+?)\1""", re.IGNORECASE | re.DOTALL)
SIRET = 14


class DocumentsForm(PageForm):
    """How the commune publishes its acts, and whose register it shows."""

    def clean_siret(self) -> str:
        """Fourteen figures, of which nine are a SIREN."""
        siret = re.sub(r"\s", "", self.cleaned_data["siret"])
        if siret:
            if len(siret) != SIRET or not siret.isascii() or not siret.isdigit():
                raise ValidationError(_("Un SIRET compte quatorze chiffres."), code="siret")
            validation.siren(siret[:9])
        return siret

    def clean_register_url(self) -> str:
        """The address made for embedding, of a tool that public pages let through; an integration code holds one."""
        written = self.cleaned_data["register_url"].strip()
        if not written:
            return ""
        found = SRC.search(written)
        url = embeddable(found[2] if found else written, settings.BEFFROI_EMBED_ORIGINS)
        if url is None:
            names = ", ".join(tool.name for tool in TOOLS)
            raise ValidationError(
                _(
                    "Ce registre n’est pas dans la liste des outils acceptés (%(names)s)\u202f: demandez au centre de "
                    "gestion de l’y ajouter, ou mettez un lien dans une page."
                ),
                code="register",
                params={"names": names},
            )
        return url

    def clean(self) -> dict[str, Any]:
        """Large communes publish acts electronically (``delays.ELECTRONIC_ONLY``); others as the council chooses."""
        cleaned: dict[str, Any] = super().clean()
        electronic = type(self.instance).Publicity.ELECTRONIC
        if cleaned.get("publicity", electronic) != electronic:
            commune = commune_of(self.parent_page or self.instance)
            if must_be_electronic(commune.population, timezone.localdate()):
                self.add_error(
                    "publicity",
                    _("Pour une commune de cette taille, la loi veut la forme électronique (article L. 2131-1)."),
                )
            elif not cleaned.get("publicity_decision"):
                self.add_error(
                    "publicity_decision", _("Donnez la délibération par laquelle le conseil a choisi ce mode.")
                )
        return cleaned
