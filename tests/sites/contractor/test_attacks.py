"""What a hostile template tries, and does not get."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jinja2 import TemplateError

from sites.bake.snapshot import take
from sites.contractor.budget import TooMuchError
from sites.contractor.doors import OutOfReachError, enter, held, shown_by
from sites.rendering.context import RenderContext
from sites.rendering.identity import whole_site_view
from sites.rendering.look import look_of, statics_of
from sites.rendering.renderer import Renderer
from sites.themes import ThemeError, load
from tests.sites.contractor.conftest import Write

if TYPE_CHECKING:
    from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.once]

PYTHON = {
    "the class of a text": "{{ ''.__class__ }}",
    "all classes": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "the class, as an item": "{{ ''['__class__'] }}",
    "the class, by a computed name": "{% set n = '__cla' ~ 'ss__' %}{{ ''[n] }}",
    "the filter attr": "{{ ''|attr('__class__') }}",
    "map of an attribute": "{{ ['']|map(attribute='__class__')|list }}",
    "map of a chain": "{{ [site]|map(attribute='static.__class__')|list }}",
    "groupby an attribute": "{{ [site]|groupby('__class__')|list }}",
    "sort by an attribute": "{{ [site, site]|sort(attribute='__class__') }}",
    "selectattr": "{{ [site]|selectattr('__class__')|list }}",
    "map through the filter attr": "{{ ['']|map('attr', '__class__')|list }}",
    "format": "{{ '{0.__class__}'.format(site) }}",
    "format_map": "{{ '{a.__class__}'.format_map({'a': site}) }}",
    "format of markup": "{{ ('<b>{0.__class__}</b>'|escape).format(site) }}",
    "format got by item": "{{ ''['format'] }}",
    "globals of lipsum": "{{ lipsum.__globals__ }}",
    "os through lipsum": "{{ lipsum.__globals__['os'].popen('id').read() }}",
    "cycler": "{{ cycler.__init__.__globals__ }}",
    "joiner": "{{ joiner.__init__.__globals__ }}",
    "namespace": "{{ namespace.__init__.__globals__ }}",
    "a namespace made": "{{ namespace(a=1).__class__ }}",
    "the class of a dictionary": "{{ dict.__base__ }}",
    "self": "{{ self.__init__.__globals__ }}",
    "the context behind self": "{{ self._TemplateReference__context }}",
    "the context": "{{ _context.parent }}",
    "globals of a macro": "{% macro m() %}{% endmacro %}{{ m.__globals__ }}{{ m._func.__globals__ }}",
    "the function of a macro": "{% macro m() %}{% endmacro %}{{ m._environment }}",
    "globals of gettext": "{{ _.__globals__ }}",
    "what gettext wraps": "{{ _.__wrapped__ }}",
    "the cache of gettext": "{{ _.cache_clear() }}",
    "the frame of a generator": "{{ ([1]|map('string')).gi_frame }}",
    "the code of a generator": "{{ ([1]|select).gi_code }}",
    "builtins by a frame": "{{ ([1]|map('string')).gi_frame.f_builtins }}",
    "the loop": "{% for i in [1] %}{{ loop._iterator }}{{ loop.__class__ }}{% endfor %}",
    "a module of templates": "{% import 'pictures.html' as p %}{{ p.__class__ }}",
    "the body of a module": "{% import 'pictures.html' as p %}{{ p._body_stream }}",
    "an undefined name": "{{ nothing.__class__.__init__ }}",
    "an undefined name's exception": "{{ nothing._undefined_exception }}",
    "changing a list": "{% set l = [] %}{{ l.append(1) }}{{ l }}",
    "changing the words of the site": "{{ site.fields.update({'a': 1}) }}",
    "changing a dictionary by its class": "{{ site.fields.pop('brand') }}",
    "the class of a number": "{{ 1.0.fromhex('1') }}{{ (1).real.__class__ }}",
    "bytes of a text": "{{ 'a'.encode().hex() }}",
    "strftime's width": "{{ site.baked_at.strftime('%9999999d') }}",
}
PLATFORM = {
    "settings": "{{ settings.SECRET_KEY }}",
    "the request": "{{ request.user }}",
    "the environment": "{{ environment.loader }}",
    "the snapshot behind the context": "{{ ctx.snapshot.commune }}",
    "the renderer": "{{ ctx.renderer.environment }}",
    "the library": "{{ ctx.snapshot.library.media }}",
    "the source of a page": "{{ page.source.commune }}",
    "the source by item": "{{ page['source'] }}",
    "the source by a filter": "{{ [page]|map(attribute='source')|first }}",
    "the method of a page": "{{ page.picture.__self__ }}{{ page.picture.__func__ }}",
    "the theme behind the static files": "{{ site.static.look.theme.folders }}",
    "files behind the static files": "{{ site.static.look.theme.folders[0].read_text() }}",
    "every static file": "{{ site.static.every() }}",
    "the object behind an icon": "{{ site.icon.__self__.theme }}",
    "the function behind a date": "{{ site.date.func }}",
    "globals behind a date": "{{ site.date.func.__globals__ }}",
    "a note of the context": "{{ ctx._noted }}",
    "a private method": "{{ ctx._outside('javascript:alert(1)', '') }}",
}
FILES = {
    "above the folder": "{% include '../theme.toml' %}",
    "far above": "{% include '../../../../../../etc/passwd' %}",
    "an absolute path": "{% include '/etc/passwd' %}",
    "a path to import": "{% import '../../cms/settings.py' as s %}",
    "a path to extend": "{% extends '../theme.toml' %}",
    "a path of a static file": "{{ site.static('../theme.toml') }}",
    "a link out of the folder": "{% include 'out.html' %}",
    "a folder linked": "{% include 'etc/hostname' %}",
}
DOUBLED = "{% set ns = namespace(s='a') %}{% for i in range(60) %}"
HUGE = {
    "a long range": "{{ range(10**9)|list }}",
    "a range of endless numbers": "{% for i in range(10**60) %}{% endfor %}",
    "a long text": "{{ 'a' * 10**9 }}",
    "a long list": "{{ [0] * 10**9 }}",
    "loops in loops": "{% for a in range(9999) %}" * 3 + "{% endfor %}" * 3,
    "a filter in loops": "{% for a in range(9999) %}{% for b in range(9999) if b > 10**5 %}x{% endfor %}{% endfor %}",
    "a macro that calls itself": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "a macro that doubles": "{% macro m(n) %}{% if n %}"
    + "{{ m(n - 1) }}" * 2
    + "{% endif %}{% endmacro %}{{ m(60) }}",
    "an include of itself": "{% include 'attack.html' %}",
    "an extension of itself": "{% extends 'attack.html' %}",
    "includes that double": "{% set d = (d or 0) + 1 %}{% if d < 60 %}"
    + "{% include 'attack.html' %}" * 2
    + "{% endif %}",
    "center": "{{ 'a'|center(10**9) }}",
    "ljust": "{{ 'a'.ljust(10**9) }}",
    "indent": "{{ 'a'|indent(10**9) }}",
    "batch": "{{ [1]|batch(10**9, 0)|list }}",
    "a width of a format": "{{ '%1000000000d' % 1 }}",
    "a width of the filter": "{{ '%1000000000d'|format(1) }}",
    "a width given apart": "{{ '%*d'|format(10**9, 1) }}",
    "a power": "{{ 10**10**10 }}",
    "a number squared": "{% set ns = namespace(n=9) %}{% for i in range(60) %}{% set ns.n = ns.n * ns.n %}{% endfor %}",
    "a text doubled": "{% set ns = namespace(s='a') %}{% for i in range(60) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}",
    "a list doubled": "{% set ns = namespace(s=[0]) %}{% for i in range(60) %}{% set ns.s = ns.s + ns.s %}{% endfor %}",
    "a block doubled": DOUBLED + "{% set ns.s %}{{ ns.s }}{{ ns.s }}{% endset %}{% endfor %}",
    "replace": "{% set a = 'a' * 9999 %}{{ a|replace('a', a) }}",
    "join": "{% set a = 'a' * 9999 %}{{ range(9999)|join(a) }}",
    "rounding": "{{ 1.5|round(10**9, 'ceil') }}",
    "lipsum": "{{ lipsum(10**9) }}",
}
WORDS = {
    "autoescape off": "{% autoescape false %}{{ '<b>' }}{% endautoescape %}",
    "safe": "{{ '<script>'|safe }}",
    "a filter that is not given": "{{ site|pprint }}",
    "do": "{% do 1 %}",
    "debug": "{% debug %}",
}
ATTACKS = {**PYTHON, **PLATFORM, **FILES, **HUGE, **WORDS}


@pytest.fixture
def renderer(world: "World", write: Write) -> Renderer:
    folder = write({"templates/attack.html": "", "templates/fine.html": "{{ page.title }}"})
    (folder / "templates/out.html").symlink_to("/etc/hostname")
    (folder / "templates/etc").symlink_to("/etc")
    snapshot, theme = take(world.aubord.commune.pk), load("essai")
    look = look_of(theme, snapshot.records["identity"])
    return Renderer(snapshot, look, whole_site_view(snapshot, statics_of(look, snapshot.modules)))


def render(renderer: Renderer, source: str) -> str:
    page = renderer.snapshot.pages[-1]
    renderer.environment.cache = {}
    loader: Any = renderer.environment.loader
    (Path(loader.searchpath[0]) / "attack.html").write_text(source, encoding="utf-8")
    return renderer.template("attack.html", page, {})


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_gets_nothing_and_ends_soon(attack: str, renderer: Renderer) -> None:
    start = time.thread_time()
    try:
        got = render(renderer, ATTACKS[attack])
    except (TemplateError, TooMuchError, ThemeError, RecursionError):
        got = ""
    assert got.strip() in {"", "[]"}
    assert time.thread_time() - start < 12


def test_an_honest_template_still_works(renderer: Renderer) -> None:
    source = (
        "{% set ns = namespace(n=0) %}{% for i in range(3) %}{% set ns.n = ns.n + i %}{% endfor %}{{ ns.n }} "
        "{{ '%s !' % page.title }} {{ page.title ~ '&' }} {{ page.title|upper|truncate(9) }} "
        "{{ [3, 1]|sort|join(',') }} "
        "{{ site.mairie.city }} {{ site.date(site.baked_at.date(), 'long') and 'jour' }} {{ page.parent.title }} "
        "{% for child in page.parent.children if child.in_menu %}{{ loop.index }}{% endfor %}"
    )
    page = renderer.snapshot.pages[-1]
    text = render(renderer, source)
    assert text.startswith(f"3 {page.title} ! {page.title}&amp; ")
    assert "1,3 Aubord jour" in text


def test_no_model_no_query_and_no_file_is_within_reach(renderer: Renderer) -> None:
    """Every chain of attributes that a template may follow from what it receives, three steps deep."""
    page = renderer.snapshot.pages[-1]
    seen: set[int] = set()
    waiting: list[tuple[Any, int]] = [(renderer.site, 0), (page, 0), (RenderContext(renderer, page), 0)]
    waiting += [(data, 0) for data in renderer.snapshot.data.values() if data is not None]
    reached: list[type] = []
    while waiting:
        owner, depth = waiting.pop()
        if id(owner) in seen or depth > 4:
            continue
        seen.add(id(owner))
        reached.append(type(owner))
        if isinstance(owner, dict):
            waiting += [(value, depth + 1) for value in owner.values()]
        elif isinstance(owner, list | tuple | set | frozenset):
            waiting += [(value, depth + 1) for value in owner]
        for name in shown_by(type(owner)) or ():
            try:
                enter(owner, name)
                value = held(getattr(owner, name, None), name)
            except (OutOfReachError, KeyError):
                continue
            if not callable(value):
                waiting.append((value, depth + 1))
    names = {f"{kind.__module__}.{kind.__qualname__}" for kind in reached}
    assert len(reached) > 100
    assert "sites.bake.views.PageView" in names
    assert not [
        name for name in names if name.startswith(("django.db", "pathlib", "sites.models", "sites.bake.snapshot"))
    ]
    assert not [kind for kind in reached if hasattr(kind, "_meta") or hasattr(kind, "objects")]
