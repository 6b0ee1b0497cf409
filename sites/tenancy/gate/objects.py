"""Which objects a request names, and whether they lie within reach of a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import swapper
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from wagtail.contrib.redirects.models import Redirect
from wagtail.coreutils import resolve_model_string
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import AbstractPage, Collection, Site, UploadedFile

from sites.tenancy.gate.opening import CLOSED_BULK
from sites.tenancy.reach import browsed_pages, reachable

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.urls import ResolverMatch

Named = Iterator[tuple[type[Model], Any]]


def _page() -> type[Model]:
    model: type[Model] = swapper.load_model("wagtailcore", "Page")
    return model


#: URL arguments naming an object, whatever the view. Others are ids *within* such an object, which Wagtail checks
#: (but ``task_state_id``: the task of ``cms.approval`` does).
ARGUMENTS: dict[str, Callable[[], type[Model]]] = {
    "page_id": _page,
    "parent_page_id": _page,
    "page_to_move_id": _page,
    "destination_id": _page,
    "image_id": get_image_model,
    "document_id": get_document_model,
    "doc_id": get_document_model,
    "collection_id": lambda: Collection,
    "commune_id": lambda: apps.get_model("sites", "Commune"),
    "membership_id": lambda: apps.get_model("sites", "Membership"),
    "redirect_id": lambda: Redirect,
    "user_id": get_user_model,
    "uploaded_file_id": lambda: UploadedFile,
}

#: Forms that print the title of the page they refuse: the field that names it.
FIELDS = {
    "wagtailadmin_pages:copy": "new_parent_page",
    "wagtailadmin_pages:choose_parent": "parent_page",
    "wagtail_bulk_action": "chooser",
}

#: Views whose ``pk`` is not of the model their class tells, and choosers of several rows by ``?id=``.
MODELS: dict[str, Callable[[], type[Model]]] = {
    "wagtailadmin_pages:revisions_compare": _page,
    "wagtailadmin_choose_page_chosen_multiple": _page,
    "wagtailimages_chooser": get_image_model,
    "wagtaildocs_chooser": get_document_model,
    "wagtailsettings": lambda: Site,
    "wagtaildocs_serve": get_document_model,
}


def objects_named(request: HttpRequest, view: Any, args: tuple[Any, ...]) -> Named:
    """The (model, primary key) of every object that ``request`` designates."""
    match = request.resolver_match
    if match is None:
        return
    kwargs: dict[str, Any] = match.captured_kwargs or {}  # type: ignore[attr-defined]  # set by the resolver
    for argument, model in ARGUMENTS.items():
        if argument in kwargs:
            yield model(), kwargs[argument]
    if request.method == "POST" and (pk := request.POST.get(FIELDS.get(match.view_name, ""))):
        yield _page(), pk
    if match.view_name == "wagtail_bulk_action":
        yield from _bulk(request, kwargs)
    elif match.view_name == "wagtaildocs_serve":
        yield get_document_model(), args[0]
    elif match.url_name == "chosen_multiple" or match.view_name == "wagtailadmin_choose_page_chosen_multiple":
        yield from ((_model_of(match, view), pk) for pk in request.GET.getlist("id"))
    elif "object_id" in kwargs:
        yield apps.get_model(kwargs["app_label"], kwargs["model_name"]), kwargs["object_id"]
    elif "pk" in kwargs:
        yield _model_of(match, view), kwargs["pk"]


def _bulk(request: HttpRequest, kwargs: dict[str, Any]) -> Named:
    """``all`` ignores the permissions, except below a page."""
    if kwargs["action"] in CLOSED_BULK:
        raise PermissionDenied
    try:
        model = apps.get_model(kwargs["app_label"], kwargs["model_name"])
    except LookupError:
        raise PermissionDenied from None
    ids = request.GET.getlist("id")
    if "all" in ids:
        ids = request.GET.getlist("childOf")
        if not issubclass(model, AbstractPage) or not ids:
            raise PermissionDenied
    yield from ((model, pk) for pk in ids)


def _model_of(match: ResolverMatch, view: Any) -> type[Model]:
    """The model of a view taking ``pk``: class-based views know theirs."""
    for key in (match.view_name, match.namespace.partition(":")[0]):
        if key in MODELS:
            return MODELS[key]()
    # Django's view functions, REST framework's.
    view_class = getattr(view, "view_class", None) or getattr(view, "cls", None)
    model = getattr(view, "view_initkwargs", {}).get("model") or getattr(view_class, "model", None)
    if not isinstance(model, str | type):
        raise PermissionDenied  # a view that does not say stays closed
    resolved: type[Model] = resolve_model_string(model)
    return resolved


def is_within_reach(user: Any, model: type[Model], pk: Any) -> bool:
    """Whether an address visited by ``user`` may name this row."""
    if model._meta.swapped:  # ``wagtailcore.page``: a model without table, that an address may name all the same
        return False
    try:
        return _rows(user, model).filter(pk=pk).exists()
    except (ValueError, ValidationError):  # neither a number nor an identifier
        return False


def _rows(user: Any, model: type[Model]) -> QuerySet[Any]:
    if issubclass(model, AbstractPage):
        return browsed_pages(user, model._default_manager.all())
    if model is Site:  # in the address of a site's settings
        return Site._default_manager.filter(commune__in=reachable(user, apps.get_model("sites", "Commune")))
    if model is UploadedFile:
        return UploadedFile._default_manager.filter(uploaded_by_user=user)
    if model is get_user_model():
        return reachable(user, model) | model._default_manager.filter(pk=user.pk)
    return reachable(user, model)
