"""The editor's own look at the page: axe, in French, about what a contributor can mend."""

import json
import re
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from cms.writing.checks import MESSAGES
from tests.entering import enter

if TYPE_CHECKING:
    from tests.world import World

pytestmark = pytest.mark.django_db


def configuration(html: str) -> dict[str, object]:
    found = re.search(r'<script id="checker-axe-configuration" type="application/json">(.*?)</script>', html, re.DOTALL)
    assert found
    read: dict[str, object] = json.loads(found[1])
    return read


def test_the_checks_of_the_editor_are_ours_and_in_french(world: "World") -> None:
    url = reverse("wagtailadmin_pages:edit", args=(world.aubord.page.pk,))
    found = configuration(enter(world.aubord.contributeur).get(url).content.decode())
    assert found["options"] == {"runOnly": list(MESSAGES), "rules": {}}
    said = found["messages"]
    assert isinstance(said, dict)
    assert said["image-alt"]["error_name"] == "Une image n’est pas décrite"
    assert set(said) == set(MESSAGES)


def test_each_check_says_what_is_wrong_and_what_to_do() -> None:
    assert all(str(words["error_name"]) and str(words["help_text"]).endswith(".") for words in MESSAGES.values())


def test_a_news_item_not_stored_yet_is_previewed_among_those_of_its_day(world: "World") -> None:
    client = enter(world.aubord.contributeur)
    url = reverse("wagtailadmin_pages:preview_on_add", args=("actualites", "article", world.aubord.actualites.pk))
    day = world.aubord.article.date.strftime("%d/%m/%Y")
    sent = {"title": "Pas encore là", "slug": "pas-encore-la", "intro": "Bientôt.", "date": day, "body-count": "0"}
    assert client.post(url, sent).json()["is_valid"]
    shown = client.get(url)
    assert shown.status_code == 200
    assert "Pas encore là" in shown.content.decode()
