"""What modules put in places of the themes, and add to rich texts."""

from types import SimpleNamespace
from typing import Any

import jinja2
import pytest

from sites.modules import Module
from sites.rendering.context import RenderContext
from sites.rendering.renderer import Renderer
from sites.rendering.richtext import Piece

TEMPLATES = {"un.html": "<p>{{ data }} {{ word }}</p>\n", "deux.html": "\n", "trois.html": "<i>{{ data }}</i>"}


class Loud(Module):
    """Writes the first text of a page in capitals."""

    def rewriter(self, data: Any) -> Any:
        def rewrite(pieces: tuple[Piece, ...], met: set[Any]) -> tuple[Piece, ...]:
            first = not met
            met.add(1)
            return tuple(piece.upper() if first and isinstance(piece, str) else piece for piece in pieces)

        return rewrite if data else None


def declared(code: str, kind: type[Module] = Module, **slots: str) -> Module:
    module = kind.__new__(kind)
    module.label = code
    module.slots = slots  # type: ignore[misc]  # as a class would declare them
    return module


def context(*modules: Module, **data: Any) -> RenderContext:
    renderer = Renderer.__new__(Renderer)
    renderer.site = None  # type: ignore[assignment]  # no template here asks
    renderer.snapshot = SimpleNamespace(modules=modules, data=data)  # type: ignore[assignment]
    renderer.environment = jinja2.Environment(loader=jinja2.DictLoader(TEMPLATES), autoescape=True)  # type: ignore[assignment]
    renderer._modules = {module.code: module for module in modules}
    renderer._rewriters = None
    return RenderContext(renderer, None)


def test_a_place_shows_what_each_module_puts_there_in_order_and_escaped() -> None:
    ctx = context(declared("a", top="un.html"), declared("b", foot="un.html"), declared("c", top="trois.html"), a="<x>")
    assert ctx.slot("top", word="dit") == "<p>&lt;x&gt; dit</p><i>None</i>"


@pytest.mark.parametrize("modules", [(), (declared("a", top="deux.html"),)])
def test_a_place_without_anything_is_empty(modules: tuple[Module, ...]) -> None:
    assert context(*modules).slot("top") == ""


def test_a_rewriter_reaches_the_words_and_not_the_links_and_remembers_within_a_page() -> None:
    ctx = context(declared("a", Loud), a=True)
    link = '<a href="https://lot.fr/">ici</a>'
    assert ctx.rich(f"<p>oui {link}</p>") == '<P>OUI <a href="https://lot.fr/" rel="external">ici</a></P>'
    assert ctx.rich("<p>oui</p>") == "<p>oui</p>"


def test_a_module_with_nothing_to_add_leaves_the_text_alone() -> None:
    ctx = context(declared("a", Loud), declared("b"), a=False)
    assert ctx.rich("<p>oui</p>") == "<p>oui</p>"
    assert ctx.renderer.rewriters == {}
