"""Shell and sheet joined: every page is what naive joining gives, in any strict reader of gzip and zip."""

import gzip
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.composing.pack import BrokenPackError, Pack, PackWriter, digest_of, write_pack
from sites.composing.pages import parts, tag
from sites.composing.segments import Segment, checksum, gzipped, plain, segment
from sites.composing.sheets import Sheet
from sites.composing.shell import BODY, BOXES, END, HEAD, TITLE, ShellError, boxed, cut

FRAME = f"<title>{TITLE} – Albas</title>{HEAD}<main>{BODY}</main>"
LOST = Sheet(
    "particuliers/F1", "Perte & vol", "<link rel=canonical>", "<h1>Perte</h1>{{env}}<!--#include x-->", ("mairie",)
)
BORN = Sheet("particuliers/F2", "Naissance", "", "<h1>Naissance</h1>" + "é" * 5000, ("caf", "mairie"))


def site(**boxes: str) -> str:
    return f"{FRAME}{boxed(boxes)}<footer>Albas</footer>"


def pack_of(folder: Path, *sheets: Sheet) -> Pack:
    write_pack(folder / "guide.zip", sheets)
    return Pack(folder / "guide.zip")


@given(st.lists(st.binary(max_size=400), max_size=8))
def test_pieces_joined_are_one_strict_gzip_member(pieces: list[bytes]) -> None:
    whole = b"".join(pieces)
    joined = [segment(piece) for piece in pieces]
    reader = zlib.decompressobj(31)
    assert reader.decompress(gzipped(joined)) == whole
    assert (reader.eof, reader.unused_data) == (True, b"")
    assert gzip.decompress(gzipped(joined)) == plain(joined) == whole
    assert checksum(joined) == (zlib.crc32(whole), len(whole))


def test_a_page_is_its_shell_its_sheet_and_the_boxes_that_the_sheet_asks_for(tmp_path: Path) -> None:
    pack = pack_of(tmp_path, LOST, BORN)
    shell = cut(site(mairie="<p>La mairie</p>", **{"sheet:particuliers/F2": "<p>Note</p>"}, autre="<p>Jamais</p>"))
    assert plain(parts(shell, pack, LOST.key)).decode() == (
        "<title>Perte &amp; vol – Albas</title><link rel=canonical><main><h1>Perte</h1>{{env}}<!--#include x--></main>"
        "<p>La mairie</p><footer>Albas</footer>"
    )
    told = plain(parts(shell, pack, BORN.key)).decode()
    assert told.endswith("</main><p>Note</p><p>La mairie</p><footer>Albas</footer>")


def test_the_pack_is_an_ordinary_zip_and_the_same_sheets_give_the_same_bytes(tmp_path: Path) -> None:
    pack_of(tmp_path, LOST, BORN)
    with zipfile.ZipFile(tmp_path / "guide.zip") as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["particuliers/F1.html", "particuliers/F2.html", "index.json"]
        assert archive.read("particuliers/F2.html").decode() == "Naissance" + BORN.body
    before = (tmp_path / "guide.zip").read_bytes()
    pack_of(tmp_path, LOST, BORN)
    assert (tmp_path / "guide.zip").read_bytes() == before


def test_a_sheet_that_did_not_change_is_kept_without_being_compressed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = pack_of(tmp_path, LOST, BORN)
    changed = Sheet(LOST.key, "Perte ou vol", LOST.head, LOST.body, LOST.boxes)
    asked: list[bytes] = []

    def counted(piece: bytes) -> Segment:
        asked.append(piece)
        return segment(piece)

    monkeypatch.setattr("sites.composing.pack.segment", counted)
    with PackWriter(tmp_path / "guide.zip") as writer:
        writer.add(changed)
        writer.keep(old, BORN.key)
    assert asked == list(changed.pieces())
    new, shell = Pack(tmp_path / "guide.zip"), cut(site())
    assert plain(parts(shell, new, BORN.key)) == plain(parts(shell, old, BORN.key))
    assert tag(shell, new, BORN.key) == tag(shell, old, BORN.key)
    assert tag(shell, new, LOST.key) != tag(shell, old, LOST.key)


def test_a_pack_cut_short_leaves_the_one_that_stands(tmp_path: Path) -> None:
    pack_of(tmp_path, LOST)
    before = (tmp_path / "guide.zip").read_bytes()
    with pytest.raises(KeyboardInterrupt), PackWriter(tmp_path / "guide.zip") as writer:  # noqa: PT012
        writer.add(BORN)
        raise KeyboardInterrupt
    assert (tmp_path / "guide.zip").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["guide.zip"]


def test_two_sheets_of_one_key_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="F1"):
        write_pack(tmp_path / "guide.zip", [LOST, LOST])
    assert not list(tmp_path.iterdir())


def test_redirects_and_what_is_gone_are_told(tmp_path: Path) -> None:
    write_pack(tmp_path / "guide.zip", [LOST], {"particuliers/F9": "particuliers/F1"}, {"particuliers/F8"})
    pack = Pack(tmp_path / "guide.zip")
    assert pack.redirects == {"particuliers/F9": "particuliers/F1"}
    assert pack.gone == frozenset({"particuliers/F8"})


@pytest.mark.parametrize("content", [b"", b"PK\3\4 and nothing else", b"x" * 500])
def test_what_is_no_pack_is_said(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "guide.zip").write_bytes(content)
    with pytest.raises(BrokenPackError):
        Pack(tmp_path / "guide.zip")


def test_a_pack_of_another_version_is_not_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "guide.zip", "w") as archive:
        archive.writestr("index.json", '{"format": 2}')
    with pytest.raises(BrokenPackError):
        Pack(tmp_path / "guide.zip")


@pytest.mark.parametrize(
    "html",
    [
        FRAME,
        f"{FRAME}{boxed({})}{BODY}",
        f"{HEAD}{TITLE}{BODY}{boxed({})}",
        f"{FRAME}{BOXES}adrift{END}",
        f"{FRAME}{BOXES}<!--sheet:box mairie-->open{END}",
        f"{FRAME}{BOXES}<!--sheet:box a-->1<!--/sheet:box--><!--sheet:box a-->2<!--/sheet:box-->{END}",
    ],
)
def test_a_shell_without_each_mark_once_and_in_order_is_refused(html: str) -> None:
    with pytest.raises(ShellError):
        cut(html)


def test_a_digest_tells_apart_what_only_moved_between_pieces() -> None:
    one = Sheet("k", "a", "b", "c", ("d", "e"))
    others = [
        Sheet("k", "ab", "", "c", ("d", "e")),
        Sheet("k", "a", "b", "c", ("d",)),
        Sheet("k", "a", "bc", "", ("d", "e")),
    ]
    assert len({digest_of(sheet) for sheet in (one, *others)}) == 4
