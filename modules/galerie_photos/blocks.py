"""Pictures with their captions, put in order by dragging; ``editor.js`` sends several at once."""

from functools import cached_property
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.telepath import register
from wagtail.blocks.list_block import ListBlockAdapter
from wagtail.images.blocks import ImageBlock

from cms.blocks.rendered import Rendered
from cms.takeover import toml
from cms.takeover.directives import Directive, Raw, block, image_value, items
from cms.takeover.richtext import Resolver

MOST = 60


class PhotoBlock(blocks.StructBlock):
    """One picture."""

    image = ImageBlock(
        label=_("Photo"), help_text=_("Décrivez ce qu’elle montre : la description est lue à qui ne la voit pas.")
    )
    caption = blocks.CharBlock(
        label=_("Légende"), required=False, max_length=200, help_text=_("Affichée sous la photo agrandie.")
    )

    class Meta:
        label = _("Photo")
        icon = "image"


class PhotosBlock(blocks.ListBlock):
    """A list that several files fill at once."""


class PhotosAdapter(ListBlockAdapter):
    """Tells the editor's script where files go, and its words."""

    js_constructor = "beffroi.galerie_photos.Photos"

    def js_args(self, block: PhotosBlock) -> list[Any]:
        """Wagtail's own, and ours in the last one."""
        args: list[Any] = super().js_args(block)
        args[-1]["upload"] = {
            "url": reverse("wagtailimages_chooser:create"),
            "legend": gettext("Envoyer plusieurs photos"),
            "about": gettext("Ce que montrent ces photos"),
            "aboutHelp": gettext("Par exemple : la fête du village, juin 2026. Précisez ensuite photo par photo."),
            "aboutMissing": gettext("Dites d’abord ce que montrent ces photos, puis choisissez-les."),
            "files": gettext("Vos photos"),
            "name": gettext("%(about)s, photo %(number)s"),
            "sending": gettext("Envoi de la photo %(number)s sur %(total)s…"),
            "done": gettext("%(number)s photos ajoutées à la fin de la liste. Faites-les glisser pour les ranger."),
            "one": gettext("La photo est ajoutée à la fin de la liste."),
            "failed": gettext("%(name)s n’a pas pu être ajoutée : %(why)s"),
            "unknown": gettext("le serveur n’a pas répondu. Vérifiez votre connexion, puis recommencez."),
            "full": gettext("Une galerie compte soixante photos au plus : faites-en une seconde."),
        }
        return args

    @cached_property
    def media(self) -> forms.Media:
        """Wagtail's, then ours."""
        return super().media + forms.Media(js=[versioned_static("galerie_photos/editor.js")])


register(PhotosAdapter(), PhotosBlock)


class GalerieBlock(Rendered, blocks.StructBlock):
    """An album."""

    title = blocks.CharBlock(label=_("Titre"), required=False, max_length=120)
    photos = PhotosBlock(PhotoBlock(), label=_("Photos"), max_num=MOST)

    class Meta:
        label = _("Galerie de photos")
        icon = "image"
        description = _("Des photos côte à côte, qui s’agrandissent une à une.")


def taken_over(directive: Directive, resolver: Resolver) -> Raw:
    """``::: galerie Titre`` then one ``[[photo]]`` table for each: ``fichier``, ``alt``, ``legende``."""
    tables = toml.checked(toml.parse(directive.body), {"photo": list}, required=("photo",))["photo"]
    keys = dict.fromkeys(("fichier", "alt", "legende"), str)
    rows = [toml.checked(table, keys, required=("fichier", "alt")) for table in tables]
    photos = [
        {"image": image_value(row["fichier"], row["alt"], resolver), "caption": row.get("legende", "")} for row in rows
    ]
    return block("galerie_photos", {"title": directive.title, "photos": items(photos)})
