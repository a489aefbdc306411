"""Footnotes and endnotes of a Word file: which label a mark prints, and which body belongs to it."""

from __future__ import annotations

from docx.oxml.ns import qn
from lxml.etree import _Element

from extract.docx.styles import number, value
from extract.ordinals import printed

_DEFAULT_FORM = {"footnote": "decimal", "endnote": "lowerRoman"}


class Notes:
    """The notes parts and the count so far. Labels are the order of reference, as Word prints them."""

    def __init__(self, bodies: dict[str, _Element | None], settings: _Element | None, body: _Element) -> None:
        self._bodies: dict[tuple[str, str], _Element] = {}
        for kind, root in bodies.items():
            for note in root.iterfind(qn(f"w:{kind}")) if root is not None else ():
                if note.get(qn("w:type"), "normal") == "normal":
                    self._bodies[kind, note.get(qn("w:id"), "")] = note
        self._settings = settings
        self._sections = list(body.iter(qn("w:sectPr")))
        self._section = 0
        self._next: dict[str, int] = {}
        self._printed: dict[tuple[str, str], str] = {}
        self.by_page = any(self._say(kind, "w:numRestart") == "eachPage" for kind in _DEFAULT_FORM)

    def _say(self, kind: str, what: str) -> str | None:
        section = self._sections[self._section] if self._section < len(self._sections) else None
        return value(section, f"w:{kind}Pr", what) or value(self._settings, f"w:{kind}Pr", what)

    def end_section(self) -> None:
        """A section of the document ends: its way of numbering with it."""
        self._section += 1
        for kind in _DEFAULT_FORM:
            if self._say(kind, "w:numRestart") == "eachSect":
                self._next.pop(kind, None)

    def label(self, kind: str, ident: str) -> str:
        """The label that the reference to note ``ident`` prints."""
        if (kind, ident) not in self._printed:
            count = self._next.get(kind, number(self._say(kind, "w:numStart"), 1))
            self._next[kind] = count + 1
            self._printed[kind, ident] = printed(count, self._say(kind, "w:numFmt") or _DEFAULT_FORM[kind])
        return self._printed[kind, ident]

    def left(self) -> list[_Element]:
        """The bodies that no mark led to; Word does not print them either."""
        return list(self._bodies.values())

    def take(self, kind: str, ident: str) -> _Element | None:
        """The body of a note, once; None where it has been given already or is missing."""
        return self._bodies.pop((kind, ident), None)
