"""The templates as they are written: what the security policy of the sites forbids, and what does not compile."""

import re
from collections.abc import Iterator

import jinja2
from jinja2 import meta

from cms.themecheck.faults import Candidate, Fault, each
from sites.contractor.sandbox import FILTERS
from sites.rendering.checks import faults_of
from sites.themes import environment, load

POLICY = "la sécurité des sites l’interdit"
STATIC = "mettez le fichier dans static/ et appelez-le par {{ site.static(…) }}"
FORBIDDEN: tuple[tuple[str, str], ...] = (
    (
        r"\sstyle\s*=",
        f"un attribut style\u00a0: {POLICY}. Donnez une classe, et écrivez la règle dans static/theme.css.",
    ),
    (r"<style\b", f"un élément <style>\u00a0: {POLICY}. Écrivez ces règles dans static/theme.css."),
    (
        r"<[^>{%]*?\son[a-z]+\s*=",
        f"un gestionnaire (onclick…)\u00a0: {POLICY}. Écoutez l’évènement depuis un fichier .js.",
    ),
    (r"javascript:", f"une adresse javascript:\u00a0: {POLICY}."),
    (
        r"<script(?![^>]*\b(?:src|application/ld\+json))[^>]*>",
        f"un script dans la page\u00a0: {POLICY}\u00a0; {STATIC}.",
    ),
    (
        r"<(?:script|img|iframe|source|use|video|audio|embed|object)\b[^>]*\b(?:src|srcset|href|data)\s*=\s*[\"']?(?:https?:)?//",
        f"un appel à un autre site\u00a0: aucun ne doit apprendre qu’un habitant lit la page\u00a0; {STATIC}.",
    ),
    (
        r"<link\b(?![^>]*canonical)[^>]*\bhref\s*=\s*[\"']?(?:https?:)?//",
        f"une feuille, une police ou une icône prise à un autre site\u00a0: {STATIC}.",
    ),
)


def check(theme: Candidate) -> Iterator[Fault]:
    """Each template, then what the platform asks of all of them together."""
    files = theme.files("templates", ".html", ".css", ".txt", ".xml")
    for file in files:
        yield from _written(file, theme.text(file))
    templates = environment(load(theme.name), strict=True)
    broken = False
    for file in files:
        for fault in _compiled(file, theme.text(file), templates):
            broken = True
            yield fault
    if not broken:
        for error in faults_of(theme.name):
            yield Fault("templates", 0, str(error.msg))


def _written(file: str, text: str) -> Iterator[Fault]:
    for pattern, sentence in FORBIDDEN:
        for line, _found in each(pattern, text):
            yield Fault(file, line, sentence)


def _compiled(file: str, text: str, templates: jinja2.Environment) -> Iterator[Fault]:
    name = file.removeprefix("templates/")
    try:
        templates.get_template(name)
        tree = templates.parse(text, name)
    except jinja2.TemplateSyntaxError as error:
        yield Fault(file, error.lineno or 0, _in_french(error))
        return
    except (jinja2.TemplateError, RecursionError, SyntaxError) as error:
        yield Fault(file, 0, f"ce gabarit ne peut pas être lu ({error}).")
        return
    for wanted in meta.find_referenced_templates(tree):
        if wanted is not None and not _exists(wanted, templates):
            found = each(rf"[\"']{re.escape(wanted)}[\"']", text)
            sentence = f"«\u00a0{wanted}\u00a0» n’existe ni dans ce thème ni dans celui qu’il étend."
            yield Fault(file, found[0][0] if found else 0, sentence)


def _exists(name: str, templates: jinja2.Environment) -> bool:
    try:
        return bool(templates.loader and templates.loader.get_source(templates, name))
    except jinja2.TemplateNotFound:
        return False


def _in_french(error: jinja2.TemplateSyntaxError) -> str:
    said, known = str(error.message), ", ".join(sorted(FILTERS))
    if said.startswith("No filter named"):
        return f"le filtre {said.split(chr(39))[1]} n’est pas de ceux d’un modèle. Il y a\u00a0: {known}."
    if said.startswith("No test named"):
        return f"le test {said.split(chr(39))[1]} n’existe pas."
    if said.startswith("«"):
        return said
    return f"ce gabarit est mal écrit ({said}). Corrigez cette ligne."
