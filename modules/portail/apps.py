"""Portail: the services that others run for the inhabitants, gathered in one place."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from modules.portail.samples import SAMPLES
from sites.modules import Module


class Portail(Module):
    """The declaration of the module."""

    name = "modules.portail"
    label = "portail"
    verbose_name = _("Portail enfance et citoyen")
    blocks: ClassVar = {"portail": "modules.portail.blocks.PortailBlock"}
    samples: ClassVar = SAMPLES
    directives: ClassVar = {"portail": "modules.portail.blocks.taken_over"}
