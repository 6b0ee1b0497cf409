"""A folder becomes the content of a site: all of it or nothing, and only once."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from wagtail.models import Revision

from cms.models import BasePage, DocumentFile, Identity, Page, Picture, Rubrique
from modules.actualites.apps import Actualites
from modules.actualites.models import Article, Categorie
from sites.models import Commune
from sites.modules import Files
from tests.world import PDF, Town, World, picture_file

SPACES = str.maketrans("\u00a0\u202f", "  ")
Put = Callable[..., Path]

ARTICLE = (
    '+++\ntitre = "La fête"\nresume = "Samedi."\ndate = 2026-06-20\n'
    'categorie = "Fêtes"\nimage = "fete.jpg"\nalt = "Une fête"\n+++\nVenez.\n'
)
PAGE = (
    '+++\ntitre = "Les élus"\nresume = "Onze personnes."\nordre = 2\n+++\n'
    "![Une fête](fete.jpg)\n\n[Le plan](documents/plan.pdf) et [la rubrique](/mairie/).\n"
)
RUBRIQUE = '+++\ntitre = "La mairie"\n+++\nBonjour.\n'


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """A folder to take over, completed or changed by what is given."""
    root = tmp_path / "ancien-site"
    (root / "images").mkdir(parents=True)
    (root / "documents").mkdir()
    (root / "images/fete.jpg").write_bytes(picture_file("fete.jpg").read())
    (root / "documents/plan.pdf").write_bytes(PDF.replace(b"/Catalog", b"/Catalog/Lang(fr)"))

    def write(**files: str | None) -> Path:
        texts: dict[str, str | None] = {
            "pages/mairie/index.md": RUBRIQUE,
            "pages/mairie/elus.md": PAGE,
            "actualites/la-fete.md": ARTICLE,
        }
        for name, text in (texts | files).items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                path.unlink(missing_ok=True)
            else:
                path.write_text(text, encoding="utf-8")
        return root

    return write


@pytest.fixture
def town(world: World) -> Town:
    """The commune taken over."""
    return world.aubord


def take_over(town: Town, folder: Path, **options: object) -> None:
    call_command("import", town.site.hostname, str(folder), verbosity=0, **options)


def refused(town: Town, folder: Path) -> str:
    """The sentence, once sure that nothing at all was written."""
    before = everything()
    with pytest.raises(CommandError) as caught:
        take_over(town, folder)
    assert everything() == before
    return str(caught.value).translate(SPACES)


def everything() -> list[object]:
    """What an import writes, counted; and the files on disk."""
    models = (BasePage, Revision, Picture, DocumentFile, Categorie)
    folder = Path(Picture.objects.first().file.storage.location)
    return [*(model.objects.count() for model in models), sorted(path for path in folder.rglob("*") if path.is_file())]


def test_pages_rubriques_and_news_are_published_with_their_links_resolved(town: Town, put: Put) -> None:
    take_over(town, put())
    rubrique = Rubrique.objects.get(slug="mairie")
    page = Page.objects.get(slug="elus")
    assert page.get_parent().specific == rubrique
    assert page.live
    assert [block.block_type for block in page.body] == ["image", "text"]
    document = DocumentFile.objects.get(title="Plan")
    assert page.body.raw_data[1]["value"] == (
        f'<p><a linktype="document" id="{document.pk}">Le plan</a> et '
        f'<a linktype="page" id="{rubrique.pk}">la rubrique</a>.</p>'
    )
    article = Article.objects.get(slug="la-fete")
    assert article.get_parent().specific == town.actualites
    assert article.category is not None
    assert (article.category.name, article.category.commune) == ("Fêtes", town.commune)
    assert article.image is not None
    assert article.image.collection == town.collection


def test_importing_twice_changes_nothing(town: Town, put: Put) -> None:
    folder = put()
    take_over(town, folder)
    before = everything()
    take_over(town, folder)
    assert everything() == before


def test_what_an_editor_wrote_since_stays_while_the_source_is_the_same(town: Town, put: Put) -> None:
    folder = put()
    take_over(town, folder)
    page = Page.objects.get(slug="elus")
    page.title = "Nos élus"
    page.save_revision().publish()
    take_over(town, folder)
    assert Page.objects.get(slug="elus").title == "Nos élus"


def test_a_text_that_changed_is_published_again_and_keeps_its_versions(town: Town, put: Put) -> None:
    take_over(town, put())
    page = Page.objects.get(slug="elus")
    take_over(town, put(**{"pages/mairie/elus.md": PAGE.replace("Les élus", "L’équipe")}))
    page.refresh_from_db()
    assert page.title == "L’équipe"
    assert page.revisions.count() == 2


def test_the_site_of_another_commune_is_left_alone(world: World, put: Put) -> None:
    before = list(BasePage.objects.descendant_of(world.belleville.home).values_list("pk", "title", "live"))
    take_over(world.aubord, put())
    assert list(BasePage.objects.descendant_of(world.belleville.home).values_list("pk", "title", "live")) == before


def test_a_page_of_the_same_address_is_completed_rather_than_doubled(town: Town, put: Put) -> None:
    take_over(town, put(**{"pages/vie-municipale/index.md": '+++\ntitre = "Vie municipale"\n+++\nVoici.\n'}))
    assert Rubrique.objects.filter(slug="vie-municipale").descendant_of(town.home).count() == 1
    assert Rubrique.objects.descendant_of(town.home).get(slug="vie-municipale").title == "Vie municipale"


def test_colours_are_the_communes_own(world: World, put: Put) -> None:
    take_over(world.aubord, put(**{"site.toml": '[identite]\ncouleur = "#0F5C7A"\n'}))
    assert Identity.objects.get(site=world.aubord.site).brand == "#0f5c7a"
    assert Identity.objects.get(site=world.belleville.site).brand == ""


@pytest.mark.parametrize(
    ("file", "text", "sentence"),
    [
        ("pages/mairie/elus.md", "Sans en-tête.", "pages/mairie/elus.md, ligne 1 : la première ligne d’un texte"),
        ("pages/mairie/elus.md", "+++\ntitre = Élus\n+++\n", "pages/mairie/elus.md : ce n’est pas du TOML lisible"),
        ("pages/mairie/elus.md", '+++\ntitel = "É"\n+++\n', "pages/mairie/elus.md : la clé « titel » n’existe pas ici"),
        ("pages/mairie/elus.md", "+++\ntitre = 3\n+++\n", "pages/mairie/elus.md : la clé « titre » attend un texte"),
        ("pages/mairie/elus.md", '+++\nresume = "É"\n+++\n', "pages/mairie/elus.md : il manque la clé « titre »."),
        (
            "pages/mairie/elus.md",
            '+++\ntitre = "É"\n+++\na\n\n[b](/rien/)\n',
            "pages/mairie/elus.md, ligne 6 : aucune page ne se trouve à l’adresse /rien/.",
        ),
        (
            "pages/mairie/elus.md",
            '+++\ntitre = "É"\n+++\n![b](../documents/plan.pdf)\n',
            "pages/mairie/elus.md, ligne 4 : le fichier images/../documents/plan.pdf n’existe pas.",
        ),
        (
            "pages/mairie/elus.md",
            '+++\ntitre = "É"\ndate = 2026-01-01\n+++\n',
            "pages/mairie/elus.md : la clé « date » n’a pas de sens pour ce type de contenu (page).",
        ),
        ("pages/mairie/elus.md", f'+++\ntitre = "{"É" * 300}"\n+++\n', "pages/mairie/elus.md : titre : "),
        ("pages/seule/page.md", RUBRIQUE, "pages/seule/page.md : il manque la rubrique au-dessus"),
        ("pages/مرحبا!.md", RUBRIQUE, None),
        ("pages/….md", RUBRIQUE, "pages/….md : ce nom de fichier ne peut pas devenir une adresse"),
        ("pages/photo.png", "x", "pages/photo.png : seuls des textes en .md sont repris de ce dossier."),
        ("surprise.txt", "x", "surprise.txt : ce nom n’est pas prévu"),
        (
            "actualites/la-fete.md",
            ARTICLE.replace("fete.jpg", "non.jpg"),
            "actualites/la-fete.md : le fichier images/non.jpg",
        ),
        ("actualites/la-fete.md", '+++\ntitre = "F"\n+++\n', "actualites/la-fete.md : resume : "),
        ("site.toml", '[identite]\ncouleur = "vert"\n', "site.toml : la couleur « vert » s’écrit comme #3f6b4f."),
    ],
)
def test_a_folder_that_is_wrong_is_refused_whole_in_one_sentence(
    town: Town, put: Put, file: str, text: str, sentence: str | None
) -> None:
    folder = put(**{file: text})
    if sentence is None:  # slugs are transliterated
        take_over(town, folder)
        return
    assert refused(town, folder).startswith(sentence)


def test_a_picture_that_is_none_is_refused_and_no_file_is_left(town: Town, put: Put) -> None:
    folder = put()
    (folder / "images/fete.jpg").write_bytes(b"<svg onload=alert(1)>")
    assert "le fichier images/fete.jpg est refusé." in refused(town, folder)


def test_the_page_limit_of_the_pack_holds(town: Town, put: Put) -> None:
    town.commune.pack = "decouverte"
    town.commune.save()
    files = {f"pages/p{number}.md": f'+++\ntitre = "P{number}"\n+++\nA\n' for number in range(15)}
    assert "le pack Découverte en comporte 15" in refused(town, put(**files))


def test_an_unknown_host_a_missing_folder_and_an_unknown_author_are_said(town: Town, tmp_path: Path, put: Put) -> None:
    with pytest.raises(CommandError, match=r"ailleurs\.localhost"):
        call_command("import", "ailleurs.localhost", str(tmp_path))
    assert refused(town, tmp_path / "absent").endswith("ce dossier n’existe pas.")
    with pytest.raises(CommandError, match="aucun compte n’a l’adresse"):
        take_over(town, put(), author="personne@exemple.fr")


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, object], int]]:
    """What the news receive when they say that they read a file of rows."""
    received: list[tuple[str, dict[str, object], int]] = []

    def read(_module: Actualites, commune: Commune, rows: Mapping[str, object], files: Files) -> bool:
        if "titre" not in rows:
            raise ValidationError("Il manque la clé « titre ».")
        received.append((commune.insee, dict(rows), files.picture("fete.jpg", "Une fête")))
        return True

    monkeypatch.setattr(Actualites, "takes_over", True)
    monkeypatch.setattr(Actualites, "take_over", read)
    return received


def test_a_module_reads_the_file_of_its_rows(
    town: Town, put: Put, table: list[tuple[str, dict[str, object], int]]
) -> None:
    take_over(town, put(**{"actualites.toml": 'titre = "Les rubriques"'}))
    ((insee, rows, picture),) = table
    assert (insee, rows) == ("30020", {"titre": "Les rubriques"})
    assert Picture.objects.filter(pk=picture, collection=town.collection).exists()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("autre = 1", "actualites.toml : Il manque la clé « titre »."),
        ("titre =", "actualites.toml : ce n’est pas du TOML lisible (Invalid value (at end of document))."),
    ],
)
@pytest.mark.usefixtures("table")
def test_rows_that_are_wrong_refuse_the_whole_folder(town: Town, put: Put, text: str, why: str) -> None:
    assert why in refused(town, put(**{"actualites.toml": text}))


def test_a_file_of_rows_that_no_module_reads_is_a_stranger(town: Town, put: Put) -> None:
    assert "ce nom n’est pas prévu" in refused(town, put(**{"actualites.toml": "titre = 1"}))


SITE = 'remplace_les_pages_de_depart = true\n[menu]\nactualites = "/mairie/"\n'


def test_the_page_of_a_module_goes_under_the_heading_that_the_folder_names(town: Town, put: Put) -> None:
    town.actualites.refresh_from_db()
    town.actualites.show_in_menus = False
    town.actualites.save_revision().publish()
    take_over(town, put(**{"site.toml": SITE}))
    index = type(town.actualites).objects.get(pk=town.actualites.pk)
    assert (index.get_parent().slug, index.show_in_menus) == ("mairie", True)
    assert index.get_latest_revision_as_object().show_in_menus
    article = Article.objects.get(slug="la-fete")
    assert article.get_parent().pk == index.pk
    assert article.url_path.endswith("/mairie/actualites/la-fete/")
    assert BasePage.find_problems() == ([], [], [], [], [])


def test_a_text_still_names_it_by_the_address_it_would_have_alone(town: Town, put: Put) -> None:
    page = '+++\ntitre = "Suite"\n+++\n[Les nouvelles](/actualites/), [la fête](/actualites/la-fete/).\n'
    take_over(town, put(**{"site.toml": SITE, "pages/suite.md": page}))
    article = Article.objects.get(slug="la-fete")
    said = Page.objects.get(slug="suite").body.raw_data[0]["value"]
    assert f'id="{town.actualites.pk}"' in said
    assert f'id="{article.pk}"' in said


def test_where_an_editor_moved_it_since_it_stays(town: Town, put: Put) -> None:
    folder = put(**{"site.toml": SITE})
    take_over(town, folder)
    index = type(town.actualites).objects.get(pk=town.actualites.pk)
    index.move(BasePage.objects.get(pk=town.home.pk), pos="last-child")
    take_over(town, folder)
    assert type(index).objects.get(pk=index.pk).get_parent().pk == town.home.pk


def test_a_starter_heading_that_leaves_keeps_no_page_of_a_module(town: Town, put: Put) -> None:
    heading = Rubrique(title="Ancienne", slug="ancienne")
    BasePage.objects.get(pk=town.home.pk).add_child(instance=heading)
    type(town.actualites).objects.get(pk=town.actualites.pk).move(heading, pos="last-child")
    take_over(town, put(**{"site.toml": "remplace_les_pages_de_depart = true\n"}))
    assert not Rubrique.objects.filter(slug="ancienne").exists()
    assert type(town.actualites).objects.get(pk=town.actualites.pk).get_parent().pk == town.home.pk
    assert Article.objects.filter(slug="la-fete", live=True).exists()
    assert BasePage.find_problems() == ([], [], [], [], [])


@pytest.mark.parametrize(
    ("menu", "sentence"),
    [
        ('marches = "/mairie/"', "le module « marches » n’a pas de page dans ce site"),
        ('actualites = "/rien/"', "aucune page ne se trouve à l’adresse /rien/"),
        ('actualites = "/mentions-legales/"', "ne se range pas sous cette page"),
        ("actualites = 3", "attend un texte entre guillemets"),
    ],
)
def test_a_place_that_is_none_is_told(town: Town, put: Put, menu: str, sentence: str) -> None:
    assert sentence in refused(town, put(**{"site.toml": f"[menu]\n{menu}\n"}))
