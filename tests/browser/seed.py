"""Four communes, one per pack, and a webmestre, all with a password. Called by ``beffroi shell`` of the install."""

import sys
from pathlib import Path

from django.conf import settings

from cms.models import Accueil, BasePage, Page
from deploy.models import CommuneReference
from modules.annuaire.models import Annuaire
from modules.comarquage.models import Guide
from modules.contact.models import PageContact
from sites.models import Commune, User
from sites.tenancy.roles import Role
from tests.entering import enter
from tests.modules.comarquage.factories import RICH, bring
from tests.world import add_page, build_town, member, platform

PASSWORD = "tracteur-girolle-planisphere"
WEBMESTRE = "webmestre@cdg.example"
NEWCOMER = "arrivee@cdg.example"  # a webmestre too, whose telephone nobody enrolled: of one test alone
TOWNS = {
    "albas": ("46001", "Albas", ("46", "Lot"), "mini_site"),
    "bagnac": ("82001", "Bagnac", ("82", "Tarn-et-Garonne"), "decouverte"),
    "cajarc": ("12001", "Cajarc", ("12", "Aveyron"), "confort"),
    "duravel": ("47001", "Duravel", ("47", "Lot-et-Garonne"), "expert"),
}


def sow() -> None:
    """The towns of the tests' world, with passwords."""
    root = platform()
    for insee, name, departement, pack in TOWNS.values():
        build_town(root, insee, name, departement)  # filled by its contributor, whom a mini-site leaves less to do
        Commune.objects.filter(insee=insee).update(pack=pack)
    member(WEBMESTRE, Role.WEBMESTRE, name="Camille")
    member(NEWCOMER, Role.WEBMESTRE, name="Noé")
    for user in User.objects.all():
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])


def validate(town: str) -> None:
    """Switch on the validation before publication."""
    Commune.objects.filter(insee=TOWNS[town][0]).update(validation=True)


def validate_named(town: str) -> None:
    """The same, for a commune of the demonstration."""
    Commune.objects.filter(name=town).update(validation=True)


def share_secretary(*towns: str) -> None:
    """A secretary of all these communes, ``itinerante@`` the first of them."""
    email = f"itinerante@{towns[0]}.example"
    for town in towns:
        user = member(email, Role.CONTRIBUTEUR, Commune.objects.get(insee=TOWNS[town][0]))
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])


def count(title: str) -> None:
    """Print how many pages have this title."""
    pages = BasePage.objects.filter(title=title)
    online = pages.filter(live=True).count()
    print(f"{online} en ligne, {pages.count() - online} brouillon")  # noqa: T201  # read by the test that asked


def put(page: BasePage, town: str) -> None:
    """Below the home page of the town, by its contributor."""
    home = Accueil.objects.get(pk=Commune.objects.get(insee=TOWNS[town][0]).site.root_page_id)
    add_page(home, page, User.objects.get(email=f"contributeur@{town}.example"))


def open_counter(town: str) -> None:
    """Let the town hall be written to."""
    page = PageContact(title="Écrire à la mairie", slug="ecrire-a-la-mairie", intro="Une question\u202f?")
    put(page, town)


def open_directory(town: str) -> None:
    """The directory of the town, where people register."""
    page = Annuaire(title="Annuaire", slug="annuaire", intro="Les associations et les commerces.")
    put(page, town)


def open_guide(town: str) -> None:
    """A small national guide, on the site of the town."""
    commune = Commune.objects.get(insee=TOWNS[town][0])
    commune.options = {"modules_on": ["comarquage"]}
    commune.save()
    page = Guide(title="Droits et démarches", slug="guide", intro="Le guide national.")
    put(page, town)
    bring(Path(settings.BEFFROI_VAR), RICH)


def open_album(town: str) -> None:
    """An album without photos, in a page of the town; prints the id of the page."""
    page = Page(title="Les photos", slug="les-photos")
    page.body = [{"type": "galerie_photos", "id": "album", "value": {"title": "La fête", "photos": []}}]
    put(page, town)
    print(page.pk)  # noqa: T201  # read by the test that asked


def webmestre_enters() -> None:
    """Print the cookie of a webmestre who has given the second factor."""
    sys.stdout.write(enter(User.objects.get(email=WEBMESTRE)).cookies[settings.SESSION_COOKIE_NAME].value)


def refer(insee: str, name: str) -> None:
    """A commune of the reference, whose site can be ordered."""
    CommuneReference.objects.create(
        insee=insee, name=name, departement=insee[:2], departement_name="Lot", population=3300, postcodes="46400"
    )
