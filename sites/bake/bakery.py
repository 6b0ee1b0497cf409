"""One commune, from the database to the public folder."""

import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from datetime import time as midnight
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from sites.bake import state
from sites.bake.outputs import Outputs, produce
from sites.bake.result import BakeResult, CheckReport, PageFailure
from sites.bake.snapshot import Snapshot, take
from sites.contractor.budget import TooMuchError
from sites.law import accessibility
from sites.law.declarations import missing_facts
from sites.plan import AbsurdPlanError, Plan, Thing
from sites.referencing import cards
from sites.rendering.french import enumerated
from sites.rendering.identity import whole_site_view
from sites.rendering.look import look_of, statics_of
from sites.rendering.renderer import Renderer
from sites.rooms import installed_rooms
from sites.store import hosts
from sites.store.check import inspect
from sites.store.generations import Store
from sites.store.manifest import BrokenManifestError, Changes, Manifest, compare, is_page
from sites.themes import ThemeError, worn_by

if TYPE_CHECKING:
    from sites.models import Commune


class _RefusedError(Exception):
    """The bake stops here and the old site stays; the message is a French sentence."""


def store_of(insee: str) -> Store:
    """The folder of a commune's baked site."""
    return Store(Path(settings.BEFFROI_VAR) / "sites" / insee)


@dataclass(slots=True)
class _Watch:
    """Milliseconds by phase."""

    ms: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        try:
            yield
        finally:
            self.ms[name] = self.ms.get(name, 0.0) + (time.perf_counter() - start) * 1000


def bake(commune: "Commune", *, force: bool = False, now: datetime | None = None) -> BakeResult:
    """Read, render, compare, write what differs, swap one link. Never raises for a fault of content.

    ``force`` publishes in spite of an unexplained wave of deletions, and writes every file anew. Whatever goes wrong
    leaves the old site in place, is recorded in the commune's ``BakeState`` and said in the result.
    """
    watch = _Watch()
    store = store_of(commune.insee)
    with watch.phase("total"), store.lock():
        ticket = state.begin(commune)
        try:
            return _bake(commune, store, ticket, watch, force=force, now=now)
        except _RefusedError as refusal:
            sentence = str(refusal)
            state.fail(commune, ticket, sentence, now=now)
            return BakeResult(commune.insee, generation=store.generation(), ms=watch.ms, error=sentence, refused=True)
        except (ThemeError, TooMuchError) as error:
            sentence = f"{error} {_('L’ancienne version du site reste en ligne.')}"
            state.fail(commune, ticket, sentence, now=now)
            return BakeResult(commune.insee, generation=store.generation(), ms=watch.ms, error=sentence)
        except Exception as error:  # noqa: BLE001  # one commune's fault must not stop the others
            sentence = _("Le site n’a pas pu être fabriqué. L’ancienne version reste en ligne.")
            trace = "".join(traceback.format_exception(error))
            state.fail(commune, ticket, sentence, traceback=trace, now=now)
            failure = PageFailure(None, "", "", sentence, trace)
            return BakeResult(
                commune.insee, generation=store.generation(), ms=watch.ms, error=sentence, failures=(failure,)
            )


def _bake(
    commune: "Commune", store: Store, ticket: state.Ticket, watch: _Watch, *, force: bool, now: datetime | None
) -> BakeResult:
    snapshot, made = _make(commune, now, watch)
    if not store.generation():
        _ask_for_facts(snapshot)
    if made.failures:
        return _failed(commune, store, ticket, made, watch, now)
    with watch.phase("compare"):
        old = _standing(store)
        changes = compare(old, made.items, made.extras, gone=_gone(old, snapshot))
        if force:
            changes = replace(changes, updated=(*changes.updated, *changes.unchanged), unchanged=())
        else:
            _weigh(old, changes, ticket.removals)
    generation = old.generation
    changed = force or not changes.nothing
    if changed:
        with watch.phase("write"):
            generation = store.write(old, changes, made.items, made.extras).generation
    cards.ask(commune.insee, made.cards)
    hosts.show(Path(settings.BEFFROI_VAR), commune.insee, dict(snapshot.hosts))
    due = min(_changes_to_come(snapshot), default=None)
    for room in installed_rooms():  # before the site is told to be up to date: a worker that dies here bakes again
        room.baked(commune, generation)
    state.finish(commune, ticket, generation=generation, pages=made.pages, changed=changed, due_at=due, now=now)
    return BakeResult(
        commune.insee,
        pages=made.pages,
        written=changes.written,
        unchanged=len(changes.unchanged),
        removed=len(changes.removed),
        generation=generation,
        ms=watch.ms,
    )


