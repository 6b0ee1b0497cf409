"""An old site becomes drafts of its commune: once, with its files, its links and its old addresses; or nothing."""

import re
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageLogEntry

from cms.models import BasePage, DocumentFile, Page, Picture, Rubrique
from cms.oldsite.models import Brought, Remark, Run
from cms.oldsite.write import Writer
from modules.actualites.models import Article, Categorie
from sites.models import Commune
from tests.cms.oldsite.factories import WORDPRESS, saved_copy, uploads
from tests.world import Town, World

SPACES = str.maketrans("\u00a0\u202f", "  ")


@pytest.fixture
def town(world: World) -> Town:
    return world.aubord


@pytest.fixture(autouse=True)
def var(tmp_path: Path, settings: pytest.FixtureRequest) -> Path:
    settings.BEFFROI_VAR = tmp_path / "var"  # type: ignore[attr-defined]  # where reports go
    return tmp_path / "var"


def bring(town: Town, source: Path | str, **options: object) -> None:
    call_command("import", town.site.hostname, str(source), verbosity=0, **options)


def refused(town: Town, source: Path, **options: object) -> str:
    before = everything()
    with pytest.raises(CommandError) as caught:
        bring(town, source, **options)
    assert everything() == before
    return str(caught.value).translate(SPACES)


def everything() -> list[object]:
    models = (BasePage, Picture, DocumentFile, Categorie, Redirect, Run, Brought)
    folder = Path(Picture.objects.first().file.storage.location)
    return [*(model.objects.count() for model in models), sorted(path for path in folder.rglob("*") if path.is_file())]


def remarks(why: str) -> list[tuple[str, str]]:
    found = Remark.objects.filter(why=why).values_list("address", "sentence")
    return [(address, sentence.translate(SPACES)) for address, sentence in found]


def test_pages_of_wordpress_become_drafts_under_one_another(town: Town, tmp_path: Path) -> None:
    bring(town, WORDPRESS, files=uploads(tmp_path))
    rubrique, page = Rubrique.objects.get(slug="la-mairie"), Page.objects.get(slug="elus")
    assert not rubrique.live
    assert not page.live
    assert page.get_parent().pk == rubrique.pk
    assert rubrique.get_parent().pk == town.home.pk
    assert rubrique.intro == "Votre mairie & ses services."
    assert rubrique.get_latest_revision_as_object().body.raw_data[0]["value"].startswith("<p>Le secrétariat")
    assert [block.block_type for block in rubrique.body] == ["text", "table", "image"]
    article = Article.objects.get(slug="place")
    assert rubrique.body.raw_data[0]["value"] == (
        f'<p>Le secrétariat est <b>ouvert</b>. Voir <a linktype="page" id="{page.pk}">les élus</a> et '
        f'<a linktype="page" id="{article.pk}">la place</a>.</p><h2>Horaires</h2>'
    )
    assert PageLogEntry.objects.filter(page=rubrique.pk, action="beffroi.import").count() == 1


def test_news_keep_their_day_their_heading_and_their_picture(town: Town, tmp_path: Path) -> None:
    bring(town, WORDPRESS, files=uploads(tmp_path))
    article = Article.objects.get(slug="place")
    assert article.get_parent().pk == town.actualites.pk
    assert (str(article.date), article.intro) == ("2021-06-15", "Les travaux commencent le 1er juillet.")
    assert article.category == town.category  # the one that the commune has under that name
    made = Article.objects.get(slug="feu").category
    assert made is not None
    assert (made.name, made.commune) == ("Fêtes", town.commune)
    assert article.image == Picture.objects.get(title="Mairie", collection=town.collection)
    picture, text = article.body.raw_data
    assert picture["value"]["image"]["alt_text"] == picture["value"]["caption"] == "La place avant"
    assert text["value"] == "<ul><li>Phase 1<ul><li>La fontaine</li></ul></li><li>Phase 2</li></ul>"


