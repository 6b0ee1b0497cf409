"""Zimbra, dimail and OVHcloud on stand-ins: faults, refusals, nothing doubled, and secrets that nobody reads."""

from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from deploy import runs
from deploy.drivers.asking import door
from deploy.drivers.base import DriverError, WaitingError
from deploy.models import CommuneReference, HeldResource, Run
from deploy.provision import Proposal, driver_of, propose_current
from deploy.records import facts_of
from deploy.resources import Alias, Mailbox, Resource, payload, thing
from deploy.subscriptions import Subscription
from sites.plan import Plan
from tests.deploy.conftest import CAHORS, DAY, FIGEAC, minimal, quiet
from tests.servers import mail_vendors, ovh_dns
from tests.servers.mail_vendors import Dimail, MxPlan, Vendor, Zimbra

pytestmark = pytest.mark.django_db
PlanOf = Callable[..., Proposal]
DOMAIN = "cahors.example"
MAIRIE = Mailbox(CAHORS, f"mairie@{DOMAIN}", 5, "classique", "anne@example.org")
CONTACT = Alias(CAHORS, f"contact@{DOMAIN}", (MAIRIE.address,))
TOWN = f"""domaines = ["{DOMAIN}"]
[[commune.boite]]
adresse = "mairie"
secours = "anne@example.org"
[[commune.alias]]
adresse = "contact"
vers = ["mairie@{DOMAIN}"]
"""
SECRETS = (mail_vendors.PASSWORD, mail_vendors.TOKEN, ovh_dns.SECRET, ovh_dns.CONSUMER)
# What makes a box, and what leads an alias, in the words of each.
MAKES = {
    "on_zimbra": ("CreateAccount", "AddAccountAlias"),
    "on_dimail": (f"POST /domains/{DOMAIN}/mailboxes/mairie", f"POST /domains/{DOMAIN}/aliases/"),
    "on_mxplan": (f"POST /email/domain/{DOMAIN}/account", f"POST /email/domain/{DOMAIN}/redirection"),
}


@pytest.fixture(params=sorted(MAKES))
def name(request: pytest.FixtureRequest) -> str:
    it: str = request.param
    return it


@pytest.fixture
def vendor(request: pytest.FixtureRequest, name: str) -> Vendor:
    it: Vendor = request.getfixturevalue(name)
    return it


def town(insee: str = CAHORS) -> Subscription:
    return Subscription(facts_of(CommuneReference(insee=insee, name="X", departement="46", departement_name="Lot")))


def bring(*wanted: Resource, insee: str = CAHORS) -> int:
    driver = driver_of("mailbox")
    changes = Plan.between(map(thing, driver.read([town(insee)])), map(thing, wanted)).to_apply
    for change in changes:
        driver.apply(change)
    return len(changes)


def read(insee: str = CAHORS) -> dict[str, Any]:
    return {one.identity: one for one in driver_of("mailbox").read([town(insee)])}


def plain(error: object) -> str:
    return str(error).replace("\u00a0", " ").replace("\u202f", " ")


def boxes(vendor: Vendor) -> list[str]:
    """Addresses of all the boxes there."""
    if isinstance(vendor, Zimbra):
        return sorted(vendor.accounts)
    held = vendor.boxes if isinstance(vendor, Dimail) else vendor.accounts  # type: ignore[attr-defined]
    return sorted(f"{local}@{domain}" for domain, locals_ in held.items() for local in locals_)


def lines(vendor: Vendor) -> list[tuple[str, str]]:
    """All that leads elsewhere there, with where."""
    if isinstance(vendor, Zimbra):
        aliases = [(alias, name) for name, one in vendor.accounts.items() for alias in one["zimbraMailAlias"]]
        return sorted(aliases + [(name, to) for name, members in vendor.lists.items() for to in members])
    if isinstance(vendor, Dimail):
        return sorted((f"{local}@{domain}", to) for domain, all_ in vendor.aliases.items() for local, to in all_)
    return sorted((one["from"], one["to"]) for one in vendor.all)  # type: ignore[attr-defined]


def test_a_commune_has_its_box_and_its_alias_and_the_next_plan_is_empty(vendor: Vendor, plan_of: PlanOf) -> None:
    outcome = runs.apply(plan_of(minimal(CAHORS, more=TOWN)), quiet)
    assert (outcome.errors, outcome.waiting) == ((), ())
    assert boxes(vendor) == [MAIRIE.address]
    assert lines(vendor) == [(CONTACT.address, MAIRIE.address)]
    assert len(propose_current(DAY).plan) == 0


