"""What can be found on a site: the pages, documents and other things that stand online, from the snapshot.

What is not in the manifest of the generation that stands is not there: a draft, a page reserved to some, a document
that no page shows, the pages of a module that is off. What leads to another site is found by what is said of it here.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.utils import timezone
from django.utils.translation import gettext as _

from sites.bake.library import DOCUMENTS
from sites.bake.snapshot import Snapshot
from sites.bake.views import Findable, PageView
from sites.modules import module_of
from sites.store.manifest import digest_of

# Lists of everything else: they would answer any question.
LEFT_OUT = frozenset({"plan_du_site"})
HOME = "accueil"
DOCUMENT = re.compile(re.escape(DOCUMENTS) + r"(\d+)-[0-9a-f]+/[^/]+")
TOP = 1  # place of the rubrique among the ancestors, after the home page


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to find. ``page`` is the public file whose words are its text, ``file`` a private PDF."""

    url: str
    title: str
    kind: str
    rubrique: str = ""
    day: date | None = None
    summary: str = ""
    words: str = ""
    page: str = ""
    page_digest: str = ""
    file: Path | None = None
    file_digest: str = ""

    def digest(self, text: str | None) -> str:
        """Changes with whatever is indexed of it; ``text`` is that of its file, None when it was not read yet."""
        known = "" if text is None else "read"
        parts = (self.title, self.kind, self.rubrique, str(self.day), self.summary, self.words, self.page_digest)
        return digest_of("\x1f".join((*parts, self.file_digest, known)).encode())


def entries(snapshot: Snapshot, standing: Mapping[str, str]) -> dict[str, Entry]:
    """Everything to find, by its address. ``standing`` gives the digest of each public file, by its path."""
    found = {entry.url: entry for entry in (*_pages(snapshot, standing), *_documents(snapshot, standing))}
    for module in snapshot.modules:
        for thing in module.findable(snapshot):
            if entry := _declared(thing, snapshot, standing, found.get(thing.url)):
                found[thing.url] = entry
    return found


def _file(url: str) -> str:
    path = unquote(url).lstrip("/")
    return f"{path}index.html" if not path or path.endswith("/") else path


def _pages(snapshot: Snapshot, standing: Mapping[str, str]) -> Iterator[Entry]:
    for page in snapshot.pages:
        file = _file(page.url)
        if file in standing and page.type not in LEFT_OUT:
            yield Entry(
                url=page.url,
                title=page.seo_title or page.title if page.type == HOME else page.title,
                kind=_kind(page),
                rubrique=_rubrique(page),
                day=_day(page.first_published_at) if page.module and len(page.ancestors) > TOP else None,
                summary=page.summary,
                page=file,
                page_digest=standing[file],
            )


def _kind(page: PageView) -> str:
    module = module_of(page.module) if page.module else None
    return str(module.verbose_name) if module else _("Pages")


def _rubrique(page: PageView) -> str:
    chain = [*page.ancestors, page]
    return chain[TOP].title if len(chain) > TOP + 1 and not chain[TOP].module else ""


def _day(moment: datetime | None) -> date | None:
    return timezone.localtime(moment).date() if moment else None


def _documents(snapshot: Snapshot, standing: Mapping[str, str]) -> Iterator[Entry]:
    for path, digest in standing.items():
        if match := DOCUMENT.fullmatch(path):
            shown = snapshot.library.document(int(match[1]))
            if shown is not None and unquote(shown.url).lstrip("/") == path:
                file = snapshot.library.used[path]
                entry = Entry(shown.url, shown.title, _("Documents"), day=shown.date, summary="")
                yield _with_file(entry, file, digest)


def _declared(thing: Findable, snapshot: Snapshot, standing: Mapping[str, str], entry: Entry | None) -> Entry | None:
    if urlsplit(thing.url).netloc:
        return Entry(thing.url, thing.title, thing.kind, day=thing.day, summary=thing.summary, words=thing.words)
    file = _file(thing.url)
    if file not in standing:
        return None
    known = entry or Entry(thing.url, thing.title, thing.kind, page=file, page_digest=standing[file])
    known = replace(
        known,
        title=thing.title,
        kind=thing.kind or known.kind,
        day=thing.day or known.day,
        summary=thing.summary or known.summary,
        words=thing.words,
    )
    public = unquote(thing.file).lstrip("/")
    if public in standing and public in snapshot.library.used:
        return _with_file(known, snapshot.library.used[public], standing[public])
    return known


def _with_file(entry: Entry, file: Path, digest: str) -> Entry:
    if file.suffix.lower() != ".pdf":
        return entry
    return replace(entry, file=file, file_digest=digest)
