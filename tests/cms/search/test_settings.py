import pytest

from cms.settings import search_backend


def test_the_embedded_search_is_the_default_and_the_others_are_one_setting_away() -> None:
    assert search_backend("whoosh")["BACKEND"] == "cms.search.backend"
    assert search_backend("database")["BACKEND"] == "modelsearch.backends.database"
    elsewhere = search_backend("https://recherche.cdg.example:9200")
    assert elsewhere["BACKEND"] == "modelsearch.backends.opensearch3"
    assert elsewhere["URLS"] == ["https://recherche.cdg.example:9200"]


def test_an_engine_that_nobody_knows_is_refused_in_a_sentence() -> None:
    with pytest.raises(ValueError, match="ni whoosh, ni database, ni une adresse"):
        search_backend("lucene")