@pytest.mark.parametrize("fault", ["500", "mute", "slow"])
@pytest.mark.parametrize("step", [0, 1])
def test_a_fault_is_said_in_one_sentence_and_nothing_is_made_twice(
    vendor: Vendor, name: str, fault: str, step: int, plan_of: PlanOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "SILENCE", 0.4)
    plan = plan_of(minimal(CAHORS, more=TOWN))
    vendor.fault = lambda asked: fault if asked == MAKES[name][step] else ""
    outcome = runs.apply(plan, quiet)
    said = plain(" ".join(outcome.errors))
    assert ("est en panne (500)" if fault == "500" else "n’a pas répondu jusqu’au bout") in said
    assert not [secret for secret in (*SECRETS, *vendor.passwords) if secret in said]
    assert Run.objects.get().ended_at is None
    vendor.fault = lambda _asked: ""
    assert runs.apply(propose_current(DAY), quiet).errors == ()
    assert (boxes(vendor), lines(vendor)) == ([MAIRIE.address], [(CONTACT.address, MAIRIE.address)])
    assert len(propose_current(DAY).plan) == 0
    assert Run.objects.filter(ended_at=None).count() == 0


def test_what_the_vendor_says_to_exist_already_is_done(vendor: Vendor) -> None:
    host = driver_of("mailbox").host  # type: ignore[attr-defined]
    for _time in range(2):
        host.create(MAIRIE)
        host.lead(CONTACT.address, (), CONTACT.targets)
    assert (boxes(vendor), lines(vendor)) == ([MAIRIE.address], [(CONTACT.address, MAIRIE.address)])
    assert len(vendor.passwords) == 1


def test_a_server_that_is_away_is_said_and_nothing_was_asked(
    name: str, request: pytest.FixtureRequest, settings: Any
) -> None:
    request.getfixturevalue(name)
    settings.BEFFROI_ZIMBRA_ADDRESS = settings.BEFFROI_DIMAIL_ADDRESS = "http://127.0.0.1:1"
    settings.BEFFROI_OVH_ADDRESS = "http://127.0.0.1:1"
    with pytest.raises(DriverError, match="ne répond pas"):
        bring(MAIRIE)


def test_a_wrong_key_is_said_without_being_told(vendor: Vendor, settings: Any) -> None:
    wrong = "une-mauvaise-cle"
    settings.BEFFROI_ZIMBRA_PASSWORD = settings.BEFFROI_DIMAIL_PASSWORD = wrong
    settings.BEFFROI_OVH_APPLICATION_SECRET = wrong
    with pytest.raises(DriverError, match="refuse") as refused:
        bring(MAIRIE)
    assert wrong not in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1


