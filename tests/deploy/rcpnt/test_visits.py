"""What real servers answer on loopback, the bad ones included; a visit never raises and always ends."""

import time

import pytest

from cms.outgoing import hosts
from deploy.rcpnt import visits as visiting
from deploy.rcpnt.judging import Trouble, Visit
from deploy.rcpnt.visits import Network, visit, visits

pytestmark = pytest.mark.server


def see(address: str, internet: Network) -> Visit:
    return visit(address, internet, time.monotonic() + 20)


def test_http_leads_to_https_with_a_certificate_that_is_good(internet: Network) -> None:
    http, https, bare = visits("www.aubord.fr", internet, time.monotonic() + 20)
    assert http == https == Visit("https://www.aubord.fr/", 200)
    assert list(bare) == [Visit("https://aubord.fr/", 200)] * 2


def test_a_name_without_www_has_no_other_form(internet: Network) -> None:
    assert list(visits("aubord.fr", internet, time.monotonic() + 20)[2]) == []


def test_a_site_that_stays_in_http_leads_elsewhere_or_has_no_page_is_told(internet: Network) -> None:
    assert see("http://clair.fr/", internet) == Visit("http://clair.fr/", 200)
    assert see("https://ailleurs.fr/", internet) == Visit("https://www.aubord.fr/", 200)
    assert see("https://404.fr/", internet).status == 404


def test_a_certificate_for_another_name_or_of_nobody_is_told_as_such(internet: Network) -> None:
    other = see("https://autre.fr/", internet)
    assert (other.trouble, other.reason) == (Trouble.CERTIFICATE, "Le certificat de autre.fr n’est pas valable.")
    stranger = Network(internet.find, ports=internet.ports)  # trusts only what everybody trusts
    assert see("https://www.aubord.fr/", stranger).trouble is Trouble.CERTIFICATE


@pytest.mark.parametrize(
    ("address", "trouble", "reason"),
    [
        ("https://boucle.fr/", Trouble.DOWN, "tournent en rond"),
        ("https://inconnu.fr/", Trouble.NAME, "ne mène nulle part"),
        ("https://casse.fr/", Trouble.DOWN, "ne répond pas"),
    ],
)
def test_what_cannot_be_followed_is_down_or_has_no_name(
    internet: Network, address: str, trouble: Trouble, reason: str
) -> None:
    seen = see(address, internet)
    assert seen.trouble is trouble
    assert reason in seen.reason


def test_a_server_that_is_mute_or_drips_is_left_in_time(internet: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visiting, "SILENCE", 0.3)
    monkeypatch.setattr(visiting, "SECONDS", 0.8)
    for host in ("muet.fr", "lent.fr"):
        start = time.monotonic()
        seen = see(f"https://{host}/", internet)
        assert (seen.trouble, "à temps" in seen.reason) == (Trouble.DOWN, True)
        assert time.monotonic() - start < 3


def test_a_page_without_end_is_left_once_it_is_known_to_come(internet: Network) -> None:
    assert see("https://enorme.fr/", internet).status == 200


def test_nobody_is_asked_in_our_own_network(internet: Network) -> None:
    def private(host: str, port: int) -> str:
        return hosts.public_address(host, port, lambda *_a, **_o: [(0, 0, 0, "", ("127.0.0.1", port))])

    seen = see("http://www.aubord.fr/", Network(private, internet.trust, internet.ports))
    assert (seen.trouble, "réseau interne" in seen.reason) == (Trouble.NAME, True)


def test_nothing_is_asked_once_the_time_of_a_commune_is_over(internet: Network) -> None:
    assert visit("https://www.aubord.fr/", internet, time.monotonic() - 1).trouble is Trouble.DOWN
