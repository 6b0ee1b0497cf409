"""What the gallery shows: invented words in every shape that a block takes, empty and excessive ones among them."""

from collections.abc import Mapping
from typing import Any

from cms.composants.pieces import DOCUMENT, LONG, NOWHERE, SHOWN, items, link
from cms.guichet.questions import Filled, Question, Sheet

RICH = (
    "<p>Un texte avec <b>du gras</b>, <i>de l’italique</i> et <a href='#exemple'>un lien</a>.</p><h2>Un titre</h2>"
    "<ul><li>Un point</li><li>Un autre</li></ul><h3>Un sous-titre</h3><ol><li>D’abord</li><li>Ensuite</li></ol>"
    "<blockquote>Une citation qui tient sur une ligne ou deux.</blockquote><hr>"
)
FILE = {"page": None, "document": DOCUMENT, "url": "", "label": ""}
FILES = items({"document": DOCUMENT, "label": ""}, {"document": DOCUMENT, "label": "Le budget, en clair"})
DAY = {"day": "monday", "morning_from": "09:00:00", "morning_to": "12:30:00"}
CLOSED_PART = {"afternoon_from": None, "afternoon_to": None, "note": "l’été"}
CARDS = items(
    {"title": "Vers une page", "text": "Une phrase qui dit ce que l’on y trouve.", "image": None, "link": link("Page")},
    {"title": "Avec une image", "text": "", "image": SHOWN, "link": link("Ailleurs", "https://exemple.invalid/")},
    {"title": "Sans lien", "text": "Elle ne mène nulle part.", "image": None, "link": link("", "")},
)
EDGES = items({"title": LONG, "text": f"{LONG} {LONG}", "image": None, "link": link(LONG)})
TABLE = {
    "columns": [{"type": "text", "heading": name} for name in ("Âge", "Tarif", "Quotient", "Remarque")],
    "rows": [{"values": [f"Ligne {row}", f"{row},50 €", "de 500 à 1 200", "une note"]} for row in range(1, 4)],
}
GROUPS = items(
    {"title": "Papiers", "icon": "id-card", "links": items(link("Carte d’identité"), FILE)},
    {
        "title": "Enfance",
        "icon": "school",
        "links": items(link("Cantine"), link("Ailleurs", "https://exemple.invalid/")),
    },
)
CONTACT = {
    "name": "L’accueil", "role": "Camille Exemple", "phone": "01 99 00 12 34", "email": "accueil@commune.example",
    "address": "1 place de la Halle\nBâtiment B", "hours": "Le matin", "link": link("La page du service"),
}  # fmt: skip
BLOCKS: tuple[tuple[str, str, Any], ...] = (
    ("Texte", "text", RICH),
    ("Image, largeur du texte", "image", {"image": SHOWN, "caption": "Une légende", "width": "text"}),
    ("Image large", "image", {"image": SHOWN, "caption": "", "width": "wide"}),
    ("Documents, en liste", "documents", {"title": "À télécharger", "style": "list", "documents": FILES}),
    ("Documents, en kiosque", "documents", {"title": "Kiosque", "style": "kiosk", "documents": FILES}),
    ("Cartes", "cards", {"title": "Cartes", "style": "plain", "cards": CARDS}),
    ("Cartes sur image", "cards", {"title": "Grandes cartes", "style": "picture", "cards": CARDS}),
    ("Accordéon", "accordion", {"title": "Questions", "items": items({"title": "Quand ?", "text": "<p>Demain.</p>"})}),
    ("Tableau", "table", {"caption": "Les tarifs", "first_column_is_header": True, "table": TABLE}),
    ("Horaires de la mairie", "hours", {"title": "", "own": False, "days": [], "note": ""}),
    (
        "Horaires d’un service",
        "hours",
        {"title": "La piscine", "own": True, "days": items(DAY | CLOSED_PART), "note": "Bonnet obligatoire."},
    ),
    ("Contact", "contact", CONTACT),
    ("Groupes de liens", "link_groups", {"title": "Vos démarches", "groups": GROUPS}),
    ("Outil extérieur", "embed", {"title": "Une carte", "url": "https://exemple.invalid/carte", "height": 320}),
    ("À l’excès\u00a0: un mot sans fin", "cards", {"title": LONG, "style": "plain", "cards": EDGES}),
    ("Vide\u00a0: des cartes sans carte", "cards", {"title": "Rien encore", "style": "plain", "cards": []}),
    ("Vide\u00a0: une image disparue", "image", {"image": SHOWN | {"image": 0}, "caption": "", "width": "text"}),
)
QUESTIONS = (
    Question("nom", "Votre nom"),
    Question("courriel", "Votre adresse électronique", "email", help="Pour vous répondre."),
    Question("objet", "De quoi s’agit-il ?", "choice", choices=("Une question", "Un signalement")),
    Question("jours", "Quels jours ?", "choices", required=False, choices=("Lundi", "Mardi")),
    Question("message", "Votre message", "long"),
    Question("photo", "Une photo", "file", required=False),
    Question("accord", "J’ai lu ce qui précède", "yes"),
)
MAIRIE: Mapping[str, Any] = {
    "address": "1 place de la Halle", "postcode": "00000", "city": "Sainte-Ardoise", "phone": "01 99 00 12 34",
    "email": "mairie@commune.example", "director": "Camille Exemple",
    "hours": [{"type": "day", "value": DAY | {"afternoon_from": "14:00:00", "afternoon_to": "17:00:00", "note": ""}}],
}  # fmt: skip


def form_in_error() -> Filled:
    """A form as it is sent back, with every kind of question."""
    sheet = Sheet("exemple", "Nous écrire", NOWHERE, QUESTIONS, town="Sainte-Ardoise", page_url=NOWHERE)
    wrong = {"courriel": "Cette adresse n’est pas complète.", "message": "Écrivez votre message."}
    return Filled(sheet, {"nom": "Camille", "courriel": "camille@"}, {}, wrong)
