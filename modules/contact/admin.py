"""What the editor shows of the services."""

from typing import Any

from django.forms import HiddenInput

from sites.tenancy.references import OwnModelForm


class ServiceForm(OwnModelForm):
    """Asks for the commune only where there are several to choose from."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A service stays in its commune."""
        super().__init__(*args, **kwargs)
        field = self.fields["commune"]
        if self.instance.pk:
            field.queryset = field.queryset.filter(pk=self.instance.commune_id)
        choices = list(field.queryset[:2])
        if len(choices) == 1:
            field.initial = choices[0]
            field.widget = HiddenInput()
