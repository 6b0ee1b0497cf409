"""A commune says which of its words mean the same; its search knows them, and that of no other."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.search.models import OwnWords
from cms.search.own.lines import MOST_LINES, RefusedLineError, names_in, written
from cms.search.own.shelf import FILE, own_meanings
from cms.search.visitors.find import find
from cms.search.visitors.keeping import synchronise
from cms.search.visitors.schema import shard_of
from sites.bake.bakery import bake, store_of
from sites.models import BakeState
from tests.cms.search.visitors.conftest import online  # noqa: F401  # a fixture
from tests.entering import enter
from tests.world import Town, World


def say(town: Town, *lines: list[str]) -> None:
    OwnWords.objects.update_or_create(commune=town.commune, defaults={"lines": list(lines)})
    assert bake(town.commune).error == ""
    synchronise(town.commune)


def addresses(town: Town, words: str) -> list[str]:
    return [hit.url for hit in find(town.commune, words).hits]


def test_a_word_of_the_commune_finds_what_the_pages_write_and_no_other_commune_has_it(
    online: World,  # noqa: F811
) -> None:
    assert addresses(online.aubord, "zinzolin") == []
    say(online.aubord, ["zinzolin", "conseil"])
    assert addresses(online.aubord, "le zinzolin") == addresses(online.aubord, "conseil") != []
    assert "<mark>conseil</mark>" in find(online.aubord.commune, "zinzolin").hits[0].title.lower()
    assert addresses(online.belleville, "zinzolin") == []
    say(online.aubord)
    assert addresses(online.aubord, "zinzolin") == []


def test_names_of_several_words_stand_for_each_other_both_ways(online: World) -> None:  # noqa: F811
    say(online.aubord, ["espace Jean-Moulin", "conseil", "salle polyvalente"])
    for words in ("espace Jean Moulin", "Salles polyvalentes", "la salle polyvalente"):
        assert "/vie-municipale/conseil/" in addresses(online.aubord, words)


def test_a_mistyped_word_of_the_commune_is_corrected(online: World) -> None:  # noqa: F811
    say(online.aubord, ["zinzolin", "conseil"])
    answer = find(online.aubord.commune, "zinzolim")
    assert (answer.corrected, answer.total > 0) == ("zinzolin", True)


def test_a_search_asks_the_database_nothing_and_a_lost_file_breaks_nothing(online: World) -> None:  # noqa: F811
    town = online.aubord
    say(town, ["zinzolin", "conseil"])
    with CaptureQueriesContext(connection) as captured:
        assert find(town.commune, "zinzolin").total > 0
    assert len(captured) == 0
    (store_of(town.commune.insee).root / "current" / FILE).write_text("{")
    assert find(town.commune, "zinzolin").total == 0
    (store_of(town.commune.insee).root / "current" / FILE).unlink()
    assert own_meanings(town.commune.insee).table == {}


def test_the_small_index_knows_them_too(online: World) -> None:  # noqa: F811
    town = online.aubord
    say(town, ["zinzolin", "conseil"])
    shard_of(town.commune.insee).remove()
    answer = find(town.commune, "zinzolin")
    assert (answer.reduced, answer.total > 0) == (True, True)
    assert b'"zinzolin":[["conseil"]]' in (store_of(town.commune.insee).www / "recherche/mots.json").read_bytes()


def test_other_programs_find_by_them(online: World) -> None:  # noqa: F811
    say(online.aubord, ["zinzolin", "conseil"])
    found = Client(headers={"host": "aubord.localhost"}).get("/_/api/v1/search?q=zinzolin").json()
    assert found["count"] > 0


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("salle polyvalente", "deux noms différents"), ("=", "deux noms différents"), ("a = A", "deux noms différents"),
        ("salles = salle", "deux noms différents"), ("x = " + "y" * 61, "soixante caractères"),
        (" = ".join(f"nom{number}" for number in range(9)), "huit noms"), ("de = conseil = salle", "un à six mots"),
        ("conseil = un deux trois quatre cinq six sept huit", "un à six mots"),
    ],
)  # fmt: skip
def test_a_line_that_means_nothing_is_refused_in_a_sentence(line: str, sentence: str) -> None:
    with pytest.raises(RefusedLineError, match=sentence):
        names_in(line)


def test_lines_are_kept_as_they_were_written_and_there_are_so_many() -> None:
    text = "salle polyvalente = espace Jean-Moulin\npiscine = bassin = centre nautique"
    assert written(names_in(f"\n{text}\n\n")) == text
    with pytest.raises(RefusedLineError, match="100 lignes"):
        names_in("\n".join(f"nom{number} = autre{number}" for number in range(MOST_LINES + 1)))


def test_a_contributor_writes_them_and_the_site_is_baked(world: World, django_capture_on_commit_callbacks: Any) -> None:
    town = world.aubord
    editor = enter(town.contributeur)
    screen = reverse("mots:words", args=(town.commune.pk,))
    assert screen in editor.get(reverse("desk:commune", args=(town.commune.pk,))).content.decode()
    refused = editor.post(screen, {"lines": "salle"}).content.decode()
    assert "deux noms différents" in refused
    assert f'href="{reverse("desk:commune", args=(town.commune.pk,))}">Revenir' in refused
    assert not OwnWords.objects.exists()
    BakeState.objects.update(dirty_at=None)
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(screen, {"lines": "salle polyvalente = espace Jean-Moulin"})
    assert OwnWords.objects.get().lines == [["salle polyvalente", "espace Jean-Moulin"]]
    assert "salle polyvalente = espace Jean-Moulin" in editor.get(screen).content.decode()
    dirty = set(BakeState.objects.exclude(dirty_at=None).values_list("commune", flat=True))
    assert dirty == {town.commune.pk}


def test_those_of_another_commune_neither_read_nor_write_them(world: World) -> None:
    OwnWords.objects.create(commune=world.aubord.commune, lines=[["zinzolin", "conseil"]])
    screen = reverse("mots:words", args=(world.aubord.commune.pk,))
    visitor = enter(world.belleville.contributeur)
    for answer in (visitor.get(screen), visitor.post(screen, {"lines": "a = b"})):
        assert answer.status_code in {302, 403, 404}
        assert "zinzolin" not in answer.content.decode()
    assert OwnWords.objects.get().lines == [["zinzolin", "conseil"]]