def test_pictures_are_taken_whole_and_those_nobody_described_are_told(town: Town, tmp_path: Path) -> None:
    bring(town, WORDPRESS, files=uploads(tmp_path))
    figure = Rubrique.objects.get(slug="la-mairie").body[2].value
    assert (figure["image"].width, figure["image"].contextual_alt_text) == (60, "La façade de la mairie")
    gallery = Page.objects.get(slug="vivre-ici").body.raw_data
    assert [block["type"] for block in gallery] == ["image", "image", "embed"]
    assert gallery[0]["value"]["image"]["alt_text"] == "À décrire"
    assert gallery[2]["value"]["url"] == "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"
    assert len(remarks("Image à décrire")) == 2


def test_what_is_left_is_told_with_its_address(town: Town, tmp_path: Path, var: Path) -> None:
    bring(town, WORDPRESS, files=uploads(tmp_path))
    assert remarks("Contenu non public") == [
        ("https://www.valcombe.example/note/", "« Note interne » était privé."),
        ("https://www.valcombe.example/espace/", "« Espace élus » était protégé par un mot de passe."),
        ("https://www.valcombe.example/?p=25", "« Pas fini » était brouillon."),
    ]
    assert remarks("Programme non repris") == [("/la-mairie/elus", "Le code court [contact-form-7].")]
    assert remarks("Lien cassé") == [("/la-mairie/elus", "https://www.valcombe.example/rien/")]
    assert remarks("Outil extérieur non repris") == [("/la-mairie/elus", "https://pisteur.example/compteur")]
    assert remarks("Contenu d’une autre nature") == [
        ("https://www.valcombe.example/evenement/marche/", "« Marché » vient d’une extension (tribe_events)."),
        ("", "2 commentaires de visiteurs ne sont pas repris."),
    ]
    elus = Page.objects.get(slug="elus").body.raw_data[0]["value"]
    assert "[complet]" in elus
    assert "alert" not in elus
    report = (var / "reprises" / f"{town.commune.insee}-{Run.objects.get().pk}.csv").read_text(encoding="utf-8-sig")
    assert report.splitlines()[0] == "sujet;ancienne adresse;remarque"
    assert len(report.splitlines()) == Remark.objects.count() + 1


def test_without_its_files_an_export_says_which_are_missing(town: Town) -> None:
    bring(town, WORDPRESS)
    assert ("/wp-content/uploads/2020/05/conseil.pdf") in [address for address, _said in remarks("Fichier introuvable")]
    assert [block.block_type for block in Rubrique.objects.get(slug="la-mairie").body] == ["text", "table"]


def test_old_addresses_lead_to_the_new_pages(town: Town, tmp_path: Path) -> None:
    bring(town, WORDPRESS, files=uploads(tmp_path))
    rows = Redirect.objects.filter(site=town.site)
    short = {row.old_path: row.redirect_page.slug for row in rows if row.old_path.startswith("/?p")}
    assert (short["/?p=10"], short["/?p=21"]) == ("la-mairie", "place")
    found = {row.old_path: row.redirect_page.slug for row in rows if row.redirect_page and row.old_path not in short}
    assert found == {
        "/2021/06/15/place": "place",
        "/2022/07/01/feu": "feu",
        "/b": "b",
    }  # the others have their old address


def test_once_is_enough(town: Town, tmp_path: Path) -> None:
    files = uploads(tmp_path)
    bring(town, WORDPRESS, files=files)
    before = everything()
    bring(town, WORDPRESS, files=files)
    assert everything()[:5] == before[:5]
    assert everything()[6:] == before[6:]


def test_an_editor_s_work_is_not_written_over(town: Town, tmp_path: Path) -> None:
    bring(town, WORDPRESS, files=uploads(tmp_path))
    page = Page.objects.get(slug="elus")
    page.title = "Nos élus"
    page.save_revision().publish()
    bring(town, WORDPRESS, files=uploads(tmp_path))
    assert Page.objects.get(slug="elus").title == "Nos élus"


