"""What agents do with what was received: theirs, and nobody else's."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from cms.guichet import retention
from cms.guichet.models import Envoi, PieceJointe, State
from sites.rendering.french import date_text
from tests.entering import enter, words
from tests.world import PDF, Town, World

pytestmark = pytest.mark.django_db


def receive(town: Town, text: str = "Bonjour", **more: Any) -> Envoi:
    answers = [{"name": "message", "label": "Votre message", "kind": "long", "value": text}]
    fields = {"module": "contact", "title": "Message à la mairie", "answers": answers, "sender": "anne@exemple.fr"}
    keep = timezone.localdate() + timedelta(days=30)
    return Envoi.objects.create(**{"commune": town.commune, "keep_until": keep, **fields, **more})


def join(envoi: Envoi) -> PieceJointe:
    file = ContentFile(PDF, "lettre.pdf")
    return PieceJointe.objects.create(envoi=envoi, question="Pièces", name="lettre.pdf", size=len(PDF), file=file)


@pytest.fixture
def agent(world: World) -> Client:
    """The secretary of Aubord."""
    return enter(world.aubord.contributeur, second_factor=False)


def test_the_agent_reads_a_message_and_marks_it_handled(agent: Client, world: World) -> None:
    envoi = receive(world.aubord, "Un lampadaire\nest éteint <b>rue</b> Haute")
    assert "Message à la mairie" in words(agent.get(reverse("guichet:index")).content)
    page = agent.get(reverse("guichet:read", args=(envoi.pk,))).content.decode()
    assert "Un lampadaire<br>est éteint &lt;b&gt;rue&lt;/b&gt; Haute" in page
    agent.post(reverse("guichet:handle", args=(envoi.pk,)), {"etat": "handled"})
    envoi.refresh_from_db()
    assert (envoi.state, envoi.handled_by) == (State.HANDLED, world.aubord.contributeur)
    assert "Rien à lire ici" in words(agent.get(reverse("guichet:index")).content)
    assert "Message à la mairie" in words(agent.get(reverse("guichet:index"), {"etat": "handled"}).content)


def test_an_answer_leaves_its_trace_in_the_list_which_is_chosen_by_it_and_is_undone(
    agent: Client, world: World
) -> None:
    envoi, where = receive(world.aubord), reverse("guichet:index")
    mark = reverse("guichet:handle", args=(envoi.pk,))
    assert "marqué comme répondu, en votre nom" in words(agent.post(mark, {"etat": "answered"}, follow=True).content)
    envoi.refresh_from_db()
    trace = f"Répondu le {words(date_text(envoi.handled_at))} à {words(date_text(envoi.handled_at, 'time'))}"
    for address, asked in ((where, {"etat": "answered"}), (where, {"etat": "tous"}), (mark.replace("traite/", ""), {})):
        assert f"{trace} par {world.aubord.contributeur}." in words(agent.get(address, asked).content)
    for state in ("new", "handled"):
        assert "Rien à lire ici" in words(agent.get(where, {"etat": state}).content)
    agent.post(mark, {"etat": "new"})
    envoi.refresh_from_db()
    assert (envoi.state, envoi.handled_at, envoi.handled_by) == (State.NEW, None, None)
    assert "Message à la mairie" in words(agent.get(where).content)
    assert agent.post(mark, {"etat": "unconfirmed"}).status_code == 404


def test_a_reply_says_what_it_answers(agent: Client, world: World) -> None:
    page = agent.get(reverse("guichet:read", args=(receive(world.aubord).pk,))).content.decode()
    assert "mailto:anne@exemple.fr?subject=Aubord%2C%20r%C3%A9ponse%20%C3%A0%20votre%20message" in page


def test_another_commune_s_messages_do_not_exist(agent: Client, world: World) -> None:
    foreign = receive(world.belleville, "Secret")
    piece = join(foreign)
    for name, pk in (("read", foreign.pk), ("piece", piece.pk)):
        assert agent.get(reverse(f"guichet:{name}", args=(pk,))).status_code == 404
    for name in ("handle", "delete"):
        assert agent.post(reverse(f"guichet:{name}", args=(foreign.pk,))).status_code == 404
    for shape in ("csv", "xlsx"):
        assert b"Secret" not in agent.get(reverse(f"guichet:{shape}")).content
    assert "Belleville" not in words(agent.get(reverse("guichet:index")).content)
    foreign.refresh_from_db()
    assert foreign.state == State.NEW


def test_what_nobody_confirmed_is_not_shown(agent: Client, world: World) -> None:
    envoi = receive(world.aubord, state=State.UNCONFIRMED)
    assert "Rien à lire ici" in words(agent.get(reverse("guichet:index"), {"etat": "tous"}).content)
    assert agent.get(reverse("guichet:read", args=(envoi.pk,))).status_code == 404


def test_a_file_is_saved_never_shown(agent: Client, world: World) -> None:
    piece = join(receive(world.aubord))
    answer = agent.get(reverse("guichet:piece", args=(piece.pk,)))
    assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]
    assert answer["Content-Disposition"] == 'attachment; filename="lettre.pdf"'
    assert answer["Content-Type"] == "application/octet-stream"
    assert str(piece.file.name).startswith(f"guichet/{world.aubord.commune.insee}/")
    assert "lettre" not in str(piece.file.name)


def test_only_a_manager_deletes_and_the_file_goes_too(agent: Client, world: World) -> None:
    envoi = receive(world.aubord)
    stored = join(envoi).file
    assert agent.post(reverse("guichet:delete", args=(envoi.pk,))).status_code in {302, 404}
    assert Envoi.objects.filter(pk=envoi.pk).exists()
    manager = enter(world.aubord.gestionnaire, second_factor=False)
    manager.post(reverse("guichet:delete", args=(envoi.pk,)))
    assert not Envoi.objects.exists()
    assert not stored.storage.exists(str(stored.name))


@pytest.mark.parametrize(
    "cell", ["=1+1", "+33 5 65", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1+1", "\u00a0=1", '=HYPERLINK("http://x")', "＝1"]
)
def test_a_cell_is_never_a_formula(agent: Client, world: World, cell: str) -> None:
    receive(world.aubord, cell)
    text = agent.get(reverse("guichet:csv")).content.decode("utf-8-sig")
    [titles, row] = csv.reader(StringIO(text, newline=""), delimiter=";")
    assert dict(zip(titles, row, strict=True))["Votre message"] == f"'{cell}"
    book = load_workbook(BytesIO(agent.get(reverse("guichet:xlsx")).content))
    last: Any = book.active[2][-1]  # type: ignore[index]
    assert (last.data_type, last.value.strip()) == ("s", cell.strip())


def test_columns_are_the_questions_of_what_is_chosen(agent: Client, world: World) -> None:
    receive(world.aubord)
    other = [{"name": "q", "label": "Votre quartier", "kind": "text", "value": "Le bourg"}]
    receive(world.aubord, title="Enquête", answers=other)
    book = agent.get(reverse("guichet:csv"), {"formulaire": "Enquête"}).content.decode("utf-8-sig")
    assert book.splitlines()[0].endswith('"Pièces jointes";"Votre quartier"')
    assert len(book.splitlines()) == 2


def test_the_list_costs_the_same_for_one_and_for_three(agent: Client, world: World) -> None:
    counts = []
    for number in (1, 2):
        for _time in range(number):
            receive(world.aubord)
        agent.get(reverse("guichet:index"))
        with CaptureQueriesContext(connection) as queries:
            agent.get(reverse("guichet:index"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_each_message_is_forgotten_in_its_time_with_its_files(world: World) -> None:
    today = timezone.localdate()
    due = receive(world.aubord, "ancien", keep_until=today - timedelta(days=1))
    stored = join(due).file
    receive(world.aubord, "récent", keep_until=today)
    yesterday = timezone.now() - timedelta(days=1, minutes=1)
    receive(world.aubord, "jamais confirmé", state=State.UNCONFIRMED, received_at=yesterday)
    receive(world.aubord, "bientôt confirmé", state=State.UNCONFIRMED)
    assert retention.forget() == 2
    assert sorted(envoi.answers[0]["value"] for envoi in Envoi.objects.all()) == ["bientôt confirmé", "récent"]
    assert not stored.storage.exists(str(stored.name))
