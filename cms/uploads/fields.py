"""The form fields of uploads: our own look at the content comes before Wagtail's."""

from typing import Any

from wagtail.documents.fields import WagtailDocumentField
from wagtail.images.fields import WagtailImageField

from cms.uploads import documents, pictures


class PictureFileField(WagtailImageField):
    """A picture."""

    def to_python(self, data: Any) -> Any:
        """Look before Wagtail opens it."""
        if data not in self.empty_values:
            pictures.inspect(data)
        return super().to_python(data)


class DocumentFileField(WagtailDocumentField):
    """A document."""

    def to_python(self, data: Any) -> Any:
        """Look before anything is kept."""
        if data not in self.empty_values:
            documents.inspect(data)
        return super().to_python(data)