def test_interrupted_it_goes_on_from_there(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled: list[str] = []
    whole = Writer._fill

    def stopping(self: Writer, old: object, row: Brought) -> None:
        if len(filled) == 2:
            raise KeyboardInterrupt
        filled.append(row.address)
        whole(self, old, row)  # type: ignore[arg-type]

    monkeypatch.setattr(Writer, "_fill", stopping)
    with pytest.raises(KeyboardInterrupt):
        bring(town, WORDPRESS, files=uploads(tmp_path))
    assert Run.objects.get().finished_at is None
    monkeypatch.setattr(Writer, "_fill", whole)
    bring(town, WORDPRESS, files=uploads(tmp_path))
    assert Run.objects.get().finished_at is not None
    assert not Brought.objects.filter(kind="page", revision=None).exists()
    assert Brought.objects.filter(kind="page").count() == 7


def test_a_trial_writes_nothing(town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = everything()
    call_command("import", str(WORDPRESS), town.site.hostname, dry_run=True, files=uploads(tmp_path))
    assert everything() == before
    told = capsys.readouterr().out.translate(SPACES)
    assert "Aubord : 7 pages à reprendre, 0 déjà reprises. Rien n’a été écrit." in told
    assert "Contenu non public" in told


def test_a_run_is_undone_but_for_what_somebody_worked_on(town: Town, tmp_path: Path) -> None:
    before = everything()
    bring(town, WORDPRESS, files=uploads(tmp_path))
    run = Run.objects.get()
    call_command("import", undo=run.pk, verbosity=0)
    assert everything()[:5] == before[:5]
    assert not Brought.objects.exists()
    bring(town, WORDPRESS, files=uploads(tmp_path))
    page = Page.objects.get(slug="elus")
    page.title = "Nos élus"
    page.save_revision()
    call_command("import", undo=Run.objects.latest("pk").pk, verbosity=0)
    assert set(Page.objects.filter(slug__in=["elus", "vivre-ici"]).values_list("slug", flat=True)) == {"elus"}
    assert Rubrique.objects.filter(slug="la-mairie").exists()  # it holds a page that stays


def test_a_pack_too_small_is_told_before_anything_is_written(town: Town, tmp_path: Path) -> None:
    Commune.objects.filter(pk=town.commune.pk).update(pack="decouverte")
    for number in range(20):
        (tmp_path / f"page-{number}.html").write_text(f"<h1>Page {number}</h1><p>Le texte de la page {number}.</p>")
    assert re.fullmatch(
        r"L’ancien site apporterait 20 pages et il en reste \d+ sur les 15 du pack Découverte : "
        r"changez de pack, ou reprenez une partie du site\.",
        refused(town, tmp_path),
    )


def test_a_commune_without_news_gets_pages(town: Town, tmp_path: Path) -> None:
    Commune.objects.filter(pk=town.commune.pk).update(options={"modules_off": ["actualites"]})
    bring(town, WORDPRESS, files=uploads(tmp_path))
    assert Page.objects.get(slug="place").get_parent().pk == town.home.pk


def test_a_saved_copy_gives_its_own_words_and_not_its_menus(town: Town, tmp_path: Path) -> None:
    bring(town, saved_copy(tmp_path / "copie"))
    mairie, elus = Rubrique.objects.get(title="La mairie"), Page.objects.get(title="Les élus")
    assert elus.get_parent().pk == mairie.pk
    assert [block.block_type for block in mairie.body] == ["text", "table"]
    assert mairie.body.raw_data[0]["value"] == "<p>Le secrétariat vous reçoit.</p><h2>Tarifs</h2>"
    assert elus.body.raw_data[0]["value"] == "<ul><li>Le maire</li><li>La première adjointe</li></ul>"
    school = Page.objects.get(title="L’école")
    text = school.body.raw_data[0]["value"]
    document = DocumentFile.objects.get(title="Menu")
    assert text == (
        f'<p>Ouverte à 8 h 30.</p><p>Voir <a linktype="page" id="{mairie.pk}">la mairie</a>, une page perdue, '
        f'une autre et <a linktype="document" id="{document.pk}">le menu</a>, un fichier vide.</p>'
    )
    assert [block.block_type for block in school.body] == ["text", "image"]


def test_a_saved_copy_makes_the_menu_of_its_folders(town: Town, tmp_path: Path) -> None:
    bring(town, saved_copy(tmp_path / "copie"))
    counter = Page.objects.get(title="Votre compteur")
    assert [page.title for page in counter.get_ancestors()][-2:] == ["Services", "Eau"]
    ball = Article.objects.get(title="Le bal")
    assert str(ball.date) == "2019-07-14"
    rows = Redirect.objects.filter(site=town.site)
    found = {row.old_path: row.redirect_page.slug for row in rows if row.redirect_page}
    assert found["/ecole.html"] == "ecole"
    assert found["/actualites/2019/bal"] == found["/actualites/2019/bal.html"] == "bal"
    assert found["/index.php?id=12"]
    menu = DocumentFile.objects.get(title="Menu")
    links = {row.old_path: row.redirect_link for row in rows if not row.redirect_page}
    assert links == {"/fileadmin/menu.pdf": f"/_/documents/{menu.pk}/{menu.filename}"}
    assert remarks("Adresse sans redirection") == []


def test_a_saved_copy_tells_what_it_could_not_bring(town: Town, tmp_path: Path) -> None:
    bring(town, saved_copy(tmp_path / "copie"))
    assert remarks("Programme non repris") == [
        ("/compteur.php", "C’est le programme qui faisait la page, et non la page.")
    ]
    assert sorted(remarks("Lien cassé")) == [("/ecole.html", "../../x.php"), ("/ecole.html", "perdue.html")]
    assert remarks("Fichier refusé") == [("/fileadmin/vide.pdf", "Ce fichier est vide : choisissez-en un autre.")]
    assert [address for address, _said in remarks("Outil extérieur non repris")] == ["/cadres.html", "/ecole.html"]
    assert [address for address, _said in remarks("Formulaire non repris")] == ["/ecole.html"]
    assert [address for address, _said in remarks("Image à décrire")] == ["/ecole.html"]


def test_a_zip_of_a_copy_is_a_copy_and_nothing_leaves_its_folder(town: Town, tmp_path: Path) -> None:
    archive = tmp_path / "copie.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("../../x.php", "<h1>Dehors</h1>")
        packed.writestr("/etc/x.html", "<h1>Dehors</h1>")
        packed.writestr("site/page.html", "<h1>Dedans</h1><p>Une page dans une archive, tout simplement.</p>")
    bring(town, archive)
    assert list(Brought.objects.values_list("kind", "address")) == [("page", "/page.html"), ("redirect", "/page.html")]
    assert not (tmp_path.parent / "x.php").exists()


def test_bombs_get_one_sentence(town: Town, tmp_path: Path) -> None:
    bomb = tmp_path / "bombe.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a.html", b"0" * 40_000_000)
    assert refused(town, bomb) == "Cette archive devient démesurée une fois ouverte : elle n’est pas reprise."
    entities = tmp_path / "entites.xml"
    entities.write_text('<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss><channel>&b;</channel></rss>')
    assert refused(town, entities) == ("Ce fichier XML déclare des entités, ce qu’aucun export de WordPress ne fait.")
    heavy = tmp_path / "lourd.xml"
    with heavy.open("wb") as file:
        file.write(b"<rss>")
        file.truncate(1024**3)
    assert refused(town, heavy) == (
        "Cet export pèse plus de 300 Mo : dans WordPress, exportez les pages et les articles séparément."
    )
    broken = tmp_path / "abime.xml"
    broken.write_bytes(WORDPRESS.read_bytes()[:3000])
    assert refused(town, broken).startswith("Cet export est abîmé à la ligne ")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xml", b"<rss></rss>", "Ce fichier n’est pas un export de WordPress, ou il est vide."),
        ("a.doc", b"bonjour", "Ce fichier n’est ni un export de WordPress (.xml), ni une copie de site"),
        ("a.zip", b"PK\x03\x04 et plus rien", "Cette archive est abîmée ou incomplète : refaites-la."),
    ],
)
def test_what_is_no_site_gets_one_sentence(town: Town, tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert refused(town, tmp_path / name).startswith(said)


def test_the_other_commune_is_not_touched(world: World, tmp_path: Path) -> None:
    pages = BasePage.objects.descendant_of(world.belleville.home).count()
    bring(world.aubord, WORDPRESS, files=uploads(tmp_path))
    assert BasePage.objects.descendant_of(world.belleville.home).count() == pages
    bring(world.belleville, WORDPRESS, files=uploads(tmp_path))
    assert Page.objects.filter(slug="elus").count() == 2
    assert set(Picture.objects.filter(title="Mairie").values_list("collection", flat=True)) == {
        world.aubord.collection.pk,
        world.belleville.collection.pk,
    }
