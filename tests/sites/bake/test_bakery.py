"""One commune from the database to the public folder, whatever happens on the way."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect

from cms.accessibilite.models import Audit, NonConformity
from cms.models import Mairie, Page, PageLegale
from sites.bake.bakery import bake, check, store_of
from sites.bake.state import mark_dirty
from sites.models import BakeState, Commune
from sites.modules import installed_modules
from sites.rendering.renderer import Renderer
from tests import sitemaps
from tests.sites.bake.conftest import Grow
from tests.world import Town, World, add_page


@pytest.fixture
def town(world: World) -> Town:
    return world.aubord


def www(town: Town) -> Path:
    return store_of(town.commune.insee).www


def state_of(commune: Commune) -> BakeState:
    return BakeState.objects.get(commune=commune)


def page_text(town: Town, url: str) -> str:
    return (www(town) / url.lstrip("/") / "index.html").read_text()


def test_every_live_page_stands_under_its_address_and_no_draft_does(town: Town) -> None:
    result = bake(town.commune)
    assert (result.error, result.pages, result.generation) == ("", 7, 1)
    assert "Aubord accueille ses habitants." in page_text(town, "/vie-municipale/conseil/")
    assert not (www(town) / "vie-municipale/budget").exists()


def test_baking_twice_writes_nothing(town: Town) -> None:
    first = bake(town.commune)
    again = bake(town.commune)
    assert (again.written, again.removed, again.generation) == (0, 0, 1)
    assert again.unchanged == first.written
    assert store_of(town.commune.insee).generations() == [1]


def test_one_edit_writes_one_page_and_the_words_of_the_site(town: Town, grow: Grow) -> None:
    grow(town, 5)
    bake(town.commune)
    Mairie.objects.filter(site=town.site).update(siren="")
    Page.objects.filter(pk=town.page.pk).update(body=[{"type": "text", "id": "1", "value": "<p>Nouveau.</p>"}])
    result = bake(town.commune)
    assert (result.written, result.removed, result.generation) == (2, 0, 2)
    one, other = (store_of(town.commune.insee).folder(number) / "www" for number in (1, 2))
    plain = [path for path in other.rglob("*") if path.is_file() and path.suffix not in {".br", ".gz"}]
    fresh = {path.relative_to(other).as_posix() for path in plain if not path.samefile(one / path.relative_to(other))}
    assert fresh == {"vie-municipale/conseil/index.html", "recherche/mots.json"}
    assert "<p>Nouveau.</p>" in page_text(town, "/vie-municipale/conseil/")


def test_the_link_of_the_page_itself_is_marked_in_the_menu(town: Town) -> None:
    bake(town.commune)
    assert '<a href="/vie-municipale/" aria-current="page"' in page_text(town, "/vie-municipale/")
    assert '<a href="/vie-municipale/" aria-current="page"' not in page_text(town, "/actualites/")


def test_pictures_and_documents_that_pages_show_are_published_and_the_originals_are_not(town: Town, grow: Grow) -> None:
    grow(town, 1)
    bake(town.commune)
    published = {path.relative_to(www(town)).as_posix() for path in (www(town) / "_").rglob("*") if path.is_file()}
    pictures = {path for path in published if path.startswith("_/i/")}
    assert {Path(path).suffix for path in pictures} == {".jpg", ".webp"}
    assert all(path.startswith(f"_/i/{town.image.pk}-") for path in pictures)
    assert len([path for path in published if path.endswith("/aubord-compte-rendu-du-conseil.pdf")]) == 1
    original = Path(town.image.file.path)
    assert not any((www(town) / path).samefile(original) for path in pictures)
    assert 'src="/_/i/' in page_text(town, "/vie-municipale/page-1/")


def test_what_a_document_withdrawn_from_the_library_said_is_gone_at_once(town: Town, grow: Grow) -> None:
    grow(town, 1)
    bake(town.commune)
    town.document.delete()
    bake(town.commune)
    assert list(www(town).rglob("*.pdf")) == []
    assert "compte rendu" in page_text(town, "/vie-municipale/page-1/")


def test_a_page_that_fails_leaves_the_old_site_and_is_told_with_its_name(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    bake(town.commune)
    before = page_text(town, "/")
    town.home.tagline = "Changée"
    town.home.save()
    render = Renderer.page

    def fail(self: Renderer, page: Any) -> str:
        if page.id == town.page.pk:
            raise ZeroDivisionError("division")
        return render(self, page)

    monkeypatch.setattr(Renderer, "page", fail)
    result = bake(town.commune)
    assert result.error.startswith(
        "La page « Aubord le conseil » (/vie-municipale/conseil/) n’a pas pu être fabriquée."
    )
    assert [(failure.page_id, failure.url) for failure in result.failures] == [
        (town.page.pk, "/vie-municipale/conseil/")
    ]
    assert "ZeroDivisionError" in result.failures[0].traceback
    assert page_text(town, "/") == before
    state = state_of(town.commune)
    assert (state.error, state.error_page, state.generation) == (result.error, "Aubord le conseil", 1)
    assert "ZeroDivisionError" in state.traceback
    assert state.dirty_at is not None
    monkeypatch.undo()
    assert bake(town.commune).error == ""
    assert state_of(town.commune).error == ""


def test_a_name_unknown_to_a_template_is_a_fault_in_strict_mode_and_empty_in_production(
    town: Town, settings: Any, tmp_path: Path
) -> None:
    theme = tmp_path / "themes" / "coquille"
    (theme / "templates/pages").mkdir(parents=True)
    (theme / "theme.toml").write_text('label = "Coquille"\nextends = "base"\n')
    (theme / "templates/pages/page.html").write_text("<p>[{{ page.nothing_of_the_kind }}]</p>")
    settings.BEFFROI_THEMES = [tmp_path / "themes", *settings.BEFFROI_THEMES]
    Commune.objects.filter(pk=town.commune.pk).update(theme="coquille")
    assert "nothing_of_the_kind" in bake(town.commune).failures[0].traceback
    settings.BEFFROI_STRICT_TEMPLATES = False
    assert bake(town.commune).error == ""
    assert page_text(town, "/vie-municipale/conseil/") == "<p>[]</p>"


def test_a_theme_that_no_longer_exists_is_one_sentence(town: Town) -> None:
    Commune.objects.filter(pk=town.commune.pk).update(theme="disparu")
    result = bake(town.commune)
    assert result.error == "Le thème « disparu » n’existe pas. L’ancienne version du site reste en ligne."


def test_a_wave_of_deletions_that_nobody_asked_for_is_refused_until_forced(town: Town, grow: Grow) -> None:
    pages = grow(town, 20)
    bake(town.commune)
    BakeState.objects.filter(commune=town.commune).update(removals=0)
    Page.objects.filter(pk__in=[page.pk for page in pages]).update(live=False)
    refused = bake(town.commune)
    assert refused.refused
    assert "Publier quand même" in refused.error
    assert (www(town) / "vie-municipale/page-3/index.html").exists()
    assert state_of(town.commune).error == refused.error
    forced = bake(town.commune, force=True)
    assert (forced.error, forced.removed) == ("", 20 + 1)  # and the document they showed
    assert not (www(town) / "vie-municipale/page-3").exists()


def test_the_same_deletions_by_an_editor_go_through(town: Town, grow: Grow) -> None:
    pages = grow(town, 20)
    bake(town.commune)
    mark_dirty([town.commune.pk], removals=20)
    Page.objects.filter(pk__in=[page.pk for page in pages]).update(live=False)
    result = bake(town.commune)
    assert (result.error, result.removed) == ("", 20 + 1)
    assert state_of(town.commune).removals == 0


def test_an_unpublished_home_page_never_takes_the_site_down(town: Town) -> None:
    bake(town.commune)
    type(town.home).objects.filter(pk=town.home.pk).update(live=False)
    result = bake(town.commune, force=True)
    assert result.error == "La page d’accueil n’est pas publiée : le site ne peut pas être mis en ligne."
    assert (www(town) / "index.html").exists()


def test_a_change_made_while_baking_is_baked_next(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    mark_dirty([town.commune.pk])
    render = Renderer.page

    def edit_meanwhile(self: Renderer, page: Any) -> str:
        monkeypatch.undo()
        mark_dirty([town.commune.pk], removals=1)
        return render(self, page)

    monkeypatch.setattr(Renderer, "page", edit_meanwhile)
    assert bake(town.commune).error == ""
    state = state_of(town.commune)
    assert state.dirty_at is not None
    assert state.removals == 1
    bake(town.commune)
    assert state_of(town.commune).dirty_at is None


def test_a_clock_that_goes_backwards_does_no_harm(town: Town) -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    bake(town.commune, now=tomorrow)
    town.home.tagline = "Hier encore"
    town.home.save()
    result = bake(town.commune, now=tomorrow - timedelta(days=400))
    assert (result.error, result.generation) == ("", 2)
    assert "Hier encore" in page_text(town, "/")
    assert state_of(town.commune).dirty_at is None


def test_an_old_address_leads_to_the_page_wherever_it_went(town: Town) -> None:
    Redirect.objects.create(old_path="/ancien-conseil", site=town.site, redirect_page=town.page)
    Redirect.objects.create(old_path="/dehors", site=town.site, redirect_link="https://www.lot.fr/")
    Redirect.objects.create(old_path="/vie-municipale", site=town.site, redirect_link="/boucle/")
    Redirect.objects.create(old_path="/../../etc/passwd", site=town.site, redirect_link="/")
    Redirect.objects.create(old_path="/script", site=town.site, redirect_link="javascript:alert(1)")
    bake(town.commune)
    store = store_of(town.commune.insee)
    moved = (store.folder(1) / "redirects.json").read_text()
    assert moved == '{\n"/ancien-conseil/": "/vie-municipale/conseil/",\n"/dehors/": "https://www.lot.fr/"\n}'
    small = page_text(town, "/ancien-conseil/")
    assert '<meta http-equiv="refresh" content="0; url=/vie-municipale/conseil/">' in small
    assert "canonical" in small
    assert "boucle" not in page_text(town, "/vie-municipale/")


def test_robots_and_sitemap_say_who_may_come_and_where(town: Town) -> None:
    bake(town.commune)
    assert (www(town) / "robots.txt").read_text() == (
        "User-agent: bnf.fr_bot\nAllow: /\n\nUser-agent: *\nAllow: /\n\n"
        "Sitemap: http://aubord.localhost:8000/sitemap.xml\n"
    )
    sitemap = sitemaps.told(www(town))
    assert "<loc>http://aubord.localhost:8000/vie-municipale/conseil/</loc><lastmod>" in sitemap
    assert "404" not in sitemap


def test_a_demonstration_asks_not_to_be_indexed_but_lets_the_legal_deposit_in(town: Town) -> None:
    Commune.objects.filter(pk=town.commune.pk).update(demo=True)
    bake(town.commune)
    assert "User-agent: bnf.fr_bot\nAllow: /\n\nUser-agent: *\nDisallow: /\n" in (www(town) / "robots.txt").read_text()
    assert '<meta name="robots" content="noindex">' in page_text(town, "/")
    assert "Site de démonstration" in page_text(town, "/")


def test_the_commune_has_its_own_404(town: Town) -> None:
    bake(town.commune)
    assert "Aubord" in (www(town) / "404.html").read_text()


def test_static_files_are_shared_by_the_communes_and_named_after_their_content(world: World) -> None:
    for town in world.towns:
        bake(town.commune)
    here, there = (www(town) for town in world.towns)
    shared = [path.relative_to(here) for path in here.glob("_/s/base.*.css*")]
    assert len(shared) == 3
    assert all((here / path).samefile(there / path) for path in shared)
    sheet = next(here.glob("_/s/theme.*.css"))
    assert f"/{sheet.relative_to(here)}" in page_text(world.aubord, "/")


def test_what_is_baked_of_one_commune_says_nothing_of_the_other(world: World) -> None:
    bake(world.aubord.commune)
    texts = [path.read_bytes() for path in www(world.aubord).rglob("*") if path.suffix in {".html", ".xml", ".txt"}]
    assert texts
    assert not any(b"belleville" in text.lower() for text in texts)


def test_a_reference_to_another_commune_leaves_its_words_alone(world: World) -> None:
    other = world.belleville
    text = (
        f'<p><a linktype="page" id="{other.page.pk}">leur conseil</a> '
        f'<a linktype="document" id="{other.document.pk}">leur compte rendu</a></p>'
    )
    picture = {"image": {"image": other.image.pk, "alt_text": "x", "decorative": False}, "caption": "", "width": "text"}
    body = [{"type": "text", "id": "1", "value": text}, {"type": "image", "id": "2", "value": picture}]
    Page.objects.filter(pk=world.aubord.page.pk).update(body=body)
    assert bake(world.aubord.commune).error == ""
    page = page_text(world.aubord, "/vie-municipale/conseil/")
    assert "<p>leur conseil leur compte rendu</p>" in page
    assert f"_/i/{other.image.pk}-" not in page


def test_slugs_of_any_length_and_alphabet_are_baked(town: Town) -> None:
    add_page(town.rubrique, Page(title="Long", slug="a" * 255, body=[]), town.contributeur)
    Page.objects.filter(pk=town.page.pk).update(slug="مرحبا", url_path=f"{town.rubrique.url_path}مرحبا/")
    assert bake(town.commune).error == ""
    assert (www(town) / "vie-municipale" / ("a" * 255) / "index.html").exists()
    assert (www(town) / "vie-municipale/مرحبا/index.html").exists()


def test_check_is_quiet_about_a_sound_site_and_names_what_differs(town: Town) -> None:
    bake(town.commune)
    assert check(town.commune).ok
    (www(town) / "index.html").unlink()
    (www(town) / "intrus.php").write_text("<?php")
    with (www(town) / "robots.txt").open("a") as file:
        file.write("Disallow: /")
    town.rubrique.intro = "Changée"
    town.rubrique.save()
    report = check(town.commune)
    assert not report.ok
    assert (report.missing, report.foreign, report.damaged) == (("index.html",), ("intrus.php",), ("robots.txt",))
    assert "vie-municipale/index.html" in report.stale
    assert (www(town) / "intrus.php").exists()


def test_forcing_repairs_what_check_found(town: Town) -> None:
    bake(town.commune)
    (www(town) / "index.html").write_text("défiguré")
    bake(town.commune, force=True)
    assert check(town.commune).ok


def test_an_unreadable_manifest_is_made_again(town: Town) -> None:
    bake(town.commune)
    (store_of(town.commune.insee).folder(1) / "manifest.json").write_text("{")
    assert "illisible" in check(town.commune).error
    result = bake(town.commune)
    assert (result.error, result.generation) == ("", 2)
    assert check(town.commune).ok


def test_an_empty_commune_is_baked(world: World) -> None:
    commune = world.aubord.commune
    for child in world.aubord.home.get_children():
        child.specific.delete()
    result = bake(commune)
    assert (result.error, result.pages) == ("", 1)


def test_a_site_goes_online_with_what_the_law_asks_it_to_say(town: Town) -> None:
    Mairie.objects.filter(site=town.site).update(phone="", director="")
    result = bake(town.commune)
    assert result.refused
    assert result.generation == 0
    assert "il manque son téléphone et le nom du directeur ou de la directrice de la publication" in result.error
    Mairie.objects.filter(site=town.site).update(phone="01 99 00 12 34", director="Camille Aubord")
    assert bake(town.commune).error == ""
    Mairie.objects.filter(site=town.site).update(phone="")
    assert bake(town.commune).error == "", "what is online stays up to date"


def test_the_state_of_conformity_follows_the_audit_and_ends_with_it(town: Town) -> None:
    town.commune.options = {"modules_off": [module.code for module in installed_modules()]}  # they change too
    town.commune.save()
    legal = PageLegale(title="Accessibilité", slug="accessibilite", kind="accessibilite")
    add_page(town.home, legal, town.contributeur)
    bake(town.commune)
    assert "Accessibilité\u00a0: non conforme" in page_text(town, "/")
    today = timezone.localdate()
    Audit.objects.create(
        commune=town.commune, on=today - timedelta(days=10), by="Un cabinet", rate=78, pages="Accueil\nContact"
    )
    NonConformity.objects.create(commune=town.commune, what="La carte des sentiers", criterion="1.1")
    bake(town.commune)
    assert "Accessibilité\u00a0: partiellement conforme" in page_text(town, "/")
    declaration = page_text(town, "/accessibilite/")
    assert "par Un cabinet révèle que 78\u00a0% des critères" in declaration
    assert "<li>La carte des sentiers" in declaration
    due = state_of(town.commune).due_at
    assert due is not None
    assert (due.date() - today).days > 3 * 365 - 12
    bake(town.commune, now=timezone.now() + timedelta(days=3 * 366))
    assert "Accessibilité\u00a0: non conforme" in page_text(town, "/")
    assert "a plus de trois ans" in page_text(town, "/accessibilite/")
