"""What the worker and the command keep: once a day for each commune, the changes dated, the declarations as tasks."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from deploy.models import AgentTask, CommuneReference, GradeChange, Line, Presence, Subscription
from deploy.names.tasks import confirm
from deploy.rcpnt import keeping, watching
from deploy.rcpnt.judging import Facts, Visit
from deploy.rcpnt.showing import shown
from sites.models import Commune, Host
from tests.world import World, build_commune

pytestmark = pytest.mark.django_db


class Internet:
    """What ``gather`` would have seen, by host."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str]] = []
        self.spf = "v=spf1 -all"
        self.broken: set[str] = set()

    def gather(self, site: str, mail: str, _through: object = None) -> Facts:
        self.seen.append((site, mail))
        if site in self.broken:
            raise RuntimeError(site)
        home = Visit(f"https://{site}/", 200)
        return Facts(site, mail, home, home, (), ("mx.fr",), self.spf, "v=DMARC1; p=reject", ("FR",))


@pytest.fixture
def internet(monkeypatch: pytest.MonkeyPatch) -> Internet:
    found = Internet()
    monkeypatch.setattr(keeping, "gather", found.gather)
    return found


def open_site(commune: Commune, host: str, **other: Any) -> CommuneReference:
    """Online under a name of its own, with a mailbox there."""
    commune.hosts.all().delete()
    Host.objects.create(commune=commune, name=host, is_primary=True)
    Commune.objects.filter(pk=commune.pk).update(demo=False, **other)
    reference = CommuneReference.objects.create(insee=commune.insee, name=commune.name, departement="30")
    subscription = Subscription.objects.create(commune=reference)
    for address in (f"accueil@{host}", f"mairie@{host}"):
        Line.objects.create(subscription=subscription, kind="mailbox", value=address, since="2025-01-01")
    return reference


@pytest.fixture
def aubord(world: World, internet: Internet) -> CommuneReference:
    Commune.objects.update(demo=True)
    return open_site(world.aubord.commune, "aubord.fr")


def later() -> None:
    Presence.objects.update(checked_at=timezone.now() - timedelta(days=1))


def test_each_commune_is_checked_once_a_day_with_the_address_it_shows(
    aubord: CommuneReference, internet: Internet
) -> None:
    assert [watching.turn(), watching.turn()] == [1, 0]
    assert internet.seen == [("aubord.fr", "aubord.fr")]
    assert keeping.targets([(aubord.pk, "Aubord", "aubord.fr")])[0].address == "mairie@aubord.fr"
    later()
    assert watching.turn() == 1


def test_a_demonstration_and_a_name_of_this_machine_are_nobody_s_presence(
    aubord: CommuneReference, internet: Internet
) -> None:
    Commune.objects.update(demo=True)
    assert watching.turn() == 0
    Commune.objects.update(demo=False)
    Host.objects.update(is_primary=False)
    Host.objects.filter(name="aubord.fr").update(name="aubord.localhost", is_primary=True)
    assert (watching.turn(), internet.seen) == (0, [])


def test_a_grade_that_changes_is_dated_and_one_that_stays_is_not(aubord: CommuneReference, internet: Internet) -> None:
    watching.turn()
    for task in AgentTask.objects.all():
        confirm(task, None)
    for spf in ("v=spf1 -all", "v=spf1 -all", ""):
        later()
        internet.spf = spf
        watching.turn()
    changes = [(one.before, one.after, one.failed) for one in GradeChange.objects.order_by("pk")]
    assert changes == [("", "", []), ("", "AA", []), ("AA", "", ["2.5"])]


def test_the_town_hall_s_declarations_are_tasks_that_count_once_confirmed(aubord: CommuneReference) -> None:
    watching.turn()
    presence = Presence.objects.get()
    assert (presence.grade, presence.promised) == ("", "AA")
    tasks = {task.key: task for task in AgentTask.objects.all()}
    assert set(tasks) == {f"rcpnt:site:{aubord.pk}:aubord.fr", f"rcpnt:mail:{aubord.pk}:mairie@aubord.fr"}
    confirm(tasks[f"rcpnt:site:{aubord.pk}:aubord.fr"], None)
    later()
    watching.turn()
    assert Presence.objects.get().verdicts["1.1"][0] == Presence.objects.get().verdicts["1.8"][0] == "met"
    assert Presence.objects.get().verdicts["2.1"][0] == "task"


def test_another_name_is_declared_anew_and_the_task_of_the_former_one_goes(aubord: CommuneReference) -> None:
    watching.turn()
    Host.objects.filter(name="aubord.fr").update(name="www.aubord.fr")
    later()
    watching.turn()
    keys = set(AgentTask.objects.values_list("key", flat=True))
    assert keys == {f"rcpnt:site:{aubord.pk}:www.aubord.fr", f"rcpnt:mail:{aubord.pk}:mairie@aubord.fr"}


def test_a_commune_that_breaks_the_check_does_not_hold_the_others_back(
    world: World, aubord: CommuneReference, internet: Internet
) -> None:
    open_site(world.belleville.commune, "belleville.fr")
    internet.broken = {"aubord.fr"}
    assert watching.turn() == 1
    assert Presence.objects.get().site == "belleville.fr"


def queries_of_a_turn() -> int:
    with CaptureQueriesContext(connection) as made:
        watching.turn()
    return len(made)


def test_a_turn_asks_the_database_the_same_for_one_and_for_three(world: World, aubord: CommuneReference) -> None:
    watching.turn()
    later()
    counts = [queries_of_a_turn()]
    open_site(world.belleville.commune, "belleville.fr")
    open_site(build_commune(world.aubord.commune.departement, "30999", "Cabannes"), "cabannes.fr")
    watching.turn()
    later()
    counts.append(queries_of_a_turn())
    assert counts[0] == counts[1]
    assert Presence.objects.count() == 3


def test_the_sheet_is_told_nothing_before_the_first_check(aubord: CommuneReference, internet: Internet) -> None:
    assert shown(aubord.pk) is None
    internet.spf = ""
    watching.turn()
    found = shown(aubord.pk)
    assert found is not None
    assert [one.number for one, _verdict in found.failed] == ["2.5"]
    assert [one.number for one in found.declarations] == ["1.1", "1.8", "2.1"]
    assert len(found.tasks) == 2
