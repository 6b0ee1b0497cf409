from datetime import date
from decimal import Decimal

import pytest

from sites.packs import (
    CONFORT,
    DECOUVERTE,
    EXPERT,
    EXTRA_DOMAIN,
    EXTRA_MAILBOX,
    MINI_SITE,
    MODULE_LABELS,
    PACKS,
    RIGHT_LABELS,
    DatedPrice,
    Offer,
    Pack,
    Right,
    Usage,
    exceeds,
    price_on,
)

DAY = date(2026, 11, 22)


def test_four_packs_are_sold() -> None:
    assert list(PACKS) == ["mini_site", "decouverte", "confort", "expert"]
    assert [pack.label for pack in PACKS.values()] == ["Mini-site", "Découverte", "Confort", "Expert"]


@pytest.mark.parametrize(
    ("pack", "rubrique", "page"),
    [
        (MINI_SITE, Right.ABSENT, Right.EDIT),
        (DECOUVERTE, Right.EDIT, Right.CREATE),
        (CONFORT, Right.CREATE, Right.CREATE),
        (EXPERT, Right.CREATE, Right.CREATE),
    ],
)
def test_each_pack_says_who_makes_pages(pack: Pack, rubrique: Right, page: Right) -> None:
    assert pack.page_rights["rubrique"] is rubrique
    assert pack.page_rights["page"] is page
    assert pack.page_rights["accueil"] is Right.EDIT
    assert pack.page_rights["page_legale"] is Right.GENERATED


def test_only_decouverte_and_the_mini_site_count_pages() -> None:
    assert {code: pack.page_limit for code, pack in PACKS.items()} == {
        "mini_site": 5,
        "decouverte": 15,
        "confort": None,
        "expert": None,
    }


def test_included_addresses_are_those_of_the_convention() -> None:
    assert {code: (pack.domains, pack.mailboxes) for code, pack in PACKS.items()} == {
        "mini_site": (0, 0),
        "decouverte": (1, 2),
        "confort": (1, 5),
        "expert": (1, 5),
    }


@pytest.mark.parametrize(
    ("module", "offers"),
    [
        ("actualites", "on on on on"),
        ("documents", "on on on on"),
        ("partage", "on on on on"),
        ("agenda", "on not_sold on on"),
        ("plan", "on not_sold on on"),
        ("marches", "not_sold not_sold on on"),
        ("annuaire", "not_sold not_sold on on"),
        ("newsletter", "not_sold not_sold not_sold on"),
        ("multilingue", "not_sold not_sold not_sold on"),
        ("comarquage", "on_request on_request on_request on_request"),
        ("paiement", "not_sold not_sold on_request on_request"),
    ],
)
def test_each_module_is_sold_as_the_catalogue_says(module: str, offers: str) -> None:
    assert [pack.modules[module].value for pack in PACKS.values()] == offers.split()


def test_every_pack_answers_for_every_module_even_those_still_to_be_written() -> None:
    for pack in PACKS.values():
        assert set(pack.modules) == set(MODULE_LABELS)
        assert all(isinstance(offer, Offer) for offer in pack.modules.values())


def test_rights_grow_from_decouverte_to_expert() -> None:
    assert DECOUVERTE.rights < CONFORT.rights < EXPERT.rights
    assert EXPERT.rights - CONFORT.rights == {"users", "contractor_theme"}
    assert CONFORT.rights - DECOUVERTE.rights == {"tree", "library", "files", "forms", "banner", "colours", "photos"}
    assert all(pack.rights | pack.on_request <= set(RIGHT_LABELS) for pack in PACKS.values())


def test_validation_is_on_request_everywhere_but_on_the_mini_site() -> None:
    assert [code for code, pack in PACKS.items() if "workflow" in pack.on_request] == [
        "decouverte",
        "confort",
        "expert",
    ]


def test_prices_of_2020_hold_until_a_dated_one_replaces_them() -> None:
    assert [pack.price_on(DAY) for pack in PACKS.values()] == [
        None,
        Decimal("352.58"),
        Decimal("636.12"),
        Decimal("1272.24"),
    ]
    assert DECOUVERTE.price_on(date(2019, 12, 31)) is None
    revised = (*DECOUVERTE.prices, DatedPrice(date(2027, 1, 1), Decimal("401.10")))
    assert price_on(revised, date(2026, 12, 31)) == Decimal("352.58")
    assert price_on(revised, date(2027, 1, 1)) == Decimal("401.10")


