"""The register as a Django app: for its template."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegisterConfig(AppConfig):
    """No model: what it says is read from the modules."""

    name = "cms.register"
    label = "register"
    verbose_name = _("Registre des traitements")
