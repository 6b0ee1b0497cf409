"""Public views answer under the names of the communes, and there alone.

First of all middleware: a citizen's request meets neither session, nor account, nor cookie. The embedded server and
Caddy let nothing of a commune's name reach Django but ``/_/…``.
"""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.http.request import split_domain_port
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.translation import gettext as _

from sites.models import Host
from sites.modules import active_modules, installed_modules
from sites.public import answers
from sites.public.origin import is_from_this_site
from sites.public.visitors import Limiter, truncated
from sites.rooms import installed_rooms

PREFIX = "/_/"
NAMESPACE = "public"
# Bytes of a whole request: a form, and the files that the most generous one accepts.
LARGEST_BODY = 30 * 1024 * 1024
# Refusals that are dressed as the site, for one neighbourhood: each costs as much as a page.
EXPLAINED, EXPLAINED_IN = 30, 60.0


class PublicViews:
    """Answers below ``/_/<code>/`` of every module and room that has ``public_urls``; lets everything else pass."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Django's contract."""
        self.get_response = get_response
        rooms = [room for room in installed_rooms() if room.public_urls]
        self.rooms = frozenset(room.code for room in rooms)
        self.open = frozenset(room.code for room in rooms if room.only_read)
        self.codes = self.rooms | {module.code for module in installed_modules() if module.public_urls}
        self.explained = Limiter(EXPLAINED, EXPLAINED_IN)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """404 under the admin's name, and for a commune that has not the module."""
        code = _code_of(request.path_info)
        if code not in self.codes:
            return self.get_response(request)
        name = split_domain_port(request.get_host())[0].removesuffix(".")
        if name == settings.BEFFROI_ADMIN_HOST:
            return _plain_not_found()
        host = Host.objects.select_related("commune__bake_state").filter(name=name, is_primary=True).first()
        if host is None:
            return _plain_not_found()
        request.commune = host.commune  # type: ignore[attr-defined]  # what public views read
        response = self._answer(request, code)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    def _answer(self, request: HttpRequest, code: str) -> HttpResponseBase:
        has = self.rooms | {module.code for module in active_modules(request.commune)}  # type: ignore[attr-defined]
        if code not in has:
            return self._explain(request, answers.not_found)
        if code not in self.open and not is_from_this_site(request):
            return answers.from_elsewhere()
        if _announced(request) > LARGEST_BODY:
            return self._explain(request, answers.too_heavy)
        try:
            match = _public(request.path_info)
            request.resolver_match = match
            answer: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
        except (Http404, Resolver404):
            answer = self._explain(request, answers.not_found)
        except RequestDataTooBig:
            answer = self._explain(request, answers.too_heavy)
        except SuspiciousOperation:
            answer = self._explain(request, answers.illegible)
        return answer

    def _explain(self, request: HttpRequest, refusal: Callable[[HttpRequest], HttpResponse]) -> HttpResponse:
        """A refusal in the dress of the site, as long as nobody asks for it on purpose."""
        if not self.explained.takes(truncated(request.META.get("REMOTE_ADDR", ""))):
            return answers.too_many()
        return refusal(request)


def _public(path: str) -> ResolverMatch:
    """The public view of an address. ``Http404``: the last address of the admin takes whatever no other does."""
    match = resolve(path)
    if match.namespaces[:1] != [NAMESPACE]:
        raise Http404
    return match


def _code_of(path: str) -> str:
    return path.removeprefix(PREFIX).partition("/")[0] if path.startswith(PREFIX) else ""


def _plain_not_found() -> HttpResponse:
    return answers.plain(404, _("Cette page n’existe pas."))


def _announced(request: HttpRequest) -> int:
    """The bytes that follow; none when their number is none, as Django reads it."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
