"""The tiny world given to all tests: two communes of two départements, ``aubord`` and ``belleville``, alike and full.

Every text of a commune, the names of its people included, carries its ``marker``: finding one in what the other
receives is a leak. Nothing is baked; accounts have no password (``client.force_login``).
"""

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, cast

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.files.base import ContentFile
from PIL import Image
from wagtail.models import Collection, Site

from cms.models import (
    Accueil,
    BasePage,
    DocumentFile,
    Folder,
    Identity,
    Mairie,
    Page,
    PageLegale,
    Picture,
    PlanDuSite,
    Rubrique,
)
from modules.actualites.models import Actualites, Article, Categorie
from modules.plan.models import Lieu
from modules.reseaux_sociaux.models import ReseauxSociaux
from sites.bake import preview
from sites.models import BakeState, Commune, Departement, Host, Membership, User
from sites.tenancy.roles import Role
from tests.memory import remembered

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@dataclass
class Town:
    """A commune with one object of each kind."""

    name: str
    marker: str
    commune: Commune
    home: Accueil
    users: dict[Role, User] = field(default_factory=dict)
    # Set while the town is filled.
    rubrique: Rubrique = field(init=False)
    page: Page = field(init=False)
    draft: Page = field(init=False)
    legal: PageLegale = field(init=False)
    sitemap: PlanDuSite = field(init=False)
    actualites: Actualites = field(init=False)
    article: Article = field(init=False)
    category: Categorie = field(init=False)
    image: Picture = field(init=False)
    document: DocumentFile = field(init=False)
    mairie: Mairie = field(init=False)
    identity: Identity = field(init=False)
    networks: ReseauxSociaux = field(init=False)
    place: Lieu = field(init=False)

    @property
    def site(self) -> Site:
        """Wagtail's site of the commune."""
        return self.commune.site

    @property
    def collection(self) -> Collection:
        """Where its media lie."""
        return self.commune.collection

    @property
    def departement(self) -> Departement:
        """Its département."""
        return self.commune.departement

    @property
    def contributeur(self) -> User:
        """Its secretary."""
        return self.users[Role.CONTRIBUTEUR]

    @property
    def valideur(self) -> User:
        """Who reads before publication."""
        return self.users[Role.VALIDEUR]

    @property
    def gestionnaire(self) -> User:
        """Who keeps its settings and accounts."""
        return self.users[Role.GESTIONNAIRE]


@dataclass
class World:
    """Two communes, and the people of the CDG."""

    aubord: Town
    belleville: Town
    superuser: User
    webmestre: User
    """Everywhere."""

    @property
    def towns(self) -> tuple[Town, Town]:
        """Both."""
        return self.aubord, self.belleville


def build_world(pack: str = "expert") -> World:
    """Both communes with the same pack: by default the one that holds every right."""
    cache.clear()  # identifiers come back from one test to the next
    preview._frames.clear()
    return remembered(pack, lambda: _build(pack))


def _build(pack: str) -> World:
    root = platform()
    superuser = User.objects.create_superuser("equipe@beffroi.example", None, first_name="Équipe")
    aubord = build_town(root, "30020", "Aubord", ("30", "Gard"), pack)
    belleville = build_town(root, "69264", "Belleville", ("69", "Rhône"), pack)
    return World(aubord, belleville, superuser, member("webmestre@cdg.example", Role.WEBMESTRE, name="Webmestre"))


def platform() -> BasePage:
    """The root of the tree, without the site and the welcome page that Wagtail may bring."""
    Site.objects.all().delete()
    root = BasePage.objects.filter(depth=1).first()
    if root is None:
        return cast("BasePage", BasePage.add_root(instance=BasePage(title="Racine", slug="root", **_typed(BasePage))))
    for child in root.get_children():
        child.specific.delete()
    return cast("BasePage", BasePage.objects.get(pk=root.pk))


def _typed(model: type[BasePage]) -> dict[str, Any]:
    return {"content_type": ContentType.objects.get_for_model(model)}


def build_departement(root: BasePage, code: str, name: str) -> Departement:
    """A folder and a collection, as provisioning makes them."""
    root.refresh_from_db()
    return Departement.objects.create(
        code=code,
        name=name,
        folder=root.add_child(instance=Folder(title=name, slug=f"dep-{code}")),
        collection=Collection.get_first_root_node().add_child(name=f"{code} {name}"),
    )


def build_commune(departement: Departement, insee: str, name: str, pack: str = "expert") -> Commune:
    """A home page, a site, a host, a collection: what provisioning makes of an order."""
    folder = Folder.objects.get(pk=departement.folder_id)
    slug = name.lower()
    home = folder.add_child(instance=Accueil(title=name, slug=slug, tagline=f"{name}, au naturel"))
    site = Site.objects.create(hostname=f"{slug}.localhost", port=8000, site_name=name, root_page=home)
    collections = Collection.objects.get(pk=departement.collection_id)
    commune = Commune.objects.create(
        insee=insee,
        name=name,
        departement=departement,
        site=site,
        collection=collections.add_child(name=f"{insee} {name}"),
        pack=pack,
        population=1200,
    )
    Host.objects.create(commune=commune, name=site.hostname, is_primary=True)
    BakeState.objects.get_or_create(commune=commune)
    return commune


