"""The demonstration prepares what a person could have prepared: orders, folders and documents, all invented."""

import io
import multiprocessing
import re
import signal
import sys
import time
import tomllib
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.core.management.commands.migrate import Command as Migrate
from PIL import Image
from rich.console import Console

from cms.terminal.interruption import heeded
from deploy.demo import calendar, drawing, migrating, orders, pdf, pictures, stage, steps, table, towns, visits
from deploy.demo.show import CONTENT, Demo
from deploy.orders.parse import parse
from deploy.orders.source import Known, Source
from deploy.subscriptions import CommuneFacts
from modules.statistiques.parse import view_of
from sites.packs import MINI_SITE, PACKS
from sites.themes import installed_themes

TODAY = date(2026, 11, 22)  # a Sunday
FOLDERS = [one.folder for one in towns.SHOWCASES.values()]


def commune(insee: str, population: int = 600, name: str = "Trucville") -> CommuneFacts:
    return CommuneFacts(insee, name, "46", "Lot", population=population, postcodes=("46000",))


def lot(count: int = 40) -> list[CommuneFacts]:
    shown = [commune(insee, 5000, one.folder) for insee, one in towns.SHOWCASES.items()]
    return [*shown, *(commune(f"46{400 + number}", 100 * number) for number in range(count))]


# --- dates ------------------------------------------------------------------------------------------------------
def test_dates_follow_the_day_of_the_demonstration() -> None:
    text = 'date = "dernier 09-01"\narchive_le = "suivant 09-20"\nLe {{samedi 09-05}} puis {{12-01}}.'
    assert calendar.dated(text, TODAY) == (
        "date = 2026-09-01\narchive_le = 2026-09-20\nLe samedi 5\u00a0septembre puis 1er\u00a0décembre."
    )
    assert "date = 2025-09-01" in calendar.dated(text, date(2026, 8, 31))


def test_days_from_today_carry_their_name() -> None:
    assert calendar.dated('date = "J-2"\n{{jeudi J+8}}', TODAY) == "date = 2026-11-20\njeudi 3\u00a0décembre"


def test_a_table_may_give_an_hour() -> None:
    assert calendar.dated('debut = "J+2 18:30"\nlieu = "J+2 place"', TODAY) == (
        'debut = 2026-11-24T18:30:00\nlieu = "J+2 place"'
    )


@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2026, 2, 28), date(2027, 7, 14), date(2028, 2, 29)])
@pytest.mark.parametrize("folder", FOLDERS)
def test_no_news_of_a_showcase_comes_from_the_future_whatever_the_day(folder: str, today: date) -> None:
    for path in sorted((CONTENT / folder / "actualites").glob("*.md")):
        text = calendar.dated(path.read_text(encoding="utf-8"), today)
        assert "{{" not in text, path
        keys = tomllib.loads(text.split("+++")[1])
        assert today.replace(year=today.year - 1, day=min(today.day, 28)) <= keys["date"] <= today, path
        assert keys.get("archive_le", keys["date"]) >= keys["date"], path


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_showcase_has_many_news_some_of_them_archived(folder: str) -> None:
    texts = [path.read_text(encoding="utf-8") for path in (CONTENT / folder / "actualites").glob("*.md")]
    keys = [tomllib.loads(calendar.dated(text, TODAY).split("+++")[1]) for text in texts]
    assert 10 <= len(keys) <= 24
    assert sum(1 for one in keys if one.get("archive_le", TODAY) < TODAY) >= 2


# --- texts ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("path", sorted(CONTENT.rglob("*.md")), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_french_typography_is_kept(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    prose = [line for line in lines if not line.startswith((":::", "http"))]
    assert [line for line in prose if re.search(r"\w'\w", line)] == []
    assert [line for line in prose if re.search(r"(?<=[^\W\d_]) [;!?»]", line)] == []
    assert [line for line in prose if "« " in line] == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_telephone_is_fictional_and_every_address_leads_nowhere(folder: str) -> None:
    texts = "\n".join(path.read_text(encoding="utf-8") for path in (CONTENT / folder).rglob("*.*"))
    phones = re.findall(r"\b0\d(?:[\s\u00a0]\d\d){4}\b", texts)
    assert [phone for phone in phones if not phone.replace("\u00a0", " ").startswith(towns.FICTIONAL_PREFIX)] == []
    assert [mail for mail in re.findall(r"[\w.]+@[\w.-]+\w", texts) if not mail.endswith(".example")] == []


