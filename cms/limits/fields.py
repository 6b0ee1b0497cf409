"""Fields that a pack must allow. A model says which, a form leaves the others out.

``field_rights = {"brand": ("colours", "tone")}`` on the model: any one of these rights shows the field.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import HelpPanel

from cms.forms import PageForm
from sites.models import Commune
from sites.packs import PACKS
from sites.tenancy.references import OwnModelForm
from sites.tenancy.scope import Scope, rights_of


def allows(user: Any, commune: Commune, rights: tuple[str, ...]) -> bool:
    """Whether ``user`` may use one of these rights in ``commune``; a webmestre keeps to what the commune bought too."""
    bought = rights_of(PACKS.get(commune.pack), commune.options)
    return bool(bought.intersection(rights)) or user.is_superuser or any(Scope.of(user).may(commune, r) for r in rights)


class RightfulFields:
    """Mixin of a form: drops the fields whose rights the commune did not buy. Panels of dropped fields hide."""

    fields: dict[str, Any]
    instance: Any
    for_user: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask once the form knows who fills it in, and for which commune."""
        super().__init__(*args, **kwargs)
        commune = self.commune()
        if commune is None or not self.for_user:
            return
        for name, rights in type(self.instance).field_rights.items():
            if name in self.fields and not allows(self.for_user, commune, rights):
                del self.fields[name]

    def commune(self) -> Commune | None:
        """Whose content is edited."""
        raise NotImplementedError


class SettingForm(RightfulFields, OwnModelForm):
    """For a setting of a site."""

    def commune(self) -> Commune | None:
        """The site's."""
        return Commune.objects.filter(site=self.instance.site_id).first()


class HomeForm(RightfulFields, PageForm):
    """For a home page."""

    def commune(self) -> Commune | None:
        """The page is the root of its site."""
        return Commune.objects.filter(site__root_page=self.instance.pk).first() if self.instance.pk else None


class NothingToSetPanel(HelpPanel):
    """Says so when the pack leaves no field of the setting."""

    class BoundPanel(HelpPanel.BoundPanel):
        """Shown only with an empty form."""

        def is_shown(self) -> bool:
            """Without any field left."""
            return self.form is not None and not self.form.fields


NOTHING_TO_SET = _(
    "Votre pack garde les couleurs et les photos du modèle. Pour les changer, demandez un pack plus complet à votre "
    "centre de gestion."
)
