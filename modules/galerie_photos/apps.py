"""Galerie photos: an album in any page."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from modules.galerie_photos.samples import SAMPLES
from sites.modules import Module


class GaleriePhotos(Module):
    """The declaration of the module."""

    name = "modules.galerie_photos"
    label = "galerie_photos"
    verbose_name = _("Galerie photos")
    blocks: ClassVar = {"galerie_photos": "modules.galerie_photos.blocks.GalerieBlock"}
    samples: ClassVar = SAMPLES
    directives: ClassVar = {"galerie": "modules.galerie_photos.blocks.taken_over"}
