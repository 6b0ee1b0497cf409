"""What the « Contrôles » panel of the editor looks for in the preview, with axe, and how it says it."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.userbar import ContentCheckerItem

# What a contributor can do something about: the rest of the page is the theme's, which has its own gate.
MESSAGES: dict[str, dict[str, Any]] = {
    "image-alt": {
        "error_name": _("Une image n’est pas décrite"),
        "help_text": _("Dites ce qu’elle montre, ou cochez « décorative » si elle n’apprend rien."),
    },
    "alt-text-quality": {
        "error_name": _("La description d’une image ressemble à un nom de fichier"),
        "help_text": _("Dites en une phrase ce que montre l’image, pour qui ne la voit pas."),
    },
    "empty-heading": {
        "error_name": _("Un intertitre est vide"),
        "help_text": _("Écrivez-le, ou supprimez-le : un lecteur d’écran l’annonce quand même."),
    },
    "heading-order": {
        "error_name": _("Un niveau d’intertitre est sauté"),
        "help_text": _(
            "Après le titre de la page viennent les intertitres, puis les sous-intertitres, dans cet ordre."
        ),
    },
    "p-as-heading": {
        "error_name": _("Un paragraphe en gras sert d’intertitre"),
        "help_text": _("Choisissez le style « Intertitre » : c’est lui qu’annonce un lecteur d’écran."),
    },
    "link-name": {
        "error_name": _("Un lien n’a pas de texte"),
        "help_text": _("Écrivez où il mène : « Le règlement de la cantine » plutôt que « cliquez ici »."),
    },
    "identical-links-same-purpose": {
        "error_name": _("Deux liens disent la même chose et mènent ailleurs"),
        "help_text": _("Donnez à chacun un texte qui dit où il mène."),
    },
    "empty-table-header": {
        "error_name": _("Une colonne de tableau n’a pas de titre"),
        "help_text": _("Donnez un titre à chaque colonne."),
    },
    "frame-title": {
        "error_name": _("Un outil extérieur n’a pas de titre"),
        "help_text": _("Dites ce qu’il contient : « Carte des sentiers »."),
    },
}


class PlainChecker(ContentCheckerItem):
    """Wagtail's checker, with our rules and our words."""

    axe_run_only: ClassVar = list(MESSAGES)
    axe_messages: ClassVar = MESSAGES
    axe_custom_rules: ClassVar = [
        rule for rule in ContentCheckerItem.axe_custom_rules if rule["id"] != "empty-meta-description"
    ]
    axe_custom_checks: ClassVar = [
        check for check in ContentCheckerItem.axe_custom_checks if check["id"] != "check-empty-meta-description"
    ]


def plainly(_request: Any, items: list[Any], _page: Any) -> None:
    """``construct_wagtail_userbar``: in place of Wagtail's own, where it stands."""
    items[:] = [
        PlainChecker(in_editor=item.in_editor) if isinstance(item, ContentCheckerItem) else item for item in items
    ]