# --- towns and orders -------------------------------------------------------------------------------------------
def test_the_showcases_are_always_there_one_per_pack() -> None:
    few = towns.towns(lot(), limit=4)
    assert [town.pack.code for town in few] == ["expert", "confort", "decouverte", "mini_site"]
    assert {town.pack.code for town in few} == set(PACKS)


def test_every_theme_is_worn_and_a_mini_site_wears_its_own() -> None:
    chosen = towns.towns(lot(200))
    assert {town.theme for town in chosen[:4]} == set(installed_themes()) - {"base"}
    assert {town.theme for town in chosen[4:] if town.pack is not MINI_SITE} == set(towns.THEMES)
    assert {town.theme for town in chosen if town.pack is MINI_SITE} == {"utopia"}


def test_a_larger_demonstration_only_adds_to_a_smaller_one() -> None:
    small = [town.commune.insee for town in towns.towns(lot(), limit=12)]
    assert [town.commune.insee for town in towns.towns(lot())][:12] == small


def test_the_pack_follows_the_population() -> None:
    chosen = towns.towns(lot(200))[4:]
    assert all((town.pack is MINI_SITE) == ((town.commune.population or 0) < 500) for town in chosen)
    assert {town.pack.code for town in chosen} == set(PACKS)


def test_every_town_has_a_number_of_its_own_and_a_mayor_that_stays() -> None:
    chosen = towns.towns(lot(200))
    assert len({town.phone for town in chosen}) == len(chosen)
    assert all(town.phone.startswith("05 36 49 ") for town in chosen)
    assert [town.mayor for town in chosen] == [town.mayor for town in towns.towns(lot(200))]


def test_orders_are_read_by_the_public_parser() -> None:
    known = Known(frozenset(installed_themes()), frozenset({"contributeur", "valideur", "gestionnaire"}))
    for town in towns.towns(lot()):
        text = orders.text(town, orders.known_facts(town, CONTENT), TODAY)
        [parsed] = parse(Source("commande.toml", text), known).communes
        assert (parsed.insee, parsed.pack, parsed.demo) == (town.commune.insee, town.pack, True)
        assert parsed.theme == town.theme
        assert parsed.facts["phone"] == town.phone
        assert parsed.facts["director"]


def test_an_order_is_written_once(tmp_path: Path) -> None:
    town = towns.towns(lot(), limit=4)[0]
    path = orders.write(town, tmp_path, CONTENT, TODAY)
    before = path.read_bytes()
    assert orders.write(town, tmp_path, CONTENT, date(2027, 1, 1)).read_bytes() == before


# --- documents and pictures -------------------------------------------------------------------------------------
def test_a_document_is_a_pdf_whose_table_points_to_its_objects() -> None:
    content = pdf.document("Procès-verbal (n° 1)", "Séance d’été", "Une ligne.\n\n" + "Des mots encore. " * 900)
    start = int(content.rsplit(b"startxref\n", 1)[1].split()[0])
    assert content[start:].startswith(b"xref\n0 ")
    rows = content[start:].split(b"trailer")[0].splitlines()[3:]
    for number, row in enumerate(rows, 1):
        assert content[int(row[:10]) :].startswith(f"{number} 0 obj".encode())
    assert content.count(b"/Type /Page ") == 5
    assert "Procès-verbal".encode("cp1252") in content
    assert b"(Une ligne.)" in content
    assert content.endswith(b"%%EOF\n")


def test_no_line_of_a_document_runs_off_the_page() -> None:
    lines = [line for _style, line in pdf._body("mot " * 400)]
    assert max(pdf._width(line) * 11 / 1000 for line in lines) <= pdf.WIDTH - 2 * pdf.MARGIN
    assert " ".join(lines).split() == ["mot"] * 400


