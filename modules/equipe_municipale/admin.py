"""What the editor shows of a commission."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.rows.screens import RowForm


class CommissionForm(RowForm):
    """Offers the elected members of the communes one may choose."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Only theirs."""
        super().__init__(*args, **kwargs)
        for name in ("members", "president"):
            field = self.fields[name]
            field.queryset = field.queryset.filter(commune__in=self.communes)

    def clean(self) -> Any:
        """All of one commune; who presides sits."""
        cleaned = super().clean()
        commune, president = self.cleaned_data.get("commune"), self.cleaned_data.get("president")
        members = self.cleaned_data.get("members") or ()
        if any(member.commune_id != getattr(commune, "pk", None) for member in members):
            self.add_error("members", _("Un de ces élus est d’une autre commune."))
        if president and president not in members:
            self.add_error("president", _("Cochez aussi cette personne parmi les membres."))
        return cleaned
