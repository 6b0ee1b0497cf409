"""The words of the module are set as French is: no line begins with a colon, no guillemet stands alone."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import modules.documents

ROOT = Path(modules.documents.__file__).parent
SAYS = {"_", "_g", "gettext", "gettext_lazy"}
LOOSE = re.compile(r" [:;!?»](?![=\w])|« ")
LABELS = {"NATURES", "OUTCOMES"}  # said without gettext: the file knows no Django


def said_in_python() -> Iterator[tuple[str, str]]:
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAYS
            listed = isinstance(node, ast.Assign) and LABELS & {getattr(one, "id", "") for one in node.targets}
            if called or listed:
                for one in ast.walk(node):
                    if isinstance(one, ast.Constant) and isinstance(one.value, str):
                        yield path.name, one.value


def said_in_templates() -> Iterator[tuple[str, str]]:
    for path in ROOT.rglob("*.html"):
        yield from ((path.name, line) for line in path.read_text().splitlines())


@pytest.mark.parametrize("said", [said_in_python, said_in_templates])
def test_no_ordinary_space_stands_before_a_colon_nor_inside_guillemets(said: object) -> None:
    assert callable(said)
    sentences = list(said())
    assert len(sentences) > 50
    assert [one for one in sentences if LOOSE.search(one[1])] == []
