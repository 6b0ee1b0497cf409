"""The deliberations as open data: the SCDL schema « délibérations » 2.1.5 (OpenDataFrance)."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import StringIO

from modules.documents.actes.kinds import MATTERS
from modules.documents.actes.shown import Act
from sites.rendering.spreadsheets import inert

FILE = "deliberations.csv"
COLUMNS = (
    "COLL_NOM", "COLL_SIRET", "DELIB_ID", "DELIB_DATE", "DELIB_MATIERE_CODE", "DELIB_MATIERE_NOM", "DELIB_OBJET",
    "BUDGET_ANNEE", "BUDGET_NOM", "PREF_ID", "PREF_DATE", "VOTE_EFFECTIF", "VOTE_REEL", "VOTE_POUR", "VOTE_CONTRE",
    "VOTE_ABSTENTION", "DELIB_URL",
)  # fmt: skip
VOTES = ("voters", "voted", "votes_for", "votes_against", "abstentions")


@dataclass(frozen=True, slots=True)
class Publisher:
    """Whose deliberations they are. ``origin`` begins the addresses."""

    name: str
    siret: str
    origin: str


def table(acts: Iterable[Act], publisher: Publisher) -> bytes:
    """UTF-8, comma. A deliberation without number or matter is left out: the schema wants both."""
    stream = StringIO(newline="")
    writer = csv.DictWriter(stream, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for act in acts:
        if is_complete(act):
            writer.writerow({name: inert(value) for name, value in _row(act, publisher).items()})
    return stream.getvalue().encode()


def is_complete(act: Act) -> bool:
    """Whether the act is a deliberation that the schema accepts."""
    return act.kind.code == "deliberation" and bool(act.number) and act.fields["matter"] in MATTERS


def _row(act: Act, publisher: Publisher) -> Mapping[str, str]:
    fields = act.fields
    votes = ["" if fields[name] is None else str(fields[name]) for name in VOTES]
    values = (
        publisher.name, publisher.siret, act.number, act.date.isoformat(), fields["matter"],
        MATTERS[fields["matter"]], act.title, fields["budget_year"], fields["budget_name"],
        "", (fields["received_on"] or "")[:10], *votes, publisher.origin + act.url,
    )  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))


def faults(content: bytes) -> list[str]:
    """What the schema would refuse, one sentence each, where the schema itself is not at hand."""
    rows = list(csv.DictReader(StringIO(content.decode(), newline="")))
    if not rows and content.decode().strip() != ",".join(COLUMNS):
        return ["the header is not that of the schema"]
    found = []
    for number, row in enumerate(rows, 2):
        if tuple(row) != COLUMNS:
            found.append(f"line {number}: the columns are not those of the schema")
        found += [f"line {number}: {name} is empty" for name in COLUMNS[:7] if not row.get(name)]
        if not (len(row["COLL_SIRET"]) == 14 and row["COLL_SIRET"].isdigit()):  # noqa: PLR2004  # figures of a SIRET
            found.append(f"line {number}: COLL_SIRET is no SIRET")
        votes = [row[name] for name in COLUMNS[11:16]]
        if any(votes) and not all(vote.isdigit() for vote in votes):
            found.append(f"line {number}: the votes go together")
    return found
