"""Whether this machine's copies are made: the installation's ``deploy/host/backup`` notes each good one.

Where nobody installed backups (a demonstration, a laptop), nothing is watched and nobody is warned.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.core.mail import send_mail
from django.utils import timezone
from django.utils.translation import gettext as _

from sites.rendering.french import date_text, hour_fr

#: A night that fails is noticed in the morning: a copy each day, and two hours to make it.
LATE = timedelta(hours=26)
#: Between two messages while it lasts.
AGAIN = timedelta(hours=24)
STAMP = "%Y-%m-%dT%H%M%SZ"
_WARNED = "deploy.backups.warned"


def folder() -> Path:
    """Made by the installation: it says that copies are due here."""
    path: Path = settings.BEFFROI_VAR / "backups"
    return path


def last_good() -> datetime | None:
    """When the last copy that was read back ended well; ``None`` when there never was one."""
    try:
        stamp = (folder() / "last").read_text(encoding="ascii").strip()
        return datetime.strptime(stamp, STAMP).replace(tzinfo=UTC)
    except (OSError, ValueError):
        return None


def alarm(now: datetime) -> str:
    """What to tell the webmasters of their backups; empty when all is well, or when none are due here."""
    if not folder().is_dir():
        return ""
    last = last_good()
    if last is None:
        installed = datetime.fromtimestamp(folder().stat().st_mtime, UTC)
        return _("Aucune sauvegarde n’a encore été faite.") if now - installed > LATE else ""
    if now - last <= LATE:
        return ""
    here = timezone.localtime(last)
    when = {"day": date_text(here), "hour": hour_fr(here.hour, here.minute)}
    return _("La dernière bonne sauvegarde date du %(day)s à %(hour)s.") % when


def turn() -> bool:
    """Write to the CDG while an alarm lasts, once a day; whether a message left now."""
    sentence = alarm(timezone.now())
    if not sentence:
        cache.delete(_WARNED)
        return False
    if cache.get(_WARNED):
        return False
    remedy = _("« journalctl -u beffroi-backup » dit pourquoi ; « systemctl start beffroi-backup » en fait une.")
    send_mail(_("Les sauvegardes sont en retard"), f"{sentence}\n\n{remedy}\n", None, [settings.BEFFROI_CDG_CONTACT])
    cache.set(_WARNED, value=True, timeout=AGAIN.total_seconds())
    return True
