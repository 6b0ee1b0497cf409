"""What a new commune finds: complete, true, publishable as it is, and made fast."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageLogEntry, ReferenceIndex, Revision

from cms.models import Accueil, BasePage, Mairie, Page, PageLegale, Rubrique
from cms.starter import Facts, build, french
from modules.actualites.models import Actualites
from modules.agenda.models import Agenda
from modules.lexique.models import Lexique
from sites.bake.snapshot import take
from sites.models import BakeState, Commune
from sites.modules import module_of
from sites.packs import CONFORT, DECOUVERTE, EXPERT, MINI_SITE, PACKS, Pack
from tests.world import build_commune, build_departement, platform

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("var")]

ALBAS = Facts(
    name="Albas",
    insee="46001",
    departement_code="46",
    departement_name="Lot",
    region_name="Occitanie",
    population=529,
    postcodes=("46140",),
    siren="214600017",
    epci_name="CC de la Vallée du Lot et du Vignoble",
    latitude=44.4613,
    longitude=1.2407,
    phone="01 99 00 12 34",
    director="Camille Bernard",
)
BARE = Facts(name="Les Arques", insee="46008")


@pytest.fixture
def commune() -> Commune:
    return build_commune(build_departement(platform(), "46", "Lot"), "46001", "Albas", "mini_site")


def opened(commune: Commune, pack: Pack, facts: Facts = ALBAS) -> Accueil:
    commune.pack = pack.code
    commune.save()
    home = Accueil.objects.get(pk=commune.site.root_page_id)
    build(home, commune, facts, pack)
    return Accueil.objects.get(pk=home.pk)


def pages(home: Accueil) -> list[Any]:
    return list(home.get_descendants(inclusive=True).specific())


def words(value: Any) -> Iterator[str]:
    """Every text of a raw stream, without what is only addressed to the machine."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in {"id", "type", "url", "icon", "style"}:
                yield from words(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from words(inner)
    elif isinstance(value, str):
        yield value


def texts(home: Accueil) -> str:
    found = []
    for page in pages(home):
        found += [
            page.title,
            getattr(page, "intro", ""),
            *words(list(page.body.raw_data) if hasattr(page, "body") else []),
        ]
    return "\n".join(found)


def test_a_mini_site_opens_with_the_pages_of_the_offer(commune: Commune) -> None:
    children = list(opened(commune, MINI_SITE).get_children().specific())
    assert [page.title for page in children if module_of(page._meta.app_label) is None] == [
        "Découvrir la commune",
        "L’équipe municipale",
        "Informations pratiques",
        "Démarches administratives",
        "Contact",
        "Mentions légales",
        "Accessibilité",
        "Données personnelles",
        "Plan du site",
    ]
    titles = [page.title for page in children]
    assert titles.index("Démarches administratives") < titles.index("Actualités") < titles.index("Contact")
    assert [page.title for page in children if page.show_in_menus][-1] == "Contact"


ALONE = ("Découvrir la commune", "")
NEWS_AND_CONTACT = (("Actualités", ""), ("Contact", "Écrire à la mairie"))
MENUS = {
    "mini_site": (
        ALONE,
        ("L’équipe municipale", ""),
        ("Informations pratiques", "Agenda, Documents et actes, Horaires d’ouverture"),
        ("Démarches administratives", ""),
        *NEWS_AND_CONTACT,
    ),
    "decouverte": (
        ("Vie municipale", "L’équipe municipale, Conseil municipal, Documents et actes"),
        (
            "Vie pratique",
            "Démarches administratives, Déchets et environnement, Numéros utiles, Horaires d’ouverture",
        ),
        ALONE,
        *NEWS_AND_CONTACT,
    ),
    "expert": (
        (
            "Vie municipale",
            "L’équipe municipale, Conseil municipal, Intercommunalité, Documents et actes, Marchés publics",
        ),
        ("Démarches", "État civil, Papiers d’identité, Citoyenneté, Urbanisme"),
        (
            "Vie quotidienne",
            (
                "Enfance et école, Déchets et environnement, Santé et solidarité, Associations, Numéros utiles, "
                "Agenda, Horaires d’ouverture, Annuaire"
            ),
        ),
        ALONE,
        *NEWS_AND_CONTACT,
    ),
}


@pytest.mark.parametrize("pack", MENUS)
def test_the_pages_of_the_modules_stand_under_the_headings_of_the_menu(commune: Commune, pack: str) -> None:
    opened(commune, PACKS[pack])
    menu = take(commune.pk).menu()
    assert tuple((item.title, ", ".join(child.title for child in item.children)) for item in menu) == MENUS[pack]


@pytest.mark.parametrize("pack", PACKS.values(), ids=lambda pack: pack.code)
def test_a_pack_opens_within_its_own_limit(commune: Commune, pack: Pack) -> None:
    home = opened(commune, pack)
    counted = [page for page in pages(home) if page.snapshot_type in {"page", "rubrique"}]
    assert pack.page_limit is None or len(counted) <= pack.page_limit
    assert len(counted) >= 5
    assert [page.kind for page in pages(home) if isinstance(page, PageLegale)] == PageLegale.Kind.values


def test_a_richer_pack_opens_with_more(commune: Commune) -> None:
    sizes = []
    for pack in (MINI_SITE, DECOUVERTE, CONFORT, EXPERT):
        home = opened(commune, pack)
        sizes.append(home.get_descendants().count())
        for page in home.get_children():
            page.specific.delete()
        Accueil.objects.filter(pk=home.pk).update(body="[]")
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[1] < sizes[2]


@pytest.mark.parametrize("facts", [ALBAS, BARE], ids=["all facts", "the name alone"])
@pytest.mark.parametrize("pack", [MINI_SITE, DECOUVERTE, EXPERT], ids=lambda pack: pack.code)
def test_every_page_is_as_valid_as_if_an_editor_had_published_it(commune: Commune, pack: Pack, facts: Facts) -> None:
    home = opened(commune, pack, facts)
    for page in pages(home):
        page.full_clean()
        if hasattr(page, "body"):
            page.body.stream_block.clean(page.body)
    assert BasePage.find_problems() == ([], [], [], [], [])


def test_what_is_not_known_is_not_said(commune: Commune) -> None:
    said = texts(opened(commune, MINI_SITE, BARE))
    assert "None" not in said
    assert "habitants (" not in said
    assert not re.search(r"  |\( *\)|\{|\}", said)
    assert "Bienvenue aux Arques" in said


def test_what_is_known_is_said(commune: Commune) -> None:
    said = texts(opened(commune, DECOUVERTE))
    for fact in (
        "529 habitants",
        "46140",
        "département du Lot",
        "région Occitanie",
        "communauté de communes de la Vallée du Lot et du Vignoble",
        "214\u202f600\u202f017",
        "Camille Bernard",
        "01 99 00 12 34",
        "Bienvenue à Albas",
    ):
        assert fact in said


def test_texts_are_set_as_french_is_printed(commune: Commune) -> None:
    said = texts(opened(commune, EXPERT))
    assert "'" not in re.sub(r"<[^>]*>", "", said)
    assert not re.search(r"(?<![\u202f\u00a0])[;!?]", re.sub(r"&\w+;", "", said))
    assert not re.search(r"\w ?:(?!//)", said.replace("\u00a0:", ""))


def test_every_link_between_starter_pages_leads_somewhere(commune: Commune) -> None:
    home = opened(commune, CONFORT)
    linked = set(re.findall(r'"page": (\d+)', json.dumps([list(home.body.raw_data)])))
    assert linked
    assert {int(pk) for pk in linked} <= set(home.get_descendants().values_list("pk", flat=True))
    assert "@" not in "".join(json.dumps(list(page.body.raw_data)) for page in pages(home) if hasattr(page, "body"))


def test_the_settings_of_the_town_hall_are_filled_from_the_facts(commune: Commune) -> None:
    opened(commune, MINI_SITE)
    mairie = Mairie.objects.get(site=commune.site_id)
    mairie.full_clean()
    assert (mairie.postcode, mairie.city, mairie.phone, mairie.director, mairie.siren) == (
        "46140",
        "Albas",
        "01 99 00 12 34",
        "Camille Bernard",
        "214600017",
    )


def test_what_somebody_wrote_in_the_settings_is_kept(commune: Commune) -> None:
    Mairie.objects.create(site=commune.site, phone="01 99 00 99 99")
    opened(commune, MINI_SITE)
    assert Mairie.objects.get(site=commune.site_id).phone == "01 99 00 99 99"


def test_run_again_it_writes_nothing(commune: Commune) -> None:
    home = opened(commune, CONFORT)
    before = list(BasePage.objects.values_list("pk", "path", "title", "latest_revision"))
    version = BakeState.objects.get(commune=commune).version
    build(home, commune, ALBAS, CONFORT)
    assert list(BasePage.objects.values_list("pk", "path", "title", "latest_revision")) == before
    assert BakeState.objects.get(commune=commune).version == version


def test_run_again_it_never_brings_back_what_somebody_deleted(commune: Commune) -> None:
    home = opened(commune, MINI_SITE)
    Page.objects.get(slug="contact").delete()
    build(Accueil.objects.get(pk=home.pk), commune, ALBAS, MINI_SITE)
    assert not Page.objects.filter(slug="contact").exists()


def test_run_again_it_repairs_what_nobody_may_remove(commune: Commune) -> None:
    home = opened(commune, MINI_SITE)
    PageLegale.objects.get(slug="accessibilite").delete()
    Actualites.objects.get().delete()
    build(Accueil.objects.get(pk=home.pk), commune, ALBAS, MINI_SITE)
    assert PageLegale.objects.filter(slug="accessibilite", live=True).exists()
    assert Actualites.objects.filter(live=True).exists()
    assert BasePage.find_problems() == ([], [], [], [], [])


def test_a_module_bought_later_finds_its_heading_and_a_free_address(commune: Commune) -> None:
    home = opened(commune, DECOUVERTE)
    rubrique = Rubrique.objects.get(slug="vie-pratique")
    rubrique.slug = "vie-quotidienne"
    rubrique.save_revision().publish()
    rubrique.add_child(instance=Page(title="Agenda", slug="agenda"))
    commune.pack = CONFORT.code
    commune.save()
    build(Accueil.objects.get(pk=home.pk), commune, ALBAS, CONFORT)
    agenda = Agenda.objects.get()
    assert (agenda.get_parent().slug, agenda.slug, agenda.show_in_menus) == ("vie-quotidienne", "agenda-2", True)
    assert Lexique.objects.get().get_parent().pk == home.pk
    assert BasePage.find_problems() == ([], [], [], [], [])


def test_a_page_of_a_module_that_somebody_moved_is_not_made_again(commune: Commune) -> None:
    home = opened(commune, EXPERT)
    agenda = Agenda.objects.get()
    agenda.move(Rubrique.objects.get(slug="vie-municipale"), pos="first-child")
    Agenda.objects.get().unpublish()
    build(Accueil.objects.get(pk=home.pk), commune, ALBAS, EXPERT)
    assert [(page.get_parent().slug, page.live) for page in Agenda.objects.all()] == [("vie-municipale", False)]


def test_a_heading_that_is_withdrawn_takes_no_page(commune: Commune) -> None:
    home = opened(commune, EXPERT)
    Agenda.objects.get().delete()
    Rubrique.objects.get(slug="vie-quotidienne").unpublish()
    build(Accueil.objects.get(pk=home.pk), commune, ALBAS, EXPERT)
    assert Agenda.objects.get().get_parent().pk == home.pk


def test_every_page_has_its_history_its_revision_and_its_place_in_the_search(commune: Commune) -> None:
    home = opened(commune, MINI_SITE)
    for page in pages(home):
        revision = Revision.objects.get(object_id=str(page.pk))
        assert (page.live_revision, page.latest_revision) == (revision, revision)
        assert revision.as_object().title == page.title
        assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish").exists()
    assert [page.pk for page in Page.objects.search("compost poubelles déchets", operator="or")] != []
    assert ReferenceIndex.get_references_for_object(home).count() == 3


def test_an_editor_may_go_on_from_a_starter_page(commune: Commune) -> None:
    home = opened(commune, MINI_SITE)
    page = Page.objects.get(slug="contact")
    page.title = "Nous écrire"
    page.save_revision().publish()
    home.add_child(instance=Page(title="Une page de plus"))
    assert BasePage.find_problems() == ([], [], [], [], [])
    assert Page.objects.get(slug="contact").title == "Nous écrire"


def test_the_site_is_asked_for_and_can_be_read_at_once(commune: Commune) -> None:
    home = opened(commune, MINI_SITE)
    assert BakeState.objects.get(commune=commune).dirty_at is not None
    snapshot = take(commune.pk)
    assert len(snapshot.pages) == home.get_descendants(inclusive=True).count()
    assert [item.title for item in snapshot.menu()][-1] == "Contact"


def test_a_page_more_costs_no_statement_but_its_own_row_and_its_references(commune: Commune) -> None:
    counts = {}
    for pack in (MINI_SITE, EXPERT):
        with CaptureQueriesContext(connection) as captured:
            home = opened(commune, pack)
        counts[pack.code] = (len(captured), home.get_descendants().count())
        for page in home.get_children():
            page.specific.delete()
        Accueil.objects.filter(pk=home.pk).update(body="[]")
    (few, small), (many, large) = counts.values()
    assert (many - few) / (large - small) < 2, counts


@pytest.mark.parametrize(
    ("name", "of", "at"),
    [
        ("Cahors", "de Cahors", "à Cahors"),
        ("Albas", "d’Albas", "à Albas"),
        ("Le Bastit", "du Bastit", "au Bastit"),
        ("Les Arques", "des Arques", "aux Arques"),
        ("La Rochelle", "de La Rochelle", "à La Rochelle"),
        ("Puy-l'Évêque", "de Puy-l’Évêque", "à Puy-l’Évêque"),
    ],
)
def test_the_name_of_a_commune_follows_its_article(name: str, of: str, at: str) -> None:
    assert (french.of_commune(name), french.at_commune(name)) == (of, at)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Lot", "du Lot"),
        ("Creuse", "de la Creuse"),
        ("Aveyron", "de l’Aveyron"),
        ("Landes", "des Landes"),
        ("Paris", "de Paris"),
        ("Val-d'Oise", "du Val-d’Oise"),
    ],
)
def test_the_name_of_a_departement_too(name: str, written: str) -> None:
    assert french.of_departement(name) == written
