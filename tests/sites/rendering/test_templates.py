"""Jinja2 as the sites use it gives what Jinja2 gives, and reads raw blocks by key."""

from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from sites.rendering.templates import french, make_environment, written


def render(tmp_path: Path, source: str, *, strict: bool = True, **context: object) -> str:
    (tmp_path / "page.html").write_text(source)
    return make_environment([tmp_path], strict=strict, reload=True).get_template("page.html").render(**context)


@given(st.text() | st.integers() | st.none() | st.text().map(Markup))
def test_a_value_is_written_as_markupsafe_would(value: object) -> None:
    assert written(value) == str(escape(value))


def test_text_is_escaped_once_and_markup_never(tmp_path: Path) -> None:
    source = (
        "{% macro m(x) %}<b>{{ x }}</b>{% endmacro %}{{ m(text) }}{{ bold }}{{ text|upper }}"
        "{% set kept %}{{ text }}{% endset %}{{ kept }}"
    )
    once = "&lt;i&gt;&amp;"
    html = render(tmp_path, source, text="<i>&", bold=Markup("<b>"))
    assert html == f"<b>{once}</b><b>&lt;I&gt;&amp;{once}"


def test_a_key_of_a_raw_block_stands_before_the_method_of_its_name(tmp_path: Path) -> None:
    source = "{{ block.items }} {{ block.values }} {% for k, v in plain.items() %}{{ k }}{% endfor %}"
    html = render(tmp_path, source, block={"items": 1, "values": 2}, plain={"a": 1})
    assert html == "1 2 a"


def test_an_unknown_name_is_refused_when_strict_and_empty_otherwise(tmp_path: Path) -> None:
    assert render(tmp_path, "[{{ block.later }}]", strict=False, block={}) == "[]"
    with pytest.raises(UndefinedError):
        render(tmp_path, "[{{ block.later }}]", block={})


def test_a_site_speaks_french_whoever_previews_it() -> None:
    with translation.override("en"):
        assert french("Fermé") == "Fermé"
        assert translation.get_language() == "en"


def test_what_asks_for_the_context_gets_it_even_inside_a_loop(tmp_path: Path) -> None:
    @pass_context
    def seen(context: Context, name: str) -> str:
        return f"{name}={context.get(name)}"

    inside = "{% set shown = town %}{{ seen('shown') }} {{ plain(town, last=loop.last) }} "
    source = f"{{% for town in towns %}}{inside}{{% endfor %}}"
    html = render(tmp_path, source, towns=["Aubord"], seen=seen, plain=lambda town, *, last: f"{town} {last}")
    assert html == "shown=Aubord Aubord True "


def test_a_macro_that_calls_its_caller_escapes_what_it_is_given(tmp_path: Path) -> None:
    macro = "{% macro box(title) %}<h2>{{ title }}</h2>{{ caller() }}{% endmacro %}"
    source = f"{macro}{{% call box(text) %}}{{{{ text }}}}{{% endcall %}}"
    assert render(tmp_path, source, text="<i>") == "<h2>&lt;i&gt;</h2>&lt;i&gt;"
