"""Reading the forms of a page as a browser would, to send them back as they are or with something foreign inside."""

from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup, Tag
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.world import PDF, picture_file

Body = dict[str, Any]

#: What to type in fields left empty.
TYPED = {
    "title": "Titre neuf",
    "slug": "titre-neuf",
    "name": "Nom neuf",
    "intro": "Introduction neuve",
    "old_path": "/chemin-neuf",
    "first_name": "Camille",
    "last_name": "Neuve",
    "email": "neuve@exemple.example",
    "new_title": "Titre copié",
    "new_slug": "titre-copie",
    "url": "https://exemple.example/",
    "link_text": "lien",
    "comment": "Bien",
    "image_alt": "Une image",
    "insee": "46042",
    "old_password": "faux",
}

#: What JavaScript adds to the forms of pages: streams and comments.
ADDED = {
    "body-count": "0",
    "hours-count": "0",
    "comments-TOTAL_FORMS": "0",
    "comments-INITIAL_FORMS": "0",
    "comments-MIN_NUM_FORMS": "0",
    "comments-MAX_NUM_FORMS": "1000",
}


def forms_of(html: str) -> list[tuple[str, Body]]:
    """(address or empty, fields) of each form sent by POST, less the form to log out."""
    if "<form" not in html.lower():
        return []
    soup = BeautifulSoup(html, "lxml")
    forms = [form for form in soup.find_all("form") if str(form.get("method", "")).lower() == "post"]
    return [(str(form.get("action") or ""), dict(_fields(form)) | {}) for form in forms if "logout" not in str(form)]


def _fields(form: Tag) -> Iterator[tuple[str, Any]]:
    for node in form.find_all(["input", "select", "textarea"]):
        name = str(node.get("name") or "")
        if not name or node.has_attr("disabled"):
            continue
        value = _value(node)
        if value is not None:
            yield name, value if value != "" else TYPED.get(name.rpartition("-")[2], "")


def _value(node: Tag) -> Any:
    if node.name == "textarea":
        return node.text.strip()
    if node.name == "select":
        options = node.find_all("option")
        chosen = [option for option in options if option.has_attr("selected")] or options[-1:]
        return str(chosen[0].get("value", "")) if chosen else ""
    kind = str(node.get("type") or "text").lower()
    if kind in {"checkbox", "radio"}:
        return str(node.get("value") or "on") if node.has_attr("checked") else None
    if kind in {"submit", "button"}:
        return None
    if kind == "file":
        return a_file("jpg" if "image" in str(node.get("accept", "")) else "pdf")
    return str(node.get("value") or "")


def a_file(kind: str) -> SimpleUploadedFile:
    """Something to upload."""
    if kind == "jpg":
        return SimpleUploadedFile("neuf.jpg", picture_file("neuf.jpg", (40, 30)).read(), "image/jpeg")
    return SimpleUploadedFile("neuf.pdf", PDF, "application/pdf")
