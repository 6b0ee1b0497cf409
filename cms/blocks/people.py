"""How to reach people."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.links import LinkBlock
from cms.blocks.rendered import Rendered
from cms.validation import telephone


class ContactBlock(Rendered, blocks.StructBlock):
    """How to reach a person or a service."""

    name = blocks.CharBlock(label=_("Nom de la personne ou du service"), max_length=120)
    role = blocks.CharBlock(label=_("Fonction"), required=False, max_length=120)
    phone = blocks.CharBlock(label=_("Téléphone"), required=False, max_length=30, validators=[telephone])
    email = blocks.EmailBlock(label=_("Adresse électronique"), required=False)
    address = blocks.TextBlock(label=_("Adresse"), required=False, max_length=300, rows=3)
    hours = blocks.CharBlock(
        label=_("Permanences"), required=False, max_length=200, help_text=_("Par exemple : le mardi de 14 h à 17 h.")
    )
    link = LinkBlock(required=False)

    class Meta:
        label = _("Contact")
        icon = "user"
        description = _("Une personne ou un service : téléphone, adresse, permanences.")
