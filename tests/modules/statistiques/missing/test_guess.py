"""An old address is led to the page that its words mean, or to none."""

import pytest

from modules.statistiques.missing.guess import best, place
from modules.statistiques.missing.noise import is_noise

PLACES = [
    place(1, "Accueil", "/"),
    place(2, "Les élus", "/mairie/elus/"),
    place(3, "Vos démarches", "/demarches/"),
    place(4, "Cantine et garderie", "/ecole/cantine/"),
    place(5, "La médiathèque", "/vivre-ici/mediatheque/"),
]
BY_SLUG = {one.slug: one for one in PLACES if one.slug}


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/elus.html", "Les élus"),
        ("/conseil/Elus.php", "Les élus"),
        ("/la-m%C3%A9diath%C3%A8que", "La médiathèque"),
        ("/demarche/", "Vos démarches"),
        ("/garderie-cantine.html", "Cantine et garderie"),
        ("/mediateque/", "La médiathèque"),
        ("/plan-d-eau.html", None),
        ("/elis", None),
        ("/", None),
        ("/12345", None),
    ],
)
def test_the_best_guess(path: str, title: str | None) -> None:
    found = best(path, PLACES, BY_SLUG)
    assert (found.title if found else None) == title


@pytest.mark.parametrize(
    "path",
    [
        "/wp-login.php", "/.env", "/.git/config", "/blog/wp-admin/setup.php", "/backup.sql", "/favicon.ico",
        "/.well-known/security.txt", "/phpMyAdmin/index.php", "/x'or'1", "/vendor/phpunit/eval-stdin.php",
    ],
)  # fmt: skip
def test_what_scanners_try_is_noise(path: str) -> None:
    assert is_noise(path)


@pytest.mark.parametrize(
    "path", ["/elus.html", "/index.php", "/fileadmin/menu.pdf", "/le-portail/", "/images/pont.jpg"]
)
def test_what_people_ask_for_is_not(path: str) -> None:
    assert not is_noise(path)
