"""A list of redirects is seen before it is written, written whole or not at all, and taken back."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from wagtail.contrib.redirects.models import Redirect

from cms.forwarding.check import SAME, WRITTEN, WRONG, check
from cms.forwarding.models import Batch
from cms.forwarding.write import apply, undo, write
from sites.models import BakeState
from tests.world import Town, World

SPACES = str.maketrans("\u00a0\u202f", "  ")


@pytest.fixture
def town(world: World) -> Town:
    return world.aubord


def address_of(town: Town, page: Any) -> str:
    return "/" + str(page.url_path).removeprefix(town.home.url_path)


def said(town: Town, *rows: tuple[str, str]) -> list[tuple[str, str]]:
    checked = check(town.commune, [(number, *row) for number, row in enumerate(rows, 1)])
    return [(one.state, one.note.translate(SPACES)) for one in checked]


def test_addresses_with_a_query_are_told_apart(town: Town) -> None:
    page, host = address_of(town, town.page), town.site.hostname
    rows = (
        ("/index.php?id=12", page),
        ("/index.php?id=13", page),
        ("/index.php?b=2&a=1", page),
        ("https://www.vieux.example/spip.php?article34#haut", page),
        ("/?p=12", page),
        ("/?p=13", f"https://{host}/"),
        ("/index.php?a=1&b=2", page),
    )
    assert [state for state, _note in said(town, *rows)] == [WRITTEN] * 6 + [SAME]
    checked = check(town.commune, [(number, *row) for number, row in enumerate(rows)])
    write(town.commune, [one for one in checked if one.state == WRITTEN])
    assert sorted(Redirect.objects.filter(site=town.site).values_list("old_path", flat=True)) == [
        "/?p=12", "/?p=13", "/index.php?a=1&b=2", "/index.php?id=12", "/index.php?id=13", "/spip.php?article34"
    ]  # fmt: skip


def send(client: Client, town: Town, text: str) -> Any:
    body = {"commune": town.commune.pk, "file": SimpleUploadedFile("liste.csv", text.encode("cp1252"))}
    return client.post(reverse("forwarding:index"), body)


def test_a_line_leads_to_a_page_by_its_address_its_title_or_to_another_site(town: Town) -> None:
    page = address_of(town, town.page)
    host = town.site.hostname
    rows = (
        ("/a.html", page),
        ("https://www.vieux.example/b.html", f"https://{host}{page}"),
        ("c.html", town.page.title.upper()),
        ("/d", "https://www.service-public.example/x?y=1"),
        ("/e", address_of(town, town.draft)),
    )
    assert said(town, *rows) == [
        (WRITTEN, f"« {town.page.title} »"),
        (WRITTEN, f"« {town.page.title} »"),
        (WRITTEN, f"« {town.page.title} »"),
        (WRITTEN, "https://www.service-public.example/x?y=1"),
        (WRITTEN, f"« {town.draft.title} », quand cette page sera en ligne."),
    ]


def test_each_fault_is_told_in_french(town: Town, world: World) -> None:
    page = address_of(town, town.page)
    Redirect.objects.create(old_path="/deja", site=town.site, redirect_page=town.article)
    foreign = address_of(world.belleville, world.belleville.page).rstrip("/") + "-b/"
    cases = {
        ("", page): "Il manque l’ancienne adresse.",
        ("/a", ""): "Il manque la nouvelle adresse.",
        ("/", page): "La page d’accueil ne se redirige pas.",
        ("/x?" + "a" * 300, page): "Cette adresse est trop longue.",
        (
            page + "?id=3",
            "https://ailleurs.example/",
        ): f"Une page en ligne a cette adresse : « {town.page.title} ».",
        ("/_/admin", page): "Les adresses qui commencent par /_/ sont celles de Beffroi.",
        ("/../../etc/passwd", page): "Ce n’est pas une adresse de site.",
        ("javascript:alert(1)", page): "Ce n’est pas une adresse de site.",
        ("/" + "a" * 300, page): "Cette adresse est trop longue.",
        (page, "https://ailleurs.example/"): f"Une page en ligne a cette adresse : « {town.page.title} ».",
        ("/deja", page): "Cette adresse mène déjà ailleurs : supprimez d’abord cette redirection.",
        ("/b", "/deja"): "La nouvelle adresse est redirigée elle-même : donnez la page d’arrivée.",
        ("/c", "/c"): "Cette adresse mènerait à elle-même.",
        ("/d", foreign): "Aucune page du site n’a cette nouvelle adresse.",
        ("/e", "Une page inconnue"): "Aucune page du site ne porte ce titre.",
        ("/f", "javascript:alert(1)"): "La nouvelle adresse n’en est pas une.",
        ("/g", "//ailleurs.example/"): "La nouvelle adresse n’en est pas une.",
        ("/h", "http://[::1"): "La nouvelle adresse n’en est pas une.",
    }
    for row, sentence in cases.items():
        assert said(town, row) == [(WRONG, sentence)], row


def test_loops_and_conflicts_inside_the_file_are_refused(town: Town) -> None:
    page = address_of(town, town.page)
    assert said(town, ("/a", "/b"), ("/b", "/a")) == [
        (WRONG, "La nouvelle adresse est redirigée elle-même : donnez la page d’arrivée."),
        (WRONG, "La nouvelle adresse est redirigée elle-même : donnez la page d’arrivée."),
    ]
    assert said(town, ("/a", page), ("/a/", page), ("/A", "https://x.example/"), ("/a", "https://x.example/")) == [
        (WRITTEN, f"« {town.page.title} »"),
        (SAME, "En double dans le fichier."),
        (WRITTEN, "https://x.example/"),
        (WRONG, "Cette adresse est plus haut dans le fichier, et mène ailleurs."),
    ]


def test_a_list_is_seen_then_written_then_taken_back(town: Town, client: Client) -> None:
    client.force_login(town.gestionnaire)
    before = Redirect.objects.count()
    answer = send(
        client, town, f"ancienne;nouvelle\n/vieux.html;{address_of(town, town.page)}\n/été;{town.page.title}\n"
    )
    batch = Batch.objects.get()
    assert answer.headers["Location"] == reverse("forwarding:show", args=[batch.pk])
    seen = client.get(answer.headers["Location"]).content.decode().translate(SPACES)
    assert "2 redirections à écrire" in seen
    assert Redirect.objects.count() == before
    BakeState.objects.filter(commune=town.commune).update(dirty_at=None)
    client.post(reverse("forwarding:apply", args=[batch.pk]))
    assert set(Redirect.objects.filter(redirect_page=town.page, site=town.site).values_list("old_path", flat=True)) == {
        "/vieux.html",
        "/été",
    }
    assert client.get(reverse("forwarding:show", args=[batch.pk])).status_code in {302, 404}
    Redirect.objects.filter(old_path="/été").update(redirect_link="https://x.example/", redirect_page=None)
    client.post(reverse("forwarding:undo", args=[batch.pk]))
    assert Redirect.objects.filter(old_path="/été").exists()  # somebody changed it since
    assert Redirect.objects.count() == before + 1


def test_writing_and_taking_back_ask_for_a_bake_that_explains_what_leaves(
    town: Town, django_capture_on_commit_callbacks: Any
) -> None:
    rows = [[number, f"/a{number}", "https://x.example/"] for number in range(9)]
    batch = Batch.objects.create(commune=town.commune, name="a.csv", lines=rows)
    BakeState.objects.filter(commune=town.commune).update(dirty_at=None)
    with django_capture_on_commit_callbacks(execute=True):
        assert apply(batch) == 9
    assert BakeState.objects.get(commune=town.commune).dirty_at is not None
    before = BakeState.objects.get(commune=town.commune).removals
    with django_capture_on_commit_callbacks(execute=True):
        assert undo(Batch.objects.get()) == 9
    assert BakeState.objects.get(commune=town.commune).removals == before + 18


def test_one_wrong_line_and_nothing_is_written(town: Town, client: Client) -> None:
    client.force_login(town.gestionnaire)
    before = Redirect.objects.count()
    send(client, town, f"/vieux.html;{address_of(town, town.page)}\n/autre;/rien/\n")
    batch = Batch.objects.get()
    seen = client.get(reverse("forwarding:show", args=[batch.pk])).content.decode().translate(SPACES)
    assert "1 ligne est à corriger : rien n’est écrit tant qu’il en reste une." in seen
    assert "Aucune page du site n’a cette nouvelle adresse." in seen
    assert client.post(reverse("forwarding:apply", args=[batch.pk])).headers["Location"].endswith(f"/{batch.pk}/")
    assert Redirect.objects.count() == before


def test_a_file_that_is_no_list_gets_one_sentence(town: Town, client: Client) -> None:
    client.force_login(town.gestionnaire)
    assert "Ce fichier n’est pas un fichier CSV" in send(client, town, "PK\0\0").content.decode()
    assert not Batch.objects.exists()


def test_neither_a_secretary_nor_another_commune_reaches_a_list(world: World, client: Client) -> None:
    client.force_login(world.aubord.gestionnaire)
    send(client, world.aubord, "/vieux;https://x.example/\n")
    batch = Batch.objects.get()
    for user in (world.aubord.contributeur, world.belleville.gestionnaire):
        client.force_login(user)
        assert client.get(reverse("forwarding:show", args=[batch.pk])).status_code in {302, 403, 404}
        assert client.post(reverse("forwarding:apply", args=[batch.pk])).status_code in {302, 403, 404}
    send(client, world.aubord, "/vieux2;https://x.example/\n")
    assert Batch.objects.count() == 1
    assert not Redirect.objects.filter(old_path__startswith="/vieux").exists()


@pytest.mark.parametrize("lines", [1, 3, 1000])
def test_the_length_of_a_list_costs_no_query(
    world: World, client: Client, lines: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    town = world.aubord
    rows = [[number, f"/vieux-{number}", town.page.title] for number in range(lines)]
    batch = Batch.objects.create(commune=town.commune, name="a.csv", lines=rows)
    with django_assert_num_queries(3):
        check(town.commune, [(int(number), str(old), str(new)) for number, old, new in rows])
    client.force_login(town.gestionnaire)
    client.get(reverse("forwarding:show", args=[batch.pk]))
    with django_assert_num_queries(16):
        client.get(reverse("forwarding:show", args=[batch.pk]))


def test_the_command_does_the_same(town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "liste.csv"
    file.write_text(f"/vieux;{address_of(town, town.page)}\n/autre;/rien/\n")
    host = town.site.hostname
    with pytest.raises(CommandError, match="1 ligne est à corriger"):
        call_command("redirections", host, str(file))
    assert "ligne 2, /autre : Aucune page" in capsys.readouterr().err.translate(SPACES)
    file.write_text(f"/vieux;{address_of(town, town.page)}\n")
    call_command("redirections", host, str(file), dry_run=True)
    assert not Redirect.objects.filter(old_path="/vieux").exists()
    call_command("redirections", host, str(file))
    assert Redirect.objects.get(old_path="/vieux").redirect_page_id == town.page.pk
    call_command("redirections", host, str(file))
    assert "Toutes ces redirections existaient déjà." in capsys.readouterr().out
    call_command("redirections", undo=Batch.objects.earliest("pk").pk)
    assert not Redirect.objects.filter(old_path="/vieux").exists()
    for wrong in ({"undo": 999}, {}):
        with pytest.raises(CommandError):
            call_command("redirections", **wrong)


def test_ten_thousand_lines_are_written_at_once(town: Town) -> None:
    rows = [[number, f"/vieux-{number}", "https://x.example/"] for number in range(10_000)]
    batch = Batch.objects.create(commune=town.commune, name="a.csv", lines=rows)
    assert apply(batch) == 10_000
    assert undo(Batch.objects.get()) == 10_000
