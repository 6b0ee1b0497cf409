"""What is kept of a source, whatever is read in it."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _


class OutsideSource(models.Model):
    """Has a ``commune``, a ``name`` and an ``address``, and a column for the last good content: its module's to name.

    ``asked_at`` is when it was last asked, ``read_at`` when it last answered well, ``error`` why it did not since.
    """

    asked_at = models.DateTimeField(null=True, editable=False)
    read_at = models.DateTimeField(null=True, editable=False)
    error = models.CharField(max_length=300, blank=True, editable=False)
    validators = models.JSONField(default=dict, editable=False)

    if TYPE_CHECKING:
        address: models.URLField[str, str]
        commune: models.ForeignKey[Any, Any]

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Another address starts anew: it is asked within a minute, and for the whole."""
        super().clean()
        rows: Any = type(self)._default_manager
        if self.pk and not rows.filter(pk=self.pk, address=self.address).exists():
            self.validators, self.asked_at = {}, None


def web_address(address: str) -> str:
    """An address of the web; raises ``ValidationError`` on ``address``."""
    address = address.strip()
    if not address.lower().startswith(("https://", "http://")):
        raise ValidationError({"address": _("Donnez une adresse qui commence par https://.")})
    return address