def test_a_picture_is_a_jpeg_of_the_asked_size(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    recipe = {"sujet": "marche", "lumiere": "soir", "largeur": 320, "hauteur": 200}
    pictures.draw(path, "graine", recipe, ("#0f5c7a", "#f2a65a"))
    with Image.open(io.BytesIO(path.read_bytes())) as picture:
        assert (picture.format, picture.size) == ("JPEG", (320, 200))


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_picture_and_document_that_a_showcase_names_has_its_recipe(folder: str) -> None:
    texts = "\n".join(path.read_text(encoding="utf-8") for path in (CONTENT / folder).rglob("*.md"))
    acts = (CONTENT / folder / "documents.toml").read_text(encoding="utf-8")
    images = tomllib.loads((CONTENT / folder / "images.toml").read_text(encoding="utf-8"))
    documents = tomllib.loads((CONTENT / folder / "pdf.toml").read_text(encoding="utf-8"))
    assert set(re.findall(r'"([\w-]+)\.jpg"', texts)) == set(images)
    assert set(re.findall(r"documents/([\w-]+)\.pdf", texts + acts)) == set(documents)
    assert {recipe["sujet"] for recipe in images.values()} <= set(pictures.SUBJECTS)
    assert {recipe["lumiere"] for recipe in images.values()} <= set(pictures.LIGHTS)


def test_a_folder_is_staged_once_and_resumes_where_it_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []

    def draw(path: Path, *_recipe: object) -> None:
        if len(drawn) == 3:
            drawn.append("stop")
            raise KeyboardInterrupt
        drawn.append(path.stem)
        path.write_bytes(b"jpeg")

    monkeypatch.setattr(pictures, "draw", draw)
    target = tmp_path / "cajarc"
    with pytest.raises(KeyboardInterrupt):
        stage.stage(CONTENT / "cajarc", target, TODAY)
    assert not target.exists()
    stage.stage(CONTENT / "cajarc", target, TODAY)
    names = [name for name in drawn if name != "stop"]
    assert len(names) == len(set(names)) == stage.pictures_of(CONTENT / "cajarc")
    assert not (target / "images.toml").exists()
    assert "date = 2026-11-11" in (target / "actualites/berge.md").read_text(encoding="utf-8")
    stage.stage(CONTENT / "cajarc", target, date(2027, 5, 1))
    assert "date = 2026-11-11" in (target / "actualites/berge.md").read_text(encoding="utf-8")


# --- Ctrl-C ---------------------------------------------------------------------------------------------------------
class Dying:
    """Ctrl-C arrives while this is thrown away: Python prints it and goes on."""

    def __del__(self) -> None:
        signal.raise_signal(signal.SIGINT)


def test_a_ctrl_c_that_python_swallows_stops_the_demonstration(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    swallowed: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda said: swallowed.append(said.exc_type))
    said = io.StringIO()

    def run(_demo: Demo) -> None:
        dying = Dying()
        del dying

    monkeypatch.setattr(Demo, "run", run)
    with pytest.raises(SystemExit) as left:
        call_command("demo", no_serve=True, stderr=said)
    assert (left.value.code, swallowed) == (130, [KeyboardInterrupt])
    assert "Relancez la même commande" in said.getvalue()


def test_no_step_begins_nor_ends_once_ctrl_c_was_swallowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "unraisablehook", lambda _said: None)
    said = io.StringIO()
    made = steps.Steps({"un": 1.0, "deux": 1.0}, Console(file=said))
    with pytest.raises(KeyboardInterrupt), heeded():  # noqa: PT012  # what comes after is what is looked at
        dying = Dying()
        with made.step("un"):
            del dying
        with made.step("deux"):
            pass
    assert "un" in said.getvalue()
    assert "✓" not in said.getvalue()
    assert "deux" not in said.getvalue()


def test_the_process_that_draws_leaves_ctrl_c_to_its_parent() -> None:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context, initializer=drawing._deaf_to_ctrl_c) as pool:
        pool.submit(signal.raise_signal, signal.SIGINT).result()
        assert pool.submit(abs, -1).result() == 1


