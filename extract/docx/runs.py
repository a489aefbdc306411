"""All that a Word paragraph holds, in reading order: runs, insertions, links, controls, fields, marks, text boxes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from docx.oxml.ns import qn
from lxml.etree import _Element

from extract.docx.notes import Notes
from extract.docx.styles import Styles, number
from extract.inline import Inline, count_letters, lowered, raised
from extract.oldfonts.convert import charset_of, convert

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_LARGE = 8 * 5 * 360_000**2
"""8 by 5 cm in square English metric units: a picture of a table; emblems and signatures are smaller."""
DELETED = frozenset(qn(name) for name in ("w:del", "w:moveFrom"))
_PROPERTIES = frozenset(qn(name) for name in ("w:pPr", "w:rPr", "w:sdtPr", "w:sdtEndPr", "w:smartTagPr", "w:rt"))
_PLAIN = {
    qn("w:tab"): " ", qn("w:ptab"): " ", qn("w:noBreakHyphen"): "-", qn("w:softHyphen"): "", qn("w:cr"): "\n",
}  # fmt: skip
_SYMBOL_FONT = {
    0xB3: "≥", 0xA3: "≤", 0xB1: "±", 0xB0: "°", 0xB4: "×", 0xB8: "÷", 0xAE: "→", 0xB9: "≠", 0xBB: "≈", 0x6D: "µ",
    0x25: "%", 0x2B: "+", 0x2D: "-", 0x2C: ",", 0x2E: ".", **{0x30 + digit: str(digit) for digit in range(10)},
}  # fmt: skip
_OF_A_FONT = re.compile("[\uf020-\uf0ff]")
"""Where fonts of symbols put their letters: what is seen there only the font knows."""
PAGE_FIELD = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b", re.IGNORECASE)


def choose(alternate: _Element) -> _Element | None:
    """The one form of an ``mc:AlternateContent`` to read: the newer one if it holds text, else the old one; reading
    both would double every text box."""
    forms = [form for form in alternate if form.tag in (f"{MC}Choice", f"{MC}Fallback")]
    return next((form for form in forms if any(True for _ in form.iter(qn("w:t")))), forms[0] if forms else None)


def text_boxes(element: _Element) -> Iterator[_Element]:
    """The contents of the outermost text boxes of a drawing."""
    for child in element:
        if child.tag == qn("w:txbxContent"):
            yield child
        elif child.tag == f"{MC}AlternateContent":
            chosen = choose(child)
            if chosen is not None:
                yield from text_boxes(chosen)
        else:
            yield from text_boxes(child)


@dataclass(slots=True)
class Field:
    """A field between its begin and its end; its result is printed, its instruction is not."""

    instruction: str = ""
    in_result: bool = False


@dataclass(slots=True)
class Runs:
    """The walker. ``on_note`` is told of each note whose mark is met; fields may go on over paragraphs."""

    styles: Styles
    notes: Notes
    on_note: Callable[[str, str, str], None]
    fields: list[Field] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    set_apart: list[str] = field(default_factory=list)
    """Words that are printed and are no text: typed marks, and what an instruction of a field says."""
    signs: list[str] = field(default_factory=list)
    """Characters that stand in the file as numbers of a font."""
    boxes: list[_Element] = field(default_factory=list)
    drawings: int = 0
    charts: int = 0
    large_pictures: int = 0
    letters_made: int = 0
    """Letters that words in old fonts have more, or fewer, once they are in Unicode."""
    sheets: int = 0
    """Workbooks that are shown inside of the document."""
    _custom: tuple[str, str] | None = None

    def read(self, paragraph: _Element, inline: Inline) -> list[_Element]:
        """Put the words of ``paragraph`` into ``inline``; gives the contents of the text boxes anchored in it."""
        self.boxes = []
        self._walk(paragraph, inline, self.styles.of(paragraph))
        self._custom = None
        # An instruction does not go on over paragraphs: a file whose field never ends must not lose the rest.
        self.fields = [f for f in self.fields if f.in_result]
        return self.boxes

    def in_contents(self) -> bool:
        """Whether a field that prints a table of contents is open."""
        return any(f.instruction.lstrip().upper().startswith(("TOC ", "TOC\\")) for f in self.fields)

    def _walk(self, element: _Element, inline: Inline, style: str | None) -> None:
        for child in element:
            tag = child.tag
            if not isinstance(tag, str) or tag in DELETED or tag in _PROPERTIES:
                continue
            if tag == qn("w:r"):
                self._run(child, inline, style)
            elif tag == f"{MC}AlternateContent":
                chosen = choose(child)
                if chosen is not None:
                    self._walk(chosen, inline, style)
            elif tag.startswith(MATH):
                inline.add(formula(child))
            elif tag in (qn("w:drawing"), qn("w:pict"), qn("w:object")):
                self._drawing(child)
            elif tag == qn("w:fldSimple"):
                self.fields.append(Field(child.get(qn("w:instr"), ""), in_result=True))
                self._walk(child, inline, style)
                self.fields.pop()
            else:
                self._walk(child, inline, style)

    def _run(self, run: _Element, inline: Inline, style: str | None) -> None:
        hidden = self.styles.hidden(run, style)
        bold = self.styles.bold(run, style)
        height = self.styles.raised(run, style)
        font = self.styles.font(run, style)
        for child in run:
            tag = child.tag
            if tag == qn("w:t"):
                raw = child.text or ""
                text = convert(raw, font)
                self.letters_made += count_letters(text) - count_letters(raw)
                if _OF_A_FONT.search(text):
                    self.signs += [_symbol(font or "", ord(sign)) for sign in _OF_A_FONT.findall(text)]
                    text = _OF_A_FONT.sub(partial(_seen, font or ""), text)
                if hidden:
                    self.hidden.append(text)
                else:
                    self._text(text, inline, bold, height)
            elif tag == qn("w:softHyphen") and charset_of(font) == "TCVN3":
                self._text(convert("\u00ad", font), inline, bold, height)  # its letter ư lies there
            elif tag in _PLAIN:
                self._text(_PLAIN[tag], inline, bold, None)
            elif tag == qn("w:br"):
                page = child.get(qn("w:type")) in ("page", "column")
                if all(f.in_result for f in self.fields):
                    inline.end_line(torn=page)
            elif tag == qn("w:sym"):
                self.signs.append(_of_element(child))
                self._text(self.signs[-1], inline, bold, None)
            elif tag in (qn("w:footnoteReference"), qn("w:endnoteReference")):
                self._reference(child, inline)
            elif tag == qn("w:fldChar"):
                self._field(child)
            elif tag == qn("w:instrText"):
                if self.fields and not self.fields[-1].in_result:
                    self.fields[-1].instruction += child.text or ""
            elif tag in (qn("w:drawing"), qn("w:pict"), qn("w:object")):
                self._drawing(child)
            elif tag == f"{MC}AlternateContent":
                chosen = choose(child)
                if chosen is not None:
                    self._run(chosen, inline, style)
            elif tag == qn("w:ruby"):
                self._walk(child, inline, style)

    def _text(self, text: str, inline: Inline, bold: bool, height: str | None) -> None:
        if any(not f.in_result for f in self.fields):
            self.set_apart.append(text)
            return
        if self._custom is not None and text.strip():
            kind, ident = self._custom
            self._custom = None
            self.set_apart.append(text)
            self._mark(kind, ident, text.strip(), inline)
            return
        if any(PAGE_FIELD.match(f.instruction) for f in self.fields):
            self.set_apart.append(text)
            return
        if self.fields and self.fields[-1].instruction.lstrip().upper().startswith("NOTEREF") and text.strip():
            self.set_apart.append(text)
            inline.mark(text.strip())
            return
        if text == "\n":
            inline.end_line()
        else:
            if height == "superscript":
                text = raised(text)
            elif height == "subscript":
                text = lowered(text)
            inline.add(text, bold)

    def _reference(self, reference: _Element, inline: Inline) -> None:
        kind = "footnote" if reference.tag == qn("w:footnoteReference") else "endnote"
        ident = reference.get(qn("w:id"), "")
        if reference.get(qn("w:customMarkFollows"), "0").lower() in ("1", "true", "on"):
            self._custom = (kind, ident)
        else:
            self._mark(kind, ident, self.notes.label(kind, ident), inline)

    def _mark(self, kind: str, ident: str, label: str, inline: Inline) -> None:
        inline.mark(label)
        self.on_note(kind, ident, label)

    def _field(self, char: _Element) -> None:
        step = char.get(qn("w:fldCharType"))
        if step == "begin":
            self.fields.append(Field())
        elif step == "separate" and self.fields:
            self.fields[-1].in_result = True
        elif step == "end" and self.fields:
            self.fields.pop()

    def _drawing(self, drawing: _Element) -> None:
        found = list(text_boxes(drawing))
        self.boxes.extend(found)
        if found:
            return
        self.drawings += 1
        uses = [part.get("uri", "") for part in drawing.iter(f"{DRAWING}graphicData")]
        sizes = [
            number(e.get("cx"), 0) * number(e.get("cy"), 0) for e in drawing.iter() if str(e.tag).endswith("}extent")
        ]
        if any(str(e.tag).endswith("}OLEObject") and "Excel" in e.get("ProgID", "") for e in drawing.iter()):
            self.sheets += 1
        elif any(use.endswith(("/chart", "/chartex", "/diagram")) for use in uses):
            self.charts += 1
        elif max(sizes, default=0) > _LARGE:
            self.large_pictures += 1


def _of_element(symbol: _Element) -> str:
    try:
        return _symbol(symbol.get(qn("w:font"), ""), int(symbol.get(qn("w:char"), ""), 16))
    except ValueError:
        return ""


def _seen(font: str, sign: re.Match[str]) -> str:
    return _symbol(font, ord(sign[0]))


def _symbol(font: str, char: int) -> str:
    if 0xF000 <= char <= 0xF0FF or char < 0x20:
        return _SYMBOL_FONT.get(char & 0xFF, " ") if font == "Symbol" else " "
    return chr(char) if char < 0x110000 else ""


def formula(element: _Element) -> str:
    """The characters of a formula in one line: a fraction with a stroke, a power raised."""
    tag = element.tag
    if tag == f"{MATH}t":
        return element.text or ""
    if not isinstance(tag, str) or tag.endswith("Pr"):
        return ""
    if tag == f"{MATH}f":
        return "/".join(formula(part) for part in element if part.tag in (f"{MATH}num", f"{MATH}den"))
    if tag == f"{MATH}sub":
        return lowered("".join(formula(part) for part in element))
    if tag == f"{MATH}sup":
        return raised("".join(formula(part) for part in element))
    return "".join(formula(part) for part in element)
