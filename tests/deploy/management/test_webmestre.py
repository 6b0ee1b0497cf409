"""Appointing a webmestre: once, everywhere or in some départements."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from sites.models import Membership, User
from sites.tenancy.roles import Role
from tests.world import World


def appoint(*args: str, **options: object) -> str:
    said = StringIO()
    call_command("webmestre", *args, stdout=said, **options)
    return said.getvalue().strip()


def test_a_webmestre_of_everything_is_appointed_once(world: World, tmp_path: Path) -> None:
    logins = tmp_path / "comptes.tsv"
    assert appoint("Lou@CDG.example", nom="Lou Bruyère", logins=logins) == "lou@cdg.example est webmestre."
    assert appoint("lou@cdg.example", logins=logins) == "lou@cdg.example était déjà webmestre."
    user = User.objects.get(email="lou@cdg.example")
    assert (user.first_name, user.last_name, user.is_superuser) == ("Lou", "Bruyère", False)
    [membership] = Membership.objects.filter(user=user)
    assert (membership.role, membership.commune, membership.departement) == (Role.WEBMESTRE, None, None)
    [line] = logins.read_text().splitlines()
    assert user.check_password(line.split("\t")[1])
    assert logins.stat().st_mode & 0o777 == 0o600


def test_a_webmestre_may_have_some_departements_only(world: World) -> None:
    appoint("lou@cdg.example", departement=["30"])
    [membership] = Membership.objects.filter(user__email="lou@cdg.example")
    assert membership.departement == world.aubord.departement


def test_what_is_wrong_is_said_and_nothing_is_written(world: World, tmp_path: Path) -> None:
    before = User.objects.count()
    for args, options, sentence in (
        (["pas une adresse"], {}, "n’est pas une adresse électronique."),
        (["lou@cdg.example"], {"departement": ["99"]}, "aucun site n’existe encore dans le département"),
        (["lou@cdg.example"], {"code": True}, "n’a pas encore de second facteur"),
    ):
        with pytest.raises(CommandError, match=sentence):
            appoint(*args, **options)
    assert User.objects.count() == before


def test_the_code_of_the_moment_is_the_one_the_telephone_shows(world: World) -> None:
    device = TOTPDevice.objects.create(user=world.webmestre, confirmed=False)
    code = appoint(world.webmestre.email, code=True)
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    assert totp.verify(int(code), 1)
    assert len(code) == 6