def _ask_for_facts(snapshot: Snapshot) -> None:
    """A site goes online with what the law asks it to say; one that is online stays so, whatever is taken away."""
    missing = missing_facts(snapshot.records["mairie"])
    if missing:
        sentence = _(
            "Le site ne peut pas encore être mis en ligne\u00a0: il manque %(facts)s. Complétez «\u00a0Mairie\u00a0»."
        )
        raise _RefusedError(sentence % {"facts": enumerated(missing)})


def _changes_to_come(snapshot: Snapshot) -> Iterator[datetime]:
    """The moments at which the site changes though nobody publishes."""
    for module in snapshot.modules:
        if (at := module.next_change(snapshot)) is not None:
            yield at
    told = accessibility.statement(snapshot.records["accessibility"], snapshot.today)
    for day in accessibility.changes(told, snapshot.today):
        yield datetime.combine(day, midnight(), timezone.get_default_timezone())


def _make(commune: "Commune", now: datetime | None, watch: _Watch) -> tuple[Snapshot, Outputs]:
    with watch.phase("read"):
        snapshot = take(commune.pk, now)
    with watch.phase("render"):
        look = look_of(worn_by(snapshot.commune), snapshot.records["identity"])
        statics = statics_of(look, snapshot.modules)
        site = whole_site_view(snapshot, statics)
        made = produce(snapshot, Renderer(snapshot, look, site), statics.every())
        if snapshot.home is None:
            raise _RefusedError(_("La page d’accueil n’est pas publiée : le site ne peut pas être mis en ligne."))
    return snapshot, made


def _failed(
    commune: "Commune", store: Store, ticket: state.Ticket, made: Outputs, watch: _Watch, now: datetime | None
) -> BakeResult:
    first = made.failures[0]
    sentence = f"{first.sentence} {_('L’ancienne version du site reste en ligne.')}"
    state.fail(commune, ticket, sentence, page=first.title or first.url, traceback=first.traceback, now=now)
    return BakeResult(
        commune.insee,
        pages=made.pages,
        generation=store.generation(),
        ms=watch.ms,
        error=sentence,
        failures=tuple(made.failures),
    )


def _standing(store: Store) -> Manifest:
    """What stands; when its notes are unreadable, its number alone, so that everything is written anew."""
    try:
        return store.current()
    except BrokenManifestError:
        return Manifest(store.generation())


def _gone(old: Manifest, snapshot: Snapshot) -> list[str]:
    """Pictures that left the library: they leave the public folder at once, whoever still shows an old page."""
    ids = {path.split("/")[-1].split("-")[0] for path in old.files if path.startswith("_/i/")}
    return [f"_/i/{number}-" for number in ids if number.isdigit() and not snapshot.library.has_picture(int(number))]


def _weigh(old: Manifest, changes: Changes, explained: int) -> None:
    """The belt: more than 30 % of the pages vanishing without an editor's action is a fault, not a wish."""
    vanished = changes.removed_pages
    if not vanished:
        return
    standing = [Thing(("page", path), None) for path in old.needed if is_page(path)]
    kept = [thing for thing in standing if thing.key[1] not in set(vanished)]
    plan = Plan.between(standing, kept)
    try:
        plan.refuse_if_absurd({("page", path) for path in vanished[:explained]})
    except AbsurdPlanError as error:
        raise _RefusedError(
            _(
                "%(removed)s pages sur %(total)s disparaîtraient sans qu’aucune suppression ne l’explique : l’ancienne "
                "version du site reste en ligne. Si c’est voulu, « Publier quand même »."
            )
            % {"removed": len(vanished), "total": len(standing)}
        ) from error


def check(commune: "Commune", *, now: datetime | None = None) -> CheckReport:
    """Compare the disk with its manifest and with what would be baked now. Writes nothing."""
    store = store_of(commune.insee)
    with store.lock():
        try:
            old = store.current()
        except BrokenManifestError:
            sentence = _("Le manifeste du site est illisible : « beffroi bake --force » le refait.")
            return CheckReport(commune.insee, store.generation(), error=sentence)
        found = inspect(store, old)
        try:
            snapshot, made = _make(commune, now, _Watch())
        except _RefusedError as refusal:
            return CheckReport(
                commune.insee, old.generation, found.damaged, found.missing, found.foreign, (), str(refusal)
            )
        changes = compare(old, made.items, made.extras, gone=_gone(old, snapshot))
        stale = (*changes.created, *changes.updated, *changes.removed)
        error = made.failures[0].sentence if made.failures else ""
        return CheckReport(
            commune.insee, old.generation, found.damaged, found.missing, found.foreign, tuple(sorted(stale)), error
        )
