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


def test_the_names_of_one_template_stay_its_own_beside_those_of_all(tmp_path: Path) -> None:
    (tmp_path / "part.html").write_text("{{ town|default('-') }}{{ _('Fermé') }}")
    assert render(tmp_path, "{% set town = 'x' %}{% include 'part.html' without context %}") == "-Fermé"
    made = make_environment([tmp_path], strict=True, reload=True)
    given = made.get_template("part.html", globals={"town": "Aubord"})
    assert given.render() == "AubordFermé"
    assert "town" not in made.globals


def test_a_name_is_found_by_the_first_word_that_a_text_has(tmp_path: Path) -> None:
    source = "{{ names|named_in(text) or 'none' }}"
    names = (("pain", "loaf"), ("eau", "drop"))
    assert render(tmp_path, source, names=names, text="l’eau et le pain") == "loaf"
    assert render(tmp_path, source, names=names, text="le vin") == "none"


def test_a_call_gives_what_it_is_given_inside_a_loop_and_by_name(tmp_path: Path) -> None:
    source = "{% for town in towns %}{{ plain(town, last=loop.last) }}{{ towns|join('+') }} {% endfor %}"
    html = render(tmp_path, source, towns=["Aubord", "Belleville"], plain=lambda town, *, last: f"{town} {last} ")
    assert html == "Aubord False Aubord+Belleville Belleville True Aubord+Belleville "


def test_a_call_with_a_list_of_arguments_or_a_word_of_python_goes_the_way_of_jinja(tmp_path: Path) -> None:
    def told(*given: str, **named: str) -> str:
        return f"{given} {named}"

    html = render(
        tmp_path, "{{ told(*given, **named) }}{{ told(class='a') }}", told=told, given=["x"], named={"y": "z"}
    )
    assert html == escape("('x',) {'y': 'z'}() {'class': 'a'}")


def test_nothing_may_ask_for_the_context(tmp_path: Path) -> None:
    @pass_context
    def seen(context: Context, name: str) -> str:
        return f"{name}={context.get(name)}"

    with pytest.raises(TypeError, match="name"):
        render(tmp_path, "{{ seen('town') }}", seen=seen)


def test_a_literal_is_translated_when_the_template_is_compiled(tmp_path: Path) -> None:
    source = '{{ _("No") }} {{ _(word) }} {{ _("<") }}'
    with translation.override("de"):
        assert render(tmp_path, source, word="No") == "Non Non &lt;"


def test_a_macro_that_calls_its_caller_escapes_what_it_is_given(tmp_path: Path) -> None:
    macro = "{% macro box(title) %}<h2>{{ title }}</h2>{{ caller() }}{% endmacro %}"
    source = f"{macro}{{% call box(text) %}}{{{{ text }}}}{{% endcall %}}"
    assert render(tmp_path, source, text="<i>") == "<h2>&lt;i&gt;</h2>&lt;i&gt;"
