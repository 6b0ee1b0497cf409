"""How an OpenSearch server is told to read French: our elisions, stop words and synonyms, from the same data. Pure.

modelsearch sends it with the index that it makes: what changes here is in force after ``beffroi update_index``.
"""

from typing import Any

from cms.search.french.words import everyday_words, fold, stop_words, words

# Articles and words that lose their last vowel before another (Lucene's own list).
ELIDED = ("l", "m", "t", "qu", "n", "s", "j", "d", "c", "jusqu", "quoiqu", "lorsqu", "puisqu")
# In order: « L’École » → « ecole ». Stop words go after the synonyms, which hold some (« collecte des déchets »).
FOLDED = ("beffroi_elision", "lowercase", "asciifolding")
STEMMED = ("beffroi_stop", "beffroi_stem")


def index_settings() -> dict[str, Any]:
    """``INDEX_SETTINGS`` of modelsearch's backend: added to its own analyzers, which complete words."""
    filters = {
        "beffroi_elision": {"type": "elision", "articles": list(ELIDED), "articles_case": True},
        "beffroi_synonyms": {"type": "synonym_graph", "lenient": True, "synonyms": synonym_rules()},
        "beffroi_stop": {"type": "stop", "stopwords": sorted(stop_words())},
        "beffroi_stem": {"type": "stemmer", "language": "light_french"},
    }
    analyzers = {
        "default": _analyzer(*FOLDED, *STEMMED),
        "default_search": _analyzer(*FOLDED, "beffroi_synonyms", *STEMMED),
    }
    return {"settings": {"analysis": {"filter": filters, "analyzer": analyzers}}}


def _analyzer(*filters: str) -> dict[str, Any]:
    return {"type": "custom", "tokenizer": "standard", "filter": list(filters)}


def synonym_rules() -> list[str]:
    """Rules of Solr: ``poubelle => poubelle, collecte des dechets``, already folded."""
    table: dict[str, dict[str, None]] = {}
    for entry in everyday_words():
        for said in entry["dit"]:
            own = _plain(said)
            table.setdefault(own, {own: None}).update(dict.fromkeys(map(_plain, entry["ecrit"])))
    return [f"{said} => {', '.join(written)}" for said, written in sorted(table.items())]


def _plain(text: str) -> str:
    """Words alone: a comma or an arrow would be a rule's own."""
    return " ".join(word.text for word in words(fold(text)))
