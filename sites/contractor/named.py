"""The documents that a commune's own contents name: a contractor's template shows no other.

A document is published because a template asked for it. Ours ask for what the page names; another could count from
one to a thousand, and lay in the public folder what nobody ever published.
"""

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sites.bake.snapshot import Snapshot

_NAMED = re.compile(
    r'"document(?:_id)?": (\d+)'
    r'|linktype=\\"document\\"[^>]*?\bid=\\"(\d+)\\"'
    r'|\bid=\\"(\d+)\\"[^>]*?linktype=\\"document\\"'
)


def documents(snapshot: "Snapshot") -> frozenset[int]:
    """Numbers of the documents that pages, records and modules' rows name, in a block or in a rich text."""
    pages = [page.fields for page in snapshot.pages]
    text = json.dumps([pages, snapshot.records, list(snapshot.rows.values())], default=str, ensure_ascii=False)
    return frozenset(int(next(filter(None, found))) for found in _NAMED.findall(text))
