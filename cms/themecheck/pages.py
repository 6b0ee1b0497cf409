"""The pages of the sample site, as a browser would get them: landmarks, policy, and whom they call."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from cms.themecheck.faults import Fault

FETCHED = {"script": "src", "img": "src", "source": "srcset", "iframe": "src", "use": "href", "video": "src"}
LEGAL = ("/mentions-legales/", "/accessibilite/", "/donnees-personnelles/")
Rule = Callable[[BeautifulSoup], str]


def _language(soup: BeautifulSoup) -> str:
    return (
        ""
        if soup.select_one("html[lang=fr]")
        else '<html lang="fr"> manque\u00a0: les lecteurs d’écran liraient en anglais.'
    )


def _main(soup: BeautifulSoup) -> str:
    if len(soup.find_all("main")) == 1 and soup.select_one("main#contenu"):
        return ""
    return 'il faut un seul <main id="contenu">\u00a0: c’est là que mène «\u00a0Aller au contenu\u00a0».'


def _skip(soup: BeautifulSoup) -> str:
    links = [str(link["href"]) for link in soup.find_all("a", href=True)]
    first = links[0] if links else ""
    if first == "#contenu" and all(soup.find(id=one[1:]) for one in links if one.startswith("#") and one[1:]):
        return ""
    return "le premier lien doit être «\u00a0Aller au contenu\u00a0» (#contenu), et chaque #ancre doit exister."


def _regions(soup: BeautifulSoup) -> str:
    missing = [name for name in ("header", "nav", "footer") if not soup.find(name)]
    return f"il manque <{missing[0]}>\u00a0: gardez l’en-tête, le menu et le pied de page." if missing else ""


def _legal(soup: BeautifulSoup) -> str:
    foot = soup.find_all("footer")
    links = {str(link["href"]) for link in foot[-1].find_all("a", href=True)} if foot else set()
    missing = [address for address in LEGAL if address not in links]
    return (
        f"le pied de page ne mène plus à {missing[0]}\u00a0: la loi demande ce lien sur chaque page." if missing else ""
    )


def _heading(soup: BeautifulSoup) -> str:
    count = len(soup.find_all("h1"))
    return "" if count == 1 else f"{count} titres <h1>\u00a0: il en faut un, et un seul."


def _policy(soup: BeautifulSoup) -> str:
    if soup.find_all(style=True) or soup.find_all("style"):
        return "un style dans la page\u00a0: la sécurité des sites l’interdit."
    inline = soup.select('script:not([src]):not([type="application/ld+json"])')
    if inline or [name for tag in soup.find_all(True) for name in tag.attrs if name.startswith("on")]:
        return "un script ou un gestionnaire dans la page\u00a0: la sécurité des sites l’interdit."
    return ""


def _called(soup: BeautifulSoup) -> str:
    for tag in soup.find_all([*FETCHED, "link"]):
        address = str(tag.get(FETCHED.get(tag.name, "href"), ""))
        if address.startswith(("http:", "https:", "//")) and not _is_canonical(tag):
            return f"la page appelle un autre site, {address}\u00a0: aucun ne doit apprendre qu’un habitant la lit."
    return ""


def _is_canonical(tag: Tag) -> bool:
    return tag.name == "link" and "canonical" in (tag.get("rel") or [])


def _pictures(soup: BeautifulSoup) -> str:
    bare = [image for image in soup.find_all("img") if not image.has_attr("alt")]
    return 'une image sans attribut alt\u00a0: écrivez alt="" si elle n’est qu’un ornement.' if bare else ""


def _identifiers(soup: BeautifulSoup) -> str:
    found = [str(tag["id"]) for tag in soup.find_all(id=True)]
    twice = sorted({one for one in found if found.count(one) > 1})
    return f"l’identifiant «\u00a0{twice[0]}\u00a0» est deux fois dans la page." if twice else ""


RULES: tuple[Rule, ...] = (
    _language, _main, _skip, _regions, _legal, _heading, _policy, _called, _pictures, _identifiers,
)  # fmt: skip


def check(pages: Iterable[tuple[str, str]]) -> Iterator[Fault]:
    """``(address, html)`` of each page; a rule broken on fifty pages is said once, with how many."""
    broken: dict[str, list[str]] = {}
    for address, html in pages:
        soup = BeautifulSoup(html, "lxml")
        for unseen in soup.find_all("template"):
            unseen.decompose()
        for rule in RULES:
            if sentence := rule(soup):
                broken.setdefault(sentence, []).append(address)
    for sentence, addresses in broken.items():
        more = f" (et {len(addresses) - 1} autres pages)" if len(addresses) > 1 else ""
        yield Fault(f"page {addresses[0]}", 0, f"{sentence[:-1]}{more}." if more else sentence)


def read(www: Path) -> Iterator[tuple[str, str]]:
    """Every page of a baked site but those that only lead to another."""
    for path in sorted(www.rglob("*.html")):
        html = path.read_text("utf-8")
        if 'http-equiv="refresh"' not in html:
            yield f"/{path.relative_to(www).as_posix().removesuffix('index.html')}", html
