"""French as a search engine reads it: words, endings, everyday synonyms, extracts. Pure: no Django, no Whoosh."""
