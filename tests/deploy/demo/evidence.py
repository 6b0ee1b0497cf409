"""What shows that a module is at work in a baked site: words of its own templates, or contents that only it makes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Sign:
    """Files of the site (a glob below its root) and what one of them says; nothing said: that it stands there."""

    files: str
    said: str = ""

    def seen(self, www: Path) -> bool:
        """Whether the site has it."""
        return any(self.said in text for text in _texts(www, self.files))


def _texts(www: Path, files: str) -> Iterator[str]:
    for path in www.resolve().glob(files):
        yield path.read_text(encoding="utf-8")


PAGES = "**/index.html"
SIGNS: Mapping[str, tuple[Sign, ...]] = {
    "actualites": (Sign("actualites/*/index.html"), Sign("index.html", 'href="/actualites/')),
    "horaires": (Sign("**/horaires/*/index.html"), Sign("index.html", 'class="all-hours"')),
    "alerte": (Sign("index.html", 'class="alert alert--'),),
    "equipe_municipale": (Sign(PAGES, 'class="member"'),),
    "documents": (Sign("**/documents/actes/*/*/index.html"), Sign("**/documents/seances/*/index.html")),
    "contact": (Sign("**/ecrire-a-la-mairie/index.html", 'name="service"'),),
    "agenda": (Sign("**/agenda/*/index.html"), Sign("**/*.ics", "BEGIN:VEVENT"), Sign("index.html", "/agenda/")),
    "plan": (Sign(PAGES, 'class="block plan"'),),
    "acces_rapide": (Sign("index.html", "<span>Nous écrire</span>"),),
    "reseaux_sociaux": (Sign("index.html", 'rel="me external"'),),
    "portail": (Sign(PAGES, "card--box service"),),
    "galerie_photos": (Sign(PAGES, 'class="block gallery"'),),
    "formulaires": (Sign("**/formulaires/*/index.html", "data-if="), Sign(PAGES, 'type="file"')),
    "marches": (Sign("**/marches-publics/avis/*/index.html"), Sign("**/marches-publics/*.ics", "BEGIN:VEVENT")),
    "partage": (Sign("**/actualites/**/index.html", "Publié par la commune de Ca"),),
    "annuaire": (Sign("**/annuaire/*/*/index.html", "Vérifiée le"), Sign("**/*.vcf", "BEGIN:VCARD")),
    "comarquage": (Sign("guide/index.html", 'href="/guide/particuliers/"'),),
    "lexique": (Sign("**/lexique/index.html", "<dt>"), Sign(PAGES, 'class="term')),
}
"""By code. ``WITHOUT_PAGE``: statistics stand in the admin; the feeds of others need others."""

WITHOUT_PAGE = frozenset({"statistiques", "flux_externes"})
