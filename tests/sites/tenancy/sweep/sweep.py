"""The walk itself: a control run by the town's own people, then everybody of the other town."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps

from cms.models import BasePage, DocumentFile, Picture
from sites.models import User
from tests.sites.tenancy.planted import Planted
from tests.sites.tenancy.sweep.addresses import Address, NoFactoryError, Values, every_address, rows_of, url_of, values
from tests.sites.tenancy.sweep.forms import ADDED, TYPED, Body, forms_of
from tests.sites.tenancy.sweep.visitor import Answer, Visitor
from tests.sites.tenancy.sweep.watch import Watch

Query = tuple[tuple[str, Any], ...]

#: Never asked for: it raises on purpose.
NOT_ASKED = {"wagtailadmin_error_test"}

#: Answer 200 to everybody about anything, and show nothing: they filter on the person.
HARMLESS = {"wagtailadmin_editing_sessions:release", "wagtailadmin_password_reset_confirm"}

#: Fields that name an object, and what a stranger would put there.
FOREIGN: dict[str, Any] = {
    "image": lambda it: it.image.pk,
    "logo": lambda it: it.image.pk,
    "banner": lambda it: it.image.pk,
    "document": lambda it: it.document.pk,
    "collection": lambda it: it.collection.pk,
    "commune": lambda it: it.commune.pk,
    "site": lambda it: it.site.pk,
    "category": lambda it: it.category.pk,
    "new_parent_page": lambda it: it.rubrique.pk,
    "parent_page": lambda it: it.rubrique.pk,
    "chooser": lambda it: it.rubrique.pk,
    "redirect_page": lambda it: it.page.pk,
    "promoted_rubrique": lambda it: it.rubrique.pk,
    "email": lambda it: it.contributeur.email,
}


@dataclass
class Case:
    """One address with its values: GET, then each form found on the page sent back."""

    address: Address
    url: str
    query: Query = ()
    forms: list[tuple[str, Body]] = field(default_factory=list)
    entitled: str = ""
    statuses: dict[str, str] = field(default_factory=dict)
    posts: bool = False
    has_forms: bool = False


@dataclass
class Report:
    """What was walked, and what was found."""

    walked: set[str] = field(default_factory=set)
    total: int = 0
    requests: int = 0
    without_factory: list[str] = field(default_factory=list)
    never_succeeded: dict[str, set[str]] = field(default_factory=dict)
    entitled: dict[str, str] = field(default_factory=dict)
    accepted_posts: set[str] = field(default_factory=set)
    shown: set[str] = field(default_factory=set)
    leaks: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    crashes: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    histogram: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))


def name_of(address: Address) -> str:
    """How a report calls it."""
    return address.name or address.route


def cases(it: Planted, report: Report) -> list[Case]:
    """Every address with the objects of the town."""
    found = []
    every = every_address()
    report.total = len(every)
    for address in every:
        if address.name in NOT_ASKED:
            continue
        try:
            found += [
                Case(address, url_of(address, given), _query(address, given, it)) for given in values(address, it)
            ]
        except NoFactoryError as error:
            report.without_factory.append(str(error))
    return list({(case.address.name, case.url, case.query): case for case in found}.values())


def _query(address: Address, given: Values, it: Planted) -> Query:
    """What some addresses need in their query string to have something to say."""
    if address.arguments == ("app_label", "model_name", "action") and isinstance(given, dict):
        model = _model(given)
        return tuple(("id", pk) for pk in rows_of(it, model))
    if address.name.endswith("chosen_multiple"):
        model = Picture if "images" in address.name else DocumentFile if "docs" in address.name else BasePage
        return tuple(("id", pk) for pk in _ids(it, model))
    if address.name == "wagtailadmin_block_preview":
        return (("id", it.page.body.stream_block.child_blocks["text"].definition_prefix),)
    if address.name.endswith(":find"):
        kind = address.name.split(":")[1]
        return (("id", {"images": it.image, "documents": it.document}.get(kind, it.page).pk),)
    return ()


def _model(given: dict[str, Any]) -> Any:
    return apps.get_model(given["app_label"], given["model_name"])


def _ids(it: Planted, model: Any) -> list[int]:
    return {Picture: [it.image.pk], DocumentFile: [it.document.pk]}.get(model, [it.page.pk, it.draft.pk, it.home.pk])


def _body(address: Address, url: str, it: Planted) -> Body:
    """What the POST of a dialog without a page to read its form from needs."""
    parts = url.strip("/").split("/")
    prefix = {
        "wagtailimages:edit_multiple": "image",
        "wagtaildocs:edit_multiple": "doc",
        "wagtailimages:create_multiple_from_uploaded_image": "uploaded-image",
        "wagtaildocs:create_multiple_from_uploaded_document": "uploaded-document",
    }.get(address.name)
    said = {"title": "Titre neuf", "description": "Une image", "collection": str(it.collection.pk)}
    return {f"{prefix}-{parts[-1]}-{name}": value for name, value in said.items()} if prefix else {}


def own_cases(it: Planted, each: int = 2) -> list[Case]:
    """A few cases of each address, for one's own forms."""
    kept: dict[str, list[Case]] = defaultdict(list)
    for case in cases(it, Report()):
        kept[name_of(case.address)].append(case)
    return [case for some in kept.values() for case in some[:each]]


