"""The provisioning layer."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from sites.modules import Chore
from sites.rooms import Room


class DeployConfig(Room):
    """Subscriptions, orders and their plans; their domains, mailboxes and certificates."""

    name = "deploy"
    verbose_name = _("Abonnements")
    open_urls = "deploy.mail.urls"
    chores: ClassVar[tuple[Chore, ...]] = (
        Chore(60.0, "deploy.names.watching.turn"),
        Chore(60.0, "deploy.mail.links.turn"),
        Chore(60.0, "deploy.rcpnt.watching.turn"),
        Chore(3600.0, "deploy.life.convention.turn"),
        Chore(60.0, "deploy.life.suspension.turn"),
        Chore(300.0, "deploy.ecole.resetting.turn"),
        Chore(6 * 3600.0, "deploy.life.retention.turn"),
        Chore(6 * 3600.0, "deploy.certificates.keeping.turn"),
        Chore(900.0, "deploy.backups.watching.turn"),
    )

    def ready(self) -> None:
        """Nobody logs in to choose the password of a mailbox."""
        from sites.tenancy.gate.opening import open_to_all

        open_to_all("boite:change")
        open_to_all("boite:choose")
