"""The scripts of the editor say what Python gives them, so that it is translated like the rest."""

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.urls import reverse

from cms.writing.words import SCRIPTS
from tests.entering import enter

if TYPE_CHECKING:
    from tests.world import World


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_says_all_the_words_it_is_given_and_no_other(name: str) -> None:
    found = finders.find(name)
    assert isinstance(found, str)
    script = Path(found).read_text(encoding="utf-8")
    assert set(re.findall(r"\bWORDS\.(\w+)", script)) == set(SCRIPTS[name]())
    assert re.findall(r"[^\x00-\x7f…]+", re.sub(r"//.*", "", script)) == []
    assert re.findall(r"""["'`][A-Z][a-z]+ [a-z]+""", script) == []


@pytest.mark.django_db
def test_the_words_stand_on_the_tag_of_their_script(world: "World") -> None:
    url = reverse("wagtailadmin_pages:add", args=("actualites", "article", world.aubord.actualites.pk))
    page = BeautifulSoup(enter(world.aubord.contributeur).get(url).content, "html.parser")
    for name, words in SCRIPTS.items():
        tag = page.find("script", src=static(name))
        assert tag is not None
        assert json.loads(str(tag["data-words"])) == words()


@pytest.mark.parametrize("name", SCRIPTS)
def test_their_spaces_are_those_of_french(name: str) -> None:
    for words in SCRIPTS[name]().values():
        assert re.search(r"« | »| [:;!?]", words) is None, words
