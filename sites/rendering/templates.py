"""Jinja2 as the sites use it: raw blocks read by key, French words, and output that costs little.

Half of the time of a page goes into writing hundreds of short texts: each is escaped straight to a string, where
Jinja2 would first make a ``Markup`` of it.
"""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from types import FunctionType, MethodType
from typing import Any

import jinja2
from django.utils import translation
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape
from markupsafe import _escape_inner as escaped  # type: ignore[attr-defined]  # private: a test holds it to ``escape``

from sites.rendering.french import date_fr, number_fr, size_fr


def written(value: Any) -> str:
    """A value as it goes into a page: escaped unless it is markup."""
    kind = type(value)
    if kind is str:
        return escaped(value)
    return value if kind is Markup else escape(value)


class _Generator(CodeGenerator):
    """Writes ``written(…)`` where Jinja2 writes ``escape(…)``; a test holds both to the same results."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.written(")


class _Context(jinja2.runtime.Context):
    """Calls macros, methods and functions straight; what asks for the context itself goes Jinja2's way.

    Jinja2 looks four times, at each of the 170 calls of a page, for a mark that none of ours bears.
    """

    def call(self, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """As Jinja2 does. A macro called without an evaluation context escapes as its template does: always, here."""
        if type(obj) in _DIRECT and not hasattr(obj, "jinja_pass_arg"):
            kwargs.pop("_loop_vars", None)
            kwargs.pop("_block_vars", None)
            return obj(*args, **kwargs)
        return super().call(obj, *args, **kwargs)


_DIRECT = frozenset({jinja2.runtime.Macro, FunctionType, MethodType})


class ThemeEnvironment(jinja2.Environment):
    """Raw blocks are dictionaries: ``value.items`` reads their key ``items`` when they have one, before the method."""

    code_generator_class = _Generator
    context_class = _Context
    written = staticmethod(written)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """An attribute; of a dictionary, a key first."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        try:
            return getattr(obj, attribute)
        except AttributeError:
            return super().getattr(obj, attribute)


@lru_cache(maxsize=4096)
def french(text: str) -> str:
    """A sentence of a template, in French whatever the language of whoever previews the page."""
    with translation.override("fr"):
        return translation.gettext(text)


def make_environment(folders: Iterable[Path], *, strict: bool, reload: bool) -> ThemeEnvironment:
    """Templates found in the first of ``folders`` that has them."""
    made = ThemeEnvironment(
        loader=jinja2.FileSystemLoader(list(folders)),
        undefined=jinja2.StrictUndefined if strict else jinja2.Undefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=reload,
        cache_size=-1,
    )
    made.globals["_"] = french
    made.filters.update(date=date_fr, number=number_fr, size=size_fr, lines=_lines)
    return made


def _lines(text: str | None) -> Markup:
    """A plain text whose line breaks are kept."""
    return Markup("<br>").join(escape(line) for line in (text or "").splitlines())
