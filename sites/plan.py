"""A plan: what will change, as a value that is printed, weighed, refused or approved by its checksum, then applied.

The provisioning plans domains, mailboxes and sites with it, the baker the files of a commune. Nothing here knows
Django, a disk or a network.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

# What ``json`` can write: a recursive alias would cost more casts than it would find mistakes.
Payload: TypeAlias = Any
# The kind of a thing and its name, unique within the kind: ("vhost", "cahors.localhost").
Key: TypeAlias = tuple[str, str]

# A plan that deletes more than this share of what exists, without an action that explains it, is refused.
MAX_UNEXPLAINED_DELETIONS = 0.30
# Below this many deletions the share says nothing: one page of two is half the site.
MIN_DELETIONS_WEIGHED = 3


class Action(StrEnum):
    """What happens to one thing. An orphan is a thing nobody orders any more, and that no plan may delete."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    ORPHAN = "orphan"


class AbsurdPlanError(Exception):
    """The plan deletes too much to be true. The message is a French sentence."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changes, from ``before`` to ``after`` (JSON values, ``None`` for nothing)."""

    action: Action
    key: Key
    before: Payload = None
    after: Payload = None
    rank: int = 0
    group: str = ""

    @property
    def fields(self) -> tuple[tuple[str, Payload, Payload], ...]:
        """What differs between two mappings, as (field, before, after), sorted by field."""
        if not isinstance(self.before, Mapping) or not isinstance(self.after, Mapping):
            return ()
        names = sorted({*self.before, *self.after})
        return tuple(
            (name, self.before.get(name), self.after.get(name))
            for name in names
            if self.before.get(name) != self.after.get(name)
        )

    def as_json(self) -> dict[str, Payload]:
        """A JSON value that says all of it."""
        return {
            "action": self.action.value,
            "kind": self.key[0],
            "name": self.key[1],
            "rank": self.rank,
            "group": self.group,
            "before": self.before,
            "after": self.after,
        }


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that exists, or that is wanted."""

    key: Key
    payload: Payload
    rank: int = 0
    group: str = ""
    kept: bool = False  # never deleted by a plan: shown as orphan


@dataclass(frozen=True, slots=True)
class Plan:
    """Changes in the order in which they are applied, and how many things existed before them."""

    changes: tuple[Change, ...] = ()
    existing: int = 0

    @classmethod
    def between(cls, existing: Iterable[Thing], wanted: Iterable[Thing]) -> "Plan":
        """What leads from ``existing`` to ``wanted``; both hold each key once."""
        before = {thing.key: thing for thing in existing}
        after = {thing.key: thing for thing in wanted}
        changes = [
            change for key in before.keys() | after.keys() if (change := _change(before.get(key), after.get(key)))
        ]
        return cls(tuple(sorted(changes, key=_order)), existing=len(before))

    def __bool__(self) -> bool:
        return any(change.action is not Action.ORPHAN for change in self.changes)

    def __iter__(self) -> Iterator[Change]:
        return iter(self.changes)

    def __len__(self) -> int:
        return len(self.changes)

    @property
    def to_apply(self) -> tuple[Change, ...]:
        """All but the orphans, in order."""
        return tuple(change for change in self.changes if change.action is not Action.ORPHAN)

    def count(self, action: Action) -> int:
        """How many changes are of this action."""
        return sum(change.action is action for change in self.changes)

    @property
    def weight(self) -> float:
        """The share of what exists that the plan deletes, from 0 to 1."""
        return self.count(Action.DELETE) / self.existing if self.existing else 0.0

    def canonical_json(self) -> str:
        """The same text for the same changes, whatever the machine or the day."""
        changes = [change.as_json() for change in self.changes]
        return json.dumps(changes, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def checksum(self) -> str:
        """SHA-256 of the canonical JSON: what a person approves."""
        return hashlib.sha256(self.canonical_json().encode()).hexdigest()

    def refuse_if_absurd(self, explained: Collection[Key] = ()) -> None:
        """Raise ``AbsurdPlanError`` when more than 30 % of what exists would go and ``explained`` does not name it."""
        unexplained = sum(change.action is Action.DELETE and change.key not in explained for change in self.changes)
        if unexplained < MIN_DELETIONS_WEIGHED or unexplained <= self.existing * MAX_UNEXPLAINED_DELETIONS:
            return
        raise AbsurdPlanError(
            f"Ce plan supprimerait {unexplained} éléments sur {self.existing} sans qu’aucune action ne l’explique. "
            "Rien n’a été changé."
        )

    def groups(self) -> Iterator[tuple[str, tuple[Change, ...]]]:
        """The changes to apply, group by group, groups in alphabetical order, each in the order of the plan."""
        gathered: dict[str, list[Change]] = {}
        for change in self.to_apply:
            gathered.setdefault(change.group, []).append(change)
        for group in sorted(gathered):
            yield group, tuple(gathered[group])

    def summary(self) -> str:
        """One French line: « 12 créations, 1 modification »."""
        if not self.changes:
            return "Rien à faire."
        counts = Counter(change.action for change in self.changes)
        words = [f"{counts[action]} {_WORDS[action][counts[action] > 1]}" for action in Action if counts[action]]
        return ", ".join(words)


_WORDS = {
    Action.CREATE: ("création", "créations"),
    Action.UPDATE: ("modification", "modifications"),
    Action.DELETE: ("suppression", "suppressions"),
    Action.ORPHAN: ("orphelin conservé", "orphelins conservés"),
}
_PHASES = {Action.CREATE: 0, Action.UPDATE: 0, Action.DELETE: 1, Action.ORPHAN: 2}


def _order(change: Change) -> tuple[int, int, str, Key]:
    """Build from the ground up, then take down from the top, then name the orphans."""
    phase = _PHASES[change.action]
    rank = -change.rank if change.action is Action.DELETE else change.rank
    return phase, rank, change.group, change.key


def _change(before: Thing | None, after: Thing | None) -> Change | None:
    if after is None:
        if before is None:
            return None
        action = Action.ORPHAN if before.kept else Action.DELETE
        return Change(action, before.key, before.payload, None, before.rank, before.group)
    if before is None:
        return Change(Action.CREATE, after.key, None, after.payload, after.rank, after.group)
    if before.payload == after.payload:
        return None
    return Change(Action.UPDATE, after.key, before.payload, after.payload, after.rank, after.group)


_SIGNS = {Action.CREATE: "+", Action.UPDATE: "~", Action.DELETE: "-", Action.ORPHAN: "!"}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """How a plan is said: words for kinds and fields, names for groups, and the fields a creation does not list."""

    words: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    silent: frozenset[str] = frozenset()

    def word(self, code: str) -> str:
        """The word for a kind or a field; a dotted field is said part by part."""
        return " ".join(self.words.get(part, part) for part in code.split("."))


def to_text(plan: Plan, vocabulary: Vocabulary) -> str:
    """The plan as a person reads it, in French, group by group."""
    lines: list[str] = []
    by_group: dict[str, list[Change]] = {}
    for change in plan:
        by_group.setdefault(change.group, []).append(change)
    for group in sorted(by_group):
        if group:
            lines.append(vocabulary.groups.get(group, group))
        for change in by_group[group]:
            lines += _describe(change, vocabulary)
    lines += ["", plan.summary()] if lines else [plan.summary()]
    if plan:
        lines.append(f"Empreinte : {plan.checksum}")
    return "\n".join(lines)


def _describe(change: Change, vocabulary: Vocabulary) -> Iterator[str]:
    kind, name = change.key
    head = f"  {_SIGNS[change.action]} {vocabulary.word(kind)} {name}"
    if change.action is Action.CREATE:
        yield head + _listed(change, vocabulary)
    elif change.action is Action.ORPHAN:
        yield f"{head} (orphelin : conservé)"
    else:
        yield head
    if change.action is Action.UPDATE:
        before, after = dict(flat(change.before)), dict(flat(change.after))
        for name in sorted({*before, *after}):
            if before.get(name) != after.get(name):
                yield f"      {vocabulary.word(name)} : {short(before.get(name))} → {short(after.get(name))}"


def _listed(change: Change, vocabulary: Vocabulary) -> str:
    """What a new thing is made of, but what its name already says."""
    if not isinstance(change.after, Mapping):
        return ""
    shown = {name: value for name, value in change.after.items() if name not in vocabulary.silent}
    parts = [
        f"{vocabulary.word(name)} {short(value)}"
        for name, value in flat(shown)
        if value not in ("", None, [], False) and str(value) not in change.key[1].split()
    ]
    return f" ({', '.join(parts)})" if parts else ""


def flat(value: Payload, prefix: str = "") -> Iterator[tuple[str, Payload]]:
    """The leaves of nested mappings, under dotted names."""
    if not isinstance(value, Mapping):
        yield prefix, value
        return
    for name in sorted(value):
        yield from flat(value[name], f"{prefix}.{name}" if prefix else name)


def short(value: Payload) -> str:
    """A value in a few characters; a dash for nothing."""
    if value is None or value in ("", []):
        return "–"
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return " ".join(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
