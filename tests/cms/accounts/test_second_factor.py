"""Second factor: asked of who reaches many communes, and of nobody else."""

import re
from binascii import unhexlify
from typing import TYPE_CHECKING

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from cms.accounts import second_factor, second_factor_views
from sites.tenancy.roles import Role
from tests.entering import enter, words
from tests.world import member

if TYPE_CHECKING:
    from tests.world import World

pytestmark = pytest.mark.django_db
HOME = reverse("wagtailadmin_home")
FACTOR = reverse("accounts:second_factor")


def code_of(device: TOTPDevice) -> str:
    return f"{totp(unhexlify(device.key)):06d}"


def enrol(client: Client, user: object) -> list[str]:
    client.get(FACTOR)
    answer = client.post(FACTOR, {"code": code_of(TOTPDevice.objects.get(user=user))})
    return re.findall(r"<code>([0-9a-f]{4}-[0-9a-f]{4})</code>", answer.content.decode())


def test_a_webmestre_with_a_password_only_is_led_to_the_second_factor(world: "World") -> None:
    client = enter(world.webmestre, second_factor=False)
    for url in (HOME, reverse("wagtailadmin_explore", args=(world.aubord.home.pk,)), reverse("desk:communes")):
        assert client.get(url).headers["Location"].startswith(FACTOR)


def test_the_platforms_team_too(world: "World") -> None:
    assert enter(world.superuser, second_factor=False).get(HOME).headers["Location"].startswith(FACTOR)


def test_a_contributor_is_asked_nothing(world: "World") -> None:
    client = enter(world.aubord.contributeur, second_factor=False)
    assert client.get(HOME).status_code == 200
    assert client.get(FACTOR).status_code == 404


def test_enrolling_gives_ten_recovery_codes_and_opens_the_admin(world: "World") -> None:
    client = enter(world.webmestre, second_factor=False)
    assert len(enrol(client, world.webmestre)) == 10
    assert client.get(HOME).status_code == 200


def test_a_wrong_code_enrols_nothing(world: "World") -> None:
    client = enter(world.webmestre, second_factor=False)
    client.get(FACTOR)
    said = words(client.post(FACTOR, {"code": "000000"}).content)
    assert "Ce code n’est pas bon" in said
    assert second_factor.telephone_of(world.webmestre) is None


def test_a_recovery_code_opens_once(world: "World") -> None:
    codes = enrol(enter(world.webmestre, second_factor=False), world.webmestre)
    later = enter(world.webmestre, second_factor=False)
    assert later.post(FACTOR, {"code": codes[0].upper()}).status_code == 302
    assert later.get(HOME).status_code == 200
    again = enter(world.webmestre, second_factor=False)
    assert "Ce code n’est pas bon" in words(again.post(FACTOR, {"code": codes[0]}).content)


def test_new_recovery_codes_end_the_previous_ones(world: "World") -> None:
    client = enter(world.webmestre, second_factor=False)
    codes = enrol(client, world.webmestre)
    client.post(reverse("accounts:recovery_codes"))
    later = enter(world.webmestre, second_factor=False)
    assert "Ce code n’est pas bon" in words(later.post(FACTOR, {"code": codes[0]}).content)


def test_another_site_is_never_where_one_goes_next(world: "World") -> None:
    client = enter(world.webmestre)
    assert client.get(FACTOR, {"next": "https://pirate.example/"}).headers["Location"] == "/"


def test_a_webmestre_helps_a_colleague_who_is_told(world: "World", mailoutbox: list[EmailMessage]) -> None:
    colleague = member("gard@cdg.example", Role.WEBMESTRE, departement=world.aubord.departement)
    enrol(enter(colleague, second_factor=False), colleague)
    client = enter(world.webmestre)
    client.post(reverse("accounts:reset_second_factor", args=(colleague.pk,)))
    assert second_factor.telephone_of(colleague) is None
    assert mailoutbox[0].to == ["gard@cdg.example"]


def test_a_mail_server_that_is_away_undoes_no_reset_and_is_told(
    world: "World", monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(*_arguments: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(second_factor_views, "send_mail", away)
    colleague = member("gard@cdg.example", Role.WEBMESTRE, departement=world.aubord.departement)
    enrol(enter(colleague, second_factor=False), colleague)
    url = reverse("accounts:reset_second_factor", args=(colleague.pk,))
    said = words(enter(world.webmestre).post(url, follow=True).content)
    assert "n’est pas parti : dites-le de vive voix" in said
    assert second_factor.telephone_of(colleague) is None
    assert "Not told of a reset" in caplog.text


def test_nobody_resets_somebody_of_a_wider_place_nor_oneself(world: "World") -> None:
    narrow = member("gard@cdg.example", Role.WEBMESTRE, departement=world.aubord.departement)
    client = enter(narrow)
    for person in (world.webmestre, world.superuser, narrow):
        assert client.post(reverse("accounts:reset_second_factor", args=(person.pk,))).status_code == 404


def test_a_gestionnaire_resets_nobody(world: "World") -> None:
    client = enter(world.aubord.gestionnaire)
    assert client.get(reverse("accounts:webmestres")).status_code == 404
    assert client.post(reverse("accounts:reset_second_factor", args=(world.webmestre.pk,))).status_code == 404
