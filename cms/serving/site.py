"""A commune's public site: one request in, one answer out, from the disk alone."""

from urllib.parse import quote

from django.utils.translation import gettext as _

from cms.serving import content, headers
from cms.serving.composed import answers
from cms.serving.disk import Disk, Generation
from cms.serving.messages import PATH_SAFE, READING, Answer, Request, page, redirect
from sites.store import olds

INDEX = "index.html"
NOT_FOUND = "/404.html"


def not_allowed() -> Answer:
    """405 for whatever does not read."""
    allow = [("Allow", ", ".join(READING))]
    return page("405 Method Not Allowed", _("Action impossible"), _("Cette page se lit, elle ne reçoit rien."), allow)


def is_safe(path: str) -> bool:
    """Whether ``path`` may be looked for on disk: absolute, every part a plain visible name.

    Hidden files are never part of a site, so a leading dot refuses ``.``, ``..`` and them at once.
    """
    if not path.startswith("/") or "\0" in path or "\\" in path:
        return False
    *folders, last = path[1:].split("/")
    return all(folder and folder[0] != "." for folder in folders) and last[:1] != "."


def respond(disk: Disk, generation: Generation, request: Request) -> Answer:
    """Answer for one commune. A generation pruned while it was being read raises ``OSError``: ask again."""
    if request.method not in READING:
        return not_allowed()
    if not is_safe(request.path):
        return _not_found(disk, generation, request)
    if target := _moved(disk, generation, request):
        return redirect(target)
    sheet = answers.respond(disk.shelf, generation.folder, generation.stamp, request)
    if sheet is not None:
        return sheet if isinstance(sheet, Answer) else _not_found(disk, generation, request, sheet)
    return _file(disk, generation, request)


def _file(disk: Disk, generation: Generation, request: Request) -> Answer:
    path = f"{request.path}{INDEX}" if request.path.endswith("/") else request.path
    if found := disk.read(generation, path, request.accept_encoding):
        return content.answer(request, found, headers.cache_control(path))
    if not path.endswith(INDEX) and disk.holds(generation, f"{path}/{INDEX}"):
        query = f"?{request.query}" if request.query else ""
        return redirect(f"{quote(path, safe=PATH_SAFE)}/{query}", "308 Permanent Redirect")
    return _not_found(disk, generation, request)


def _moved(disk: Disk, generation: Generation, request: Request) -> str | None:
    """The address with its query first: « /index.php?id=12 » was one page, « /index.php » another."""
    table = disk.redirects(generation)
    if not table:
        return None
    if request.query and (target := table.get(olds.key(request.path, request.query))):
        return target
    path = quote(request.path)
    return table.get(path) or table.get(f"{path}/")


def _not_found(disk: Disk, generation: Generation, request: Request, status: str = "404 Not Found") -> Answer:
    """The commune's own page, whatever was asked for."""
    own = disk.read(generation, NOT_FOUND, request.accept_encoding)
    if own is None:
        return page(status, _("Page introuvable"), _("Cette page n’existe pas, ou n’existe plus."))
    return content.whole(status, request, own, [("Cache-Control", headers.NEVER), ("Vary", "Accept-Encoding")])
