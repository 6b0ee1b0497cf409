"""The answers, from the shelf of the host's commune: a view makes no query, but for the list of who may read."""

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from cms.api import openapi, parameters, problems, search
from cms.api.lists import Listed, Single
from cms.api.problems import ProblemError
from cms.api.shelf import Entry, NothingBakedError, Shelf, shelf_of
from cms.drafts import telling as drafts
from cms.origins.allowed import allowed_to_read
from cms.search.visitors.views import SEARCHES_A_MINUTE
from cms.serving.headers import FRESH, content_type
from sites.bake import state
from sites.public.answers import PublicRequest
from sites.public.visitors import Limiter, truncated

JSON = "application/json"
READING = ("GET", "HEAD")
ALLOWED = "GET, HEAD, OPTIONS"
# Bytes: no honest question is longer, and an address told in a log stays legible.
LONGEST_QUERY = 4000
MINUTE = 60
DAY = "86400"
limiter = Limiter(settings.BEFFROI_API_RATE, MINUTE)
# A question costs more than a reading: as many as the page of the visitors takes.
searches = Limiter(SEARCHES_A_MINUTE, MINUTE)

Secret = TypeVar("Secret", bound=HttpResponseBase)
Answer = Callable[..., bytes]  # of the request, the shelf, and what the address names


