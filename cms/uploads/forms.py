"""The forms of pictures and documents, named in the settings file."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from cms.accessibilite.pdf.telling import report_of
from cms.uploads.fields import DocumentFileField, PictureFileField


class PictureForm(BaseImageForm):
    """Asks what the picture shows: those who cannot see it, and search engines, read that."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Our own field for the file, a description that is not left out."""
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            plain = self.fields["file"]
            self.fields["file"] = PictureFileField(label=plain.label, required=plain.required, widget=plain.widget)
        if "description" in self.fields:
            self.fields["description"].required = True
            self.fields["description"].label = _("Description")
            self.fields["description"].help_text = _(
                "Ce que montre l’image, en une phrase, pour les personnes qui ne la voient pas. "
                "Par exemple\u00a0: « La place du village un jour de marché »."
            )

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002  # Django's signature
        """The model sees to the former file by itself."""
        self.original_file = None
        return super().save(commit)


class DocumentForm(BaseDocumentForm):
    """Checks the content of the file."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Our own field for the file."""
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            plain = self.fields["file"]
            self.fields["file"] = DocumentFileField(label=plain.label, required=plain.required, widget=plain.widget)
        if "title" in self.fields:
            self.fields["title"].help_text = _("Ce que le visiteur lira\u00a0: « Compte rendu du 12 mars 2026 ».")
        report = report_of(self.instance)
        if report is not None:
            self.fields["pdf"] = report
