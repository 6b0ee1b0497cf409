"""Another site is told of what is online: once it is, signed, again when it did not hear, and not for ever."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.courrier.models import Message
from cms.models import Page
from cms.webhooks import targets
from cms.webhooks.models import Delivery, State, Webhook
from cms.webhooks.sending import GIVEN_UP_AFTER, KEPT, STOPPED_AFTER, Sender, again, signature
from cms.webhooks.targets import RefusedTargetError, target_of
from sites.bake.bakery import bake
from sites.bake.state import mark_dirty
from sites.law import dated
from sites.tenancy.roles import Role
from tests.cms.webhooks.conftest import Elsewhere
from tests.cms.worker.conftest import SetClock
from tests.entering import enter
from tests.world import World

HOUR = 3600.0


def told_to(world: World, url: str) -> Webhook:
    town = world.aubord
    return Webhook.objects.create(commune=town.commune, url=url, made_by=town.users[Role.GESTIONNAIRE])


def publish(world: World) -> None:
    page = Page.objects.get(pk=world.aubord.page.pk)
    page.title = "Le conseil se réunit"
    page.save_revision().publish()
    mark_dirty([world.aubord.commune.pk])  # the commit would: a test has none


def test_a_page_is_told_once_it_is_online_and_not_before(world: World, elsewhere: Elsewhere, clock: SetClock) -> None:
    told_to(world, elsewhere.url)
    publish(world)
    assert not Sender(clock).turn(), "the site is not baked yet"
    bake(world.aubord.commune)
    clock.passes(1)
    assert Sender(clock).turn()
    assert not Sender(clock).turn()
    ((path, _headers, body),) = elsewhere.met
    said = json.loads(body)
    assert (path, said["type"]) == ("/prevenir", "page.published")
    assert said["data"] == {
        "commune": "30020",
        "page": {"id": world.aubord.page.pk, "type": "page", "title": "Le conseil se réunit"},
        "api": f"http://aubord.localhost:8000/_/api/v1/pages/{world.aubord.page.pk}",
    }
    assert Delivery.objects.get().state == State.SENT


def test_a_page_withdrawn_or_deleted_is_told_and_a_draft_is_not(world: World) -> None:
    told_to(world, "https://ailleurs.example/")
    town = world.aubord
    town.draft.save_revision()
    assert not Delivery.objects.exists()
    Page.objects.get(pk=town.page.pk).unpublish()
    town.article.specific.delete()
    kinds = [json.loads(it.body)["type"] for it in Delivery.objects.all()]
    assert kinds == ["page.unpublished"] * 2


def test_a_commune_is_told_of_its_own_pages_alone(world: World) -> None:
    told_to(world, "https://ailleurs.example/")
    page = Page.objects.get(pk=world.belleville.page.pk)
    page.save_revision().publish()
    assert not Delivery.objects.exists()


def test_what_is_sent_is_signed_so_that_the_other_side_can_check_it(
    world: World, elsewhere: Elsewhere, clock: SetClock
) -> None:
    hook = told_to(world, elsewhere.url)
    _due(world)
    clock.passes(1)
    Sender(clock).turn()
    ((_path, headers, body),) = elsewhere.met
    key = base64.b64decode(hook.secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    digest = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{digest}"
    assert headers["webhook-timestamp"] == str(int(clock.now().timestamp()))
    assert headers["webhook-id"] == json.loads(body)["id"] == str(Delivery.objects.get().number)
    assert headers["host"] == elsewhere.url.split("/")[2]


def test_the_signature_is_that_of_the_published_example() -> None:
    """https://github.com/standard-webhooks/standard-webhooks: the example of its test suites."""
    secret, number = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek"
    assert (
        signature(secret, number, 1614265330, b'{"test": 2432232314}')
        == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    )


def _due(world: World) -> None:
    publish(world)
    bake(world.aubord.commune)


