"""What a contractor's template may touch: plain values, and the few methods that templates are made with.

It is a list of what is allowed. An object that is not on it shows nothing, whatever leads to it: no model, no query,
no setting, no file and no part of Python can be reached through a chain of attributes.
"""

import dataclasses
import enum
from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from functools import partial
from types import BuiltinMethodType, FunctionType, GeneratorType, MappingProxyType, MethodType
from typing import Any

from django.utils.functional import Promise
from jinja2.environment import TemplateModule
from jinja2.exceptions import SecurityError
from jinja2.runtime import BlockReference, LoopContext, Macro, TemplateReference, Undefined
from jinja2.utils import Namespace

NONE: frozenset[str] = frozenset()
TEXT = frozenset(
    [
        "capitalize",
        "casefold",
        "count",
        "endswith",
        "find",
        "index",
        "isalnum",
        "isalpha",
        "isdecimal",
        "isdigit",
        "islower",
        "isspace",
        "isupper",
        "lower",
        "lstrip",
        "partition",
        "removeprefix",
        "removesuffix",
        "rfind",
        "rpartition",
        "rsplit",
        "rstrip",
        "split",
        "splitlines",
        "startswith",
        "strip",
        "swapcase",
        "title",
        "upper",
    ]
)
MAPPING = frozenset({"get", "items", "keys", "values"})
SEQUENCE = frozenset({"count", "index"})
DAY = frozenset(
    [
        "year",
        "month",
        "day",
        "weekday",
        "isoweekday",
        "isoformat",
        "hour",
        "minute",
        "second",
        "date",
        "time",
        "days",
        "seconds",
    ]
)
LOOP = frozenset(
    [
        "index",
        "index0",
        "revindex",
        "revindex0",
        "first",
        "last",
        "length",
        "depth",
        "depth0",
        "previtem",
        "nextitem",
        "cycle",
        "changed",
    ]
)
ENUM = frozenset({"name", "value", "label"})
NAMES: tuple[tuple[type | tuple[type, ...], frozenset[str]], ...] = (
    (enum.Enum, ENUM),
    (str, TEXT),
    ((dict, MappingProxyType), MAPPING),
    ((list, set, frozenset, range), SEQUENCE),
    ((date, time, timedelta), DAY),
    (LoopContext, LOOP),
    ((int, float, Decimal, bytes, type(None), Promise, Macro, BlockReference), NONE),
)
# Views of a dictionary and what filters give: they are gone through, and have nothing to ask.
PASSED: tuple[type, ...] = (GeneratorType, type({}.keys()), type({}.values()), type({}.items()), Iterator)
# Objects with something behind them: the names they show. What is called by its own name shows none.
GUICHETS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "sites.rendering.context.RenderContext": frozenset(
            [
                "picture",
                "share",
                "document",
                "page",
                "link",
                "rich",
                "blocks",
                "section",
                "slot",
                "items",
                "hours",
                "data",
                "phone",
                "site",
                "current",
            ]
        ),
        "sites.rendering.look.Statics": NONE,
    }
)
CALLED = frozenset({"sites.rendering.look.Statics"})
# Dataclasses that hold more than values.
CLOSED = (
    "sites.bake.snapshot", "sites.bake.preview", "sites.bake.reader", "sites.bake.library", "sites.bake.outputs",
    "sites.themes", "sites.models", "sites.rendering.renderer",
    "sites.rendering.look",
)  # fmt: skip


class OutOfReachError(SecurityError):
    """A template asked for what it may not have; the message is a French sentence."""


def refuse(name: str) -> OutOfReachError:
    """The one sentence that says so."""
    return OutOfReachError(f"«\u00a0{name}\u00a0» n’est pas à la portée d’un modèle.")


def _label(kind: type) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


_shown: dict[type, frozenset[str] | None] = {}


def shown_by(kind: type) -> frozenset[str] | None:
    """Names that every object of a class shows; ``None`` when the class is not one that templates receive."""
    if kind not in _shown:
        _shown[kind] = _names_of(kind)
    return _shown[kind]


def _names_of(kind: type) -> frozenset[str] | None:
    for known, names in NAMES:
        if issubclass(kind, known):
            return names
    if issubclass(kind, tuple):
        return SEQUENCE | frozenset(getattr(kind, "_fields", ()))
    if (found := GUICHETS.get(_label(kind))) is not None:
        return found
    if dataclasses.is_dataclass(kind) and not kind.__module__.startswith(CLOSED):
        public = {name for one in kind.__mro__ if dataclasses.is_dataclass(one) for name in vars(one)}
        public |= {one.name for one in dataclasses.fields(kind)}
        return frozenset(name for name in public if not name.startswith("_"))
    return NONE if issubclass(kind, PASSED) else None


def _is_open(value: Any) -> bool:
    """Whether a template may hold this."""
    kind = type(value)
    if shown_by(kind) is not None or isinstance(value, Undefined | TemplateModule | Namespace | TemplateReference):
        return True
    if isinstance(value, MethodType | BuiltinMethodType):
        names = shown_by(type(value.__self__))
        # An icon is all that a template may ask of the static files by name.
        return (names is not None and value.__name__ in names) or _label(type(value.__self__)) in CALLED
    return isinstance(value, partial)


def held(value: Any, name: str) -> Any:
    """``value``, found under ``name``; ``OutOfReachError`` when a template may not hold it."""
    if not _is_open(value):
        raise refuse(name)
    return value


def enter(owner: Any, name: str) -> None:
    """Check that ``owner`` shows something under this name, or has nothing of that name at all."""
    if name.startswith("_"):
        raise refuse(name)
    if isinstance(owner, Undefined | TemplateModule | Namespace | TemplateReference):
        return
    names = shown_by(type(owner))
    if names is None:
        raise refuse(name)
    if name not in names and hasattr(type(owner), name):
        raise refuse(name)


def may_call(called: Any, given: frozenset[int]) -> bool:
    """Whether a template may call this; ``given`` are the identities of the functions of its environment.

    A plain function comes from the context alone, where a module laid it to be called: no attribute leads to one.
    """
    if isinstance(called, Macro | BlockReference | LoopContext | partial | FunctionType) or id(called) in given:
        return True
    return _label(type(called)) in CALLED or (isinstance(called, MethodType | BuiltinMethodType) and _is_open(called))