def build_town(root: BasePage, insee: str, name: str, departement: tuple[str, str], pack: str = "expert") -> Town:
    """A commune, its people and one object of each kind."""
    commune = build_commune(build_departement(root, *departement), insee, name, pack)
    town = Town(name, name.lower(), commune, Accueil.objects.get(pk=commune.site.root_page_id))
    for role in (Role.CONTRIBUTEUR, Role.VALIDEUR, Role.GESTIONNAIRE):
        town.users[role] = member(f"{role.value}@{town.marker}.example", role, commune, name=name)
    _fill_settings(town)
    _fill_media(town)
    _fill_pages(town)
    return town


def member(
    email: str,
    role: Role,
    commune: Commune | None = None,
    departement: Departement | None = None,
    name: str = "Quelqu’un",
) -> User:
    """Somebody with one membership; without commune nor département, a webmestre of everything."""
    user = User.objects.filter(email=email).first() or User.objects.create_user(
        email, None, first_name=name, last_name=role.value.title()
    )
    Membership.objects.create(user=user, role=role, commune=commune, departement=departement)
    return user


def add_page(parent: BasePage, page: BasePage, owner: User, *, publish: bool = True) -> Any:
    """Add ``page`` below ``parent`` as the editor does: with its revision and its history."""
    parent = BasePage.objects.get(pk=parent.pk)
    page.owner, page.live = owner, False
    stored = parent.add_child(instance=page)
    revision = stored.save_revision(user=owner, log_action=True)
    if publish:
        revision.publish(user=owner)
    return type(page).objects.get(pk=stored.pk)


def picture_file(name: str, size: tuple[int, int] = (480, 320)) -> ContentFile[bytes]:
    """A plain JPEG."""
    stream = BytesIO()
    Image.new("RGB", size, (90, 120, 60)).save(stream, "JPEG")
    return ContentFile(stream.getvalue(), name)


def _fill_settings(town: Town) -> None:
    town.mairie, _created = Mairie.objects.update_or_create(
        site=town.site,
        defaults={
            "address": f"1 place de {town.name}",
            "postcode": f"{town.commune.insee[:2]}000",
            "city": town.name,
            "phone": "01 99 00 12 34",
            "email": f"mairie@{town.marker}.example",
            "director": f"Camille {town.name}",
        },
    )
    town.networks = ReseauxSociaux.objects.create(
        site=town.site, other_name=f"Alertes {town.name}", other_url=f"https://alertes.example/{town.marker}"
    )
    town.place = Lieu.objects.create(
        commune=town.commune,
        name=f"Salle des fêtes, {town.name}",
        address=f"2 place de {town.name}",
        details=f"De plain-pied, {town.name}",
        position="44.4475, 1.4419",
    )


def _fill_media(town: Town) -> None:
    secretary = town.contributeur
    town.image = Picture.objects.create(
        title=f"{town.name} vue du clocher",
        file=picture_file(f"{town.marker}.jpg"),
        collection=town.collection,
        uploaded_by_user=secretary,
    )
    town.document = DocumentFile.objects.create(
        title=f"{town.name} compte rendu du conseil",
        file=ContentFile(PDF, f"{town.marker}.pdf"),
        collection=town.collection,
        uploaded_by_user=secretary,
    )
    town.identity, _created = Identity.objects.update_or_create(site=town.site, defaults={"logo": town.image})


def _fill_pages(town: Town) -> None:
    by, name = town.contributeur, town.name
    town.rubrique = add_page(
        town.home, Rubrique(title=f"{name} vie municipale", slug="vie-municipale", intro=f"{name} au quotidien"), by
    )
    body = [("text", f"<p>{name} accueille ses habitants.</p>")]
    town.page = add_page(
        town.rubrique, Page(title=f"{name} le conseil", slug="conseil", intro=f"Les élus, {name}", body=body), by
    )
    town.draft = add_page(
        town.rubrique, Page(title=f"{name} le budget", slug="budget", intro=f"À voter, {name}"), by, publish=False
    )
    town.actualites = add_page(town.home, Actualites(title=f"Actualités, {name}", slug="actualites"), by)
    town.category = Categorie.objects.create(commune=town.commune, name=f"Travaux, {name}", slug="travaux")
    town.article = add_page(
        town.actualites,
        Article(
            title=f"{name} fête l’été",
            slug="fete",
            intro=f"Samedi, place de {name}",
            image=town.image,
            image_alt=f"La place de {name}",
            category=town.category,
            body=body,
        ),
        by,
    )
    town.legal = add_page(
        town.home, PageLegale(title=f"Mentions légales, {name}", slug="mentions-legales", kind="mentions"), by
    )
    town.sitemap = add_page(town.home, PlanDuSite(title=f"Plan du site, {name}", slug="plan-du-site"), by)
    town.home = Accueil.objects.get(pk=town.home.pk)
