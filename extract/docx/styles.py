"""What a paragraph or run of a Word file looks like, its styles' words taken in: bold, centred, heading, list level."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docx.oxml.ns import qn
from lxml.etree import _Element

_SMALL = 0.85
"""A moved run is raised or lowered where it is smaller than this share of its neighbour."""
_OFF = ("0", "false", "off", "none")
_HEADING = re.compile(r"(?:heading|tiêu đề|đề mục)\s*(\d)", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|contents)\s*(?:heading|\d)|table of (?:figures|contents)|mục lục", re.IGNORECASE)


def value(parent: _Element | None, *path: str) -> str | None:
    """The ``w:val`` of the element at ``path`` (``"w:pPr", "w:jc"``) below ``parent``, None where it is missing."""
    for name in path:
        if parent is None:
            return None
        parent = parent.find(qn(name))
    return parent.get(qn("w:val")) if parent is not None else None


def switch(parent: _Element | None, name: str) -> bool | None:
    """An on-off property such as ``w:b``: None where nothing is said."""
    found = parent.find(qn(name)) if parent is not None else None
    return None if found is None else found.get(qn("w:val"), "1").lower() not in _OFF


def number(text: str | None, default: int) -> int:
    """An integer attribute of the file, ``default`` where it is missing or no plain number."""
    return int(text) if text and re.fullmatch(r"-?[0-9]{1,9}", text) else default


def _font(properties: _Element | None) -> str | None:
    fonts = properties.find(qn("w:rFonts")) if properties is not None else None
    return (fonts.get(qn("w:ascii")) or fonts.get(qn("w:hAnsi"))) if fonts is not None else None


class Styles:
    """The styles part. A file without one has no styles, which is no error."""

    def __init__(self, root: _Element | None) -> None:
        self._styles: dict[str, _Element] = {}
        self._default: str | None = None
        self._document_size = number(value(root, "w:docDefaults", "w:rPrDefault", "w:rPr", "w:sz"), 20)
        defaults = root.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}") if root is not None else None
        self._document_font = _font(defaults)
        for style in root.iterfind(qn("w:style")) if root is not None else ():
            name = style.get(qn("w:styleId"), "")
            self._styles[name] = style
            if style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default")) in ("1", "true", "on"):
                self._default = name

    def chain(self, style: str | None) -> Iterator[_Element]:
        """The style and those that it is based on, nearest first."""
        seen: set[str] = set()
        while style and style in self._styles and style not in seen:
            seen.add(style)
            yield self._styles[style]
            style = value(self._styles[style], "w:basedOn")

    def of(self, paragraph: _Element) -> str | None:
        """The style id of a paragraph."""
        return value(paragraph, "w:pPr", "w:pStyle") or self._default

    def bold(self, run: _Element, paragraph_style: str | None) -> bool:
        """Whether a run is printed bold."""
        properties = run.find(qn("w:rPr"))
        said = switch(properties, "w:b")
        if said is not None:
            return said
        for style in (value(properties, "w:rStyle"), paragraph_style):
            for step in self.chain(style):
                said = switch(step.find(qn("w:rPr")), "w:b")
                if said is not None:
                    return said
        return False

    def hidden(self, run: _Element, paragraph_style: str | None) -> bool:
        """Whether a run is not printed, by itself or by a style."""
        properties = run.find(qn("w:rPr"))
        said = switch(properties, "w:vanish")
        if said is not None:
            return said
        for style in (value(properties, "w:rStyle"), paragraph_style):
            for step in self.chain(style):
                said = switch(step.find(qn("w:rPr")), "w:vanish")
                if said is not None:
                    return said
        return False

    def raised(self, run: _Element, paragraph_style: str | None) -> str | None:
        """``superscript``, ``subscript`` or None; also where a small run was moved up or down by hand."""
        properties = run.find(qn("w:rPr"))
        said = value(properties, "w:vertAlign")
        if said is not None:
            return said
        moved = number(value(properties, "w:position"), 0)
        if moved and self._size(run, None) < _SMALL * self._size(run.getprevious(), paragraph_style):
            return "superscript" if moved > 0 else "subscript"
        for step in self.chain(value(properties, "w:rStyle")):
            said = value(step, "w:rPr", "w:vertAlign")
            if said is not None:
                return said
        return None

    def _size(self, run: _Element | None, style: str | None) -> int:
        """Half points of a run, of the paragraph's style where it says nothing, else of the whole document."""
        said = value(run, "w:rPr", "w:sz")
        for step in self.chain(style):
            said = said or value(step, "w:rPr", "w:sz")
        return number(said, self._document_size)

    def font(self, run: _Element, paragraph_style: str | None) -> str | None:
        """The name of a run's font for Latin letters, None where nothing names one."""
        properties = run.find(qn("w:rPr"))
        said = _font(properties)
        for style in (value(properties, "w:rStyle"), paragraph_style):
            for step in self.chain(style) if said is None else ():
                said = said or _font(step.find(qn("w:rPr")))
        return said or self._document_font

    def centred(self, paragraph: _Element) -> bool:
        """Whether a paragraph is centred."""
        said = value(paragraph, "w:pPr", "w:jc")
        for step in self.chain(self.of(paragraph)):
            said = said or value(step, "w:pPr", "w:jc")
        return said == "center"

    def heading(self, paragraph: _Element) -> int | None:
        """The heading level from 1, by outline level or by the style's name, None for other paragraphs."""
        said = value(paragraph, "w:pPr", "w:outlineLvl")
        for step in self.chain(self.of(paragraph)):
            if said is not None:
                break
            named = _HEADING.match(value(step, "w:name") or "")
            if named:
                return int(named[1])
            said = value(step, "w:pPr", "w:outlineLvl")
        level = number(said, 9)
        return level + 1 if 0 <= level < 9 else None

    def is_contents(self, paragraph: _Element) -> bool:
        """Whether the paragraph is an entry of a table of contents: it repeats headings and adds page numbers."""
        return any(_CONTENTS.fullmatch(value(step, "w:name") or "") for step in self.chain(self.of(paragraph)))

    def list_place(self, paragraph: _Element) -> tuple[str, int] | None:
        """``(numId, level from 0)`` of an automatically numbered paragraph; the level of a style without one is -1:
        the numbering knows it."""
        properties = paragraph.find(qn("w:pPr"))
        numbered = properties.find(qn("w:numPr")) if properties is not None else None
        ident, level = value(numbered, "w:numId"), value(numbered, "w:ilvl")
        for step in self.chain(self.of(paragraph)):
            if ident is not None:
                break
            properties = step.find(qn("w:pPr"))
            numbered = properties.find(qn("w:numPr")) if properties is not None else None
            ident = value(numbered, "w:numId")
            level = level or value(numbered, "w:ilvl") or ("-1" if ident else None)
        return None if ident in (None, "0") else (ident or "", number(level, 0))
