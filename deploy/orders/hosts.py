"""What is a host name, and what is not. Pure; each refusal is a French sentence."""

import ipaddress
import re

import idna
from slugify import slugify

MAX_NAME = 253
MAX_LABEL = 63
_CODED = re.compile(r"\bxn--[a-z0-9-]+", re.IGNORECASE)
_ASCII_LABEL = re.compile(r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?$")


def host_name(text: str) -> str:
    """The name in the form DNS carries (lower case, A-labels); ``ValueError`` says in French what is wrong."""
    if "://" in text or "/" in text:
        raise ValueError(f"« {text} » est une adresse web : écrivez le nom seul, par exemple « cahors.fr ».")
    if "@" in text:
        raise ValueError(f"« {text} » est une adresse électronique, pas un nom de domaine.")
    name = _ascii(text)
    labels = name.split(".")
    if len(labels) == 1:
        raise ValueError(f"« {text} » n’est pas un nom de domaine complet : il y manque une extension, comme « .fr ».")
    if labels[-1].isdigit() or _is_address(name):
        raise ValueError(f"« {text} » est une adresse IP, pas un nom de domaine.")
    return name


def label(text: str) -> str:
    """One label, for a name under the CDG's domain; ``ValueError`` as above."""
    if "." in text:
        raise ValueError(f"« {text} » contient un point : donnez seulement ce qui précède le domaine du CDG.")
    return _ascii(text)


def label_of(name: str) -> str:
    """The label a commune's name gives: « L’Hospitalet » gives ``l-hospitalet``."""
    return slugify(name, max_length=MAX_LABEL, word_boundary=True)


def readable(text: str) -> str:
    """The same text, where each name that DNS carries as A-labels is written as people read it."""
    return _CODED.sub(_decoded, text)


def _decoded(match: re.Match[str]) -> str:
    try:
        return idna.decode(match[0])
    except (idna.IDNAError, UnicodeError):  # somebody else's name, which follows older rules
        return match[0]


def _ascii(text: str) -> str:
    if not text.strip():
        raise ValueError("le nom est vide.")
    if text.startswith(".") or ".." in text:
        raise ValueError(f"« {_cut(text)} » contient un point de trop.")
    if len(text) > MAX_NAME:
        raise ValueError(f"« {_cut(text)} » compte {len(text)} caractères ; un nom en compte {MAX_NAME} au plus.")
    for part in text.rstrip(".").split("."):
        if len(part) > MAX_LABEL:
            raise ValueError(f"« {_cut(part)} » compte {len(part)} caractères entre deux points ; {MAX_LABEL} au plus.")
    try:
        name = idna.encode(text.rstrip("."), uts46=True).decode()
    except (idna.IDNAError, UnicodeError) as error:
        raise ValueError(_refusal(text)) from error
    if not all(_ASCII_LABEL.match(part) for part in name.split(".")):
        raise ValueError(_refusal(text))
    return name


def _refusal(text: str) -> str:
    return f"« {_cut(text)} » n’est pas un nom valide : lettres, chiffres et tirets seulement, sans tiret au bord."


def _cut(text: str) -> str:
    return text if len(text) <= MAX_LABEL else f"{text[:40]}…"


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