def test_what_was_not_heard_is_said_again_later_and_later_then_given_up(
    world: World, elsewhere: Elsewhere, clock: SetClock
) -> None:
    told_to(world, elsewhere.url)
    _due(world)
    elsewhere.status = 503
    clock.passes(1)
    start, moments = clock.now(), []
    while Delivery.objects.get().state == State.WAITING:
        if Sender(clock).turn():
            moments.append(clock.now() - start)
        clock.passes(60)
    delivery = Delivery.objects.get()
    assert [it // timedelta(minutes=1) for it in moments[:5]] == [0, 1, 6, 36, 156]
    assert GIVEN_UP_AFTER <= moments[-1] < GIVEN_UP_AFTER + timedelta(hours=5)
    assert (delivery.state, delivery.status, delivery.error) == (State.FAILED, 503, "Ce site a répondu 503.")
    numbers = {headers["webhook-id"] for _path, headers, _body in elsewhere.met}
    assert (len(elsewhere.met), len(numbers)) == (len(moments), 1)


def test_an_address_that_comes_back_is_told_all_that_waits(world: World, elsewhere: Elsewhere, clock: SetClock) -> None:
    hook = told_to(world, elsewhere.url)
    for _time in range(3):
        publish(world)
    bake(world.aubord.commune)
    elsewhere.status = 500
    clock.passes(1)
    assert Sender(clock).turn()
    assert not Sender(clock).turn(), "one attempt for all three"
    hook.refresh_from_db()
    assert hook.failing_since == clock.now()
    elsewhere.status = 204
    clock.passes(61)
    assert [Sender(clock).turn() for _time in range(4)] == [True, True, True, False]
    hook.refresh_from_db()
    assert hook.failing_since is None


def test_an_address_that_fails_for_days_is_stopped_and_who_set_it_is_told(
    world: World, elsewhere: Elsewhere, clock: SetClock
) -> None:
    hook = told_to(world, elsewhere.url)
    elsewhere.status = 500
    days = dated.days(STOPPED_AFTER, clock.now().date())
    for _hour in range(days * 24 + 6):
        if not Delivery.objects.filter(state=State.WAITING).exists():
            _due(world)
        Sender(clock).turn()
        clock.passes(HOUR)
    hook.refresh_from_db()
    assert hook.stopped_at is not None
    letter = Message.objects.get(subject__contains="n’est plus prévenu")
    assert letter.to == [world.aubord.users[Role.GESTIONNAIRE].email]
    assert elsewhere.url in letter.body
    waiting = Delivery.objects.filter(state=State.WAITING).count()
    publish(world)
    assert (waiting, Delivery.objects.filter(state=State.WAITING).count()) == (0, 0)


def test_a_redirection_is_followed_nowhere(world: World, elsewhere: Elsewhere, clock: SetClock) -> None:
    told_to(world, elsewhere.url)
    _due(world)
    elsewhere.status, elsewhere.location = 307, elsewhere.url.replace("prevenir", "ailleurs")
    clock.passes(1)
    Sender(clock).turn()
    assert [path for path, _headers, _body in elsewhere.met] == ["/prevenir"]
    assert "renvoie vers une autre" in Delivery.objects.get().error


@pytest.mark.parametrize(
    "url",
    [
        "http://ailleurs.example/", "ftp://ailleurs.example/", "https:///x", "https://127.0.0.1/", "https://[::1]/",
        "https://169.254.169.254/latest", "https://[::ffff:10.0.0.1]/", "https://moi:secret@ailleurs.example/",
        "https://ailleurs.example:25/", "https://ailleurs.example:99999/", "https://10.1.2.3:8443/",
    ],
)  # fmt: skip
def test_an_address_that_must_not_be_told_is_refused_in_the_form(world: World, url: str) -> None:
    with pytest.raises(RefusedTargetError):
        target_of(url)
    editor = enter(world.aubord.users[Role.GESTIONNAIRE])
    editor.post(reverse("webhooks:index", args=(world.aubord.commune.pk,)), {"url": url})
    assert not Webhook.objects.exists()


def test_a_name_that_leads_to_our_own_network_is_refused_at_each_attempt(
    world: World, elsewhere: Elsewhere, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name was good when it was set, and changed its mind: nothing is sent to where it leads now."""
    monkeypatch.undo()
    assert targets.SCHEMES == {"https": 443}
    monkeypatch.setattr("socket.getaddrinfo", lambda *_given, **_more: [(2, 1, 6, "", ("127.0.0.1", 443))])
    told_to(world, "https://ailleurs.example/")
    _due(world)
    clock.passes(1)
    Sender(clock).turn()
    assert elsewhere.met == []
    assert Delivery.objects.get().error == "Cette adresse ne mène pas à un site public."


def test_the_manager_adds_an_address_reads_what_it_was_told_and_sends_it_again(
    world: World, elsewhere: Elsewhere, clock: SetClock
) -> None:
    town = world.aubord
    editor = enter(town.users[Role.GESTIONNAIRE])
    index = reverse("webhooks:index", args=(town.commune.pk,))
    assert index in editor.get(reverse("desk:commune", args=(town.commune.pk,))).content.decode()
    editor.post(index, {"url": elsewhere.url})
    hook = Webhook.objects.get()
    _due(world)
    elsewhere.status = 500
    clock.passes(1)
    Sender(clock).turn()
    show = reverse("webhooks:show", args=(hook.pk,))
    screen = editor.get(show).content.decode()
    assert hook.secret in screen
    assert "Ce site a répondu 500." in screen
    elsewhere.status = 200
    editor.post(reverse("webhooks:again", args=(Delivery.objects.get().pk,)))
    clock.passes(60)
    assert Sender(clock).turn()
    assert Delivery.objects.get().state == State.SENT
    editor.post(show, {"do": "stop"})
    publish(world)
    assert Delivery.objects.count() == 1
    editor.post(show, {"do": "remove"})
    assert not Webhook.objects.exists()


def test_those_who_do_not_keep_the_settings_of_the_commune_see_none_of_it(world: World) -> None:
    hook = told_to(world, "https://ailleurs.example/")
    delivery = Delivery.objects.create(webhook=hook, body="{}", label="x")
    addresses = [
        reverse("webhooks:index", args=(world.aubord.commune.pk,)),
        reverse("webhooks:show", args=(hook.pk,)),
        reverse("webhooks:again", args=(delivery.pk,)),
    ]
    for person in (world.aubord.contributeur, world.belleville.users[Role.GESTIONNAIRE]):
        visitor = enter(person)
        for address in addresses:
            for answer in (visitor.get(address), visitor.post(address, {"url": "https://x.example/", "do": "remove"})):
                assert answer.status_code in {302, 403, 404, 405}
                assert hook.secret not in answer.content.decode()
    assert Webhook.objects.count() == 1


@pytest.mark.parametrize("screen", ["index", "show"])
def test_screens_cost_the_same_for_one_and_for_three(world: World, screen: str) -> None:
    town = world.aubord
    editor, hook = enter(town.users[Role.GESTIONNAIRE]), told_to(world, "https://a.example/")
    url = reverse(f"webhooks:{screen}", args=(town.commune.pk if screen == "index" else hook.pk,))
    counts = []
    for more in (1, 2):
        for number in range(more):
            told_to(world, f"https://a.example/{number}")
            Delivery.objects.create(webhook=hook, body="{}", label="x")
        editor.get(url)
        with CaptureQueriesContext(connection) as captured:
            editor.get(url)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_what_was_told_is_forgotten_in_time(world: World, clock: SetClock) -> None:
    hook = told_to(world, "https://a.example/")
    old = clock.now() - timedelta(days=dated.days(KEPT, clock.now().date()) + 1)
    rows: list[dict[str, Any]] = [
        {"state": State.SENT, "done_at": old}, {"state": State.FAILED, "done_at": clock.now()}, {"state": State.WAITING}
    ]  # fmt: skip
    for row in rows:
        Delivery.objects.create(webhook=hook, body="{}", label="x", **row)
    assert Sender(clock).forget() == 1
    again(Delivery.objects.get(state=State.FAILED), clock.now())
    assert Delivery.objects.filter(state=State.WAITING).count() == 2
