"""A sheet as the visitor of a site reads it."""

from pathlib import Path

from sites.bake.bakery import bake, store_of
from sites.composing.pack import Pack
from sites.composing.pages import parts
from sites.composing.places import pack_file, shell_file
from sites.composing.segments import plain
from sites.composing.shell import cut
from tests.world import Town


def shown(town: Town, var: Path, key: str = "particuliers/F1") -> str:
    assert bake(town.commune).error == ""
    store = store_of(town.commune.insee)
    shell = cut((store.folder(store.generation()) / shell_file("guide")).read_text())
    return plain(parts(shell, Pack(pack_file(var, "guide")), key)).decode()
