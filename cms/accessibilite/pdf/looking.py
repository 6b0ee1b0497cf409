"""Looking at PDFs: at once for one that was just sent, a few at each turn of the worker for all the others.

A model whose rows hold a PDF says in which column: ``pdf_column``.
"""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef

from cms.accessibilite.pdf import inspect
from cms.accessibilite.pdf.models import Look
from sites.models import Commune
from sites.tenancy.paths import ancestors

logger = logging.getLogger(__name__)

AT_ONCE = 20
# Seconds for the process, its start included.
PATIENCE = inspect.SECONDS + 10
# Nothing of ours, secrets least of all, is to be found by what a file would make the process do.
ENVIRONMENT = {"LC_ALL": "C.UTF-8", "PATH": os.defpath}
KNOWN = frozenset(
    {inspect.UNTAGGED, inspect.LANGUAGE, inspect.TITLE, inspect.SCANNED, inspect.LOCKED, inspect.UNREADABLE}
)


def models() -> list[Any]:
    """Those that hold PDFs."""
    return [model for model in apps.get_models() if getattr(model, "pdf_column", "")]


def flaws_of(file: Path) -> list[str]:
    """Codes of what is wrong in a file; ``unreadable`` for one that took too much time or memory."""
    command = [sys.executable, "-I", inspect.__file__, str(file)]
    try:
        run = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False, env=ENVIRONMENT)
        found = json.loads(run.stdout) if run.returncode == 0 else [inspect.UNREADABLE]
    except (subprocess.TimeoutExpired, OSError, ValueError) as error:
        logger.warning("%s: %s", file.name, error)
        found = [inspect.UNREADABLE]
    return [code for code in found if code in KNOWN]


def look(row: Any) -> Look | None:
    """Look at the PDF of a row, and remember; ``None`` where there is none, or it belongs to no commune."""
    column = getattr(row, row.pdf_column)
    name = str(column.name or "")
    commune = _commune(row)
    if not name.lower().endswith(".pdf") or commune is None:
        _forget(type(row), row.pk)
        return None
    try:
        seen = flaws_of(Path(column.path))
    except (NotImplementedError, FileNotFoundError):  # a storage without paths
        return None
    kept, _made = Look.objects.update_or_create(
        kind=type(row)._meta.label,
        number=row.pk,
        defaults={
            "commune_id": commune,
            "name": name,
            "title": str(row)[:255],
            "flaws": seen,
            "flawed": bool(seen),
        },
    )
    return kept


def _commune(row: Any) -> int | None:
    if (commune := getattr(row, "commune_id", None)) is not None:
        return int(commune)
    path = row.collection.path
    found = Commune.objects.filter(collection__path__in=ancestors([path]) | {path})
    return found.values_list("pk", flat=True).first()


def known(row: Any) -> Look | None:
    """What was seen of a row, if its file is still the one that was looked at."""
    name = str(getattr(row, row.pdf_column).name or "")
    return Look.objects.filter(kind=type(row)._meta.label, number=row.pk, name=name).first()


def turn() -> int:
    """Look at some that were not, or whose file changed; how many. Forget those that are gone."""
    looked = 0
    for model in models():
        for row in _unseen(model)[: AT_ONCE - looked]:
            looked += 1
            look(row)
    return looked


def _unseen(model: Any) -> Any:
    column = model.pdf_column
    seen = Look.objects.filter(kind=model._meta.label, number=OuterRef("pk"), name=OuterRef(column))
    rows = model._default_manager.filter(**{f"{column}__iendswith": ".pdf"})
    if hasattr(model, "collection"):
        # Below the collection of some commune: what belongs to none is nobody's to mend.
        theirs = Commune.objects.annotate(
            place=ExpressionWrapper(OuterRef("collection__path"), output_field=CharField())
        ).filter(place__startswith=F("collection__path"))
        rows = rows.select_related("collection").filter(Exists(theirs))
    return rows.annotate(seen=Exists(seen)).filter(seen=False).order_by("pk")


def row_deleted(sender: Any, instance: Any, **_signal: Any) -> None:
    """Nothing is left to mend."""
    _forget(sender, instance.pk)


def _forget(model: Any, number: int) -> None:
    Look.objects.filter(kind=model._meta.label, number=number).delete()
