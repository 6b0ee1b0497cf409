from importlib import import_module
from typing import Any
from unittest import mock

import pytest
from whoosh.index import FileIndex
from whoosh.query import Query
from whoosh.searching import Searcher

from cms.search.french.synonyms import stems_of, synonyms, synonyms_said
from cms.search.visitors.answers import PER_PAGE
from cms.search.visitors.find import (
    FORGIVING_TO,
    MOST_WORDS,
    UnavailableError,
    _Search,
    find,
    suggest,
)
from cms.search.visitors.schema import shard_of
from sites.models import Commune
from tests.world import World


def test_a_fault_is_corrected_only_when_nothing_is_found_and_the_answer_says_so(cahors: Commune) -> None:
    exact, mistyped = find(cahors, "piscine"), find(cahors, "pisicne")
    assert (exact.corrected, exact.partial) == ("", False)
    assert (mistyped.corrected, mistyped.partial) == ("piscine", False)
    assert [hit.url for hit in mistyped.hits] == [hit.url for hit in exact.hits]

    some = find(cahors, "piscine astronaute")
    assert some.partial
    assert some.hits[0].url.endswith("/piscine-municipale/")

    none = find(cahors, "xyzzy")
    assert (none.total, none.hits, none.corrected, none.partial) == (0, [], "", False)
    assert find(cahors, "la, le, les").total == find(cahors, "").total == 0

    # Facets count what each choice leaves, and narrow.
    whole = find(cahors, "conseil")
    kinds = {choice.value: choice.count for choice in whole.facets["kind"]}
    assert sum(kinds.values()) == whole.total
    acts = find(cahors, "conseil", {"kind": "Actes"})
    assert acts.total == kinds["Actes"]
    assert {hit.kind for hit in acts.hits} == {"Actes"}
    assert {choice.value: choice.count for choice in acts.facets["kind"]} == kinds
    assert [choice.value for choice in acts.facets["kind"] if choice.chosen] == ["Actes"]
    assert find(cahors, "conseil", {"kind": "Rien de tel"}).total == 0
    assert find(cahors, "conseil", {"unknown": "x"}).total == whole.total

    # Pages hold ten, and those that are not there are the first or the last.
    pages = [find(cahors, "conseil", page=number) for number in range(1, whole.pages + 1)]
    assert [len(page.hits) for page in pages[:-1]] == [PER_PAGE] * (whole.pages - 1)
    assert len({hit.url for page in pages for hit in page.hits}) == whole.total
    assert find(cahors, "conseil", page=-1).page == 1
    assert find(cahors, "conseil", page=10**9).page == whole.pages

    # Acts by the text of their copy, events, documents, lists of rows.
    assert find(cahors, "trains de nuit").hits[0].url.endswith("-voeu-pour-le-maintien-des-trains-de-nuit/")
    assert find(cahors, "étoile").hits[0].url.endswith("/nuit-des-etoiles/")
    assert suggest(cahors, "décla et") == []
    assert ("Collecte et tri des déchets", "/vivre-a-cahors/dechets/") in suggest(cahors, "tri des déch")


find_module = import_module("cms.search.visitors.find")
# Terms that one question may look up.
CEILING = 2_200


@pytest.mark.parametrize("number", [FORGIVING_TO, MOST_WORDS, 24, 60])
def test_a_question_of_many_words_costs_no_more_than_one_of_a_few(online: World, number: int) -> None:
    heaviest = sorted(synonyms_said(), key=lambda word: (-len(synonyms().get(stems_of(word), ())), word))
    asked: list[Query] = []

    def search(searcher: Searcher, query: Query, **options: Any) -> Any:
        asked.append(query)
        return whole(searcher, query, **options)

    whole = Searcher.search
    with mock.patch.object(Searcher, "search", search), mock.patch.object(_Search, "_nearest", return_value="") as near:
        find(online.aubord.commune, " ".join(heaviest[:number]))
        find(online.aubord.commune, " ".join(f"x{word}q" for word in range(number)))
    assert asked
    leaves = [sum(1 for _leaf in query.leaves()) for query in asked]
    print(f"{number} words: {max(leaves)} terms")  # noqa: T201
    assert max(leaves) <= CEILING
    assert near.call_count <= MOST_WORDS


@pytest.mark.parametrize("ours", ["extract", "marked", "Choice"])
def test_a_fault_of_ours_is_no_damage_to_the_index(online: World, ours: str) -> None:
    with mock.patch.object(find_module, ours, side_effect=TypeError("a fault of ours")), pytest.raises(TypeError):
        find(online.aubord.commune, "conseil")
    assert shard_of(online.aubord.commune.insee).stands


def test_a_machine_that_lacks_something_is_said_to_be_unavailable(online: World) -> None:
    shard = shard_of(online.aubord.commune.insee)
    with mock.patch.object(FileIndex, "searcher", side_effect=MemoryError), pytest.raises(UnavailableError):
        find(online.aubord.commune, "conseil")
    assert shard.stands


@pytest.mark.parametrize(
    "words", ["*", "mot " * 3000, "a" * 10_000, "' OR 1=1 --", "<script>", "\x00", "😀", "(((", "AND"]
)
def test_no_question_is_too_odd(online: World, words: str) -> None:
    assert find(online.aubord.commune, words).page == 1
    assert suggest(online.aubord.commune, words) == []
