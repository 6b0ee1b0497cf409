"""What the editor shows of an alert."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.rows.screens import RowForm


class AlertForm(RowForm):
    """Says why an end is asked for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """One sentence of ours."""
        super().__init__(*args, **kwargs)
        self.fields["end"].error_messages["required"] = _(
            "Dites quand l’alerte se termine\u00a0: elle partira d’elle-même, sans que personne y pense."
        )
