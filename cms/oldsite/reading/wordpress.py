"""What WordPress keeps in a text that is not HTML: comments of blocks, shortcodes, paragraphs made of empty lines."""

import re
from collections.abc import Callable, Sequence
from html import escape

# Everything is bounded: a text made to be slow is read as fast as another.
BLOCK = re.compile(r"<!--\s{0,9}/?wp:.{0,1000}?-->", re.DOTALL)
MORE = re.compile(r"<!--\s{0,9}(?:more|nextpage|noteaser).{0,200}?-->", re.IGNORECASE)
OPENING = re.compile(r"\[(?P<name>[a-zA-Z][\w-]{0,60})(?P<args>\s[^\[\]]{0,1000})?/?\]")
CLOSING = re.compile(r"\[/(?P<name>[a-zA-Z][\w-]{0,60})\]")
ARGUMENT = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))""")
CAPTION = re.compile(r"\[(?:wp_)?caption[^\]\[]{0,500}\](.{0,5000}?)\[/(?:wp_)?caption\]", re.DOTALL)
EMBED = re.compile(
    r"\[(?:embed|video|youtube)[^\]\[]{0,500}\]\s*(https?://[^\s\[\]<>\"]+)\s*\[/(?:embed|video|youtube)\]"
)
GALLERY = re.compile(r"\[gallery(?P<args>\s[^\[\]]{0,1000})?\]")
ALONE = re.compile(
    r"^\s*(?:<p>)?\s*(https?://(?:www\.)?(?:youtube\.com|youtu\.be|vimeo\.com|dailymotion\.com)[^\s<]+)\s*(?:</p>)?\s*$",
    re.MULTILINE,
)
PICTURE = re.compile(r"^(.*?<img[^>]*>(?:\s*</a>)?)(.*)$", re.DOTALL)
BLOCK_TAGS = (
    "address|article|aside|blockquote|center|dd|div|dl|dt|fieldset|figure|figcaption|footer|form|h[1-6]|header|hr|iframe"
    "|li|main|nav|ol|p|pre|section|table|tbody|td|tfoot|th|thead|tr|ul"
)
STARTS_WITH_BLOCK = re.compile(rf"^</?(?:{BLOCK_TAGS})[\s/>]", re.IGNORECASE)


def html_of(text: str, gallery: Callable[[Sequence[int]], Sequence[str]]) -> tuple[str, list[str]]:
    """``(HTML, names of the shortcodes that nobody can run)``. ``gallery`` gives addresses of pictures by their ids."""
    by_blocks = BLOCK.search(text) is not None
    text = MORE.sub("", BLOCK.sub("", text))
    text = CAPTION.sub(_figure, text)
    text = GALLERY.sub(lambda found: _gallery(found, gallery), text)
    text = EMBED.sub(lambda found: f'\n\n<iframe src="{escape(found[1])}"></iframe>\n\n', text)
    text = ALONE.sub(lambda found: f'\n\n<iframe src="{escape(found[1])}"></iframe>\n\n', text)
    text, names = _without_shortcodes(text)
    return (text if by_blocks else _paragraphs(text)), names


def _figure(found: re.Match[str]) -> str:
    picture = PICTURE.match(found[1].strip())
    if picture is None:
        return found[1]
    return f"\n\n<figure>{picture[1]}<figcaption>{picture[2].strip()}</figcaption></figure>\n\n"


def _gallery(found: re.Match[str], gallery: Callable[[Sequence[int]], Sequence[str]]) -> str:
    ids = [int(one) for one in re.findall(r"\d+", _arguments(found["args"] or "").get("ids", ""))]
    return "\n\n" + "".join(f'<figure><img src="{escape(one)}"/></figure>' for one in gallery(ids)) + "\n\n"


def _arguments(text: str) -> dict[str, str]:
    return {name: double or single or bare for name, double, single, bare in ARGUMENT.findall(text)}


def _without_shortcodes(text: str) -> tuple[str, list[str]]:
    """Words between brackets stay: only what has arguments, or is closed, is a shortcode."""
    closed = {found["name"] for found in CLOSING.finditer(text)}
    names: list[str] = []

    def drop(found: re.Match[str]) -> str:
        has_arguments = "=" in (found["args"] or "")
        if not has_arguments and found["name"] not in closed and not re.search(r"[-_]", found["name"]):
            return found[0]
        names.append(found["name"])
        return ""

    text = OPENING.sub(drop, text)
    text = CLOSING.sub(lambda found: "" if found["name"] in names else found[0], text)
    return text, list(dict.fromkeys(names))


def _paragraphs(text: str) -> str:
    """An empty line ends a paragraph, a line break stays one, as WordPress shows them."""
    made = []
    for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        chunk = part.strip()
        if chunk and STARTS_WITH_BLOCK.match(chunk):
            made.append(chunk)
        elif chunk:
            made.append("<p>" + chunk.replace("\n", "<br/>\n") + "</p>")
    return "\n".join(made)
