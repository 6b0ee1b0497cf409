"""Two people create the last page of a pack at the same moment, from two real connections to one file."""

import pytest

from tests.servers.install import install

RACE = """
import threading
from django.db import connection
from django.urls import reverse
from cms.limits import pages
from cms.models import Page, Rubrique
from sites.models import Commune
from tests.entering import enter
from sites.models import User
from tests.world import add_page

commune = Commune.objects.get(insee="30020")
commune.pack = "decouverte"
commune.save()
rubrique = Rubrique.objects.get(slug="vie-municipale", path__startswith=commune.site.root_page.path)
people = [User.objects.get(email=f"{role}@aubord.example") for role in ("contributeur", "gestionnaire")]
for rank in range(14 - 3):
    add_page(rubrique, Page(title=f"Page {rank}", slug=f"page-{rank}"), people[0])

both = threading.Barrier(2, timeout=3)
count = pages.pages_left

def pages_left(commune):
    left = count(commune)
    try:
        both.wait()  # nobody creates before both have counted, if both can
    except threading.BrokenBarrierError:
        pass
    return left

pages.pages_left = pages_left

def answer_of(client, number, answers):
    answers[number] = client.post(
        reverse(%(view)s, args=%(arguments)s), %(values)s | %(own)s[number]
    ).status_code
    connection.close()

answers = {}
clients = [enter(user) for user in people]
threads = [
    threading.Thread(target=answer_of, args=(client, number, answers)) for number, client in enumerate(clients)
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
answer = [sorted(answers), Page.objects.filter(title__startswith="Une de plus").count(), count(commune)]
"""
CREATED = {
    "view": repr("wagtailadmin_pages:add"),
    "arguments": '("cms", "page", rubrique.pk)',
    "values": repr({"body-count": "0"}),
    "own": repr([{"title": f"Une de plus {number}", "slug": f"une-de-plus-{number}"} for number in range(2)]),
}
COPIED = {
    "view": repr("wagtailadmin_pages:copy"),
    "arguments": '(Page.objects.get(slug="page-1").pk,)',
    "values": '{"new_parent_page": str(rubrique.pk)}',
    "own": repr([{"new_title": f"Une de plus {number}", "new_slug": f"une-de-plus-{number}"} for number in range(2)]),
}


@pytest.mark.server
@pytest.mark.parametrize("how", [CREATED, COPIED], ids=["created", "copied"])
def test_two_people_at_once_do_not_both_get_the_last_page(how: dict[str, str]) -> None:
    with install() as place:
        assert place.editor().do(RACE % how) == [[0, 1], 1, 0]
