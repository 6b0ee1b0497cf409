"""Cards that lead to a service of somebody else, who is named before the visitor leaves."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.rendered import Rendered
from cms.takeover import toml
from cms.takeover.directives import Directive, Raw, block, items
from cms.takeover.errors import ContentError
from cms.takeover.richtext import Resolver

MOST = 12
#: The template has a drawing for each.
KINDS = (
    ("enfance", _("Espace enfance et famille")),
    ("cantine", _("Cantine et accueil de loisirs")),
    ("citoyen", _("Espace citoyen, démarches")),
    ("paiement", _("Paiement en ligne")),
    ("rendez_vous", _("Prise de rendez-vous")),
    ("urbanisme", _("Urbanisme")),
    ("dechets", _("Déchets")),
    ("eau", _("Eau et assainissement")),
    ("mediatheque", _("Médiathèque")),
    ("transports", _("Transports")),
    ("autre", _("Autre service")),
)


class SecureAddressBlock(blocks.URLBlock):
    """People type passwords and card numbers there: never over a line that anybody may read."""

    def clean(self, value: Any) -> Any:
        """``https`` alone."""
        cleaned = super().clean(value)
        if not cleaned.startswith("https://"):
            raise ValidationError(
                _("L’adresse d’un service où l’on s’identifie ou l’on paie commence par https://. Vérifiez-la.")
            )
        return cleaned


class ServiceBlock(blocks.StructBlock):
    """One service."""

    kind = blocks.ChoiceBlock(label=_("Sorte de service"), choices=KINDS, default="citoyen")
    title = blocks.CharBlock(
        label=_("Titre"), max_length=80, help_text=_("Ce que l’on y fait. Par exemple : Payer la cantine.")
    )
    text = blocks.TextBlock(
        label=_("Texte"),
        required=False,
        max_length=240,
        rows=2,
        help_text=_("Ce qu’il faut avoir sous la main : numéro de facture, identifiant reçu par courrier."),
    )
    operator = blocks.CharBlock(
        label=_("Tenu par"),
        max_length=80,
        help_text=_("Qui tient ce service. Par exemple : la direction des finances publiques (PayFiP)."),
    )
    url = SecureAddressBlock(label=_("Adresse du service"), max_length=500, help_text=_("Elle commence par https://"))

    class Meta:
        label = _("Service")
        icon = "link"


class PortailBlock(Rendered, blocks.StructBlock):
    """Services of others, side by side."""

    title = blocks.CharBlock(label=_("Titre"), required=False, max_length=120)
    services = blocks.ListBlock(ServiceBlock(), label=_("Services"), max_num=MOST)

    class Meta:
        label = _("Portail de services")
        icon = "grip"
        description = _("L’espace famille, le paiement en ligne, les services d’autres organismes, en cartes.")


def taken_over(directive: Directive, _resolver: Resolver) -> Raw:
    """``::: portail Titre`` then one ``[[service]]`` table for each."""
    rows = toml.checked(toml.parse(directive.body), {"service": list}, required=("service",))["service"]
    keys = dict.fromkeys(("sorte", "titre", "texte", "tenu_par", "adresse"), str)
    services = []
    for table in rows:
        row = toml.checked(table, keys, required=("titre", "tenu_par", "adresse"))
        kind = row.get("sorte", "autre")
        if kind not in dict(KINDS):
            raise ContentError(
                _("la sorte «\u00a0%(kind)s\u00a0» n’existe pas\u202f; les sortes possibles sont\u00a0: %(known)s.")
                % {"kind": kind, "known": ", ".join(dict(KINDS))}
            )
        services.append(
            {
                "kind": kind,
                "title": row["titre"],
                "text": row.get("texte", ""),
                "operator": row["tenu_par"],
                "url": row["adresse"],
            }
        )
    return block("portail", {"title": directive.title, "services": items(services)})
