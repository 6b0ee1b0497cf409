"""The small index that is baked beside the pages, for a visitor whose CMS does not answer."""

# Among the public files of a site; the page of the search names it too.
PATH = "recherche/mots.json"
