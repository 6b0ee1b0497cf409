"""Blocks that Markdown does not have: ``::: name title`` … ``:::``, one function for each."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from markdown_it.token import Token

from cms.takeover import toml
from cms.takeover.errors import ContentError
from cms.takeover.richtext import PARSER, Resolver, html, plain, target
from sites.modules import installed_modules

Raw = dict[str, Any]

DAYS = {
    "lundi": "monday",
    "mardi": "tuesday",
    "mercredi": "wednesday",
    "jeudi": "thursday",
    "vendredi": "friday",
    "samedi": "saturday",
    "dimanche": "sunday",
}
HOURS = re.compile(r"^(\d{1,2}) ?[h:] ?(\d\d)? ?(?:-|–|à) ?(\d{1,2}) ?[h:] ?(\d\d)?$")
NOON = "12:00"
RANGES_A_DAY = 2
NO_LINK: Raw = {"page": None, "document": None, "url": "", "label": ""}


@dataclass(frozen=True, slots=True)
class Directive:
    """A fenced block: its name, what follows the name, its lines."""

    name: str
    title: str
    body: str


def block(kind: str, value: Any) -> Raw:
    """One block of a stream; the field gives it an id when it is stored."""
    return {"type": kind, "value": value}


def items(values: list[Any]) -> list[Raw]:
    """The content of a list inside a block."""
    return [block("item", value) | {"id": None} for value in values]


def build(directive: Directive, resolver: Resolver) -> Raw:
    """The block a directive stands for; tables are Markdown, and built elsewhere."""
    builder = builders().get(directive.name)
    if builder is None:
        raise ContentError(
            _("le bloc « %(name)s » n’existe pas ; les blocs possibles sont : %(known)s.")
            % {"name": directive.name, "known": ", ".join(sorted([*builders(), "tableau"]))}
        )
    return builder(directive, resolver)


def image_value(name: str, alt: str, resolver: Resolver) -> Raw:
    """A picture and what it shows; without words, it is decoration."""
    return {"image": resolver.picture(name, alt), "alt_text": alt, "decorative": not alt}


def link_value(href: str, label: str, resolver: Resolver) -> Raw:
    """A link to a page, a document or an outside address."""
    if not href:
        return dict(NO_LINK)
    kind, name = target(href)
    if kind == "page":
        return NO_LINK | {"page": resolver.page(name), "label": label}
    if kind == "document":
        return NO_LINK | {"document": resolver.document(name), "label": label}
    return NO_LINK | {"url": name, "label": label}


def day(name: str, ranges: list[Any]) -> Raw:
    """One day of opening hours: ``lundi = ["9h-12h", "14h-17h30"]``; a single range from noon on is the afternoon's."""
    if len(ranges) > RANGES_A_DAY:
        raise ContentError(_("une journée compte deux plages d’ouverture au plus."))
    spans: list[tuple[str | None, str | None]] = [_span(text) for text in ranges]
    if len(spans) == 1:
        spans.insert(0 if str(spans[0][0]) >= NOON else 1, (None, None))
    morning, afternoon = spans or [(None, None), (None, None)]
    return {
        "day": DAYS[name],
        "morning_from": morning[0],
        "morning_to": morning[1],
        "afternoon_from": afternoon[0],
        "afternoon_to": afternoon[1],
        "note": "",
    }


def _span(text: Any) -> tuple[str, str]:
    found = HOURS.match(text) if isinstance(text, str) else None
    if not found:
        raise ContentError(_("l’horaire « %(text)s » s’écrit comme « 9h-12h30 ».") % {"text": text})
    hour, minute, until, end = found.groups()
    return f"{int(hour):02}:{minute or '00'}", f"{int(until):02}:{end or '00'}"


def _contact(directive: Directive, resolver: Resolver) -> Raw:
    keys = ("nom", "fonction", "telephone", "courriel", "adresse", "horaires", "lien", "texte_du_lien")
    row = toml.checked(toml.parse(directive.body), dict.fromkeys(keys, str), required=("nom",))
    return block(
        "contact",
        {
            "name": row["nom"],
            "role": row.get("fonction", ""),
            "phone": row.get("telephone", ""),
            "email": row.get("courriel", ""),
            "address": row.get("adresse", ""),
            "hours": row.get("horaires", ""),
            "link": link_value(row.get("lien", ""), row.get("texte_du_lien", ""), resolver),
        },
    )


def _hours(directive: Directive, _resolver: Resolver) -> Raw:
    row = toml.checked(toml.parse(directive.body), dict.fromkeys(DAYS, list) | {"note": str})
    days = [day(name, row[name]) for name in DAYS if name in row]
    value = {"title": directive.title, "own": bool(days), "days": items(days), "note": row.get("note", "")}
    return block("hours", value)


