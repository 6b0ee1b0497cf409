"""A list is read however the spreadsheet wrote it."""

import csv
import sys

import pytest

from cms.forwarding.parse import MOST_LINES, UnreadableError, lines

ROWS = [(2, "/école.html", "/ecole/"), (3, "/élus.html", "Les élus")]
TEXT = "Ancienne adresse{0}Nouvelle{0}Remarque\r\n/école.html{0}/ecole/{0}oui\r\n/élus.html{0}Les élus{0}\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_every_encoding_and_separator_is_understood(encoding: str, separator: str) -> None:
    assert lines(TEXT.format(separator).encode(encoding)) == ROWS


def test_headings_are_not_asked_for_and_empty_lines_are_passed_over() -> None:
    assert lines(b'/a;/b/\n\n;;\n"/c;d";/e/\n') == [(1, "/a", "/b/"), (4, "/c;d", "/e/")]
    assert lines(b"ancien.html,/b/\n/c\n") == [(1, "ancien.html", "/b/"), (2, "/c", "")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"ancienne;nouvelle\n", "empty"),
        (b"PK\x03\x04\0\0\0", "binary"),
        (b"/a;/b\n" * (MOST_LINES + 1), "long"),
        (b"/a;/b\n" * 1_000_000, "heavy"),
        (b'"/a' + b"x" * 200_000 + b'";/b', "broken"),
    ],
)
def test_what_is_no_list_is_told_by_a_code(content: bytes, code: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        lines(content)
    assert str(caught.value) == code


def test_a_mark_that_nothing_closes_is_told_whatever_limit_another_library_set() -> None:
    former = csv.field_size_limit(sys.maxsize)
    try:
        with pytest.raises(UnreadableError, match="broken"):
            lines(b'"/a' + b"x" * 200_000 + b'";/b')
    finally:
        csv.field_size_limit(former)


def test_the_longest_list_is_taken() -> None:
    assert len(lines(b"ancienne;nouvelle\n" + b"/a;/b\n" * MOST_LINES)) == MOST_LINES
