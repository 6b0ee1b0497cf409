"""The rows that modelsearch's own tests expect: its wheel holds the tests, not their fixture."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

APP = "searchtests"
AUTHORS = (
    (1, "George R.R. Martin", "1948-09-20"),
    (2, "J. R. R. Tolkien", "1892-01-03"),
    (3, "Isaac Asimov", "1920-01-02"),
    (4, "David Ascher", None),
    (5, "Mark Lutz", None),
    (6, "Daniel Roy Greenfeld", None),
    (7, "Audrey Roy Greenfeld", None),
    (8, "Douglas Crockford", None),
    (9, "David Flanagan", None),
    (10, "Steve Klabnik", None),
    (11, "Carol Nichols", None),
    (12, "Jim Blandy", None),
    (13, "Jason Orendorff", None),
)
# Number, title, authors, day, pages; novels have a setting, characters, and the rank of their protagonist among them.
WESTEROS, MIDDLE_EARTH = "Westeros", "Middle Earth"
NOVELS = (
    (1, "A Game of Thrones", 1, "1996-08-01", 694, WESTEROS, ("Daenerys Targaryen", "Eddard Stark"), None),
    (2, "A Clash of Kings", 1, "1998-01-01", 768, WESTEROS, ("Daenerys Targaryen", "Jon Snow"), None),
    (3, "A Storm of Swords", 1, "2000-01-01", 973, WESTEROS, ("Jon Snow",), None),
    (4, "The Fellowship of the Ring", 2, "1954-07-29", 423, MIDDLE_EARTH, ("Frodo Baggins", "Bilbo Baggins"), 0),
    (5, "The Two Towers", 2, "1954-11-11", 352, MIDDLE_EARTH, ("Frodo Baggins", "Bilbo Baggins"), 0),
    (6, "The Return of the King", 2, "1955-10-20", 440, MIDDLE_EARTH, ("Frodo Baggins", "Bilbo Baggins"), 0),
    (7, "The Hobbit", 2, "1937-09-21", 320, MIDDLE_EARTH, ("Bilbo Baggins", "Thorin Oakenshield"), 0),
    (10, "Foundation", 3, "1951-01-01", 255, "Galactic Empire", ("Hari Seldon",), None),
)
GUIDES = (
    (11, "Learning Python", (4, 5), "1999-01-01", 1160, "py"),
    (12, "Two Scoops of Django 1.11", (6, 7), "2017-04-26", 556, "py"),
    (13, "JavaScript: The good parts", (8,), "2008-05-18", 172, "js"),
    (14, "JavaScript: The Definitive Guide", (9,), "1998-06-11", 792, "js"),
    (15, "The Rust Programming Language", (10, 11), "2018-05-22", 440, "rs"),
)
OTHERS = ((16, "Programming Rust", (12, 13), "2017-12-01", 622),)
MEETINGS = ((1, "Breakfast yoga", "08:00"), (2, "Stand-up meeting", "10:00"), (3, "Evening yoga", "19:30"))
# Number, name, path of the materialised tree, left and right of the nested one.
ANIMALS = (
    (1, "Animal", "0001", 1, 14),
    (2, "Mammal", "00010001", 2, 7),
    (3, "Cat", "000100010001", 3, 4),
    (4, "Dog", "000100010002", 5, 6),
    (5, "Reptile", "00010002", 8, 11),
    (6, "Snake", "000100020001", 9, 10),
    (7, "Bird", "00010003", 12, 13),
)


def write(folder: Path) -> None:
    """``search.json`` in ``folder``, for ``FIXTURE_DIRS``."""
    (folder / "search.json").write_text(json.dumps(list(_rows())), encoding="utf-8")


def _row(model: str, pk: int, **fields: Any) -> dict[str, Any]:
    return {"model": f"{APP}.{model}", "pk": pk, "fields": fields}


def _book(number: int, title: str, authors: Any, day: str, pages: int) -> dict[str, Any]:
    return _row("book", number, title=title, authors=authors, publication_date=day, number_of_pages=pages)


def _rows() -> Iterator[dict[str, Any]]:
    for number, name, born in AUTHORS:
        yield _row("author", number, name=name, date_of_birth=born)
    yield from _novels()
    for number, title, authors, day, pages, language in GUIDES:
        yield _book(number, title, authors, day, pages)
        yield _row("programmingguide", number, programming_language=language)
    for number, title, authors, day, pages in OTHERS:
        yield _book(number, title, authors, day, pages)
    yield _row("unindexedbook", 1, title="A Game of Thrones", publication_date="1996-08-01", number_of_pages=694)
    for number, name, hour in MEETINGS:
        yield _row("meeting", number, name=name, start_time=hour)
    yield _row("agendaitem", 1, meeting=2, topic="Mystery novels")
    yield _row("speaker", 1, agenda_item=1, name="Arthur Conan Doyle")
    yield from _animals()


def _novels() -> Iterator[dict[str, Any]]:
    number_of = 0
    for number, title, author, day, pages, setting, names, hero in NOVELS:
        yield _book(number, title, (author,), day, pages)
        characters = [
            _row("character", number_of + rank, name=name, novel=number) for rank, name in enumerate(names, 1)
        ]
        number_of += len(names)
        yield from characters
        yield _row("novel", number, setting=setting, protagonist=None if hero is None else characters[hero]["pk"])


def _animals() -> Iterator[dict[str, Any]]:
    for number, name, path, left, right in ANIMALS:
        depth = len(path) // 4
        children = sum(other[2][:-4] == path for other in ANIMALS)
        yield _row("mpanimal", number, name=name, path=path, depth=depth, numchild=children)
        yield _row("nsanimal", number, name=name, lft=left, rgt=right, depth=depth, tree_id=1)
