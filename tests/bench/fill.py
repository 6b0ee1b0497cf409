"""Thousands of communes written in bulk, for measures only: signals do not run, so nothing is baked by this."""

from collections.abc import Iterator
from typing import TypeVar

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, models
from django.utils import timezone
from wagtail.models import Collection, Locale, PageLogEntry, Site

from cms.models import Accueil, BasePage, Folder, Identity, Mairie, Page, Picture, Rubrique
from modules.actualites.models import Actualites, Article
from sites.models import BakeState, Commune, Departement, Host, Membership, User
from sites.tenancy.roles import Role

M = TypeVar("M", bound=models.Model)

BATCH = 2_000
PAGES_EACH = 8
#: (model, title, slug, path below the home page). Eight pages: what a small commune has on its first day.
SHAPE: tuple[tuple[type[BasePage], str, str, str], ...] = (
    (Rubrique, "La mairie", "mairie", "0001"),
    (Page, "Le conseil municipal", "conseil", "00010001"),
    (Page, "Les services", "services", "00010002"),
    (Page, "Urbanisme", "urbanisme", "00010003"),
    (Actualites, "Actualités", "actualites", "0002"),
    (Article, "Travaux rue Basse", "travaux", "00020001"),
    (Article, "Marché de Noël", "marche", "00020002"),
)
#: The columns that each child table has of its own.
OWN_COLUMNS: dict[type[BasePage], dict[str, str]] = {
    Accueil: {"tagline": "'Bienvenue'", "banner_alt": "''", "body": "'[]'"},
    Rubrique: {"intro": "'Tout sur la mairie.'", "body": "'[]'"},
    Page: {"intro": "'Une page.'", "body": '\'[{"type": "text", "value": "<p>Un texte.</p>", "id": "a"}]\''},
    Actualites: {"intro": "''"},
    Article: {
        "date": "'2026-03-14'",
        "intro": "'Une nouvelle.'",
        "image_alt": "''",
        "body": "'[]'",
        "promoted_home": "true",
    },
}


def key(number: int) -> str:
    """One step of a treebeard path."""
    return BasePage._int2str(number).rjust(4, "0")