def guarded(answer: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view: what any address of the API does before and after its own answer."""

    def view(request: PublicRequest, **named: Any) -> HttpResponseBase:
        try:
            response = _refused(request) or answer(request, **named)
        except ProblemError as problem:
            response = problem.answer()
        return _shared(request, response)

    return view


def public(answer: Answer, *, of_code: bool = False) -> Callable[..., HttpResponseBase]:
    """A view of what stands online; ``of_code``: the answer changes though the site stands still."""

    def respond(request: PublicRequest, **named: Any) -> HttpResponse:
        try:
            return _fresh(request, lambda shelf: answer(request, shelf, **named), of_code=of_code)
        except NothingBakedError:
            sentence = _("Ce site n’a pas encore été mis en ligne. Réessayez dans une minute.")
            raise ProblemError(503, sentence, retry_after=MINUTE) from None

    return guarded(respond)


def _refused(request: PublicRequest) -> HttpResponse | None:
    """What is answered to whatever is asked; ``None`` when it may be."""
    if request.method == "OPTIONS":
        return HttpResponse(status=204)
    if request.method not in READING:
        problem = ProblemError(405, _("Ces données se lisent seulement\u00a0: GET ou HEAD.")).answer()
        problem["Allow"] = ALLOWED
        return problem
    if not limiter.takes(truncated(request.META.get("REMOTE_ADDR", ""))):
        raise _too_many()
    if len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
        raise ProblemError(414, _("Cette adresse est trop longue."))
    return None


def _too_many() -> ProblemError:
    return ProblemError(429, _("Trop de demandes à la fois. Réessayez dans une minute."), retry_after=MINUTE)


def _fresh(request: PublicRequest, answer: Callable[[Shelf], bytes], *, of_code: bool) -> HttpResponse:
    """The question is read first: a wrong one is refused, whatever the reader has already."""
    insee = request.commune.insee
    if not state.is_baked(request.commune):
        raise NothingBakedError(insee)
    shelf = shelf_of(insee)
    content = answer(shelf)
    tag = f'"{openapi.VERSION}-{shelf.mark}{_stamp(content) if of_code else ""}"'
    is_known = tag in _known(request)
    response = HttpResponse(status=304) if is_known else HttpResponse(content, content_type=JSON)
    response["ETag"] = tag
    response["Cache-Control"] = FRESH
    return response


def _stamp(content: bytes) -> str:
    return f"-{sha256(content).hexdigest()[:12]}"


def _known(request: HttpRequest) -> set[str]:
    """What the reader has already; weak tags are as good, since a tag of ours tells the whole site."""
    given = request.headers.get("If-None-Match", "")
    return {tag.strip().removeprefix("W/") for tag in given[:LONGEST_QUERY].split(",")}


def _shared(request: PublicRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Which pages of other sites may read the answer (Fetch standard, CORS). A program says no origin: no query."""
    response["Vary"] = "Origin"
    origin = request.headers.get("Origin", "")
    if not origin or not (allowed := allowed_to_read(request.commune, origin)):
        return response
    response["Access-Control-Allow-Origin"] = allowed
    response["Access-Control-Expose-Headers"] = "ETag, Retry-After"
    if request.method == "OPTIONS":
        response["Access-Control-Allow-Methods"] = ALLOWED
        response["Access-Control-Allow-Headers"] = "If-None-Match"
        response["Access-Control-Max-Age"] = DAY
    return response


def single_view(it: Single) -> Callable[..., HttpResponseBase]:
    """A thing of the commune."""

    def answer(request: HttpRequest, shelf: Shelf) -> bytes:
        parameters.read(request.GET, ())
        return shelf.single(it.name)

    return public(answer)


def list_view(it: Listed) -> Callable[..., HttpResponseBase]:
    """A page of a list."""

    def answer(request: HttpRequest, shelf: Shelf) -> bytes:
        entries = _entries(shelf, it.name)
        asked = openapi.parameters_for(it, shelf.codes)
        values = parameters.read(request.GET, asked)
        if values.get("parent") is not None and not any(line.get("id") == values["parent"] for line in entries):
            raise problems.no_such(values["parent"])
        return _page(request, shelf, parameters.chosen(entries, asked, values), values)

    return public(answer)


def _entries(shelf: Shelf, name: str) -> Sequence[Entry]:
    entries = shelf.entries(name)
    if entries is None:
        raise problems.not_found()
    return entries


def _page(request: HttpRequest, shelf: Shelf, entries: Sequence[Entry], values: dict[str, Any]) -> bytes:
    page, per_page = values["page"], values["per_page"]
    pages = max(1, -(-len(entries) // per_page))
    if page > pages:
        raise problems.no_such_page(pages)
    wanted = entries[(page - 1) * per_page : page * per_page]
    whole = "whole" if values.get("detail") else "at"
    lines = b",".join(shelf.read([line[whole] for line in wanted]))
    told = {"count": len(entries), "page": page, "pages": pages, "per_page": per_page}
    return openapi.written({**told, **_beside(request, page, pages)})[:-1] + b',"results":[' + lines + b"]}"


def _beside(request: HttpRequest, page: int, pages: int) -> dict[str, str | None]:
    return {
        "next": _address(request, page + 1) if page < pages else None,
        "previous": _address(request, page - 1) if page > 1 else None,
    }


def _address(request: HttpRequest, page: int) -> str:
    asked = {**request.GET.dict(), "page": page}
    return f"{request.path}?{urlencode(asked)}"


def detail_view(it: Listed) -> Callable[..., HttpResponseBase]:
    """One line of a list, by its number."""

    def answer(request: HttpRequest, shelf: Shelf, number: int) -> bytes:
        parameters.read(request.GET, ())
        line = next((line for line in _entries(shelf, it.name) if line.get("id") == number), None)
        if line is None:
            raise problems.no_such(number)
        return shelf.read([line.get("whole") or line["at"]])[0]

    return public(answer)


def _draft(request: PublicRequest, token: str) -> HttpResponse:
    parameters.read(request.GET, ())
    found, _files = drafts.told(request.commune, token, f"{request.path}/files")
    return _secret(HttpResponse(openapi.written(found), content_type=JSON))


def _draft_file(request: PublicRequest, token: str, path: str) -> FileResponse:
    parameters.read(request.GET, ())
    _found, files = drafts.told(request.commune, token, "")
    if path not in files:
        raise problems.not_found()
    response = FileResponse(files[path].open("rb"), content_type=content_type(path))
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return _secret(response)


def _secret(response: Secret) -> Secret:
    """Kept by nobody, told to nobody: what is shown is not published."""
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


def _search(request: PublicRequest, _shelf: Shelf) -> bytes:
    values = parameters.read(request.GET, parameters.SEARCH)
    if not searches.takes(truncated(request.META.get("REMOTE_ADDR", ""))):
        raise _too_many()
    found = search.answer_of(request.commune, values)
    beside = _beside(request, found.page, found.pages)
    return openapi.written({**search.around(found), **beside, "results": search.results(found)})


def _root(request: HttpRequest, shelf: Shelf) -> bytes:
    parameters.read(request.GET, ())
    return openapi.written(openapi.root(shelf.codes, shelf.generation, request.path.rstrip("/")))


def _document(request: HttpRequest, shelf: Shelf) -> bytes:
    parameters.read(request.GET, ())
    return openapi.document(shelf.codes)


def _nothing(_request: HttpRequest, _shelf: Shelf, **_named: Any) -> bytes:
    raise problems.not_found()


# The index follows the site by some seconds: an answer changes without the generation.
search_view = public(_search, of_code=True)
draft, draft_file = guarded(_draft), guarded(_draft_file)
root, document, nothing = public(_root, of_code=True), public(_document, of_code=True), public(_nothing)