def test_extras_have_their_own_price() -> None:
    assert price_on(EXTRA_DOMAIN, DAY) == Decimal("15.00")
    assert {size: price_on(prices, DAY) for size, prices in EXTRA_MAILBOX.items()} == {
        5: Decimal("12.26"),
        10: Decimal("20.38"),
    }


def test_the_mini_site_wears_utopia_only() -> None:
    assert MINI_SITE.accepts_theme("utopia")
    assert not MINI_SITE.accepts_theme("causse")
    assert EXPERT.accepts_theme("causse")


def test_a_commune_within_its_pack_exceeds_nothing() -> None:
    usage = Usage({"accueil": 1, "rubrique": 3, "page": 12, "article": 400}, 2, 1, frozenset({"actualites"}))
    assert exceeds(DECOUVERTE, usage) == []


def test_articles_and_legal_pages_never_count() -> None:
    usage = Usage({"page": 15, "page_legale": 3, "plan_du_site": 1, "article": 900})
    assert exceeds(DECOUVERTE, usage) == []


def test_a_sixteenth_page_exceeds_decouverte_and_the_sentence_says_what_to_do() -> None:
    (sentence,) = exceeds(DECOUVERTE, Usage({"page": 12, "rubrique": 4}))
    assert sentence.startswith("16 pages et rubriques\u00a0: le pack Découverte en comporte 15.")
    assert "supprimer 1 avant" in sentence


def test_a_downgrade_names_modules_rights_addresses_and_the_theme() -> None:
    usage = Usage({"page": 2}, 3, 2, frozenset({"actualites", "marches"}), frozenset({"tree", "workflow"}), "causse")
    sentences = exceeds(MINI_SITE, usage)
    for part in ("« Marchés publics »", "gestion de l’arborescence", "circuit de validation", "« utopia »"):
        assert any(part.replace(" ", "\u00a0") in sentence.replace(" ", "\u00a0") for sentence in sentences), part
    assert "2 noms de domaine au-delà du pack Mini-site, en sus." in sentences
    assert "3 boîtes aux lettres au-delà du pack Mini-site, en sus." in sentences
    assert not any("Actualités" in sentence for sentence in sentences)


def test_workflow_on_request_survives_a_downgrade_to_decouverte() -> None:
    assert exceeds(DECOUVERTE, Usage(rights=frozenset({"workflow", "pages"}))) == []


def test_one_thing_too_many_is_said_in_the_singular() -> None:
    assert exceeds(DECOUVERTE, Usage(domains=2)) == ["1 nom de domaine au-delà du pack Découverte, en sus."]
    (told,) = exceeds(MINI_SITE, Usage({"rubrique": 1}))
    assert told.startswith("1 rubrique\u00a0: ")
    assert told.endswith("Elle reste en ligne, mais la commune ne peut plus la modifier.")
    (told,) = exceeds(MINI_SITE, Usage({"rubrique": 2}))
    assert told.startswith("2 rubriques\u00a0: ")
    assert told.endswith("Elles restent en ligne, mais la commune ne peut plus les modifier.")


@pytest.mark.parametrize("pack", [MINI_SITE, DECOUVERTE, CONFORT])
def test_the_pack_expert_alone_wears_the_theme_of_a_contractor(pack: Pack) -> None:
    sentence = "«\u00a0ardoise\u00a0» est le modèle d’un prestataire\u00a0: seul le pack Expert permet de le porter."
    assert not pack.accepts_theme("ardoise")
    assert pack.theme_refused("ardoise") == sentence
    assert EXPERT.accepts_theme("ardoise")
    assert EXPERT.theme_refused("ardoise") == ""
    lost = "Le pack {} ne propose pas le modèle «\u00a0ardoise\u00a0»\u00a0: le site prendra «\u00a0{}\u00a0»."
    assert exceeds(pack, Usage(theme="ardoise")) == [lost.format(pack.label, pack.default_theme)]
