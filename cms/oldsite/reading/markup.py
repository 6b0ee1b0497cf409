"""Bytes of an old page become a tree, whatever they say of themselves."""

import codecs
import re
from typing import Any

from lxml import etree, html

DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
WESTERN = {"iso8859-1", "ascii", "iso8859-15"}  # what is called so is almost always Windows's
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
HEAD = 4096
Element = Any  # lxml has no types


def text_of(content: bytes) -> str:
    """The text, by its mark, by what it declares, as UTF-8, or as Windows wrote it: never an error."""
    for mark, encoding in BOMS:
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    declared = DECLARED.search(content[:HEAD])
    for encoding in (_known(declared[1].decode("ascii")) if declared else "", "utf-8"):
        if encoding:
            try:
                return content.decode(encoding)
            except (UnicodeDecodeError, LookupError):
                continue
    return content.decode("cp1252", "replace")


def _known(name: str) -> str:
    try:
        found = codecs.lookup(name).name
    except LookupError:
        return ""
    return "cp1252" if found in WESTERN else "" if found.startswith("utf-16") else found


def tree(text: str) -> Element | None:
    """The document; ``None`` when there is nothing to read in it. No address is fetched, no entity is loaded."""
    clean = re.sub(r"^\s*<\?xml[^>]*\?>", "", FORBIDDEN.sub("", text))
    try:
        return html.document_fromstring(clean, parser=html.HTMLParser(no_network=True, huge_tree=False))
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def piece(text: str) -> Element | None:
    """The same for a part of a page, inside one ``div``."""
    found = tree(f"<html><body><div>{text}</div></body></html>")
    return None if found is None else found.find("body/div")


def is_tag(node: Element) -> bool:
    """An element, and not a comment or a processing instruction."""
    return isinstance(node.tag, str)


def words(node: Element) -> str:
    """The text below, on one line."""
    return " ".join("".join(node.xpath(".//text()[not(parent::script or parent::style)]")).split())


def remove(node: Element) -> None:
    """Take the element away; the text after it stays."""
    if node.getparent() is not None:
        node.drop_tree()
