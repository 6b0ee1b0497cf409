"""What is handed over to a commune that leaves: its site, its contents, its originals, its names, in one archive.

It is made by the worker and stays in ``BEFFROI_VAR/exports``, one archive a commune: the last.
"""

import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from cms.models import BasePage, DocumentFile, Picture
from deploy.desired import desired
from deploy.life.journal import note
from deploy.provision import platform
from deploy.records import read_subscriptions
from deploy.resources import DnsRecord, Mailbox, Resource
from sites.bake.archive import NothingToExportError, export
from sites.models import Commune

ARCHIVE, ASKED = "remise.zip", "demandee"
SITE, CONTENTS, NAMES, READ_ME = "site.zip", "contenus.json", "noms-de-domaine.txt", "LISEZ-MOI.txt"
LOST_AFTER = 3600  # seconds after which a request that nothing came of may be made again


@dataclass(frozen=True, slots=True)
class Handed:
    """Where the archive of a commune stands."""

    made_at: datetime | None
    asked: bool
    size: int = 0
    """Bytes."""


def state(insee: str) -> Handed:
    """Read from the disk."""
    made, asked = _moment(_folder(insee) / ARCHIVE), _moment(_folder(insee) / ASKED)
    waits = asked is not None and (timezone.now() - asked).total_seconds() < LOST_AFTER
    return Handed(made, waits, (_folder(insee) / ARCHIVE).stat().st_size if made else 0)


def all_handed() -> list[str]:
    """The communes of which an archive stands on the disk, or once stood."""
    folder = Path(settings.BEFFROI_VAR) / "exports"
    return sorted(one.name for one in folder.iterdir() if one.is_dir()) if folder.is_dir() else []


def forget(insee: str) -> bool:
    """Delete the archive; false when another process did it first."""
    try:
        (_folder(insee) / ARCHIVE).unlink()
    except FileNotFoundError:
        return False
    return True


def archive_of(insee: str) -> Path | None:
    """The last archive, if there is one."""
    file = _folder(insee) / ARCHIVE
    return file if file.is_file() else None


def ask(insee: str, by: str) -> bool:
    """Have it made by the worker; false when it was asked already."""
    if state(insee).asked:
        return False
    folder = _folder(insee)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    (folder / ASKED).unlink(missing_ok=True)
    (folder / ASKED).touch()
    make.enqueue(insee, by)
    return True


@task()
def make(insee: str, by: str) -> None:
    """Written aside, then renamed; what failed is noted, and may be asked again."""
    commune = Commune.objects.select_related("site__root_page", "collection").get(insee=insee)
    folder = _folder(insee)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = folder / f".{ARCHIVE}"
    try:
        _write(commune, aside)
        aside.replace(folder / ARCHIVE)
    except (NothingToExportError, OSError) as error:
        note(insee, by, _("L’archive de la commune n’a pas pu être faite\u00a0: %s") % error)
    else:
        note(insee, by, _("Archive de la commune faite."))
    finally:
        aside.unlink(missing_ok=True)
        (folder / f".{SITE}").unlink(missing_ok=True)
        (folder / ASKED).unlink(missing_ok=True)


def _write(commune: Commune, aside: Path) -> None:
    site, wanted = aside.with_name(f".{SITE}"), _wanted(commune.insee)
    export(commune, site)
    with zipfile.ZipFile(aside, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(site, SITE, zipfile.ZIP_STORED)
        archive.writestr(CONTENTS, json.dumps(_pages(commune), cls=DjangoJSONEncoder, ensure_ascii=False, indent=1))
        archive.writestr(NAMES, "".join(f"{line}\r\n" for line in records_of(wanted)))
        for kind, rows in (("images", Picture), ("documents", DocumentFile)):
            for one in rows.objects.filter(collection__path__startswith=commune.collection.path).order_by("pk"):
                if one.file.storage.exists(one.file.name):
                    with one.file.storage.open(one.file.name) as file:
                        archive.writestr(f"originaux/{kind}/{one.pk}-{Path(one.file.name).name}", file.read())
        archive.writestr(READ_ME, "".join(f"{line}\r\n" for line in _read_me(commune, wanted)))


def _pages(commune: Commune) -> list[dict[str, Any]]:
    home = commune.site.root_page
    pages = BasePage.objects.descendant_of(home, inclusive=True).order_by("path").specific()
    return [{"type": page.specific_class.__name__, **page.serializable_data()} for page in pages]


def records_of(wanted: Iterable[Resource]) -> list[str]:
    """The records to keep at the next host, one a line."""
    return [_record(one) for one in wanted if isinstance(one, DnsRecord)]


def _wanted(insee: str) -> Sequence[Resource]:
    """What the commune orders today; nothing when nothing runs."""
    held = read_subscriptions([insee]).get(insee)
    return desired(held, timezone.localdate(), platform([held])) if held else ()


def _record(one: DnsRecord) -> str:
    return " ".join([one.name, one.type, *map(str, one.values)])


def _read_me(commune: Commune, wanted: Sequence[Resource]) -> Iterator[str]:
    yield _("Remise à la commune de %(name)s (%(insee)s)") % {"name": commune.name, "insee": commune.insee}
    yield ""
    yield _("%s\u00a0: le site tel qu’il se lit, pour n’importe quel serveur de fichiers.") % SITE
    yield _("%s\u00a0: les pages et leurs contenus, brouillons compris, en JSON.") % CONTENTS
    yield _("originaux/\u00a0: les images et les documents tels qu’ils ont été déposés. À ne pas publier tels quels.")
    yield _("%s\u00a0: les enregistrements DNS d’aujourd’hui.") % NAMES
    yield ""
    yield _("N’y sont pas\u00a0: les messages reçus par les formulaires, et le courrier des boîtes aux lettres.")
    boxes = sorted(one.address for one in wanted if isinstance(one, Mailbox))
    if boxes:
        where = _("sur le serveur %s (IMAP, port 993)") % settings.BEFFROI_MAIL_HOST
        if settings.BEFFROI_MAIL != "tables":
            where = _("chez le prestataire de courriel du centre (%s)") % settings.BEFFROI_MAIL
        yield _("Ce courrier est %s\u00a0; il se recopie par IMAP avant la fermeture de chaque boîte\u00a0:") % where
        yield from (f"- {address}" for address in boxes)


def _moment(file: Path) -> datetime | None:
    try:
        return datetime.fromtimestamp(file.stat().st_mtime, timezone.get_current_timezone())
    except OSError:
        return None


def _folder(insee: str) -> Path:
    return Path(settings.BEFFROI_VAR) / "exports" / insee
