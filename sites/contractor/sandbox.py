"""Jinja2 for a theme that is not ours: plain values, a short list of filters, and bounds to everything.

The same words as ``ThemeEnvironment``, the same HTML from the same templates; slower, for each access is looked at.
"""

import re
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import Any, cast

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace

from sites.contractor import budget
from sites.contractor.doors import OutOfReachError, enter, held, may_call, refuse
from sites.rendering.french import date_fr
from sites.rendering.templates import French, ThemeEnvironment, give, options, written

FILTERS = frozenset(
    [
        "abs",
        "batch",
        "capitalize",
        "count",
        "d",
        "date",
        "default",
        "dictsort",
        "e",
        "escape",
        "first",
        "float",
        "format",
        "groupby",
        "int",
        "items",
        "join",
        "last",
        "length",
        "lines",
        "list",
        "lower",
        "map",
        "max",
        "min",
        "named_in",
        "number",
        "reject",
        "rejectattr",
        "replace",
        "reverse",
        "round",
        "select",
        "selectattr",
        "size",
        "slice",
        "sort",
        "string",
        "title",
        "trim",
        "truncate",
        "unique",
        "upper",
        "urlencode",
        "wordcount",
    ]
)
GLOBALS = frozenset({"_", "namespace", "range"})
LARGEST = 200_000  # bytes of a template
_KEY = re.compile(r"%\([^)]*\)")
_WIDE = re.compile(r"%[^%a-zA-Z]*(\*|\d{4})")


class _Counting(French):
    """Looks at the time at each turn of a loop, and keeps escaping on."""

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802  # named by the class of the node
        """One more statement in the loop."""
        self.generic_visit(node)
        called = nodes.Call(nodes.EnvironmentAttribute("tick"), [], [], None, None, lineno=node.lineno)
        node.body.insert(0, nodes.ExprStmt(called, lineno=node.lineno))
        return node

    def visit_ScopedEvalContextModifier(self, node: nodes.Node) -> nodes.Node:  # noqa: N802  # the same
        """``{% autoescape %}``: what a contributor wrote would become HTML."""
        raise jinja2.TemplateAssertionError("«\u00a0autoescape\u00a0» n’est pas permis dans un modèle.", node.lineno)


class _Generator(CodeGenerator):
    """Jinja2's own, but for what it joins and writes."""

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802  # named by the class of the node
        """Joined by us, who count."""
        self.write("environment.joined(context.eval_ctx, (")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")


