"""Accès rapide: the row of big links, under the banner of the home page or in any page."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from modules.acces_rapide.samples import SAMPLES
from sites.modules import Module


class AccesRapide(Module):
    """The declaration of the module."""

    name = "modules.acces_rapide"
    label = "acces_rapide"
    verbose_name = _("Accès rapide")
    blocks: ClassVar = {"acces_rapide": "modules.acces_rapide.blocks.AccesRapideBlock"}
    samples: ClassVar = SAMPLES
    directives: ClassVar = {"acces-rapide": "modules.acces_rapide.blocks.taken_over"}
    slots: ClassVar = {"quick": "acces_rapide/quick.html"}