def _cards(directive: Directive, resolver: Resolver) -> Raw:
    tables = toml.checked(toml.parse(directive.body), {"carte": list}, required=("carte",))["carte"]
    keys = dict.fromkeys(("titre", "texte", "image", "alt", "lien"), str)
    cards = []
    for table in tables:
        row = toml.checked(table, keys, required=("titre",))
        picture = image_value(row["image"], row.get("alt", ""), resolver) if row.get("image") else None
        cards.append(
            {
                "title": row["titre"],
                "text": row.get("texte", ""),
                "image": picture,
                "link": link_value(row.get("lien", ""), "", resolver),
            }
        )
    style = "picture" if any(card["image"] for card in cards) else "plain"
    return block("cards", {"title": directive.title, "style": style, "cards": items(cards)})


def _accordion(directive: Directive, resolver: Resolver) -> Raw:
    parts = [{"title": plain(heading), "text": html(tokens, resolver)} for heading, tokens in _sections(directive.body)]
    return block("accordion", {"title": directive.title, "items": items(parts)})


def _documents(directive: Directive, resolver: Resolver) -> Raw:
    body, style = directive.body.strip(), "list"
    if body.startswith("style"):
        first, _newline, body = body.partition("\n")
        chosen = toml.checked(toml.parse(first), {"style": str})["style"]
        style = {"kiosque": "kiosk", "liste": "list"}.get(chosen, "")
        if not style:
            raise ContentError(_("le style d’une liste de documents est « liste » ou « kiosque »."))
    documents = []
    for label, href in _links(PARSER.parse(body)):
        kind, name = target(href)
        if kind != "document":
            raise ContentError(_("« %(href)s » n’est pas un fichier du dossier documents.") % {"href": href})
        documents.append({"document": resolver.document(name), "label": label})
    return block("documents", {"title": directive.title, "style": style, "documents": items(documents)})


def _link_groups(directive: Directive, resolver: Resolver) -> Raw:
    groups = []
    for heading, tokens in _sections(directive.body):
        title, _brace, icon = plain(heading).partition("{")
        links = [link_value(href, label, resolver) for label, href in _links(tokens)]
        groups.append({"title": title.strip(), "icon": icon.rstrip("}"), "links": items(links)})
    return block("link_groups", {"title": directive.title, "groups": items(groups)})


def _image(directive: Directive, resolver: Resolver) -> Raw:
    keys = {"fichier": str, "alt": str, "largeur": str}
    row = toml.checked(toml.parse(directive.body), keys, required=("fichier",))
    wide = row.get("largeur", "") == "large"
    return figure(row["fichier"], row.get("alt", ""), directive.title, resolver, wide=wide)


def figure(name: str, alt: str, caption: str, resolver: Resolver, *, wide: bool = False) -> Raw:
    """A picture in the text."""
    value = {"image": image_value(name, alt, resolver), "caption": caption, "width": "wide" if wide else "text"}
    return block("image", value)


def _embed(directive: Directive, _resolver: Resolver) -> Raw:
    row = toml.checked(toml.parse(directive.body), {"adresse": str, "hauteur": int}, required=("adresse",))
    value = {"title": directive.title, "url": row["adresse"], "height": row.get("hauteur", 480)}
    return block("embed", value)


def _news(directive: Directive, _resolver: Resolver) -> Raw:
    row = toml.checked(toml.parse(directive.body), {"nombre": int})
    return block("news", {"title": directive.title or str(_("À la une")), "count": row.get("nombre", 4)})


def _section(directive: Directive, _resolver: Resolver) -> Raw:
    row = toml.checked(toml.parse(directive.body), {"module": str, "nombre": int}, required=("module",))
    value = {"module": row["module"], "title": directive.title, "count": row.get("nombre", 4)}
    return block("section", value)


def _sections(body: str) -> list[tuple[Token, list[Token]]]:
    """What stands under each heading of ``body``."""
    tokens = PARSER.parse(body.strip())
    found: list[tuple[Token, list[Token]]] = []
    index = 0
    while index < len(tokens):
        if tokens[index].type == "heading_open":
            found.append((tokens[index + 1], []))
            index += 3
            continue
        if not found:
            raise ContentError(_("ce bloc commence par un titre : ### suivi du titre."))
        found[-1][1].append(tokens[index])
        index += 1
    return found


def _links(tokens: list[Token]) -> list[tuple[str, str]]:
    """``(words, address)`` of every link."""
    found = []
    for token in tokens:
        href, words = "", ""
        for child in token.children or []:
            if child.type == "link_open":
                href, words = str(child.attrs["href"]), ""
            elif child.type == "link_close":
                found.append((words, href))
                href = ""
            elif href:
                words += child.content
    return found


Builder = Callable[[Directive, Resolver], Raw]
BUILDERS: Mapping[str, Builder] = {
    "accordeon": _accordion,
    "actualites": _news,
    "cartes": _cards,
    "contact": _contact,
    "documents": _documents,
    "horaires": _hours,
    "image": _image,
    "integration": _embed,
    "liens": _link_groups,
    "section": _section,
}


@cache
def builders() -> Mapping[str, Builder]:
    """Those of the platform, then those that the modules declare."""
    declared = {name: dotted for module in installed_modules() for name, dotted in module.directives.items()}
    return {**BUILDERS, **{name: import_string(dotted) for name, dotted in declared.items()}}
