"""A Host header becomes a folder name or nothing."""

from pathlib import PurePosixPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cms.serving.hosts import nearest, parse_host

label = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?", fullmatch=True)
names = st.lists(label, min_size=1, max_size=5).map(".".join)


@given(name=names, port=st.integers(1, 65535), dotted=st.booleans(), upper=st.booleans())
def test_a_name_is_found_whatever_its_case_port_and_final_dot(
    name: str, port: int, *, dotted: bool, upper: bool
) -> None:
    header = (name.upper() if upper else name) + ("." if dotted else "") + f":{port}"
    assert parse_host(header) == name


@given(st.text(max_size=80))
@example("../etc")
@example("a..b")
@example("a\0b")
@example("a\n")
@example("aubord.localhost\r\nX: y")
@example("İ.localhost")
@example("٣.localhost")
def test_no_text_whatever_leaves_the_folder_of_hosts(header: str) -> None:
    name = parse_host(header)
    assert name is None or (PurePosixPath(name).name == name and name not in {".", ".."} and "\0" not in name)


@given(st.text(max_size=80))
def test_a_parsed_name_is_its_own_parse(header: str) -> None:
    name = parse_host(header)
    assert name is None or parse_host(name) == name


@pytest.mark.parametrize(
    "header",
    [
        "",
        ".",
        "..",
        "...",
        ":8000",
        "/",
        "a/b",
        "a\\b",
        "a\0.fr",
        "a b.fr",
        " aubord.fr",
        "[::1]",
        "[::1]:8000",
        "::1",
        "aubord.fr:",
        "aubord.fr:0",
        "aubord.fr:65536",
        "aubord.fr:8000:8000",
        "aubord.fr:-1",
        "aubord.fr:٨٠",
        "aubord.fr..",
        ".aubord.fr",
        "-aubord.fr",
        "aubord-.fr",
        "mon_site.fr",
        "éguilles.fr",
        "user@aubord.fr",
        "aubord.fr, belleville.fr",
        "a" * 64 + ".fr",
        ".".join(["a" * 49] * 6),
        "a" * 65536,
    ],
)
def test_what_is_no_host_name_is_refused(header: str) -> None:
    assert parse_host(header) is None


def test_the_longest_name_passes() -> None:
    name = ".".join(["a" * 63, "b" * 63, "c" * 63, "d" * 61])
    assert (len(name), parse_host(f"{name}.:65535")) == (253, name)


def test_a_mistyped_name_finds_its_neighbours() -> None:
    known = ["belleville.localhost", "cahors.localhost", "figeac.localhost"]
    assert nearest("cahor.localhost", known)[0] == "cahors.localhost"
    assert nearest("figeac", known) == ["figeac.localhost"]
    assert nearest("zzzzzz", known) == []