def control(found: list[Case], it: Planted, own: list[Visitor], report: Report) -> None:
    """Each case by the town's own people, from the narrowest role: the first who succeeds is the one entitled."""
    for case in found:
        for visitor in own:
            with visitor.ask("get", case.url, case.query) as answer:
                case.statuses[visitor.name] = answer.label
                if it.marker in answer.received.replace(case.url.lower(), ""):
                    report.shown.add(name_of(case.address))
                if answer.succeeded:
                    case.entitled, case.forms = visitor.name, forms_of(answer.markup)
                    break
        case.has_forms = bool(case.forms)
        if not case.has_forms:
            case.forms = [("", dict(TYPED) | _body(case.address, case.url, it))]
        _control_posts(case, own, report)
    for case in found:
        name = name_of(case.address)
        report.walked.add(f"{name} {case.address.route}")  # some names have two patterns
        if case.entitled:
            report.entitled.setdefault(name, case.entitled)
    for case in found:
        if (name := name_of(case.address)) not in report.entitled:
            report.never_succeeded.setdefault(name, set()).update(f"{k} {v}" for k, v in case.statuses.items())


def _control_posts(case: Case, own: list[Visitor], report: Report) -> None:
    start = [visitor.name for visitor in own].index(case.entitled) if case.entitled else 0
    for visitor in own[start:]:
        for action, body in case.forms:
            with visitor.ask("post", action or case.url, case.query, ADDED | body) as answer:
                case.statuses[f"{visitor.name} POST"] = answer.label
                case.posts = case.posts or answer.status != 405
                if answer.succeeded:
                    case.entitled = case.entitled or visitor.name
                    if answer.wrote:
                        report.accepted_posts.add(name_of(case.address))
                    return
        if case.entitled:
            return


def attack(found: list[Case], visitor: Visitor, a: Planted, watch: Watch, report: Report) -> None:
    """Every case of the town, by somebody of the other."""
    for case in found:
        if case.address.name == "wagtailadmin_logout":
            continue
        for query in _hostile(case, a):
            with visitor.ask("get", case.url, query) as answer:
                _judge(case, f"GET {query or ''}", answer, visitor, a, watch, report)
        if case.posts and not _met_at_home(case):
            for action, body in case.forms:
                sent = ADDED | {name: _unmarked(value, a.marker) for name, value in body.items()}
                with visitor.ask("post", action or case.url, case.query, sent) as answer:
                    _judge(case, "POST", answer, visitor, a, watch, report)


def _unmarked(value: Any, marker: str) -> Any:
    """Nothing that a page could merely echo."""
    return "Texte neuf" if isinstance(value, str) and marker in value.lower() else value


def _met_at_home(case: Case) -> bool:
    """An address that names nothing is the same at home, where its forms are sent with something foreign inside."""
    return not case.address.names_an_object and not case.query and case.has_forms


def _hostile(case: Case, a: Planted) -> Iterator[Query]:
    if not _met_at_home(case):
        yield case.query
    if case.address.names_an_object or not case.address.name:
        return
    pages, people = _ids(a, BasePage), [user.pk for user in a.people.values()]
    yield (("q", "conseil"),)  # in titles of both towns: the marker itself would be echoed
    yield (("export", "csv"),)
    ids = tuple(("id", pk) for pk in [*pages, a.image.pk, a.document.pk, a.category.pk, *people])
    places = (
        ("child_of", a.home.pk),
        ("collection_id", a.collection.pk),
        ("commune", a.commune.pk),
        ("site", a.site.pk),
    )
    yield (*ids, *places, ("owner", a.contributeur.pk), ("user", a.contributeur.pk))


def own_forms(found: list[Case], visitor: Visitor, a: Planted, watch: Watch, report: Report) -> None:
    """The forms of one's own town, each field that names an object given one of the other's."""
    for case in found:
        if case.address.name == "wagtailadmin_logout":
            continue
        with visitor.ask("get", case.url, case.query) as answer:
            _judge(case, "OWN GET", answer, visitor, a, watch, report, own=True)
            forms = forms_of(answer.markup) if answer.succeeded else []
        for action, body in forms:
            for label, hostile in _with_something_foreign(body, a):
                with visitor.ask("post", action or case.url, case.query, ADDED | hostile) as answer:
                    _judge(case, f"OWN POST {label}", answer, visitor, a, watch, report, own=True)


def _with_something_foreign(body: Body, a: Planted) -> Iterator[tuple[str, Body]]:
    yield "", body
    for name in body:
        kind = name.rpartition("-")[2]
        if kind in FOREIGN:
            yield name, body | {name: str(FOREIGN[kind](a))}


def _judge(
    case: Case,
    what: str,
    answer: Answer,
    visitor: Visitor,
    a: Planted,
    watch: Watch,
    report: Report,
    *,
    own: bool = False,
) -> None:
    report.requests += 1
    report.histogram[f"{visitor.name}{' own' if own else ''}"][answer.label] += 1
    found = report.leaks[name_of(case.address)]
    where = f"{visitor.name} {what} {case.url}"
    if answer.crash:
        report.crashes[name_of(case.address)].add(f"{where} {answer.crash}")
    echo = "email" in what and a.contributeur.email in answer.received
    received = answer.received.replace(case.url.lower(), "")  # the address itself, where to come back after log-in
    at = received.find(a.marker)
    if at >= 0 and not echo:
        found.add(f"{where} SHOWS « {' '.join(received[max(0, at - 60) : at + 60].split())} »")
    elif not own and case.address.names_an_object and answer.succeeded and not _harmless(case, answer):
        found.add(f"{where} ANSWERS {answer.status} {answer.location}")
    if answer.wrote and (damage := watch.damage()):
        found.add(f"{where} {damage}")


def _harmless(case: Case, answer: Answer) -> bool:
    return case.address.name in HARMLESS or answer.location.startswith("/login/")


def people_of(it: Planted, superuser: User) -> list[Visitor]:
    """From the narrowest to the platform's team."""
    return [*(Visitor(role, user) for role, user in it.people.items()), Visitor("superuser", superuser)]
