"""``beffroi domaine``: what is held, a transfer whose code nobody sees, a refusal in time, names that are none."""

from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.utils import timezone

from deploy.models import CommuneReference, DomainName, DomainState, Line, Operation, Subscription
from tests.deploy.conftest import CAHORS
from tests.servers.registry import LOGIN, PASSWORD, Registry

pytestmark = [pytest.mark.django_db, pytest.mark.server]
CODE = "code-que-personne-ne-voit"


@pytest.fixture(autouse=True)
def ordered(communes: dict[str, CommuneReference], registry: Registry, settings: Any) -> None:
    """Cahors ordered its domain, at the registry of the tests."""
    facts = {"address": "1 place", "phone": "05 65 00 00 00", "email": "mairie@cahors.example"}
    subscription = Subscription.objects.create(commune=communes[CAHORS], facts=facts)
    Line.objects.create(subscription=subscription, kind="domain", value="cahors.fr", since=date(2026, 1, 1))
    settings.BEFFROI_REGISTRAR = "epp"
    settings.BEFFROI_EPP_ADDRESS = f"127.0.0.1:{registry.epp_port}"
    settings.BEFFROI_EPP_LOGIN, settings.BEFFROI_EPP_PASSWORD = LOGIN, PASSWORD
    settings.BEFFROI_EPP_AUTHORITY = registry.authority
    settings.BEFFROI_RDAP = [f"fr={registry.rdap}"]


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("domaine", *arguments, stdout=out)
    return out.getvalue()


def everything() -> str:
    """Every row of ours, as text."""
    return str([list(model._default_manager.values()) for model in apps.get_app_config("deploy").get_models()])


def test_a_transfer_is_asked_with_a_code_that_is_kept_nowhere(
    registry: Registry, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    registry.put("cahors.fr", code=CODE)
    file = tmp_path / "code.txt"
    file.write_text(f"{CODE}\n")
    said = run("cahors.fr", "--transferer", "--code", str(file))
    assert "le transfert est demandé" in said
    assert Operation.objects.get().state == Operation.State.PENDING
    for text in (said, everything(), caplog.text):
        assert CODE not in text
        assert PASSWORD not in text
    assert CODE in "".join(registry.heard)


def test_a_wrong_code_is_one_sentence_without_it(registry: Registry, tmp_path: Path) -> None:
    registry.put("cahors.fr", code=CODE)
    file = tmp_path / "code.txt"
    file.write_text("mauvais-code")
    with pytest.raises(CommandError, match="le registre refuse") as refused:
        run("cahors.fr", "--transferer", "--code", str(file))
    assert "mauvais-code" not in str(refused.value) + everything()


def test_without_a_code_or_with_a_file_that_cannot_be_read_nothing_is_asked(registry: Registry, tmp_path: Path) -> None:
    registry.put("cahors.fr")
    (tmp_path / "vide").write_text("\n")
    with pytest.raises(CommandError, match="il faut le code de transfert"):
        run("cahors.fr", "--transferer", "--code", str(tmp_path / "vide"))
    with pytest.raises(CommandError, match="ne peut pas être lu"):
        run("cahors.fr", "--transferer", "--code", str(tmp_path / "absent"))
    assert not registry.keys


def test_the_list_and_the_registry_tell_the_end_and_a_refusal(registry: Registry) -> None:
    registry.put("cahors.fr", "Bureau", days=300)
    domain = DomainName.objects.create(name="cahors.fr", commune_id=CAHORS, state=DomainState.HELD)
    assert "échéance inconnue" in run()
    assert "finit le" in run("CAHORS.fr", "--lire")
    assert "ne sera pas renouvelé" in run("cahors.fr", "--refuser", "--le", str(timezone.localdate()))
    assert "refusé le" in run()
    domain.refresh_from_db()
    domain.expires = timezone.localdate() + timedelta(days=20)
    domain.save()
    with pytest.raises(CommandError, match="il fallait le refuser le"):
        run("cahors.fr", "--refuser")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("figeac.fr", "n’est commandé par aucune commune"),
        ("Évêché.fr", "« xn--.+ » n’est commandé par aucune commune"),
        ("cahors", "il y manque une extension"),
        ("https://cahors.fr/", "est une adresse web"),
        (f"{'a' * 50}." * 5 + "fr", "compte 257 caractères"),
        ("ca hors.fr", "n’est pas un nom valide"),
    ],
)
def test_a_name_that_is_none_or_nobody_s_is_one_sentence(name: str, sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        run(name, "--transferer")
    assert not DomainName.objects.exists()
