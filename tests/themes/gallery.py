"""One page with every block, and a home page with those that a home page has."""

from typing import Any

from tests.world import Town

RICH = (
    "<p>Un texte avec <b>du gras</b> et <i>de l’italique</i>.</p><h2>Un titre</h2><ul><li>Un</li><li>Deux</li></ul>"
    "<h3>Un autre</h3><ol><li>Premier</li></ol><blockquote>Une citation.</blockquote>"
)


def items(*values: Any) -> list[dict[str, Any]]:
    """Values as a list block stores them."""
    return [{"type": "item", "id": f"i{at}", "value": value} for at, value in enumerate(values)]


def link(**target: Any) -> dict[str, Any]:
    """A link block."""
    return {"page": None, "document": None, "url": "", "label": ""} | target


def every_block(town: Town) -> list[dict[str, Any]]:
    """Each block an editor may add to a page, in every shape that changes its HTML."""
    shown = {"image": town.image.pk, "alt_text": "Le clocher", "decorative": False}
    inside = link(page=town.page.pk, label="Le conseil")
    outside = link(url="https://www.lot.fr/", label="Le département")
    file = link(document=town.document.pk)
    cards = items(
        {"title": "Vers une page", "text": "Ses élus", "image": None, "link": inside},
        {"title": "Vers un autre site", "text": "", "image": shown, "link": outside},
        {"title": "Nulle part", "text": "Une carte sans lien", "image": None, "link": link()},
    )
    files = items({"document": town.document.pk, "label": ""}, {"document": town.document.pk, "label": "Le même"})
    day = {"day": "monday", "morning_from": "09:00:00", "morning_to": "12:30:00"}
    grid = {
        "columns": [{"type": "text", "heading": "Âge"}, {"type": "text", "heading": "Tarif"}],
        "rows": [{"values": ["Moins de 6 ans", "1 €"]}, {"values": ["Les autres", "2 €"]}],
    }
    values: list[tuple[str, Any]] = [
        ("text", RICH),
        ("image", {"image": shown, "caption": "Une vue", "width": "text"}),
        ("image", {"image": shown | {"alt_text": "", "decorative": True}, "caption": "", "width": "wide"}),
        ("documents", {"title": "À télécharger", "style": "list", "documents": files}),
        ("documents", {"title": "Kiosque", "style": "kiosk", "documents": files}),
        ("cards", {"title": "Cartes", "style": "plain", "cards": cards}),
        ("cards", {"title": "Grandes cartes", "style": "picture", "cards": cards}),
        ("accordion", {"title": "Questions", "items": items({"title": "Quand ?", "text": "<p>Demain.</p>"})}),
        ("table", {"caption": "Tarifs", "first_column_is_header": True, "table": grid}),
        ("hours", {"title": "", "own": False, "days": [], "note": ""}),
        (
            "hours",
            {
                "title": "La piscine",
                "own": True,
                "days": items(day | {"afternoon_from": None, "afternoon_to": None, "note": "l’été"}),
                "note": "Bonnet obligatoire.",
            },
        ),
        (
            "contact",
            {
                "name": "L’accueil",
                "role": "Camille Exemple",
                "phone": "01 99 00 12 34",
                "email": "accueil@commune.example",
                "address": "1 place de la Halle\nBâtiment B",
                "hours": "Le matin",
                "link": inside,
            },
        ),
        ("embed", {"title": "Une carte", "url": "https://umap.openstreetmap.fr/fr/map/exemple_1", "height": 320}),
        (
            "link_groups",
            {
                "title": "Vos démarches",
                "groups": items({"title": "Papiers", "icon": "id-card", "links": items(inside, outside, file)}),
            },
        ),
    ]
    return [{"type": name, "id": f"b{at}", "value": value} for at, (name, value) in enumerate(values)]


def dress(town: Town, theme: str) -> None:
    """Give the commune this theme, town hall hours, a page with every block and a full home page."""
    town.commune.theme = theme
    town.commune.demo = True
    town.commune.save()
    day = {"afternoon_from": None, "afternoon_to": None, "note": ""}
    long_day = {"morning_from": "08:45", "morning_to": "12:15", "afternoon_from": "13:45", "afternoon_to": "17:45"}
    town.mairie.hours = [
        ("day", {"day": "tuesday", "morning_from": "09:00", "morning_to": "12:00"} | day),
        ("day", {"day": "thursday", "note": "sur rendez-vous"} | long_day),
    ]
    town.mairie.hours_note = "Fermée les jours fériés."
    town.mairie.save()
    blocks = every_block(town)
    town.page.body = blocks
    town.page.save()
    town.home.body = [{"type": "news", "id": "n", "value": {"title": "À la une", "count": 4}}, *blocks]
    town.home.tagline = "Un village entre causse et rivière"
    town.home.save()
