"""Whoever gives a name must not have us reach our own network."""

from typing import Any

import httpx
import pytest

from cms.outgoing.hosts import PrivateHostError, UnknownHostError, any_address, is_public, public_address, request


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.255.0.9", "0.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "192.0.2.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1",
    ],
)  # fmt: skip
def test_an_address_that_is_not_of_the_internet_is_none(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "93.184.215.14", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_an_address_of_the_internet_is_one(address: str) -> None:
    assert is_public(address)


def resolving(*addresses: str) -> Any:
    return lambda _host, port, **_more: [(2, 1, 6, "", (address, port)) for address in addresses]


def test_one_private_address_among_many_refuses_the_name() -> None:
    assert public_address("a.example", 443, resolving("8.8.8.8", "8.8.4.4")) == "8.8.8.8"
    for found in (("8.8.8.8", "127.0.0.1"), ("::1",)):
        with pytest.raises(PrivateHostError):
            public_address("a.example", 443, resolving(*found))


def test_a_name_that_nobody_knows_is_told_apart() -> None:
    def unknown(*_given: Any, **_more: Any) -> Any:
        raise OSError

    for resolve in (unknown, resolving()):
        with pytest.raises(UnknownHostError):
            public_address("a.example", 443, resolve)


def test_who_may_reach_our_own_network_is_given_any_address() -> None:
    assert any_address("a.example", 443, resolving("10.0.0.8")) == "10.0.0.8"
    with pytest.raises(UnknownHostError):
        any_address("a.example", 443, resolving())


@pytest.mark.parametrize(
    ("numeric", "machine"), [("93.184.215.14", "93.184.215.14"), ("2606:4700::1111", "[2606:4700::1111]")]
)
def test_a_request_goes_to_the_machine_that_was_checked_under_the_name_that_was_given(
    numeric: str, machine: str
) -> None:
    with httpx.Client() as asking:
        made = request(asking, "GET", "https://moi:secret@a.example:8443/x?y=1", numeric, headers={"Accept": "text/*"})
    assert str(made.url) == f"https://{machine}:8443/x?y=1"
    assert (made.headers["host"], made.headers["accept"]) == ("a.example:8443", "text/*")
    assert made.extensions["sni_hostname"] == "a.example"
    assert "authorization" not in made.headers
