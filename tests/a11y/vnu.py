"""v.Nu reads every page and every style sheet, in one start of Java."""

import json
import shutil
import subprocess
from pathlib import Path

from tests.tools import VNU

JAVA = shutil.which("java")
NO_JAVA = "Java n’est pas installé : paquet Debian « default-jre-headless »."
READ = {".html", ".css"}
# Parts of sentences of v.Nu that are no fault, each with its reason.
LEFT_OUT: dict[str, str] = {
    "element which has a “table” ancestor with no “role” attribute": (
        "Les horaires passent à la ligne par « display: flex », qui fait perdre à un tableau ses rôles dans "
        "plusieurs navigateurs ; ils sont donc écrits. ARIA in HTML le permet pour qui change l’affichage d’un tableau."
    ),
    "“plus-lighter” is not a “mix-blend-mode” value": "Valeur de CSS Compositing 2, dans la feuille de Leaflet.",
    "Property “behavior” doesn't exist": "Reste d’Internet Explorer dans la feuille de Leaflet, sans effet ailleurs.",
}


def told(*folders: Path) -> dict[str, list[str]]:
    """``{path of the file: sentences}``: all the errors it tells, and no warning."""
    command = [str(JAVA), "-Xss1024k", "-jar", str(VNU), "--errors-only", "--format", "json", "--exit-zero-always"]
    files = sorted(str(path) for folder in folders for path in folder.rglob("*") if path.suffix in READ)
    run = subprocess.run([*command, "--also-check-css", *files], capture_output=True, text=True, check=True)
    found: dict[str, list[str]] = {}
    for message in json.loads(run.stderr)["messages"]:
        place = Path(message["url"].removeprefix("file:"))
        folder = next(folder for folder in folders if place.is_relative_to(folder))
        sentence = f"ligne {message.get('lastLine', '?')} : {message['message']}"
        found.setdefault(f"/{place.relative_to(folder)}", []).append(sentence)
    return found


def faults(*folders: Path) -> dict[str, list[str]]:
    """The same, without what is left out for a reason."""
    kept = {path: [one for one in said if not _is_left_out(one)] for path, said in told(*folders).items()}
    return {path: said for path, said in kept.items() if said}


def _is_left_out(sentence: str) -> bool:
    return any(part in sentence for part in LEFT_OUT)
