"""The blocks that modules bring, filled in; those of the platform are in ``tests/themes/gallery.py``."""

from typing import Any

from sites.modules import installed_modules
from tests.themes.gallery import every_block, items, link
from tests.world import Town


def of_modules(town: Town) -> list[tuple[str, Any]]:
    """One of each, as ``(name, value)``."""
    shown = {"image": town.image.pk, "alt_text": "La halle un jour de marché", "decorative": False}
    photos = items(
        {"image": shown, "caption": "Le marché du jeudi"},
        {"image": shown | {"alt_text": "Le bal"}, "caption": ""},
        {"image": shown | {"alt_text": "", "decorative": True}, "caption": "La place, vide"},
    )
    tiles = items(
        {"icon": "id-card", "label": "Papiers d’identité", "link": link(page=town.page.pk)},
        {"icon": "recycle", "label": "Jours de collecte", "link": link(url="https://collecte.example/")},
        {"icon": "file-text", "label": "Dernier bulletin", "link": link(document=town.document.pk)},
    )
    service = {
        "kind": "paiement",
        "title": "Payer la cantine",
        "text": "Avec votre facture",
        "operator": "les finances publiques",
        "url": "https://www.payfip.gouv.fr/",
    }
    return [
        ("acces_rapide", {"title": "En un geste", "tiles": tiles}),
        ("galerie_photos", {"title": "La fête", "photos": photos}),
        ("plan", {"title": "Nous trouver", "kind": ""}),
        ("portail", {"title": "En ligne", "services": items(service, service | {"title": "Réserver une salle"})}),
        ("equipe", {"title": "Les élus", "what": "all"}),
        ("flux", {"title": "Dans le Lot", "name": "", "count": 5}),
    ]


def sections() -> list[tuple[str, Any]]:
    """The section of every module that has one."""
    return [
        ("section", {"module": module.code, "title": f"{module.verbose_name}, en bref", "count": 4})
        for module in installed_modules()
        if module.home_section
    ]


def stream(town: Town) -> list[dict[str, Any]]:
    """Every block of a page, those of modules included."""
    more = [*of_modules(town), *sections()]
    told = [{"type": kind, "id": f"m{at}", "value": value} for at, (kind, value) in enumerate(more)]
    return [*every_block(town), *told]
