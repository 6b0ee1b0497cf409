"""What a published copy has no business holding: scripts, actions, attached files. No query, no clock."""

from collections.abc import Callable
from typing import Any

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

# Run when the file, a page or a field is opened; scripts by name; XFA forms; the files that others bring.
ACTIVE = frozenset({"/OpenAction", "/AA", "/JavaScript", "/XFA", "/EmbeddedFiles", "/EF", "/AF", "/Collection"})
ACTIONS = ("/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/RichMediaExecute", "/GoToE")
ANNOTATIONS = ("/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound")
# What pages are drawn with: its names are anybody's, a font may be called as a script is.
DRAWN = frozenset({"/Resources", "/DR", "/AP", "/Contents"})


def disarm(root: DictionaryObject, look: Callable[[], None]) -> None:
    """Take it all out of what ``root`` leads to; ``look`` is called at each object, and may raise.

    To be done before the objects are copied: what nothing leads to any more is then not copied at all.
    """
    seen: dict[int, Any] = {}  # holds the objects, lest another takes the place of one in memory
    waiting: list[Any] = [root]
    while waiting:
        look()
        found = waiting.pop()
        if id(found) in seen:
            continue
        seen[id(found)] = found
        if isinstance(found, DictionaryObject):
            for key in [key for key, value in found.items() if key in ACTIVE or _is_active(value)]:
                del found[key]
            waiting += [_resolved(value) for key, value in found.items() if key not in DRAWN]
        elif isinstance(found, ArrayObject):
            found[:] = [value for value in found if not _is_active(value)]
            waiting += [_resolved(value) for value in found]


def _is_active(value: Any) -> bool:
    found = _resolved(value)
    if not isinstance(found, DictionaryObject):
        return False
    return _resolved(found.get("/S")) in ACTIONS or _resolved(found.get("/Subtype")) in ANNOTATIONS


def _resolved(value: Any) -> Any:
    return value.get_object() if isinstance(value, IndirectObject) else value
