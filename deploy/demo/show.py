"""The demonstration, step by step. Each step is a public command; each does nothing when it is done already."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console

from cms.serving.visits import FOLDER
from cms.settings import BASE
from deploy.demo import orders, table, visits
from deploy.demo.drawing import drawing, wait
from deploy.demo.migrating import migrate
from deploy.demo.steps import Steps
from deploy.demo.towns import DEPARTEMENT, SHOWCASES, towns
from deploy.models import CommuneReference
from deploy.records import facts_of
from deploy.reference import PACKAGED
from sites.models import Commune
from sites.store.generations import Store

CONTENT = BASE / "demo"
CHECKSUM = re.compile(r"\b[0-9a-f]{64}\b")
MOVED = 'http-equiv="refresh"'
IMPORTED = ".importe"  # beside the content: hidden, so that import does not read it


@dataclass(frozen=True)
class Place:
    """Where the demonstration keeps what it prepared."""

    root: Path

    @property
    def orders(self) -> Path:
        """One TOML file for each commune."""
        return self.root / "commandes"

    @property
    def sites(self) -> Path:
        """One folder to import for each showcase."""
        return self.root / "contenus"

    @property
    def logins(self) -> Path:
        """First passwords, for the owner's eyes."""
        return self.root / "comptes.tsv"

    @property
    def reference(self) -> Path:
        """The digest of the table of communes that was loaded last."""
        return self.root / "referentiel-charge"

    @property
    def read(self) -> Path:
        """The invented readers, until the worker has them to count; then, that it has."""
        return self.root / "lectures"

    @property
    def guide(self) -> Path:
        """The archive of invented sheets of the national guide, once it was taken in."""
        return self.root / "guide.zip"

    @property
    def applied(self) -> Path:
        """The digest of the orders that were applied last."""
        return self.root / "commandes-appliquees"


