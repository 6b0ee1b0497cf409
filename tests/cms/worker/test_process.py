"""Real processes: what is published goes live by itself, whoever dies meanwhile."""

import random
import time

import pytest

from tests.servers.install import Editor, Install, end, until

pytestmark = pytest.mark.server
FIND = """
from cms.models import Page
from sites.models import BakeState, Commune
commune = Commune.objects.get(insee="30020")
page = Page.objects.get(slug="conseil", path__startswith=commune.site.root_page.path)
"""
HOME = "index.html"
CONSEIL = "vie-municipale/conseil/index.html"


def publish(editor: Editor, text: str) -> None:
    editor.do(f"{FIND}\npage.intro = {text!r}\npage.save_revision().publish()")


def is_clean(editor: Editor) -> bool:
    return bool(editor.do(f"{FIND}\nanswer = not BakeState.objects.exclude(dirty_at=None).exists()"))


def test_what_is_published_goes_live_and_two_workers_do_not_fight(place: Install) -> None:
    editor = place.editor()
    workers = [place.start("worker"), place.start("worker")]
    until(lambda: "Aubord" in place.page(HOME), 90)
    for number in range(6):
        publish(editor, f"Séance numéro {number}")
    until(lambda: "Séance numéro 5" in place.page(CONSEIL))
    until(lambda: is_clean(editor))
    assert "Belleville" in place.page(HOME, "69264")
    errors = editor.do(f"{FIND}\nanswer = list(BakeState.objects.values_list('error', flat=True))")
    assert errors == ["", ""]
    assert [end(worker) for worker in workers] == [0, 0]


@pytest.mark.kill
def test_a_worker_killed_at_any_moment_leaves_a_whole_site_and_the_next_one_finishes(place: Install) -> None:
    seed = random.SystemRandom().randrange(10**9)
    chance = random.Random(seed)  # noqa: S311 — repeatable on purpose
    editor = place.editor()
    worker = place.start("worker")
    until(lambda: "Aubord" in place.page(HOME), 90)
    until(lambda: is_clean(editor))
    for number in range(3):
        publish(editor, f"Tour {number}")
        time.sleep(chance.uniform(0, 0.3))
        worker.kill()
        worker.wait()
        page = place.page(CONSEIL)
        assert page.rstrip().endswith("</html>"), f"seed {seed}"
        worker = place.start("worker")
        shown = f"Tour {number}"
        until(lambda shown=shown: shown in place.page(CONSEIL), 60)  # type: ignore[misc]
    until(lambda: is_clean(editor))


def test_planned_content_goes_live_by_itself(place: Install) -> None:
    editor = place.editor()
    place.start("worker")
    until(lambda: "Aubord" in place.page(HOME), 90)
    editor.do(
        f"""{FIND}
from datetime import timedelta
from django.utils import timezone
draft = Page.objects.get(slug="budget", path__startswith=commune.site.root_page.path)
draft.go_live_at = timezone.now() + timedelta(seconds=2)
draft.save_revision().publish()
page.expire_at = timezone.now() + timedelta(seconds=2)
page.save_revision().publish()
"""
    )
    assert place.page("vie-municipale/budget/index.html") == ""
    until(lambda: place.page("vie-municipale/budget/index.html"), 60)
    until(lambda: not place.page(CONSEIL), 60)
