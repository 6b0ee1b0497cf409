"""A landscape is a picture and nothing else: the same for the same seed, and never two alike."""

import hashlib
import re
from xml.etree.ElementTree import Element  # the type alone: defusedxml parses

import pytest
from defusedxml.ElementTree import fromstring

from sites.landscape import SUBJECTS, VARIANTS, landscape
from sites.palette import palette

COLOURS = palette("#3f6b4f", "#d9a441", 95).tokens
DRAWN = {"svg", "defs", "g", "rect", "path", "circle", "ellipse", "linearGradient", "radialGradient", "stop"}
EVERY_SCENE = [(subject, variant) for subject in SUBJECTS for variant in VARIANTS]


def elements(drawing: str) -> list[Element]:
    return list(fromstring(drawing).iter())


@pytest.mark.parametrize(("subject", "variant"), EVERY_SCENE)
def test_a_landscape_is_well_formed_and_holds_shapes_only(subject: str, variant: str) -> None:
    found = elements(landscape("46042", COLOURS, variant, 960, 600, subject))
    assert {element.tag.removeprefix("{http://www.w3.org/2000/svg}") for element in found} <= DRAWN
    attributes = {name for element in found for name in element.attrib}
    assert not {name for name in attributes if name.startswith("on") or "href" in name or name == "style"}


@pytest.mark.parametrize(("subject", "variant"), EVERY_SCENE)
def test_no_number_of_a_landscape_is_missing_or_infinite(subject: str, variant: str) -> None:
    assert not re.search(r"nan|inf|None", landscape("46042", COLOURS, variant, 960, 600, subject))


def test_the_same_seed_gives_the_same_picture_on_every_machine() -> None:
    drawing = landscape("46042", COLOURS)
    assert drawing == landscape("46042", COLOURS)
    assert hashlib.sha256(drawing.encode()).hexdigest()[:16] == "51ee116669cd459f"


def test_no_two_communes_of_the_lot_have_the_same_landscape() -> None:
    assert len({landscape(f"46{number:03}", COLOURS) for number in range(1, 313)}) == 312


def test_subjects_and_lights_all_differ() -> None:
    drawings = {landscape("46042", COLOURS, variant, 960, 600, subject) for subject, variant in EVERY_SCENE}
    assert len(drawings) == len(EVERY_SCENE) >= 80


def test_a_landscape_wears_the_colours_of_its_commune() -> None:
    assert landscape("46042", COLOURS) != landscape("46042", palette("#8c2f39", "#e0a458").tokens)


def test_a_landscape_says_its_size_and_stays_light() -> None:
    drawing = landscape("46042", COLOURS, width=1600, height=760)
    assert 'width="1600" height="760" viewBox="0 0 1600 760"' in drawing
    assert len(drawing) < 45_000


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"subject": "tour eiffel"}, "Sujet inconnu"),
        ({"variant": "midi"}, "Lumière inconnue"),
        ({"width": 0}, "Dimensions impossibles"),
        ({"height": -1}, "Dimensions impossibles"),
    ],
)
def test_what_it_cannot_draw_is_refused_in_a_sentence(arguments: dict[str, str], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        landscape("46042", COLOURS, **arguments)  # type: ignore[arg-type]
