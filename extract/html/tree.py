"""The bytes of a web page -> its nodes in reading order, as a flat list: a subtree is a slice, and no depth of nesting
can exhaust the stack."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

_CHARSET = re.compile(rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_:.\-]+)", re.I)
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_RAW = re.compile(r"<!--.*?-->|<(script|style|textarea|noscript)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
"""What browsers do not look into. They run scripts and skip noscript; to a parser that does not, a div left open
there swallows the page behind it."""
_FALLBACK = "windows-1258"
"""The code page of Vietnamese Windows; its combining accents become letters in NFC."""
_EMPTY: dict[str, str] = {}


@dataclass(slots=True)
class Node:
    """An element, or a run of text (``tag`` empty). Its subtree is ``nodes[index:end]``; the root's parent is -1."""

    index: int
    parent: int
    tag: str
    text: str = ""
    attributes: dict[str, str] = field(default_factory=lambda: _EMPTY)
    end: int = 0

    def said(self, name: str) -> str:
        """An attribute, empty where it is missing."""
        return self.attributes.get(name, "")

    @property
    def names(self) -> str:
        """Class, id and role, small, parted by blanks: what authors call the element."""
        return " ".join((self.said("class"), self.said("id"), self.said("role"))).lower()

    @property
    def style(self) -> str:
        """The style attribute, small and without blanks."""
        return re.sub(r"\s", "", self.said("style")).lower()


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The page's characters, and a doubt where some bytes fit no charset.

    UTF-8 comes before the charset that the page declares: bytes that are UTF-8 throughout are nothing else, while
    declarations outlive the templates that they were written for.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace"), ()
    if b"\x00" in data[:64]:
        return data.decode("utf-16-be" if data[:1] == b"\x00" else "utf-16-le", "replace"), ()
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        declared = _CHARSET.search(data[:8192])
    name = declared[1].decode("ascii").lower() if declared else _FALLBACK
    try:
        name = codecs.lookup(name).name
    except LookupError:
        name = _FALLBACK
    text = data.decode(name, "replace")
    lost = text.count("\ufffd")
    return text, ((f"{lost} characters could not be decoded as {name}",) if lost else ())


def parse(text: str) -> list[Node]:
    """The nodes of a page in reading order, the root element first; comments and templates are left out."""
    nodes: list[Node] = []
    parser = LexborHTMLParser(_RAW.sub(lambda raw: "" if raw[0][:9].lower() == "<noscript" else raw[0], text))
    pending: list[tuple[LexborNode, int]] = [(parser.root, -1)] if parser.root is not None else []
    while pending:
        here, parent = pending.pop()
        if here.next is not None:
            pending.append((here.next, parent))
        made = _make(here, len(nodes), parent)
        if made is None:
            continue
        nodes.append(made)
        if made.tag and here.first_child is not None:
            pending.append((here.first_child, made.index))
    for node in reversed(nodes):
        node.end = max(node.end, node.index + 1)
        if node.parent >= 0:
            nodes[node.parent].end = max(nodes[node.parent].end, node.end)
    return nodes


def _make(node: LexborNode, index: int, parent: int) -> Node | None:
    if node.is_text_node:
        return Node(index, parent, "", node.text_content or "")
    if not node.is_element_node or node.tag in ("template", None):
        return None
    attributes = {name: value or "" for name, value in node.attributes.items()}
    return Node(index, parent, node.tag, attributes=attributes)


def below(nodes: list[Node], node: Node) -> Iterator[Node]:
    """The nodes of the subtree behind ``node`` itself."""
    return iter(nodes[node.index + 1 : node.end])


def text_of(nodes: list[Node], start: int, end: int) -> str:
    """The characters of a range of nodes, blanks put together."""
    return " ".join("".join(node.text for node in nodes[start:end] if not node.tag).split())


def ancestors(nodes: list[Node], node: Node) -> Iterator[Node]:
    """The elements around ``node``, nearest first."""
    while node.parent >= 0:
        node = nodes[node.parent]
        yield node