def test_no_vendor_writes_a_secret_or_a_password_in_a_journal(
    vendor: Vendor, plan_of: PlanOf, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    assert runs.apply(plan_of(minimal(CAHORS, more=TOWN)), quiet).errors == ()
    assert len(set(vendor.passwords)) == 1
    assert caplog.text != ""
    held = " ".join(str(row.payload) for row in HeldResource.objects.all())
    assert [one for one in (*SECRETS, *vendor.passwords) if one in caplog.text + held] == []


def test_a_box_that_the_commune_already_had_is_taken_up_as_it_is(vendor: Vendor) -> None:
    bring(MAIRIE)
    HeldResource.objects.all().delete()
    assert read() == {}
    assert bring(MAIRIE) == 1
    assert (len(vendor.passwords), read()) == (1, {MAIRIE.address: MAIRIE})


def test_what_others_made_there_is_neither_shown_nor_taken_away_nor_turned_elsewhere(vendor: Vendor) -> None:
    bring(MAIRIE, CONTACT)
    HeldResource.objects.filter(kind__endswith="-alias").delete()
    assert list(read()) == [MAIRIE.address]
    with pytest.raises(DriverError, match="nous ne l’avons pas fait"):
        bring(MAIRIE, replace(CONTACT, targets=("anne@example.org",)))
    assert bring(MAIRIE) == 0
    assert lines(vendor) == [(CONTACT.address, MAIRIE.address)]


def test_an_alias_follows_its_order_and_goes_with_it(vendor: Vendor) -> None:
    bring(MAIRIE, CONTACT)
    outside = replace(CONTACT, targets=("anne@example.org",))
    assert [bring(MAIRIE, outside), bring(MAIRIE, outside)] == [1, 0]
    assert lines(vendor) == [(CONTACT.address, "anne@example.org")]
    assert [bring(MAIRIE, CONTACT), bring(MAIRIE, CONTACT)] == [1, 0]
    assert lines(vendor) == [(CONTACT.address, MAIRIE.address)]
    assert [bring(MAIRIE), bring(MAIRIE)] == [1, 0]
    assert lines(vendor) == []


@pytest.mark.parametrize("name", ["on_zimbra", "on_dimail"], indirect=True)
def test_a_group_gains_and_loses_members(vendor: Vendor) -> None:
    everybody = replace(CONTACT, targets=("anne@example.org", MAIRIE.address))
    bring(MAIRIE, CONTACT)
    assert [bring(MAIRIE, everybody), bring(MAIRIE, everybody)] == [1, 0]
    assert lines(vendor) == [(CONTACT.address, "anne@example.org"), (CONTACT.address, MAIRIE.address)]
    others = replace(CONTACT, targets=("anne@example.org", "luc@example.org"))
    assert [bring(MAIRIE, others), bring(MAIRIE, others)] == [1, 0]
    assert [bring(MAIRIE), lines(vendor)] == [1, []]


@pytest.mark.parametrize("name", ["on_zimbra", "on_dimail"], indirect=True)
def test_a_suspended_box_is_still_there_and_no_plan_opens_it(vendor: Vendor) -> None:
    bring(MAIRIE)
    out = StringIO()
    call_command("courriel", "suspendre", MAIRIE.address, stdout=out)
    assert "est suspendue" in out.getvalue()
    standing = driver_of("mailbox").host.standing  # type: ignore[attr-defined]
    assert not standing(DOMAIN, [MAIRIE.address]).boxes[MAIRIE.address].open
    assert bring(MAIRIE) == 0
    if isinstance(vendor, Zimbra):
        assert bring(replace(MAIRIE, gigabytes=10)) == 1
        assert vendor.accounts[MAIRIE.address]["zimbraAccountStatus"] == "closed"
    call_command("courriel", "reactiver", MAIRIE.address, stdout=out)
    assert standing(DOMAIN, [MAIRIE.address]).boxes[MAIRIE.address].open
    with pytest.raises(CommandError, match="n’est pas une boîte que nous tenons"):
        call_command("courriel", "suspendre", "inconnue@cahors.example")


def test_ovh_says_that_it_does_not_suspend(on_mxplan: MxPlan) -> None:
    bring(MAIRIE)
    on_mxplan.accounts[DOMAIN]["mairie"]["isBlocked"] = True
    assert bring(MAIRIE) == 0
    with pytest.raises(CommandError, match="ne se suspend pas"):
        call_command("courriel", "suspendre", MAIRIE.address)


@pytest.mark.parametrize(
    ("host", "wanted", "sentence"),
    [
        ("on_zimbra", replace(MAIRIE, gigabytes=20), "« {} » : chez Zimbra, une boîte a 10 Go au plus."),
        ("on_dimail", replace(MAIRIE, gigabytes=10), "« {} » : chez dimail, une boîte a 5 Go au plus."),
        ("on_mxplan", replace(MAIRIE, gigabytes=10), "« {} » : chez OVHcloud, une boîte a 5 Go au plus."),
        ("on_mxplan", replace(MAIRIE, style="collaborative"), "« {} » : OVHcloud n’a pas de boîte collaborative."),
        (
            "on_zimbra",
            replace(MAIRIE, members=("elus@cahors.example",)),
            "« {} » : Zimbra ne permet pas d’y commander une boîte partagée.",
        ),
        (
            "on_mxplan",
            replace(CONTACT, targets=("a@example.org", "b@example.org")),
            "« {} » : OVHcloud n’a pas de groupes ; donnez une seule adresse.",
        ),
        ("on_dimail", replace(CONTACT, targets=()), "« {} » doit mener à une autre adresse."),
        ("on_zimbra", replace(MAIRIE, gigabytes=0), "« {} » : une boîte de 0 Go n’existe pas."),
        ("on_zimbra", replace(MAIRIE, address="Mairie@cahors.example"), "« {} » s’écrit en minuscules."),
    ],
)
def test_what_a_vendor_lacks_is_refused_in_one_sentence_and_nothing_is_asked(
    request: pytest.FixtureRequest, host: str, wanted: Any, sentence: str
) -> None:
    vendor: Vendor = request.getfixturevalue(host)
    with pytest.raises(DriverError) as refused:
        bring(wanted)
    assert plain(refused.value) == sentence.format(wanted.address)
    assert (vendor.asked, HeldResource.objects.count()) == ([], 0)


def test_another_communes_domain_and_the_shared_one_are_kept_apart(vendor: Vendor, settings: Any) -> None:
    bring(MAIRIE)
    with pytest.raises(DriverError, match=f"déjà pris par la commune {CAHORS}"):
        bring(Mailbox(FIGEAC, f"autre@{DOMAIN}", 5, "classique"), insee=FIGEAC)
    settings.BEFFROI_CDG_DOMAIN = DOMAIN
    HeldResource.objects.all().delete()
    with pytest.raises(DriverError, match="nous ne l’avons pas fait"):
        bring(replace(MAIRIE, insee=FIGEAC), insee=FIGEAC)
    assert boxes(vendor) == [MAIRIE.address]


def test_a_kind_that_is_taken_there_is_not_made_the_other(vendor: Vendor) -> None:
    bring(MAIRIE, CONTACT)
    HeldResource.objects.all().delete()
    with pytest.raises(DriverError, match="est déjà une boîte"):
        bring(Alias(CAHORS, MAIRIE.address, ("anne@example.org",)))
    with pytest.raises(DriverError, match="est déjà un alias"):
        bring(replace(MAIRIE, address=CONTACT.address))
    assert len(vendor.passwords) == 1


def test_the_calls_of_a_reading_do_not_grow_with_the_boxes_where_the_vendor_allows_it(
    on_zimbra: Zimbra, on_dimail: Dimail, settings: Any
) -> None:
    for vendor, code, calls in ((on_zimbra, "zimbra", 2), (on_dimail, "dimail", 3)):
        settings.BEFFROI_MAIL = code
        for count in (1, 3):
            bring(*(replace(MAIRIE, address=f"b{rank}@{DOMAIN}") for rank in range(count)))
            vendor.asked.clear()
            assert len(read()) == count
            assert len(vendor.asked) == calls, "one to sign in, the others for the domain"


def test_zimbra_signs_in_again_when_its_token_has_expired(on_zimbra: Zimbra) -> None:
    bring(MAIRIE)
    on_zimbra.expired = 1
    assert list(read()) == [MAIRIE.address]


def test_zimbra_opens_its_own_forgotten_password_to_the_recovery_address(on_zimbra: Zimbra) -> None:
    bring(MAIRIE)
    account = on_zimbra.accounts[MAIRIE.address]
    assert account["zimbraPrefPasswordRecoveryAddress"] == "anne@example.org"
    assert account["zimbraFeatureResetPasswordStatus"] == "enabled"
    assert account["zimbraMailQuota"] == str(5 * 2**30)
    account["zimbraMailQuota"] = str(2**30)
    assert payload(read()[MAIRIE.address])["gigabytes"] == 1


def test_the_zone_says_that_the_vendor_sends(on_mxplan: MxPlan, plan_of: PlanOf, settings: Any) -> None:
    settings.BEFFROI_SPF, settings.BEFFROI_MAIL_HOST = "include:mx.ovh.com", "mx1.mail.ovh.net"
    wanted = {change.key: change.after for change in plan_of(minimal(CAHORS, more=TOWN)).plan.to_apply}
    assert wanted["dns", f"{DOMAIN} TXT"]["values"] == ["v=spf1 include:mx.ovh.com -all"]
    assert wanted["dns", f"{DOMAIN} MX"]["values"] == ["10 mx1.mail.ovh.net"]


def test_a_domain_without_an_offer_waits_at_ovh(on_mxplan: MxPlan) -> None:
    del on_mxplan.accounts[DOMAIN]
    with pytest.raises(WaitingError, match="n’a pas d’offre MX Plan"):
        bring(MAIRIE)
    on_mxplan.accounts[DOMAIN] = {}
    assert [bring(MAIRIE), bring(MAIRIE)] == [1, 0]
