"""What opens a vendor's door is told to nobody: each driver in turn meets a host that repeats all it heard."""

import base64
import io
import logging
import re
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings as current
from django.core.management import CommandError, call_command
from django.db import connection
from django.views.debug import SafeExceptionReporterFilter

from deploy.drivers.chosen import ROOMS
from tests.deploy.conftest import CAHORS, minimal
from tests.servers.ports import free_port
from tests.servers.registry import Registry
from tests.servers.stand_in import Answer, Asked, answering

if TYPE_CHECKING:
    from deploy.models import CommuneReference

pytestmark = pytest.mark.django_db
MORE = """domaines = ["cahors.fr"]

[commune.mairie]
adresse = "73 boulevard Gambetta"
code_postal = "46000"
telephone = "05 65 00 00 00"
courriel = "mairie@cahors.example"

[[commune.boite]]
adresse = "mairie"
"""
#: Every setting whose name says that it opens something: a new one is planted by itself.
NAMES = sorted(name for name in dir(current) if re.fullmatch(r"BEFFROI_\w*(KEY|TOKEN|SECRET|PASSWORD)", name))
ADDRESSES = ("POWERDNS_URL", "GANDI_ADDRESS", "OVH_ADDRESS", "ZIMBRA_ADDRESS", "DIMAIL_ADDRESS")
CHOICES = [(room, vendor) for room, vendors in ROOMS.items() for vendor in vendors]


def marker(name: str) -> str:
    return f"graine-{name.removeprefix('BEFFROI_').lower().replace('_', '-')}"


def planted(name: str) -> str:
    """A key of dynamic updates is in base 64 (RFC 8945), and the web mail's has a length."""
    return base64.b64encode(marker(name).encode()).decode() if "TSIG" in name else marker(name)


def all_forms() -> list[str]:
    """As they are, and as the encodings of headers and addresses would show them."""
    words = {word for name in NAMES for word in (marker(name), planted(name))}
    return sorted(words | {base64.b64encode(word.encode()).decode().rstrip("=")[:-2] for word in words})


@pytest.fixture(params=[400, 500, 200])
def gossip(request: pytest.FixtureRequest, settings: Any, registry: Registry) -> Iterator[None]:
    """A host that answers with what it was told, headers and all, as the worst of them would in an error."""

    def answer(asked: Asked) -> Answer:
        heard = f"{asked.target} {asked.headers} {asked.raw}"
        said = {"message": heard, "cause": heard, "error": heard, "errors": [{"name": "refus", "description": heard}]}
        return request.param, said, {}

    with answering(answer) as url:
        for name in NAMES:
            setattr(settings, name, planted(name))
        for name in ADDRESSES:
            setattr(settings, f"BEFFROI_{name}", url)
        for name in ("ZIMBRA_LOGIN", "DIMAIL_LOGIN"):
            setattr(settings, f"BEFFROI_{name}", "beffroi@cdg.example")
        settings.BEFFROI_GANDI_ORGANISATION = "cdg46"
        settings.BEFFROI_RFC2136_SERVER, settings.BEFFROI_TSIG_NAME = f"127.0.0.1:{free_port()}", "beffroi."
        settings.BEFFROI_EPP_ADDRESS, settings.BEFFROI_EPP_LOGIN = f"127.0.0.1:{registry.epp_port}", "cdg46"
        settings.BEFFROI_EPP_AUTHORITY, settings.BEFFROI_RDAP = registry.authority, [f"fr={registry.rdap}"]
        yield


def told(command: Callable[[Any], object]) -> str:
    """What a webmaster sees of it, and what the log keeps of an error with all that caused it."""
    out = io.StringIO()
    try:
        command(out)
    except CommandError as error:
        out.write("".join(traceback.format_exception(error)))
    return out.getvalue()


def kept() -> str:
    """Every row of every table."""
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  # our own tables
            rows += [f"{table} {row}" for row in cursor.fetchall()]
    return "\n".join(rows)


@pytest.mark.usefixtures("gossip")
@pytest.mark.parametrize(("room", "vendor"), CHOICES)
def test_no_plan_journal_log_nor_row_holds_a_secret(
    room: str,
    vendor: str,
    settings: Any,
    communes: "dict[str, CommuneReference]",
    var: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    setattr(settings, room, vendor)
    order = var / "commande.toml"
    order.write_text(minimal(CAHORS, more=MORE))
    with caplog.at_level(logging.DEBUG):
        said = told(lambda out: call_command("plan", str(order), stdout=out))
        said += told(lambda out: call_command("apply", str(order), yes=True, stdout=out))
        said += told(lambda out: call_command("apply", yes=True, stdout=out))
    streams = capfd.readouterr()
    everything = f"{said}\n{caplog.text}\n{kept()}\n{streams.out}\n{streams.err}"
    assert said
    assert [form for form in all_forms() if form in everything] == []


def test_the_report_of_an_error_hides_them(settings: Any) -> None:
    for name in NAMES:
        setattr(settings, name, planted(name))
    assert [name for name in NAMES if planted(name) in str(SafeExceptionReporterFilter().get_safe_settings())] == []


def test_what_opens_every_vendor_is_planted() -> None:
    assert {"BEFFROI_POWERDNS_KEY", "BEFFROI_TSIG_SECRET", "BEFFROI_GANDI_TOKEN", "BEFFROI_EPP_PASSWORD"} <= set(NAMES)
    assert {"BEFFROI_OVH_CONSUMER_KEY", "BEFFROI_ZIMBRA_PASSWORD", "BEFFROI_DIMAIL_PASSWORD"} <= set(NAMES)
