"""The documentation says what exists: every module, pack, theme, driver, setting and command has its page."""

import os
import pkgutil
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
import yaml
from django.core.management import find_commands, load_command_class

from sites.modules import installed_modules
from sites.packs import MODULE_LABELS, PACKS, RIGHT_LABELS, Offer
from sites.tenancy.roles import DEEDS, Role

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
ROOMS = ("cms", "deploy")


def text(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def pages(folder: str) -> set[str]:
    return {path.stem for path in (DOCS / folder).glob("*.md")} - {"index"}


def commands() -> dict[str, str]:
    """Our commands, and the room of each; not Django's."""
    places = {room: ROOT / room for room in ROOMS}
    places |= {f"modules.{place.parent.name}": place.parent for place in (ROOT / "modules").glob("*/management")}
    return {name: room for room, place in places.items() for name in find_commands(str(place / "management"))}


def drivers() -> dict[str, str]:
    """Modules by the name of their page: ``dns_powerdns`` for the vendor ``powerdns`` of the room ``dns``."""
    import deploy.drivers  # noqa: PLC0415  # its path is what is walked
    from deploy.drivers.chosen import ROOMS  # noqa: PLC0415

    ours = [module.name for module in pkgutil.iter_modules(deploy.drivers.__path__) if not module.ispkg]
    found = {name: f"deploy.drivers.{name}" for name in ours if name not in {"base", "chosen"}}
    for vendors in ROOMS.values():
        for path in vendors.values():
            module = path.rpartition(".")[0]
            found[module.removeprefix("deploy.drivers.").replace(".", "_")] = module
    return found


def settings_read() -> set[str]:
    source = (ROOT / "cms/settings.py").read_text(encoding="utf-8")
    return set(re.findall(r'\benv(?:_bool|_list)?\(\s*"([A-Z0-9_]+)"', source))


def test_every_command_has_its_page() -> None:
    assert pages("commandes") == set(commands())


@pytest.mark.parametrize("name", sorted(commands()))
def test_the_page_of_a_command_names_each_of_its_options(name: str) -> None:
    parser = load_command_class(commands()[name], name).create_parser("beffroi", name)
    theirs = {"--version", "--verbosity", "--settings", "--pythonpath", "--traceback", "--no-color", "--force-color"}
    options = {
        option
        for action in parser._actions
        if action.help != "==SUPPRESS=="
        for option in action.option_strings
        if option.startswith("--")
    }
    page = text(f"commandes/{name}.md")
    missing = {option for option in options - theirs - {"--help", "--skip-checks"} if f"`{option}" not in page}
    assert {option for option in missing if option not in page} == set()


def test_every_module_has_its_page() -> None:
    assert pages("modules") == {module.code for module in installed_modules()}


def test_every_theme_has_its_page() -> None:
    ours = {path.parent.name for path in (ROOT / "themes").glob("*/theme.toml")}
    assert pages("themes") - {"prestataire"} == ours  # how to write one that is not ours


def test_every_driver_has_its_page() -> None:
    assert pages("dev/drivers") == set(drivers())
    for module in drivers().values():
        assert import_module(module).__doc__


def test_every_setting_of_the_environment_is_described_and_no_other() -> None:
    described = set(re.findall(r"^\| `([A-Z0-9_]+)` \|", text("reglages.md"), re.MULTILINE))
    assert described == settings_read()


def test_every_pack_has_its_page() -> None:
    assert pages("packs") == set(PACKS)


@pytest.mark.parametrize("code", sorted(PACKS))
def test_the_page_of_a_pack_says_what_is_sold(code: str) -> None:
    pack, page = PACKS[code], text(f"packs/{code}.md")
    installed = {module.code for module in installed_modules()}
    said = re.findall(r"^\| (.+?) \| (oui|sur demande) \| (oui|pas encore) \|$", page, re.MULTILINE)
    words = {Offer.ON: "oui", Offer.ON_REQUEST: "sur demande"}
    assert said == [
        (MODULE_LABELS[module], words[offer], "oui" if module in installed else "pas encore")
        for module, offer in pack.modules.items()
        if offer is not Offer.NOT_SOLD
    ]
    for right in pack.rights | pack.on_request:
        assert RIGHT_LABELS[right] in page
    assert f"| Pages et rubriques | {pack.page_limit or 'sans limite'} |" in page
    assert f"| Boîtes aux lettres comprises | {pack.mailboxes} |" in page
    if pack.contributor_modules is not None:
        own = [MODULE_LABELS[module] for module in pack.modules if module in pack.contributor_modules]
        assert f"| contributeur | {', '.join(own)} |" in page


def test_the_page_of_roles_is_the_table_of_roles() -> None:
    said = re.findall(r"^\| (.+?) \| (oui|—) \| (oui|—) \| (oui|—) \| (oui|—) \|$", text("roles.md"), re.MULTILINE)
    assert said == [
        (
            str(deed.label),
            *("oui" if deed.allowed_to(role, {deed.right}, validation=False) else "—" for role in Role),
        )
        for deed in DEEDS
    ]


def test_every_file_that_the_developers_pages_name_exists() -> None:
    named = {
        path
        for page in (DOCS / "dev").rglob("*.md")
        for path in re.findall(
            r"`((?:cms|sites|deploy|modules|themes|demo|tests|docs)/[\w./-]+)`", page.read_text(encoding="utf-8")
        )
    }
    assert named
    assert {path for path in named if not (ROOT / path).exists()} == set()


def test_a_decision_holds_in_a_page_and_is_listed() -> None:
    listed = text("adr/index.md")
    decisions = sorted((DOCS / "adr").glob("0*.md"))
    assert [path.name[:4] for path in decisions] == [f"{number:04}" for number in range(1, len(decisions) + 1)]
    for path in decisions:
        assert path.name in listed
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 20


def test_every_page_stands_in_the_navigation_once() -> None:
    named: list[str] = []

    def walk(node: object) -> None:
        if isinstance(node, str):
            named.append(node)
        elif isinstance(node, dict):
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["nav"])
    assert sorted(named) == sorted(path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md"))


def test_the_documentation_builds_without_a_warning(tmp_path: Path) -> None:
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path)],
        cwd=ROOT,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    assert (tmp_path / "index.html").exists()


def test_the_readme_shows_the_two_commands_the_picture_and_the_map() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for word in ("make demo", "make test", "cms/", "sites/", "themes/", "modules/", "deploy/", "tests/", "docs/"):
        assert word in readme
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", readme)
    links = [link for link in re.findall(r"(?<!!)\[[^\]]+\]\(([^)]+)\)", readme) if not link.startswith("http")]
    assert pictures
    assert [path for path in [*pictures, *links] if not (ROOT / path).exists()] == []
