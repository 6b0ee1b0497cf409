"""Every address the resolver knows, and values for its arguments. One without a factory is an error, never skipped."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from django.apps import apps
from django.contrib.auth.models import Group
from django.db.models import Model
from django.urls import get_resolver, reverse
from django.utils import timezone
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.coreutils import resolve_model_string
from wagtail.models import Locale, Task, Workflow

from cms.models import BasePage, DocumentFile, Picture
from deploy.models import SyntecIndex, Tariff
from sites.models import User
from tests.sites.tenancy.planted import Planted

Values = dict[str, Any] | tuple[Any, ...]


class NoFactoryError(Exception):
    """Nothing says what to put in the arguments of an address."""


#: Arguments that name a type of thing.
TYPES = {
    "app_name", "app_label", "model_name", "content_type_app_name", "content_type_model_name", "module_code", "action",
    "kind", "guide", "sheet",
}  # fmt: skip


@dataclass(frozen=True)
class Address:
    """One pattern of the resolver."""

    name: str
    route: str
    arguments: tuple[str, ...]
    view: Any

    @property
    def names_an_object(self) -> bool:
        """Whether its arguments tell which object it is about, and not only its type."""
        return bool(set(self.arguments) - TYPES) or self.name in POSITIONAL


def every_address() -> list[Address]:
    """The whole resolver, once each."""
    return list({(it.name, it.route): it for it in _walk(get_resolver(), [], "")}.values())


def _walk(resolver: Any, namespaces: list[str], route: str) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        here = route + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from _walk(pattern, [*namespaces, *([pattern.namespace] if pattern.namespace else [])], here)
        else:
            groups = list(pattern.pattern.converters) or list(pattern.pattern.regex.groupindex)
            name = ":".join([*namespaces, pattern.name]) if pattern.name else ""
            yield Address(name, here, tuple(groups), pattern.callback)


def _bulk(_it: Planted) -> list[Values]:
    """Every bulk action of every model that has some."""
    bulk_action_registry._scan_for_bulk_actions()
    return [
        {"app_label": app, "model_name": model, "action": action}
        for app, models in bulk_action_registry.actions.items()
        for model, actions in models.items()
        for action in actions
    ]


#: Patterns without a name, by route.
UNNAMED = {"test404/": "/test404/", "^.*/$": "/nulle-part/"}

#: Patterns whose arguments have no name.
POSITIONAL: dict[str, Callable[[Planted], list[Values]]] = {
    "wagtaildocs_serve": lambda it: [(it.document.pk, it.document.filename)],
}

#: Arguments that go together.
TOGETHER: dict[tuple[str, ...], Callable[[Planted], list[Values]]] = {
    ("zoom", "x", "y"): lambda _it: [{"zoom": 14, "x": 8257, "y": 5929}],
    ("content_type_app_name", "content_type_model_name", "parent_page_id"): lambda it: [
        {"content_type_app_name": "cms", "content_type_model_name": "page", "parent_page_id": it.rubrique.pk},
        {"content_type_app_name": "cms", "content_type_model_name": "rubrique", "parent_page_id": it.home.pk},
        {
            "content_type_app_name": "actualites",
            "content_type_model_name": "article",
            "parent_page_id": it.actualites.pk,
        },
    ],
    ("content_type_app_name", "content_type_model_name"): lambda _it: [
        {"content_type_app_name": "cms", "content_type_model_name": "page"},
        {"content_type_app_name": "actualites", "content_type_model_name": "article"},
    ],
    ("pk", "revision_id_a", "revision_id_b"): lambda it: [
        {"pk": it.page.pk, "revision_id_a": "earliest", "revision_id_b": "latest"}
    ],
    ("app_label", "model_name", "action"): _bulk,
    ("app_label", "model_name", "object_id", "session_id"): lambda it: [
        {"app_label": "cms", "model_name": "page", "object_id": it.page.pk, "session_id": it.session.pk}
    ],
    ("app_label", "model_name", "object_id"): lambda it: [
        {"app_label": "actualites", "model_name": "article", "object_id": it.article.pk},
        {"app_label": "alerte", "model_name": "messagealerte", "object_id": it.alert.pk},
    ],
    ("page_id", "action_name", "task_state_id"): lambda it: [
        {"page_id": it.moderated.pk, "action_name": action, "task_state_id": it.task_state.pk}
        for action in ("approve", "reject")
    ],
    ("kind", "row_id"): lambda it: [{"kind": "annuaire.Fiche", "row_id": it.entry.pk}],
    ("page_id", "task_id"): lambda it: [{"page_id": it.moderated.pk, "task_id": it.task_state.task_id}],
    ("page_id", "revision_id"): lambda it: [{"page_id": it.page.pk, "revision_id": it.revision.pk}],
    ("page_id", "workflow_state_id"): lambda it: [
        {"page_id": it.moderated.pk, "workflow_state_id": it.workflow_state.pk}
    ],
    ("page_pk", "workflow_pk"): lambda it: [{"page_pk": it.page.pk, "workflow_pk": it.workflow_state.workflow_id}],
    ("page_to_move_id", "destination_id"): lambda it: [{"page_to_move_id": it.page.pk, "destination_id": it.home.pk}],
    ("image_id", "name"): lambda it: [{"image_id": it.image.pk, "name": it.rendition.file.name.rpartition("/")[2]}],
    ("pk", "action_name"): lambda it: [
        {"pk": it.page.pk, "action_name": action} for action in ("publish", "unpublish", "delete", "copy", "move")
    ],
}


PAGES = ("page", "article", "draft", "moderated", "alias", "home")

#: By name of the argument.
ARGUMENTS: dict[str, Callable[[Planted], list[Any]]] = {
    "page_id": lambda it: [getattr(it, name).pk for name in PAGES],
    "parent_page_id": lambda it: [it.rubrique.pk, it.home.pk],
    "page_to_move_id": lambda it: [it.page.pk, it.article.pk],
    "page_pk": lambda it: [it.page.pk],
    "task_id": lambda it: [it.task_state.task_id],
    "image_id": lambda it: [it.image.pk],
    "document_id": lambda it: [it.document.pk],
    "doc_id": lambda it: [it.document.pk],
    "uploaded_file_id": lambda it: [it.upload_image.pk, it.upload_document.pk],
    "collection_id": lambda it: [it.collection.pk],
    "redirect_id": lambda it: [it.redirect.pk],
    "session_id": lambda it: [it.session.pk],
    "commune_id": lambda it: [it.commune.pk],
    "act_id": lambda it: [it.act.pk, it.act_draft.pk],
    "meeting_id": lambda it: [it.meeting.pk, it.empty_meeting.pk],
    "publication_id": lambda it: [it.download.pk],
    "notice_id": lambda it: [it.avis.pk, it.avis_read.pk],
    "source_id": lambda it: [it.market_source.pk],
    "precision_id": lambda it: [it.wide.pk],
    "buyer_id": lambda it: [it.unknown_buyer.pk],
    "rank": lambda _it: [1],
    "insee": lambda it: [it.commune.insee],
    "year": lambda _it: [timezone.localdate().year],
    "step": lambda _it: ["chiffrer", "accepter"],
    "which": lambda _it: ["source", "1"],
    "departement_id": lambda it: [it.departement.pk],
    "what": lambda _it: ["audits", "non-conformites"],
    "membership_id": lambda it: [it.access.pk],
    "webmestre_id": lambda it: [it.people["webmestre"].pk],
    "user_id": lambda it: [it.people["webmestre"].pk, it.contributeur.pk],
    "restriction_id": lambda it: [it.private.view_restrictions.get().pk],
    "filter_spec": lambda _it: ["width-165"],
    "module_code": lambda _it: ["actualites"],
    "kind": lambda _it: ["brouillons", "a-relire", "bientot-retirees"],
    "uidb64": lambda _it: ["x"],
    "form_id": lambda it: [it.form.pk],
    "envoi_id": lambda it: [it.proposal.pk],
    "fiche_id": lambda it: [it.entry.pk],
    "apport_id": lambda it: [it.table.pk, it.table_done.pk],
    "purpose": lambda _it: ["vrai"],
    "token": lambda _it: ["x"],
    "guide": lambda _it: ["actualite"],
    "sheet": lambda _it: ["particuliers_2FF1"],
    "number": lambda it: [it.article.pk, it.image.pk, it.document.pk, it.act.pk, it.meeting.pk, it.elu.pk],
    "other": lambda _it: ["v1/nulle-part"],
    "answer": lambda _it: ["vrai"],
    "path": lambda it: [it.image.file.name, it.document.file.name],
}


def _settings() -> list[dict[str, str]]:
    return [{"app_name": model._meta.app_label, "model_name": model._meta.model_name} for model in settings_registry]


#: Where the class of the view does not tell the model of its ``pk``.
MODELS: dict[str, type[Model]] = {
    "wagtailimages_chooser": Picture,
    "wagtaildocs_chooser": DocumentFile,
    "wagtailadmin_workflows": Workflow,
    "wagtailadmin_pages": BasePage,
}


def _object(it: Planted, address: Address) -> list[Any]:
    """The rows of the model that the view knows."""
    view = address.view
    view_class = getattr(view, "view_class", None) or getattr(view, "cls", None)
    model: Any = getattr(view, "view_initkwargs", {}).get("model") or getattr(view_class, "model", None)
    namespace = address.name.rpartition(":")[0]
    if namespace in MODELS:
        model = MODELS[namespace]
    if not isinstance(model, str | type):
        raise NoFactoryError(f"{address.name}: the view does not tell the model of « pk »")
    return rows_of(it, resolve_model_string(model))


def rows_of(it: Planted, model: type[Model]) -> list[Any]:
    """Primary keys of the rows of ``model`` planted in the town."""
    shared: dict[type[Model], Callable[[], Any]] = {
        Group: lambda: Group.objects.get_or_create(name="Personne")[0].pk,
        Locale: lambda: Locale.objects.get().pk,
        Workflow: lambda: it.workflow_state.workflow_id,
        Task: lambda: it.task_state.task_id,
        Tariff: lambda: Tariff.objects.get_or_create(item="day", since=date(2020, 1, 1), euros=250)[0].pk,
        SyntecIndex: lambda: SyntecIndex.objects.get_or_create(year=2019, value=280)[0].pk,
    }
    if model in shared:
        return [shared[model]()]
    if model is User:
        return [user.pk for user in it.people.values()]
    rows = [*vars(it.town).values(), *it.objects.values(), it.collection, it.site, it.commune]
    found = [row.pk for row in rows if type(row) is model or (isinstance(row, model) and isinstance(row, Model))]
    if not found:
        raise NoFactoryError(f"no row of {model._meta.label} is planted")
    return list(dict.fromkeys(found))[:4]


def values(address: Address, it: Planted) -> list[Values]:
    """Every set of values to give to ``address`` for this town; raises :class:`NoFactoryError`."""
    if address.name in POSITIONAL:
        return POSITIONAL[address.name](it)
    if address.arguments in TOGETHER:
        return TOGETHER[address.arguments](it)
    if address.arguments in {("app_name", "model_name"), ("app_name", "model_name", "pk")}:
        pairs = _settings() if "settings" in address.name else [{"app_name": "taggit", "model_name": "tag"}]
        return [pair | ({"pk": it.site.pk} if "pk" in address.arguments else {}) for pair in pairs]
    if address.arguments == ("app_label", "model_name"):
        return _app_and_model(address)
    sets: list[dict[str, Any]] = [{}]
    for argument in address.arguments:
        options: list[Any]
        if argument == "pk":
            options = _object(it, address)
        elif argument in ARGUMENTS:
            options = ARGUMENTS[argument](it)
        else:
            raise NoFactoryError(f"{address.name or address.route}: no factory for « {argument} »")
        sets = [chosen | {argument: option} for chosen in sets for option in options]
    return list(sets)


def _app_and_model(address: Address) -> list[Values]:
    if "workflows" in address.name:
        models: list[Any] = [model for model in apps.get_models() if issubclass(model, Task) and model is not Task]
        return [{"app_label": model._meta.app_label, "model_name": model._meta.model_name} for model in models]
    return [{"app_label": "cms", "model_name": "page"}, {"app_label": "actualites", "model_name": "article"}]


def url_of(address: Address, given: Values) -> str:
    """The path to ask for."""
    if not address.name:
        if address.route not in UNNAMED:
            raise NoFactoryError(f"{address.route}: a pattern without name and without factory")
        return UNNAMED[address.route]
    if isinstance(given, tuple):
        return reverse(address.name, args=given)
    return quote(reverse(address.name, kwargs=given), safe="/%")
