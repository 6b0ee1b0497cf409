"""Terms, as a town hall writes them."""

from modules.lexique.models import Lexique, Terme
from tests.world import Town, add_page


def index_of(town: Town) -> Lexique:
    """The page of the terms, made when it is first asked for."""
    found = Lexique.objects.child_of(town.home).first()
    page = Lexique(title=f"Lexique, {town.name}", slug="lexique", intro=f"Les mots de {town.name}")
    return found or add_page(type(town.home).objects.get(pk=town.home.pk), page, town.contributeur)


def term(town: Town, word: str = "", variants: str = "", definition: str = "") -> Terme:
    """A word and its explanation."""
    return Terme.objects.create(
        commune=town.commune,
        term=word or f"{town.name} mot",
        variants=variants or f"{town.name} mots",
        definition=definition or f"Ce que l’on dit à {town.name}.",
    )
