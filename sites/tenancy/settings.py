"""What a commune says of itself once: the base of every setting."""

from typing import Any, ClassVar

from wagtail.contrib.settings.models import BaseSiteSetting

from sites.modules import module_of
from sites.tenancy.policies.rows import ModuleRowPolicy, SiteRowPolicy
from sites.tenancy.references import OwnModelForm


class CommuneSetting(BaseSiteSetting):
    """One row per commune, edited by its gestionnaires. Comes with its policy and its form."""

    base_form_class = OwnModelForm
    area: ClassVar[str] = "settings"

    class Meta:
        abstract = True

    @classmethod
    def get_permission_policy(cls) -> Any:
        """Wagtail registers what this returns. The setting of a module is closed where the module is off."""
        policy = ModuleRowPolicy if module_of(cls._meta.app_label) else SiteRowPolicy
        return policy(cls, cls.area)