class Demo:
    """One run."""

    def __init__(self, limit: int | None, console: Console) -> None:
        self._limit = limit
        self._console = console
        self._place = Place(Path(settings.BEFFROI_VAR) / "demo")
        count = limit or 312
        self._labels = {
            "frontend": _("Polices et icônes des thèmes"),
            "database": _("Base de données"),
            "reference": _("Référentiel des communes de France"),
            "orders": _("Commandes, plan et ouverture des sites"),
            "import": _("Contenu des quatre communes vitrines"),
            "bake": _("Fabrication des sites"),
        }
        seconds = (0.5, 10.0, 2.0, 1 + 0.1 * count, 14.0, 2 + 0.05 * count)
        self._steps = Steps(dict(zip(self._labels.values(), seconds, strict=True)), console)

    def run(self) -> None:
        """Prepare everything; the sites are then ready to be served."""
        for folder in (self._place.orders, self._place.sites):
            folder.mkdir(parents=True, exist_ok=True)
        folders = tuple(showcase.folder for showcase in SHOWCASES.values())
        with drawing(CONTENT, self._place.sites, folders, timezone.localdate()) as staged:
            with self._step("frontend"):
                call_command("frontend", stdout=StringIO())
            with self._step("database"):
                migrate()
            with self._step("reference"):
                self._load_reference()
            self._order()
            self._import(staged)
        with self._step("bake"):
            call_command("bake", "--dirty", stdout=StringIO())
            self._read()

    def show(self, port: int) -> None:
        """The tables."""
        table.show(self._console, self._place.logins, port)

    def _step(self, name: str, detail: str = "") -> AbstractContextManager[None]:
        return self._steps.step(self._labels[name], detail)

    def _load_reference(self) -> None:
        """Once for each table: comparing 35 000 rows again takes two seconds."""
        table_of_communes = hashlib.sha256(PACKAGED.read_bytes()).hexdigest()
        if CommuneReference.objects.exists() and _noted(self._place.reference) == table_of_communes:
            return
        call_command("communes", stdout=StringIO())
        self._place.reference.write_text(table_of_communes)

    def _order(self) -> None:
        """Write the orders, plan, apply what was planned, and appoint the webmestre."""
        rows = CommuneReference.objects.filter(departement=DEPARTEMENT, current=True)
        chosen = towns((facts_of(row) for row in rows), self._limit)
        files = [orders.write(town, self._place.orders, CONTENT, timezone.localdate()) for town in chosen]
        with self._step("orders", _("%d communes") % len(chosen)):
            digest = _digest(files)
            if not Commune.objects.exists():  # a database that was thrown away: so are the notes about it
                self._forget()
            if _noted(self._place.applied) != digest:
                self._apply(files)
                self._place.applied.write_text(digest)
            email, name = table.WEBMESTRE
            call_command("webmestre", email, nom=name, logins=self._place.logins, stdout=StringIO())

    def _forget(self) -> None:
        imported = self._place.sites.glob(f"*/{IMPORTED}")
        for note in (self._place.applied, self._place.read, self._place.guide, *imported):
            note.unlink(missing_ok=True)

    def _apply(self, files: Sequence[Path]) -> None:
        """What a webmestre does: read the plan, then approve that one."""
        plan = StringIO()
        call_command("plan", *files, stdout=plan)
        (self._place.root / "plan.txt").write_text(plan.getvalue(), encoding="utf-8")
        found = CHECKSUM.search(plan.getvalue())
        approval: dict[str, Any] = {"checksum": found[0]} if found else {}
        call_command("apply", *files, logins=self._place.logins, stdout=StringIO(), **approval)

    def _read(self) -> None:
        """Lay down the log of invented readers, once, as the server would have: the worker counts it."""
        if self._place.read.exists():
            return
        var, today = Path(settings.BEFFROI_VAR), timezone.localdate()
        waiting, log = self._place.read.with_suffix(".part"), var / FOLDER / "demonstration.log"
        hosts = dict(Commune.objects.filter(insee__in=SHOWCASES).values_list("insee", "site__hostname"))
        with waiting.open("w", encoding="utf-8") as file:
            for insee, showcase in SHOWCASES.items():
                pages = _pages(Store(var / "sites" / insee).www.resolve())
                file.writelines(f"{line}\n" for line in visits.log(showcase.folder, hosts[insee], pages, today))
        log.parent.mkdir(exist_ok=True)
        waiting.replace(log)
        self._place.read.touch()

    def _import(self, staged: Mapping[str, Future[None]]) -> None:
        hosts = dict(Commune.objects.filter(insee__in=SHOWCASES).values_list("insee", "site__hostname"))
        with self._step("import"):
            for insee, showcase in SHOWCASES.items():
                content = self._place.sites / showcase.folder
                if showcase.folder in staged:
                    wait(staged[showcase.folder], CONTENT / showcase.folder, content)
                if not (content / IMPORTED).exists():
                    call_command("import", hosts[insee], str(content), stdout=StringIO())
                    (content / IMPORTED).touch()
            self._bring_guide()

    def _bring_guide(self) -> None:
        """A few sheets and services in the national formats; the feeds take their place when they are asked for."""
        if self._place.guide.exists():
            return
        arrived = self._place.guide.with_suffix(".part")
        with ZipFile(arrived, "w", ZIP_DEFLATED) as archive:
            for sheet in sorted((CONTENT / "guide").glob("*.xml")):
                archive.write(sheet, sheet.name)
        call_command("comarquage", "sync", audience="part", file=arrived, stdout=StringIO())
        call_command("comarquage", "services", file=CONTENT / "guide" / "services.json", stdout=StringIO())
        arrived.replace(self._place.guide)


def _pages(www: Path) -> list[str]:
    """Addresses of a baked site, « /agenda/ »; but those that only lead to another."""
    files = (path for path in www.rglob("index.html") if MOVED not in path.read_text(encoding="utf-8"))
    found = (path.parent.relative_to(www).as_posix() for path in files)
    return sorted("/" if page == "." else f"/{page}/" for page in found)


def _noted(path: Path) -> str:
    return path.read_text() if path.exists() else ""


def _digest(files: Sequence[Path]) -> str:
    """Of the contents, in the order of the names."""
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in sorted(files))).hexdigest()
