"""Makes a saved copy of a site that is still online, politely: what its robots.txt allows, one request at a time.

The copy stays on disk with what it was read from: stopped anywhere, it goes on from there.
"""

import json
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import quote, urlsplit
from urllib.robotparser import RobotFileParser

from django.utils.translation import gettext as _

from cms.oldsite.online.web import AGENT, Answer, Site
from cms.oldsite.reading import addresses
from cms.oldsite.reading.folder import HEAVIEST_FILE, HEAVIEST_PAGE, MANIFEST, Watch, manifest, unwatched
from cms.oldsite.reading.markup import text_of, tree
from cms.oldsite.reading.site import Left, UnreadableError, Why

ROBOTS = "/robots.txt"
LONGEST_WAIT = 30.0  # seconds between two requests, whatever robots.txt asks
MOST_QUERIES = 30  # addresses that differ by their query alone: a calendar has no end
NAME = 80
SAFE = "/?=&;+,:@!$'()*~-._%"
LINKS = "//a/@href|//area/@href|//frame/@src|//iframe/@src|//img/@src|//img/@data-src"
SKIPPED = ("/wp-json", "/wp-login", "/wp-admin", "/xmlrpc.php", "/cgi-bin", "/feed")
KINDS = ("text/html", "application/xhtml")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a copy may take, of the old site and of us."""

    addresses: int = 3000
    size: int = 1024**3
    seconds: float = 4 * 3600
    delay: float = 1.0


def save(address: str, folder: Path, limits: Limits, *, internal: bool = False, watch: Watch = unwatched) -> Path:
    """The folder of the copy. ``UnreadableError`` when the site does not answer, or is of our own network.

    ``internal`` is a webmaster's word for a name of the local network.
    """
    with Site.at(address, internal=internal) as site:
        copy = Copy(folder / site.name, site, limits)
        with watch(limits.addresses) as advance:
            copy.make(urlsplit(address).path or "/", advance)
        return copy.folder


class Copy:
    """One copy being made. Its manifest has the address of each file, the name of the site, what was left."""

    def __init__(self, folder: Path, site: Site, limits: Limits) -> None:
        self.folder = folder
        self._site = site
        self._limits = limits
        told = manifest(folder)
        self._files: dict[str, str] = told.get("files", {})
        self._have = {key: name for name, key in self._files.items()}
        self._left: list[Left] = []
        self._size = sum((folder / name).stat().st_size for name in self._files if (folder / name).is_file())
        self._until = time.monotonic() + limits.seconds
        self._queries: Counter[str] = Counter()

    def make(self, start: str, advance: Callable[[], None]) -> None:
        """Page after page, those nearest to the first one first."""
        self.folder.mkdir(parents=True, exist_ok=True)
        rules = self._rules()
        delay = min(LONGEST_WAIT, max(self._limits.delay, float(rules.crawl_delay(AGENT) or 0)))
        first = addresses.normal(start)
        waiting, seen = deque([first]), {first}
        try:
            while waiting and not self._is_enough(len(seen) - len(waiting)):
                key = waiting.popleft()
                for found in self._visit(key, rules, delay):
                    if found not in seen and self._is_wanted(found):
                        seen.add(found)
                        waiting.append(found)
                advance()
        finally:
            self._keep()
        if not self._files:
            raise UnreadableError(_("Rien n’a pu être lu à cette adresse\u00a0: le site ne répond pas, ou l’interdit."))

    def _is_enough(self, done: int) -> bool:
        sentence = ""
        if done >= self._limits.addresses:
            sentence = _("%(most)d adresses ont été lues\u00a0: le reste ne l’est pas.") % {"most": done}
        elif self._size >= self._limits.size:
            sentence = _("Cette copie pèse trop\u00a0: le reste n’est pas lu.")
        elif time.monotonic() >= self._until:
            sentence = _("Cette copie prend trop de temps\u00a0: relancez la commande pour la continuer.")
        if sentence:
            self._left.append(Left(Why.LIMIT, "", sentence))
        return bool(sentence)

    def _is_wanted(self, key: str) -> bool:
        head, mark, _query = key.partition("?")
        if key.startswith(SKIPPED) or head.endswith("/feed") or head.count("/") > addresses.DEEPEST:
            return False
        self._queries[head] += bool(mark)
        return self._queries[head] <= MOST_QUERIES

    def _visit(self, key: str, rules: RobotFileParser, delay: float) -> Iterator[str]:
        """What the page at this address links to, inside the site."""
        address = quote(key, safe=SAFE)
        if key in self._have:
            path = self.folder / self._have[key]
            content = path.read_bytes() if path.suffix == ".html" and path.is_file() else b""
        elif not rules.can_fetch(AGENT, address):
            self._left.append(Left(Why.ROBOTS, key, _("Le site demande aux robots de ne pas le lire.")))
            return
        else:
            time.sleep(delay)
            answer = self._site.get(address, HEAVIEST_FILE)
            content = self._store(key, answer) if answer else b""
        yield from _links(content, key, self._site.hosts)

    def _store(self, key: str, answer: Answer) -> bytes:
        """Its bytes, when it is a page to follow."""
        if answer.left:
            self._left.append(Left(Why.MISSING, key, answer.left))
            return b""
        moved = addresses.normal(answer.path)
        is_page = answer.kind.startswith(KINDS) and len(answer.content) <= HEAVIEST_PAGE
        name = "page.html" if is_page else PurePosixPath(key.partition("?")[0]).name[-NAME:] or "fichier"
        place = f"{len(self._files):06}/{name}"
        (self.folder / place).parent.mkdir(exist_ok=True)
        (self.folder / place).write_bytes(answer.content)
        if moved not in self._have:
            self._files[place] = moved
            self._have[moved] = place
        self._size += len(answer.content)
        if len(self._files) % 50 == 0:
            self._keep()
        return answer.content if is_page else b""

    def _rules(self) -> RobotFileParser:
        """RFC 9309: what is not there allows everything, what cannot be had allows nothing."""
        rules = RobotFileParser()
        answer = self._site.get(ROBOTS, HEAVIEST_PAGE)
        if answer is None:
            raise UnreadableError(_("Le site ne répond pas à cette adresse."))
        rules.parse([] if answer.left else text_of(answer.content).splitlines())
        return rules

    def _keep(self) -> None:
        told = {
            "host": self._site.name,
            "files": self._files,
            "left": [[str(one.why), one.address, str(one.sentence)] for one in self._left],
        }
        aside = self.folder / f".{MANIFEST}"
        aside.write_text(json.dumps(told, ensure_ascii=False, indent=0), encoding="utf-8")
        aside.replace(self.folder / MANIFEST)


def _links(content: bytes, base: str, hosts: frozenset[str]) -> Iterator[str]:
    document = tree(text_of(content)) if content else None
    if document is None:
        return
    for href in document.xpath(LINKS):
        if key := addresses.inside(str(href), base, hosts):
            yield key