def fill(communes: int) -> None:
    """Write ``communes`` communes of eight pages, each with a contributor, a picture and a line of history."""
    Site.objects.all().delete()
    root = BasePage.objects.get(depth=1)
    for page in root.get_children():
        page.specific.delete()
    departements = _departements(min(100, communes))
    size = -(-communes // len(departements))
    _pages(departements, communes, size)
    homes = list(BasePage.objects.filter(depth=3).order_by("path"))
    _tenants(departements, homes, size)
    call_command("update_index", verbosity=0)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _departements(count: int) -> list[Departement]:
    root = BasePage.objects.get(depth=1)
    collections = Collection.get_first_root_node()
    for number in range(count):
        folder = Folder(title=f"Département {number:03}", slug=f"d{number:03}", locale=Locale.objects.first())
        Departement.objects.create(
            code=f"{number:03}",
            name=f"Département {number:03}",
            folder=root.add_child(instance=folder),
            collection=collections.add_child(name=f"{number:03}"),
        )
        root.refresh_from_db()
        collections.refresh_from_db()
    return list(Departement.objects.select_related("folder", "collection").order_by("code"))


def _pages(departements: list[Departement], communes: int, size: int) -> None:
    def rows() -> Iterator[BasePage]:
        common = {
            "locale": Locale.objects.first(),
            "live": True,
            "first_published_at": timezone.now(),
            "last_published_at": timezone.now(),
            "latest_revision_created_at": timezone.now(),
        }
        types = {model: ContentType.objects.get_for_model(model) for model in OWN_COLUMNS}
        for number in range(communes):
            folder = departements[number // size].folder
            home = folder.path + key(number % size + 1)
            url = f"{folder.url_path}c{number}/"
            title = f"Commune {number}"
            yield BasePage(
                path=home,
                depth=3,
                numchild=2,
                title=title,
                draft_title=title,
                slug=f"c{number}",
                url_path=url,
                content_type=types[Accueil],
                **common,
            )
            for model, name, slug, below in SHAPE:
                parent = f"{url}{'mairie/' if below[:4] == '0001' and len(below) > 4 else ''}"
                parent = f"{url}actualites/" if model is Article else parent
                children = {"0001": 3, "0002": 2}.get(below, 0)
                yield BasePage(
                    path=home + below,
                    depth=3 + len(below) // 4,
                    numchild=children,
                    title=name,
                    draft_title=name,
                    slug=slug,
                    url_path=f"{parent}{slug}/",
                    show_in_menus=model is not Article,
                    content_type=types[model],
                    **common,
                )

    _bulk(BasePage, rows())
    for departement in departements:
        BasePage.objects.filter(pk=departement.folder_id).update(numchild=size)
    for model, columns in OWN_COLUMNS.items():
        _children(model, columns)


def _children(model: type[BasePage], columns: dict[str, str]) -> None:
    content_type = ContentType.objects.get_for_model(model)
    link = model._meta.pk.column
    names = ", ".join(f'"{name}"' for name in columns)
    # Table and column names come from our models, values from the table above.
    statement = (
        f'INSERT INTO "{model._meta.db_table}" ("{link}", {names}) '
        f'SELECT id, {", ".join(columns.values())} FROM "{BasePage._meta.db_table}" WHERE content_type_id = %s'
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [content_type.pk])


def _tenants(departements: list[Departement], homes: list[BasePage], size: int) -> None:
    _bulk(
        Collection,
        (
            Collection(path=departements[n // size].collection.path + key(n % size + 1), depth=3, name=f"{n:05}")
            for n in range(len(homes))
        ),
    )
    collections = list(Collection.objects.filter(depth=3).order_by("path"))
    sites = _bulk(
        Site,
        (Site(hostname=f"c{n}.localhost", site_name=home.title, root_page_id=home.pk) for n, home in enumerate(homes)),
    )
    communes = _bulk(
        Commune,
        (
            Commune(
                insee=f"{n:05}",
                name=home.title,
                departement=departements[n // size],
                site=sites[n],
                collection=collections[n],
                pack="confort",
                population=800,
            )
            for n, home in enumerate(homes)
        ),
    )
    users = _bulk(User, (User(email=f"u{n}@example.org", first_name="U", last_name=str(n)) for n in range(len(homes))))
    _bulk(
        Membership,
        (
            Membership(user=user, commune=commune, role=Role.CONTRIBUTEUR)
            for user, commune in zip(users, communes, strict=True)
        ),
    )
    _bulk(Host, (Host(commune=c, name=f"c{n}.localhost", is_primary=True) for n, c in enumerate(communes)))
    _bulk(BakeState, (BakeState(commune=commune) for commune in communes))
    facts = {"address": "1 place Haute", "postcode": "46000", "phone": "05 36 49 00 00", "director": "Camille Bru"}
    _bulk(Mairie, (Mairie(site=site, city=site.site_name, **facts) for site in sites))
    _bulk(Identity, (Identity(site=site) for site in sites))
    _bulk(
        Picture,
        (
            Picture(title=f"Photo {n}", file=f"{n}.png", width=9, height=9, collection=collection)
            for n, collection in enumerate(collections)
        ),
    )
    content_type = ContentType.objects.get_for_model(Page)
    _bulk(
        PageLogEntry,
        (
            PageLogEntry(
                page_id=home.pk,
                content_type=content_type,
                label=home.title,
                action="wagtail.edit",
                timestamp=timezone.now(),
                user=users[n],
            )
            for n, home in enumerate(homes)
        ),
    )


def _bulk(model: type[M], rows: Iterator[M]) -> list[M]:
    return model._default_manager.bulk_create(rows, batch_size=BATCH)
