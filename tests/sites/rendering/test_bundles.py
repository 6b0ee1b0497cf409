"""Style sheets and scripts of modules, gathered by set of active modules."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sites.rendering.bundles import bundles


@dataclass(frozen=True)
class Declared:
    """What is asked of a module here."""

    code: str
    path: str


def module(root: Path, code: str, **files: str) -> Any:
    folder = root / code / "static" / code
    folder.mkdir(parents=True)
    for kind, text in files.items():
        (folder / f"site.{kind}").write_text(text, "utf-8")
    return Declared(code, str(root / code))


def test_each_script_keeps_its_names_to_itself(tmp_path: Path) -> None:
    one = module(tmp_path, "un", js="const a = 1;", css=".un{}")
    two = module(tmp_path, "deux", js="const a = 2;")
    made = bundles([one, two])
    assert made["modules.js"].content.decode() == "{\nconst a = 2;\n}\n{\nconst a = 1;\n}\n"
    assert made["modules.css"].content.decode() == ".un{}\n"


def test_a_module_that_is_off_brings_nothing(tmp_path: Path) -> None:
    one, two = module(tmp_path, "un", css=".un{}"), module(tmp_path, "deux", css=".deux{}")
    assert ".deux" in bundles([one, two])["modules.css"].content.decode()
    assert ".deux" not in bundles([one])["modules.css"].content.decode()
    assert bundles([one])["modules.css"].path != bundles([one, two])["modules.css"].path


def test_the_order_in_which_modules_are_given_changes_nothing(tmp_path: Path) -> None:
    one, two = module(tmp_path, "un", css=".un{}"), module(tmp_path, "deux", css=".deux{}")
    assert bundles([one, two]) == bundles([two, one])


def test_nothing_to_say_is_no_file(tmp_path: Path) -> None:
    assert bundles([module(tmp_path, "muet")]) == {}
