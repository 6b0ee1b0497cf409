"""Tree paths as sets: pages and collections are reached by prefixes, in one flat condition."""

from collections.abc import Iterable, Sequence

from django.db.models import Q

STEP = 4  # length of one step in treebeard's paths
COMMUNE_DEPTH = 3  # root, département, commune: no site is rooted deeper
HOME = COMMUNE_DEPTH * STEP  # length of the path of a home page
ROOT = "0001"  # the root page and the root collection


def outermost(paths: Iterable[str]) -> list[str]:
    """Sorted, without the paths lying inside another one."""
    kept: list[str] = []
    for path in sorted(set(paths)):
        if not kept or not path.startswith(kept[-1]):
            kept.append(path)
    return kept


def within(field: str, paths: Sequence[str]) -> Q:
    """One flat condition "``field`` is one of ``paths``, or below"; nothing at all when there are none.

    Ranges use the index of every database, which ``LIKE 'x%'`` does not; a nested OR makes SQLite refuse the query of
    somebody who works for a few hundred communes.
    """
    if not paths:
        return Q(pk__in=[])
    return Q(*((f"{field}__range", (path, path + "zzzz")) for path in paths), _connector=Q.OR)


def covers(paths: Iterable[str], path: str) -> bool:
    """Whether ``path`` is one of ``paths``, or below."""
    return any(path.startswith(prefix) for prefix in paths)


def ancestors(paths: Iterable[str]) -> set[str]:
    """The strict ancestors."""
    return {path[:end] for path in paths for end in range(STEP, len(path), STEP)}


def common_ancestor(paths: Sequence[str]) -> str:
    """The deepest path above all of ``paths`` (or the only one); empty when there are none."""
    if not paths:
        return ""
    low, high = min(paths), max(paths)
    end = 0
    while low[end : end + STEP] and low[end : end + STEP] == high[end : end + STEP]:
        end += STEP
    return low[:end]
