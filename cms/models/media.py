"""Pictures and documents. Neither has tags: a tag would be shared by every commune."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition

from cms.uploads import originals
from sites.rendering.french import size_fr

ALT_LENGTH = 160


def place(document: "DocumentFile", name: str) -> str:
    """Where a document is kept: beside those of its own library, so that a name taken elsewhere leaves no mark."""
    return f"documents/{document.collection_id}/{name}"


class Picture(AbstractImage):
    """A photo or a drawing. The original stays private: only its renditions are baked."""

    admin_form_fields: ClassVar = (
        "title",
        "file",
        "description",
        "collection",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    def get_upload_to(self, filename: str) -> str:
        """Wagtail's folder, one for each library: see ``place``."""
        folder, name = super().get_upload_to(filename).rsplit("/", 1)
        return f"{folder}/{self.collection_id}/{name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new file comes with its sizes for visitors."""
        with originals.renewed(self):
            super().save(*args, **kwargs)


class Rendition(AbstractRendition):
    """A picture at one width, in one format."""

    image = models.ForeignKey(Picture, related_name="renditions", on_delete=models.CASCADE)

    class Meta:
        unique_together: ClassVar = (("image", "filter_spec", "focal_point_key"),)

    def get_upload_to(self, filename: str) -> str:
        """One folder for each picture."""
        return f"renditions/{self.image_id}/{filename}"


class DocumentFile(AbstractDocument):
    """A file to download. Not named ``Document``: Wagtail's own model, unused, keeps that reverse name."""

    file = models.FileField(_("fichier"), upload_to=place)

    admin_form_fields: ClassVar = ("title", "file", "collection")
    pdf_column = "file"

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def clean(self) -> None:
        """Look at the name of the file once there is one.

        Wagtail's own look fails on none, and the second step of its multiple upload brings the file after the form.
        """
        if self.file:
            super().clean()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Note the weight and the digest of a new file."""
        if originals.is_new(self.file):
            originals.describe(self)
        super().save(*args, **kwargs)

    @staticmethod
    def pdf_address(_commune: int, number: int) -> str:
        """Where another file is sent in its place."""
        return reverse("wagtaildocs:edit", args=(number,))

    @property
    def kind(self) -> str:
        """What visitors read beside the title: « PDF »."""
        return str(self.file_extension).upper()

    @property
    def weight(self) -> str:
        """What visitors read beside the title: « 310 Ko »."""
        return size_fr(self.get_file_size() or 0)


def said_once(field: str) -> FieldPanel:
    """The description beside a picture: the only question about it, sent there (``photo.js``) or chosen."""
    return FieldPanel(
        field,
        heading=_("Ce que montre la photo"),
        help_text=_(
            "En une phrase, pour les personnes qui ne la voient pas. Par exemple\u00a0: «\u00a0La place un jour de "
            "marché\u00a0». Une photo de la bibliothèque a déjà sa description\u00a0: laissez vide pour la garder."
        ),
    )


def described(picture: Picture | None, alt: str, field: str) -> str:
    """What is read aloud in the place of ``picture``: ``alt``, or else the description asked for when it was sent.

    Raises ``ValidationError`` on ``field`` for a picture that nobody described.
    """
    if picture is None or alt.strip():
        return alt
    if picture.description.strip():
        return picture.description[:ALT_LENGTH]
    raise ValidationError({field: gettext("Dites ce que montre l’image, pour les personnes qui ne la voient pas.")})
