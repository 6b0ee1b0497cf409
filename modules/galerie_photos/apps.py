"""Galerie photos: an album in any page."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from sites.modules import Module


class GaleriePhotos(Module):
    """The declaration of the module."""

    name = "modules.galerie_photos"
    label = "galerie_photos"
    verbose_name = _("Galerie photos")
    blocks: ClassVar = {"galerie_photos": "modules.galerie_photos.blocks.GalerieBlock"}
    directives: ClassVar = {"galerie": "modules.galerie_photos.blocks.taken_over"}
