"""What the worker does of domains: reads, reminds once, renews what nobody refused, keeps what it last knew."""

import time
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.courrier.models import Message
from deploy.drivers.base import DriverError
from deploy.models import AgentTask, CommuneReference, DomainName, DomainState, Line, Operation, Subscription
from deploy.names import watching
from deploy.names.delays import refusal_limit
from deploy.names.reminding import remind
from deploy.names.renewal import refuse, renew_what_is_due
from deploy.names.tasks import confirm
from tests.servers.registry import Registry
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.server]


@pytest.fixture
def town(world: World, registry: Registry, settings: Any) -> CommuneReference:
    """Aubord, in the reference, with a registry and registrars by hand."""
    settings.BEFFROI_RDAP = [f"fr={registry.rdap}"]
    settings.BEFFROI_REGISTRAR = "manual"
    commune = world.aubord.commune
    return CommuneReference.objects.create(
        insee=commune.insee, name=commune.name, departement="30", departement_name="Gard"
    )


def held(town: CommuneReference, days: int, name: str = "aubord.fr", *, until: date | None = None) -> DomainName:
    Subscription.objects.get_or_create(commune=town)
    Line.objects.create(subscription_id=town.pk, kind="domain", value=name, since=date(2020, 1, 1), until=until)
    end = timezone.localdate() + timedelta(days=days)
    return DomainName.objects.create(name=name, commune=town, state=DomainState.HELD, expires=end)


def soon() -> float:
    return time.monotonic() + 30


def test_each_domain_is_read_once_a_day_and_a_silent_registry_leaves_what_it_said(
    town: CommuneReference, registry: Registry
) -> None:
    record = registry.put("aubord.fr", "Bureau")
    domain = held(town, 10)
    assert watching.read_registries(soon()) == 1
    domain.refresh_from_db()
    assert (domain.expires, domain.sponsor, domain.error) == (record.expires.date(), "Bureau", "")
    assert watching.read_registries(soon()) == 0
    DomainName.objects.update(tried_at=timezone.now() - timedelta(days=1))
    registry.rdap_fault = "500"
    assert watching.read_registries(soon()) == 1
    domain.refresh_from_db()
    assert (domain.expires, domain.sponsor) == (record.expires.date(), "Bureau")
    assert "refuse de répondre" in domain.error


def test_a_name_that_the_registry_lost_is_said(town: CommuneReference, registry: Registry) -> None:
    domain = held(town, 10)
    watching.read_registry(domain)
    assert "ne connaît plus aubord.fr" in domain.error


@pytest.mark.parametrize(("days", "told"), [(120, 0), (91, 0), (90, 1), (61, 1), (60, 1), (30, 1), (-3, 1)])
def test_the_centre_is_reminded_at_ninety_sixty_and_thirty_days(town: CommuneReference, days: int, told: int) -> None:
    held(town, days)
    assert remind() == told
    assert remind() == 0
    assert Message.objects.count() == told


def test_each_reminder_is_sent_once_and_says_until_when_it_may_be_refused(
    town: CommuneReference, settings: Any
) -> None:
    domain = held(town, 90)
    remind()
    message = Message.objects.get()
    assert message.to == [settings.BEFFROI_CDG_CONTACT]
    assert "sauf si la mairie le refuse par écrit" in message.body
    assert "aubord.fr finit le" in message.subject
    for days in (60, 59, 30):
        DomainName.objects.update(expires=timezone.localdate() + timedelta(days=days))
        DomainName.objects.filter(warned__isnull=False).update(warned=timezone.localdate() + timedelta(days=days - 91))
        remind()
    assert Message.objects.count() == 4
    domain.refresh_from_db()
    assert domain.warned is not None


def test_looking_for_reminders_costs_the_same_for_one_and_for_three(town: CommuneReference) -> None:
    counts = []
    for names in (["a.fr"], ["b.fr", "c.fr"]):
        for name in names:
            held(town, 85, name)
        remind()
        with CaptureQueriesContext(connection) as queries:
            assert remind() == 0
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_it_is_renewed_when_the_time_to_refuse_is_over_and_not_a_day_before(
    town: CommuneReference, registry: Registry
) -> None:
    domain = held(town, 120)
    assert domain.expires is not None
    limit = refusal_limit(domain.expires)
    domain.expires += timezone.localdate() - limit
    while refusal_limit(domain.expires) != timezone.localdate():
        domain.expires += timedelta(days=1)
    domain.save()
    assert renew_what_is_due(soon()) == 0
    domain.expires -= timedelta(days=4)
    domain.save()
    assert renew_what_is_due(soon()) == 1
    assert AgentTask.objects.get().title == "Renouveler aubord.fr"
    assert Operation.objects.get().order.startswith("renouvellement tacite")
    assert renew_what_is_due(soon()) == 0  # asked a moment ago


def test_a_renewal_confirmed_and_seen_at_the_registry_moves_the_end(town: CommuneReference, registry: Registry) -> None:
    domain = held(town, 40)
    renew_what_is_due(soon())
    confirm(AgentTask.objects.get(), None)
    record = registry.put("aubord.fr", days=405)
    Operation.objects.update(asked_at=None)
    watching.follow_operations(soon())
    domain.refresh_from_db()
    assert domain.expires == record.expires.date()
    assert Operation.objects.get().state == Operation.State.DONE


def test_what_was_refused_in_time_is_left_to_end(town: CommuneReference) -> None:
    domain = held(town, 100)
    refuse(domain, timezone.localdate(), None)
    DomainName.objects.update(expires=timezone.localdate() + timedelta(days=20))
    assert renew_what_is_due(soon()) == 0
    remind()
    assert "il ne sera pas renouvelé" in Message.objects.get().body


def test_a_refusal_that_comes_too_late_is_refused_in_one_sentence(town: CommuneReference) -> None:
    domain = held(town, 40)
    with pytest.raises(DriverError, match="il fallait le refuser le"):
        refuse(domain, timezone.localdate(), None)
    domain.refresh_from_db()
    assert domain.refused_on is None


def test_what_is_ordered_no_more_is_not_renewed(town: CommuneReference) -> None:
    held(town, 40, until=timezone.localdate())
    assert renew_what_is_due(soon()) == 0


def test_on_paper_nothing_is_renewed(town: CommuneReference, settings: Any) -> None:
    settings.BEFFROI_REGISTRAR = "memory"
    held(town, 40)
    assert renew_what_is_due(soon()) == 0
    assert watching.turn() >= 0
    assert not Operation.objects.exists()


def test_the_worker_does_it(world: World) -> None:
    from django.apps import apps  # noqa: PLC0415

    works = [chore.work for chore in apps.get_app_config("deploy").chores]  # type: ignore[attr-defined]
    assert "deploy.names.watching.turn" in works
