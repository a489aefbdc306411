"""A feed as Atom writes it (RFC 4287). Knows no page and no SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring

from kb.ask.table import Language

TYPE = "application/atom+xml; charset=utf-8"
_ATOM = "http://www.w3.org/2005/Atom"
_NO_XML = {code: None for code in range(32) if chr(code) not in "\t\n\r"}
"""Letters that no XML may hold."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something new. ``name`` tells it from all others and stays what it is; ``updated`` is an ISO moment or day;
    ``address`` is whole, ``author`` who issued it or empty."""

    name: str
    title: str
    text: str
    address: str
    updated: str
    author: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """Entries, the newest first, and what they are of. ``here`` is the feed's own address, ``page`` that of the page
    that it goes with."""

    title: str
    subtitle: str
    here: str
    page: str
    language: Language
    entries: Sequence[Entry]
    updated: str


def as_atom(feed: Feed) -> bytes:
    """The feed as XML."""
    root = Element("feed", {"xmlns": _ATOM, "xml:lang": feed.language})
    _say(root, "id", _name(feed.here.partition("?")[0]))
    _say(root, "title", feed.title)
    _say(root, "subtitle", feed.subtitle)
    _say(root, "updated", _moment(max([feed.updated, *(one.updated for one in feed.entries)])))
    _say(SubElement(root, "author"), "name", "Solieu")
    SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": feed.here})
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": feed.page})
    for one in feed.entries:
        told = SubElement(root, "entry")
        _say(told, "id", _name(one.name))
        _say(told, "title", one.title)
        _say(told, "updated", _moment(one.updated))
        if one.author:
            _say(SubElement(told, "author"), "name", one.author)
        SubElement(told, "link", {"rel": "alternate", "type": "text/html", "href": one.address})
        _say(told, "summary", one.text)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _say(parent: Element, tag: str, text: str) -> None:
    SubElement(parent, tag).text = text.translate(_NO_XML)


def _name(what: str) -> str:
    """A name that no other feed of the world has, the same each time."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'solieu {what}')}"


def _moment(said: str) -> str:
    """A moment as RFC 3339 has it. A day is its beginning, a month or year its first day; an offset is UTC here.

    >>> _moment("2024-06-05"), _moment("2025-12"), _moment("2026-11-30T08:00:00.123+00:00")
    ('2024-06-05T00:00:00Z', '2025-12-01T00:00:00Z', '2026-11-30T08:00:00Z')
    """
    return f"{said}{'0000-01-01T00:00:00'[len(said) :]}"[:19] + "Z"
