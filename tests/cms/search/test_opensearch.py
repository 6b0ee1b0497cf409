"""What an OpenSearch server would be told: no server here, the class of modelsearch is made with a client that is not.

Which words such a server then finds is not tested.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest
from modelsearch.backends.base import BaseSearchBackend

from cms.search.french.synonyms import synonyms
from cms.search.opensearch import index_settings, synonym_rules
from cms.settings import search_backend

ADDRESS = "https://recherche.cdg.example:9200"


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """``opensearch-py`` without a network: what its client is made with."""
    made: list[dict[str, Any]] = []

    class Client:
        def __init__(self, **options: Any) -> None:
            made.append(options)

    library, helpers = ModuleType("opensearchpy"), ModuleType("opensearchpy.helpers")
    library.OpenSearch, library.VERSION = Client, (3, 0, 0)  # type: ignore[attr-defined]
    library.NotFoundError = type("NotFoundError", (Exception,), {})  # type: ignore[attr-defined]
    helpers.bulk = None  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "opensearchpy", library)
    monkeypatch.setitem(sys.modules, "opensearchpy.helpers", helpers)
    for name in [name for name in sys.modules if name.startswith("modelsearch.backends.opensearch")]:
        monkeypatch.delitem(sys.modules, name)
    return made


def made_of(address: str) -> BaseSearchBackend:
    """The backend that the setting leads to."""
    params = dict(search_backend(address))
    backend: BaseSearchBackend = import_module(params.pop("BACKEND")).SearchBackend(params)
    return backend


def test_an_address_leads_to_the_class_of_modelsearch_with_our_analysis(client: list[dict[str, Any]]) -> None:
    backend: Any = made_of(ADDRESS)
    assert type(backend).__module__ == "modelsearch.backends.opensearch3"
    assert client[0]["hosts"][0]["host"] == "recherche.cdg.example"
    analysis = backend.settings["settings"]["analysis"]
    assert analysis["analyzer"]["default"]["filter"][:3] == ["beffroi_elision", "lowercase", "asciifolding"]
    assert "edgengram_analyzer" in analysis["analyzer"], "what completes words stays modelsearch's"


def test_synonyms_are_read_with_the_query_alone_and_before_stop_words_and_stems() -> None:
    analysis = index_settings()["settings"]["analysis"]
    search, index = (analysis["analyzer"][name]["filter"] for name in ("default_search", "default"))
    assert "beffroi_synonyms" not in index
    assert [it for it in search if it != "beffroi_synonyms"] == index
    assert search.index("asciifolding") < search.index("beffroi_synonyms") < search.index("beffroi_stop")
    assert search[-1] == "beffroi_stem"


def test_every_filter_that_is_named_is_there() -> None:
    analysis = index_settings()["settings"]["analysis"]
    named = {name for analyzer in analysis["analyzer"].values() for name in analyzer["filter"]}
    assert named == {*analysis["filter"], "lowercase", "asciifolding"}
    assert set(analysis["filter"]["beffroi_elision"]["articles"]) >= {"l", "d", "qu"}
    assert {"le", "des"} <= set(analysis["filter"]["beffroi_stop"]["stopwords"])


def test_the_synonyms_are_those_of_our_own_index_folded_and_without_a_sign_of_theirs() -> None:
    rules = dict(rule.split(" => ") for rule in synonym_rules())
    assert rules["poubelle"].split(", ")[:2] == ["poubelle", "collecte des dechets"]
    assert len(rules) >= len(synonyms())
    for said, written in rules.items():
        assert said == said.lower().strip()
        assert said.isascii()
        assert said in written.split(", ")
        assert all(word.replace(" ", "").isalnum() for word in written.split(", "))