class _Template(jinja2.Template):
    """Opens the account of the page."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        """The page, within its bounds."""
        with budget.opened():
            return super().render(*args, **kwargs)

    def _get_default_module(self, ctx: Context | None = None) -> Any:
        with budget.opened():
            return super()._get_default_module(ctx)


class _Loader(jinja2.FileSystemLoader):
    """Files that really stand in the folders: a link that leads out of them leads nowhere."""

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """As the class it extends; ``TemplateNotFound`` for what lies elsewhere or is no template by its size."""
        found = super().get_source(environment, template)
        real = Path(found[1]).resolve()
        inside = any(real.is_relative_to(Path(folder).resolve()) for folder in self.searchpath)
        if not inside or real.stat().st_size > LARGEST:
            raise jinja2.TemplateNotFound(template)
        return found


class SandboxedThemeEnvironment(ImmutableSandboxedEnvironment, ThemeEnvironment):
    """Whatever is not allowed is an error: never a silence, which would hide an attempt."""

    code_generator_class = _Generator  # type: ignore[assignment]  # ours calls straight: this one may not
    template_class = _Template
    intercepted_binops = frozenset({"*", "**", "+", "%"})
    translator = _Counting
    tick = staticmethod(budget.tick)
    written = staticmethod(written)
    given: frozenset[int] = frozenset()
    """Identities of the functions that templates receive."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """An attribute that may be had; of a dictionary, a key first."""
        if isinstance(obj, dict) and attribute in obj:
            return held(obj[attribute], attribute)
        enter(obj, attribute)
        try:
            return held(getattr(obj, attribute), attribute)
        except AttributeError:
            return self._item(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """An item; by a name, an attribute too."""
        found = self._item(obj, argument)
        if isinstance(argument, str) and isinstance(found, Undefined):
            return self.getattr(obj, argument)
        return found

    def _item(self, obj: Any, argument: Any) -> Any:
        held(obj, type(obj).__name__)
        try:
            return held(obj[argument], str(argument))
        except (TypeError, LookupError, AttributeError):
            return self.undefined(obj=obj, name=argument)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """For the parts of Jinja2 that ask by themselves."""
        try:
            enter(obj, attr)
            held(value, attr)
        except OutOfReachError:
            return False
        return True

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805, PYI063  # as Jinja2 does
        """Call what may be called; what it gives is looked at too."""
        budget.tick()
        name = getattr(__obj, "__name__", type(__obj).__name__)
        if isinstance(__obj, Undefined):
            return __context.call(__obj, *args, **kwargs)
        if __obj is not __self.tick and not may_call(__obj, __self.given):
            raise refuse(name)
        return held(__context.call(__obj, *args, **kwargs), name)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ARG002  # as Jinja2 does
        """Arithmetic that cannot fill the memory."""
        _weigh_operation(operator, left, right)
        return budget.weigh(self.binop_table[operator](left, right))

    def joined(self, eval_ctx: nodes.EvalContext, parts: tuple[Any, ...]) -> str:
        """``a ~ b``: text, or markup where one of them is."""
        texts = [part if isinstance(part, str) else str(part) for part in parts]
        budget.charge(sum(map(len, texts)))
        return jinja2.runtime.markup_join(texts) if eval_ctx.autoescape else "".join(texts)

    @staticmethod
    def concat(pieces: Iterable[str]) -> str:
        """A page, a macro or a block, counted before it is made."""
        kept, size = [], 0
        for piece in pieces:
            kept.append(piece)
            size += len(piece)
            if size > budget.TEXT:
                break
        budget.charge(size)
        return "".join(kept)

    def _load_template(self, name: str, globals: Any) -> jinja2.Template:  # noqa: A002  # as Jinja2 does
        budget.tick()
        return super()._load_template(name, globals)


def _weigh_operation(operator: str, left: Any, right: Any) -> None:
    if operator == "%" and isinstance(left, str):
        _readable(left)
    elif operator == "**":
        budget.whole(int(abs(left) > 1) * max(0, int(right)) * int(left).bit_length())
    elif operator == "*":
        for one, other in ((left, right), (right, left)):
            if isinstance(one, str | list | tuple) and isinstance(other, int):
                budget.several(other)
                budget.charge(len(one) * max(0, other))
    elif operator == "+" and isinstance(left, str | list | tuple) and isinstance(right, str | list | tuple):
        budget.charge(len(left) + len(right))


def _readable(template: str) -> None:
    """Refuse ``%1000000d`` and ``%*d``: a width that fills the memory."""
    if _WIDE.search(_KEY.sub("%", template)):
        raise budget.TooMuchError("Le modèle demande un texte démesurément large.")


def _counted(name: str, made: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that looks at its arguments first, and at what it gives."""
    own = 2 if hasattr(made, "jinja_pass_arg") else 1

    @wraps(made)
    def filtered(*args: Any, **kwargs: Any) -> Any:
        budget.tick()
        for value in (*args[own:], *kwargs.values()):
            if type(value) is int:
                budget.several(value)
        value, others = args[own - 1], args[own:]
        if name == "format":
            _readable(str(value))
        elif name == "replace":
            old, new = str(others[0]), str(others[1])
            budget.charge(len(str(value)) + (str(value).count(old) if old else len(str(value)) + 1) * len(new))
        elif name == "join":
            value = list(value)
            glue = str(others[0]) if others else str(kwargs.get("d", ""))
            budget.charge(sum(len(str(one)) for one in value) + len(glue) * len(value))
            args = (*args[: own - 1], value, *others)
        return budget.weigh(made(*args, **kwargs))

    return filtered


def _ticking(made: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(made)
    def tested(*args: Any, **kwargs: Any) -> Any:
        budget.tick()
        return made(*args, **kwargs)

    return tested


def _range(*bounds: int) -> range:
    """Whole numbers, not too many at once."""
    made = range(*bounds)
    budget.several((made.stop - made.start) // made.step)
    return made


def make_sandbox(folders: Iterable[Path], *, strict: bool, reload: bool) -> SandboxedThemeEnvironment:
    """Templates found in the first of ``folders`` that has them, none of them trusted."""
    made = SandboxedThemeEnvironment(loader=_Loader(list(folders)), **options(strict=strict, reload=reload))
    give(made)
    made.globals.update(range=_range, namespace=Namespace)
    for name in set(made.globals) - GLOBALS:
        del made.globals[name]
    made.given = frozenset(map(id, (*made.globals.values(), date_fr)))
    made.filters = {name: _counted(name, one) for name, one in made.filters.items() if name in FILTERS}
    made.tests = {name: _ticking(cast("Callable[..., Any]", one)) for name, one in made.tests.items()}
    return made
