"""Jinja2 as the sites use it: raw blocks read by key, French words, and output that costs little.

Half of the time of a page goes into writing hundreds of short texts: each is escaped straight to a string, where
Jinja2 would first make a ``Markup`` of it.
"""

from collections.abc import Iterable, MutableMapping
from functools import lru_cache
from keyword import iskeyword
from pathlib import Path
from typing import Any, cast

import jinja2
from django.utils import translation
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.visitor import NodeTransformer
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

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: FBT001, FBT002, N802
        """Calls straight: at each call of a page, Jinja2 looks four times for a mark that none of ours bears.

        It is the mark of what wants the context of the template: nothing may. A macro called without it escapes as
        its own template does: always, here.
        """
        keywords = [given.key for given in node.kwargs]
        if forward_caller or node.dyn_args or node.dyn_kwargs or any(map(iskeyword, keywords)):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for given in node.args:
            self.visit(given, frame)
            self.write(", ")
        for named in node.kwargs:
            self.write(f"{named.key}=")
            self.visit(named.value, frame)
            self.write(", ")
        self.write(")")


class French(NodeTransformer):
    """Translates ``_("a literal")`` when a template is compiled: a page has forty of them, always in French."""

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802  # named by the class of the node
        """A literal alone, in the place of the call."""
        self.generic_visit(node)
        called, given = node.node, node.args
        alone = len(given) == 1 and not (node.kwargs or node.dyn_args or node.dyn_kwargs)
        if alone and isinstance(called, nodes.Name) and called.name == "_" and isinstance(given[0], nodes.Const):
            return nodes.Const(french(given[0].value), lineno=node.lineno)
        return node


class ThemeEnvironment(jinja2.Environment):
    """Raw blocks are dictionaries: ``value.items`` reads their key ``items`` when they have one, before the method."""

    code_generator_class = _Generator
    translator: type[French] = French
    written = staticmethod(written)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        return cast("nodes.Template", self.translator().visit(super()._parse(source, name, filename)))

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Ours, in a plain dictionary: Jinja2 lays two above each other, and copies both for each part of a page."""
        return super().make_globals(d) if d else self.globals

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
    made = ThemeEnvironment(loader=jinja2.FileSystemLoader(list(folders)), **options(strict=strict, reload=reload))
    give(made)
    return made


def options(*, strict: bool, reload: bool) -> dict[str, Any]:
    """How every template is written, whoever wrote it."""
    return {
        "undefined": jinja2.StrictUndefined if strict else jinja2.Undefined,
        "autoescape": True,
        "trim_blocks": True,
        "lstrip_blocks": True,
        "auto_reload": reload,
        "cache_size": -1,
    }


def give(made: ThemeEnvironment) -> None:
    """The words that every template has besides Jinja2's own."""
    made.globals["_"] = french
    made.filters.update(date=date_fr, number=number_fr, size=size_fr, lines=_lines, named_in=_named_in)


def _lines(text: str | None) -> Markup:
    """A plain text whose line breaks are kept."""
    return Markup("<br>").join(escape(line) for line in (text or "").splitlines())


def _named_in(names: Iterable[tuple[str, str]], text: str) -> str | None:
    """What goes with the first of the words that ``text`` has; nothing when it has none."""
    return next((name for word, name in names if word in text), None)
