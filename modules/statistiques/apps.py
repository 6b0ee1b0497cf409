"""Statistiques: how many times each page is read."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from sites.modules import Chore, Module

DAY = 24 * 3600.0


class Statistiques(Module):
    """The declaration of the module. It adds nothing to the public site: no script, no cookie, no picture."""

    name = "modules.statistiques"
    label = "statistiques"
    verbose_name = _("Statistiques")
    chores: ClassVar = (
        Chore(60.0, "modules.statistiques.collect.collect"),
        Chore(DAY, "modules.statistiques.collect.purge"),
    )
