"""A site suspended from the desk: what visitors read meanwhile, and that it all comes back."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from cms.models import Mairie
from cms.partage.gateway import granted
from cms.serving.disk import Closed, Disk, Generation
from deploy.life import suspension
from deploy.life.journal import history
from deploy.models import Mailbox, MailDomain, Suspension
from sites.models import Commune
from sites.store import hosts
from sites.tenancy.roles import Role
from tests.cms.partage.factories import accepted, clean, dirty, proposed
from tests.cms.serving.baked import lay
from tests.deploy.desk.test_desk import subscribe
from tests.entering import enter, words
from tests.world import World, member

HOST = "aubord.localhost"
Capture = DjangoCaptureOnCommitCallbacks


@pytest.fixture
def var(tmp_path: Path, settings: LazySettings) -> Path:
    settings.BEFFROI_VAR = tmp_path
    return tmp_path


@pytest.fixture
def commune(world: World, var: Path) -> Commune:
    commune = world.aubord.commune
    subscribe(commune)
    subscribe(world.belleville.commune)
    lay(var, insee=commune.insee, host=HOST, files={"index.html": b"le site"})
    hosts.show(var, commune.insee, {HOST: True, "www.aubord.fr": False})
    return commune


@pytest.fixture
def here(commune: Commune) -> Client:
    return enter(member("ici@cdg.example", Role.WEBMESTRE, commune=commune))


def press(client: Client, capture: Capture, name: str, commune: Commune, **values: str) -> int:
    with capture(execute=True):
        return client.post(reverse(f"subscriptions:{name}", args=(commune.pk,)), values).status_code


def states() -> dict[str, str]:
    return dict(Mailbox.objects.values_list("local", "state"))


def test_the_page_says_whom_to_call_and_the_site_comes_back_as_it_was(
    here: Client, commune: Commune, var: Path, django_capture_on_commit_callbacks: Capture
) -> None:
    Mairie.objects.filter(site=commune.site).update(phone="05 66 00 00 00", address="1 <place>\nde l’Église")
    before = Disk(var).locate(HOST)
    press(here, django_capture_on_commit_callbacks, "suspend", commune, reason="facture de 2025")
    found = Disk(var).locate(HOST)
    assert isinstance(found, Closed)
    page = words(found.page)
    for told in ("momentanément suspendu", "05 66 00 00 00", 'href="tel:0566000000"', "1 &lt;place&gt;<br>de l’Église"):
        assert told in page
    assert "facture" not in page
    sheet = words(here.get(reverse("subscriptions:sheet", args=(commune.pk,))).content)
    assert "facture de 2025." in sheet
    hosts.show(var, commune.insee, {HOST: True, "www.aubord.fr": False})  # a bake meanwhile opens nothing
    assert isinstance(Disk(var).locate(HOST), Closed)
    press(here, django_capture_on_commit_callbacks, "resume", commune)
    assert isinstance(before, Generation)
    assert Disk(var).locate(HOST) == before
    assert [one.sentence for one in history(commune.insee)] == [
        "Site rétabli.",
        "Site suspendu\u00a0: facture de 2025 (le courrier arrive toujours).",
    ]


def test_the_boxes_that_were_closed_with_it_come_back_and_no_other(
    here: Client, commune: Commune, django_capture_on_commit_callbacks: Capture
) -> None:
    domain = MailDomain.objects.create(name="aubord.fr", insee=commune.insee, selector="s")
    for local, state in (("mairie", "active"), ("parti", "suspended")):
        Mailbox.objects.create(
            address=f"{local}@aubord.fr", local=local, domain=domain, insee=commune.insee, quota=5, state=state
        )
    press(here, django_capture_on_commit_callbacks, "suspend", commune, reason="litige")
    assert states() == {"mairie": "active", "parti": "suspended"}
    press(here, django_capture_on_commit_callbacks, "resume", commune)
    press(here, django_capture_on_commit_callbacks, "suspend", commune, reason="litige", boxes="on")
    assert states() == {"mairie": "suspended", "parti": "suspended"}
    press(here, django_capture_on_commit_callbacks, "resume", commune)
    assert states() == {"mairie": "active", "parti": "suspended"}


def test_a_second_click_changes_nothing(
    here: Client, commune: Commune, django_capture_on_commit_callbacks: Capture
) -> None:
    for _click in range(2):
        assert press(here, django_capture_on_commit_callbacks, "suspend", commune, reason="litige") == 302
    assert Suspension.objects.count() == 1
    for _click in range(2):
        assert press(here, django_capture_on_commit_callbacks, "resume", commune) == 302
    assert len(history(commune.insee)) == 2


def test_a_disk_that_was_made_anew_is_closed_again(commune: Commune, var: Path) -> None:
    Suspension.objects.create(commune_id=commune.insee, by="x", reason="litige")
    assert suspension.turn() == 1
    assert isinstance(Disk(var).locate(HOST), Closed)
    assert suspension.turn() == 0


def test_the_table_says_it(here: Client, commune: Commune) -> None:
    Suspension.objects.create(commune_id=commune.insee, by="x", reason="litige")
    for state, found in (("suspendu", 1), ("en-ligne", 0)):
        answer = here.get(reverse("subscriptions:index"), {"site": state})
        assert len(answer.context["page"].object_list) == found
    assert "Suspendu depuis le" in words(here.get(reverse("subscriptions:index")).content)


def test_nobody_suspends_a_commune_that_one_does_not_keep(here: Client, world: World) -> None:
    for name in ("suspend", "resume"):
        address = reverse(f"subscriptions:{name}", args=(world.belleville.commune.pk,))
        assert here.post(address, {"reason": "x"}).status_code == 404
    assert not Suspension.objects.exists()


def test_what_a_suspended_site_shares_leaves_the_others_and_comes_back_with_it(
    here: Client, commune: Commune, world: World, django_capture_on_commit_callbacks: Capture
) -> None:
    town = next(one for one in world.towns if one.commune.pk == commune.pk)
    other = next(one for one in world.towns if one.commune.pk != commune.pk).commune
    accepted(other, proposed(town))
    for name, shown in (("suspend", 0), ("resume", 1)):
        clean()
        press(here, django_capture_on_commit_callbacks, name, commune, reason="facture de 2025")
        assert dirty() == {other.name}
        assert len(granted(other)) == shown
