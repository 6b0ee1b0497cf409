"""Which communes a queryset keeps to, read from its conditions; or none that can be told.

It only decides where to look: the rows found are always asked again of the queryset itself, in the database. Not
understanding a condition costs the speed of a shard, never a row of somebody else's.
"""

from collections.abc import Iterable
from os.path import commonprefix
from typing import Any

from django.db.models import Field, Lookup, Q, QuerySet
from django.db.models.expressions import Col
from django.db.models.sql import Query
from django.db.models.sql.datastructures import Join
from django.db.models.sql.where import AND, OR, NothingNode, WhereNode

from cms.search.editors.places import HOME, Link, Place, communes, link_of, national

# Beyond, a query of the database is the better way.
MOST = 5

Values = frozenset[Any]


def places_within(queryset: "QuerySet[Any]") -> list[Place] | None:
    """The shards that hold all that the queryset may; None when it keeps to no few communes."""
    model: Any = queryset.model
    link = link_of(model)
    if link is None:
        return [national(model)]
    values = _values(queryset.query.where, _Columns(queryset.query, link))
    if values is None or len(values) > MOST:
        return None
    return [place for place, _known in communes(Q(**{f"{link.commune}__in": values}))] if values else []


class _Columns:
    """Recognises the column by which rows name their commune."""

    def __init__(self, query: Query, link: Link) -> None:
        self.link = link
        self.model: Any = query.model
        self.aliases = query.alias_map
        field: Any = None
        model: Any = query.model
        for name in link.row.split("__"):
            field = model._meta.get_field(name.removesuffix("_id"))
            model = field.related_model
        self.field: Field[Any, Any] = field
        self.hops = link.row.count("__")

    def __contains__(self, column: object) -> bool:
        if not isinstance(column, Col) or column.target != self.field:
            return False
        hops, alias = 0, column.alias
        while isinstance(join := self.aliases[alias], Join):
            field: Any = join.join_field
            hops += not getattr(field.remote_field, "parent_link", False)
            alias = join.parent_alias
        return hops == self.hops


def _values(node: Any, columns: _Columns) -> Values | None:
    """What rows satisfying ``node`` may say of their commune; None when it may be anything."""
    if isinstance(node, NothingNode):
        return frozenset()
    if isinstance(node, WhereNode):
        if node.negated:
            return None
        if node.connector == AND:
            return _narrowest([*(_values(child, columns) for child in node.children), _between(node, columns)])
        return _union(_values(child, columns) for child in node.children) if node.connector == OR else None
    if isinstance(node, Lookup) and node.lhs in columns:
        return _named(node.lookup_name, node.rhs, columns.link)
    return _selected(node, columns)


def _selected(node: Any, columns: _Columns) -> Values | None:
    """``pk IN (SELECT pk …)`` of the same model: as policies say what one may reach."""
    if not isinstance(node, Lookup) or node.lookup_name != "in" or not isinstance(node.rhs, Query):
        return None
    inner, key = node.rhs, columns.model._meta.pk
    keys = [getattr(column, "target", None) for column in (node.lhs, *inner.select)]
    if inner.model is not columns.model or keys != [key, key] or inner.combinator:
        return None
    return _values(inner.where, _Columns(inner, columns.link))


def _narrowest(found: list[Values | None]) -> Values | None:
    return min((values for values in found if values is not None), key=len, default=None)


def _union(found: Iterable[Values | None]) -> Values | None:
    together: Values = frozenset()
    for values in found:
        if values is None:
            return None
        together |= values
    return together


def _between(node: WhereNode, columns: _Columns) -> Values | None:
    """``path >= x AND path <= x…``, written as two conditions."""
    ends = {
        child.lookup_name: child.rhs for child in node.children if isinstance(child, Lookup) and child.lhs in columns
    }
    return _named("range", (ends["gte"], ends["lte"]), columns.link) if {"gte", "lte"} <= ends.keys() else None


def _named(lookup: str | None, value: Any, link: Link) -> Values | None:
    if lookup == "exact" and not hasattr(value, "resolve_expression"):
        return _homes([value], link)
    if lookup == "in" and isinstance(value, (list, tuple, set, frozenset)):
        return _homes(value, link)
    if not link.paths:
        return None
    if lookup == "startswith" and isinstance(value, str):
        return _homes([value], link)
    if lookup == "range" and isinstance(value, (list, tuple)) and all(isinstance(end, str) for end in value):
        # What lies between two paths begins as they both do.
        return _homes([commonprefix(list(value))], link)  # noqa: RUF071  # paths of the tree, of fixed steps
    return None


def _homes(values: Iterable[Any], link: Link) -> Values | None:
    if not link.paths:
        return frozenset(values)
    found = frozenset(value[:HOME] for value in values)
    return None if any(len(path) < HOME for path in found) else found
