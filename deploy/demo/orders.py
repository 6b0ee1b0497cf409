"""Writes the orders that a CDG would have received: one TOML file for each commune, as ``beffroi apply`` reads them."""

import json
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from deploy.demo.towns import Town

DPO = "Délégué mutualisé du centre de gestion, dpd@cdg.example"

# Who works where: (INSEE code, role, name, address).
PEOPLE: Sequence[tuple[str, str, str, str]] = (
    ("46042", "gestionnaire", "Alix Noyer", "gestionnaire@cahors.example"),
    ("46042", "contributeur", "Charlie Grillon", "redaction@cahors.example"),
    ("46042", "valideur", "Sacha Châtaigner", "validation@cahors.example"),
    ("46127", "contributeur", "Lou Bruyère", "secretariat@itinerante.example"),
    ("46045", "contributeur", "Lou Bruyère", "secretariat@itinerante.example"),
    ("46256", "contributeur", "Lou Bruyère", "secretariat@itinerante.example"),
)


def write(town: Town, folder: Path, content: Path, day: date) -> Path:
    """The order of one commune, written once: the same file gives the same order at every demonstration."""
    path = folder / f"{town.commune.insee}-{town.slug}.toml"
    if not path.exists():
        partial = path.with_suffix(".part")
        partial.write_text(text(town, known_facts(town, content), day), encoding="utf-8")
        partial.replace(path)
    return path


def known_facts(town: Town, content: Path) -> Mapping[str, Any]:
    """What a showcase says of its town hall itself."""
    path = content / town.folder / "mairie.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if town.folder else {}


def text(town: Town, facts: Mapping[str, Any], day: date) -> str:
    """The order in TOML."""
    lines = [
        f"# Commande de démonstration : {town.commune.name}",
        f"date = {day.isoformat()}",
        "",
        "[[commune]]",
        f"insee = {_quoted(town.commune.insee)}",
        f"pack = {_quoted(town.pack.code)}",
        f"modele = {_quoted(town.theme)}",
        "demonstration = true",
        *([f"modules = {json.dumps(list(town.modules))}"] if town.modules else []),
        "",
        "[commune.mairie]",
        'adresse = "Place de la Mairie"',
        f"code_postal = {_quoted(town.commune.postcodes[0])}",
        f"ville = {_quoted(town.commune.name)}",
        f"telephone = {_quoted(town.phone)}",
        f"courriel = {_quoted(f'mairie@{town.slug}.example')}",
        f"directeur = {_quoted(facts.get('directeur', town.mayor))}",
        'fonction = "maire"',
        f"dpo = {_quoted(DPO)}",
        f"horaires = {_hours(facts.get('horaires', town.hours))}",
    ]
    if note := facts.get("note_horaires"):
        lines.append(f"note_horaires = {_quoted(note)}")
    if town.pack.mailboxes:
        lines += ["", "[[commune.boite]]", 'adresse = "mairie"']
    for insee, role, name, address in PEOPLE:
        if insee == town.commune.insee:
            lines += ["", "[[commune.personne]]", f"nom = {_quoted(name)}"]
            lines += [f"courriel = {_quoted(address)}", f"role = {_quoted(role)}"]
    return "\n".join(lines) + "\n"


def _quoted(value: str) -> str:
    """A JSON string is a TOML string."""
    return json.dumps(value, ensure_ascii=False)


def _hours(days: Mapping[str, Sequence[str]]) -> str:
    rows = ", ".join(f"{name} = {json.dumps(list(ranges))}" for name, ranges in days.items())
    return f"{{ {rows} }}"
