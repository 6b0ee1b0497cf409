"""One creation at a time where pages are counted.

The hooks of ``cms.limits.pages`` count, then Wagtail creates: two requests at once would both find the last place free.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from cms.desk.online import commune_of_page
from cms.limits.usage import pack_of
from cms.models import BasePage
from sites.models import Commune
from sites.public.numbers import number_in

View = Callable[..., HttpResponseBase]

# The views that create a page, and where each names the page above: in its address, or in its form.
IN_ADDRESS = {"wagtailadmin_pages:add": "parent_page_id", "wagtailadmin_pages:copy": "page_id"}
IN_FORM = {"wagtailadmin_pages:copy": "new_parent_page"}


class OneCreationAtATime:
    """Comes last: the view runs inside it, once the gate has let it through."""

    def __init__(self, get_response: View) -> None:
        """Django's contract."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing before the view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Count and create in one transaction, that of another request of the same commune waiting for its end."""
        if request.method != "POST" or not request.resolver_match:
            return None
        limited = _limited(request, _parents(request, request.resolver_match.view_name, kwargs))
        if not limited:
            return None
        with transaction.atomic():
            # SQLite has no lock on rows, and needs none: a transaction of ours is alone to write from its beginning.
            list(Commune.objects.select_for_update().filter(pk__in=limited).order_by("pk").values_list("pk"))
            return view(request, *args, **kwargs)


def _parents(request: HttpRequest, name: str, kwargs: dict[str, Any]) -> Iterator[int]:
    if name in IN_ADDRESS:
        yield int(kwargs[IN_ADDRESS[name]])
    if name in IN_FORM and (typed := number_in(request.POST.get(IN_FORM[name], ""))) is not None:
        yield typed


def _limited(request: HttpRequest, parents: Iterator[int]) -> set[int]:
    """The communes these pages belong to, of those whose pages are counted."""
    numbers = set(parents)
    if not numbers:
        return set()
    user: Any = request.user
    found = [commune_of_page(user, page) for page in BasePage.objects.filter(pk__in=numbers)]
    return {commune.pk for commune in found if commune and pack_of(commune).page_limit is not None}
