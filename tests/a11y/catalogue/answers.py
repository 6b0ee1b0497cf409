"""What the CMS itself answers to a visitor, written beside the baked pages so that one file server shows all."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from django.test import Client

from cms.search.visitors.keeping import synchronise
from modules.formulaires.models import Formulaire
from sites.models import Commune
from sites.public.visitors import forget_everyone

HOST = "aubord.localhost"
FOLDER = "servi"
LETTER = {"nom": "Anne Marty", "adresse": "anne@exemple.fr", "objet": "Une clôture", "message": "Quelle hauteur ?"}


def write(commune: Commune, www: Path) -> Mapping[str, int]:
    """Ask for each; ``{path where it is shown: status}``."""
    synchronise(commune)
    forget_everyone()
    statuses = {}
    for name, status, content in _asked():
        folder = www / FOLDER / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "index.html").write_bytes(content)
        statuses[f"/{FOLDER}/{name}/"] = status
    (www / FOLDER / "titres.json").write_text("[]", "utf-8")
    return statuses


def _asked() -> Iterator[tuple[str, int, bytes]]:
    visitor = Client(headers={"host": HOST, "origin": f"http://{HOST}"})
    form = f"/_/formulaires/{Formulaire.objects.get().pk}"
    for name, answer in (
        ("recherche-trouve", visitor.get("/_/recherche/?q=conseil")),
        ("recherche-rien", visitor.get("/_/recherche/?q=xyzzy")),
        ("formulaire-fautif", visitor.post(f"{form}/envoyer/", {"q-mel": "pas une adresse"})),
        ("contact-fautif", visitor.post("/_/contact/envoyer/", {"adresse": "pas une adresse"})),
        ("obstacle", visitor.get("/_/accessibilite/signaler/")),
        ("obstacle-fautif", visitor.post("/_/accessibilite/envoyer/", {"adresse": "pas une adresse"})),
        ("contact-relu", visitor.post("/_/contact/envoyer/", LETTER | {"service": "Urbanisme"})),
        ("contact-recu", visitor.get("/_/contact/recu/")),
    ):
        yield name, answer.status_code, answer.content