def test_ctrl_c_stops_the_drawing_and_the_next_run_keeps_what_is_drawn(tmp_path: Path) -> None:
    def interrupted() -> None:
        with drawing.drawing(CONTENT, tmp_path, ("cajarc",), TODAY):
            while stage.drawn_of(tmp_path / "cajarc") == 0:
                time.sleep(0.05)
            raise KeyboardInterrupt

    others = set(multiprocessing.active_children())
    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert set(multiprocessing.active_children()) <= others
    drawn = {path: path.stat().st_mtime_ns for path in tmp_path.glob("cajarc.part/images/*.jpg")}
    assert 0 < len(drawn) < stage.pictures_of(CONTENT / "cajarc")
    with drawing.drawing(CONTENT, tmp_path, ("cajarc",), TODAY) as staged:
        drawing.wait(staged["cajarc"], CONTENT / "cajarc", tmp_path / "cajarc")
    kept = {path: (tmp_path / "cajarc/images" / path.name).stat().st_mtime_ns for path in drawn}
    assert kept == drawn


# --- what is said -----------------------------------------------------------------------------------------------
def test_durations_are_written_as_people_say_them() -> None:
    assert [steps.duration(seconds) for seconds in (0.4, 59, 60, 125)] == ["0 s", "59 s", "1 min 00 s", "2 min 05 s"]


def test_the_bar_of_the_database_advances_at_each_migration() -> None:
    """What Django's command says of each migration is what is counted."""
    counted: list[int] = []
    command = Migrate(stdout=migrating.Listener(lambda steps=1: counted.append(steps)), no_color=True)
    command.verbosity = 1
    for number in (1, 2):
        command.migration_progress_callback("apply_start", "deploy.0001_initial")
        assert len(counted) == number - 1
        command.migration_progress_callback("apply_success", "deploy.0001_initial")
        assert len(counted) == number


def test_ctrl_c_waits_for_the_migration_that_is_going_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its tables are committed before it is noted: stopped in between, the next run would make them twice."""
    said: list[str] = []

    def command(_name: str, *, stdout: migrating.Listener, **_options: object) -> None:
        for number in range(3):
            signal.raise_signal(signal.SIGINT)
            said.append(f"noted {number}")
            stdout.write(" OK\n")

    graph = SimpleNamespace(leaf_nodes=list)
    executor = SimpleNamespace(loader=SimpleNamespace(graph=graph), migration_plan=lambda _leaves: [1, 2, 3])
    monkeypatch.setattr(migrating, "MigrationExecutor", lambda _connection: executor)
    monkeypatch.setattr(migrating, "call_command", command)
    with pytest.raises(KeyboardInterrupt), heeded():
        migrating.migrate()
    assert said == ["noted 0"]


def test_the_last_password_of_each_account_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "comptes.tsv"
    path.write_text("a@b.example\tun\nc@d.example\tdeux\na@b.example\ttrois\n")
    assert table.passwords(path) == {"a@b.example": "trois", "c@d.example": "deux"}


def test_the_contributor_of_three_communes_is_one_account() -> None:
    names = {insee: one.folder for insee, one in towns.SHOWCASES.items()}
    rows = table.accounts(names)
    assert [role for role, _where, _email in rows] == [
        "webmestre",
        "gestionnaire",
        "contributeur",
        "valideur",
        "contributeur",
    ]
    assert rows[-1][1] == "gourdon, cajarc, saint-cirq-lapopie"


def test_invented_readers_come_until_yesterday_more_on_monday_than_on_sunday_and_look_for_the_hours() -> None:
    pages = ["/", "/mairie/horaires/", "/mairie/une-page/", "/mairie/une-autre/", "/agenda/"]
    lines = list(visits.log("cahors", "cahors.localhost", pages, TODAY))
    assert lines == list(visits.log("cahors", "cahors.localhost", pages, TODAY))
    views = [view for line in lines if (view := view_of(line.encode()))]
    assert len(views) == len(lines)
    days = Counter(view.day for view in views)
    assert (min(days), max(days)) == (TODAY - timedelta(days=visits.DAYS), TODAY - timedelta(days=1))
    assert days[date(2026, 11, 16)] > days[date(2026, 11, 15)]
    read = Counter(view.path for view in views)
    assert read.most_common(1)[0][0] == "/"
    assert read["/mairie/horaires/"] > 2 * read["/mairie/une-page/"]
