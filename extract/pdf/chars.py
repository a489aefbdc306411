"""The letters of a PDF page as pdfium sees them: each with its place, size and weight, in the page as displayed.

Text in the order of the content stream tears words apart wherever a fallback font supplies a letter, so only the
raw characters are taken from pdfium; :mod:`extract.pdf.lines` puts them in order by where they stand.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field
from itertools import takewhile
from math import hypot
from typing import Any, NamedTuple

import pypdfium2.raw

from extract.document import Box
from extract.oldfonts.convert import chart_of, is_horned

pdfium: Any = pypdfium2.raw  # its names are made at run time, where no type checker sees them

BOLD_NAME = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
INVISIBLE = pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
FILL_STROKE = pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE
FORCE_BOLD = 1 << 18
SLANT = 0.05  # how far a line of text may rise or fall in its length
TINY = 1.5  # points: text below it cannot be read by a person
BLANKS = frozenset(" \u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000\t\r\n")
CONTROLS = frozenset(map(ord, "\t\r\n"))
LAST_CODE = 0x10FFFF  # of Unicode; a glyph named ``u110000`` is no letter
SOFT_HYPHEN = 0xAD
LINE_END_HYPHEN = 2  # pdfium's own sign for a hyphen that ends a line


class Glyph(NamedTuple):
    """A character in points from the displayed page's top left corner; ``base`` is its baseline, ``order`` its place
    in the content stream. ``raised`` says that it stands above the baseline of its line, ``spaced`` that pdfium sees
    a blank between it and the letter before it in the stream."""

    x0: float
    x1: float
    base: float
    top: float
    bottom: float
    size: float
    text: str
    bold: bool
    order: int
    raised: bool = False
    spaced: bool = False


@dataclass(slots=True)
class PageLetters:
    """What a page holds: ``skipped`` counts visible letters left out because they are turned or tiny, ``lying`` of them
    those that stand upright once the page is turned by so many degrees, ``unmapped`` letters without Unicode,
    ``hidden`` says that the text is an invisible layer over a picture, ``text`` is all of it in stream order, without
    blanks, ``longest`` the characters of its longest text object."""

    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    skipped: int = 0
    lying: Counter[int] = field(default_factory=Counter)
    unmapped: int = 0
    hidden: bool = False
    text: str = ""
    old_fonts: set[str] = field(default_factory=set)
    longest: int = 0


class _Style(NamedTuple):
    """``lies`` is how far the text is turned against the page as displayed, counted as a person would turn the page to
    read it: 0, 90, 180 or 270 degrees clockwise, None where it is slanted or too small to read."""

    size: float
    bold: bool
    lies: int | None
    hidden: bool
    chart: dict[int, str] | None


class View:
    """The way from PDF space (origin bottom left, unrotated) to the page as displayed (origin top left)."""

    def __init__(self, page: Any) -> None:
        left, bottom, right, top = _shown_box(page)
        turn = page.get_rotation() % 360
        self.turn = turn
        # x' = a*x + c*y + e and y' = b*x + d*y + f, as the matrices of PDF are written
        self.matrix: tuple[float, float, float, float, float, float] = {
            0: (1.0, 0.0, 0.0, -1.0, -left, top),
            90: (0.0, 1.0, 1.0, 0.0, -bottom, -left),
            180: (-1.0, 0.0, 0.0, 1.0, right, -bottom),
            270: (0.0, -1.0, -1.0, 0.0, top, right),
        }[turn]
        across, along = right - left, top - bottom
        self.width, self.height = (along, across) if turn in (90, 270) else (across, along)
        self.further = 0

    def turned(self, degrees: int) -> View:
        """The same page turned by 90, 180 or 270 degrees clockwise: text that lies on its side stands upright then."""
        other = copy(self)
        a, b, c, d, e, f = self.matrix
        wide, high = self.width, self.height
        if degrees == 90:
            other.matrix = (-b, a, -d, c, high - f, e)
        elif degrees == 180:
            other.matrix = (-a, -b, -c, -d, wide - e, high - f)
        else:
            other.matrix = (b, -a, d, -c, f, wide - e)
        other.width, other.height = (wide, high) if degrees == 180 else (high, wide)
        other.turn = (self.turn + degrees) % 360
        other.further = degrees
        return other

    def displayed(self, box: Box) -> Box:
        """A box of this view on the page as it is displayed, which :meth:`turned` may have turned further."""
        x0, top, x1, bottom = box.x0, box.top, box.x1, box.bottom
        if self.further == 90:
            return Box(box.page, top, self.width - x1, bottom, self.width - x0)
        if self.further == 180:
            return Box(box.page, self.width - x1, self.height - bottom, self.width - x0, self.height - top)
        if self.further == 270:
            return Box(box.page, self.height - bottom, x0, self.height - top, x1)
        return box

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of PDF space as displayed."""
        a, b, c, d, e, f = self.matrix
        return a * x + c * y + e, b * x + d * y + f


def _shown_box(page: Any) -> tuple[float, float, float, float]:
    media, crop = page.get_mediabox(), page.get_cropbox()
    left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
    right, top = min(media[2], crop[2]), min(media[3], crop[3])
    return (left, bottom, right, top) if right > left and top > bottom else media


def _prototype(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """The same C function with plain types: a pointer object a character would double the time of a page."""
    address = ctypes.cast(function, ctypes.c_void_p).value
    if address is None:
        raise RuntimeError("pdfium lacks a function of its text interface")
    call: Callable[..., Any] = ctypes.CFUNCTYPE(result, *arguments)(address)
    return call


_unicode = _prototype(pdfium.FPDFText_GetUnicode, ctypes.c_uint, ctypes.c_void_p, ctypes.c_int)
_text_object = _prototype(pdfium.FPDFText_GetTextObject, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
_loose_box = _prototype(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
_origin = _prototype(
    pdfium.FPDFText_GetCharOrigin, ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p
)


def _lies(x: float, y: float) -> int | None:
    """How far a page is turned for text that runs along (x, y), y downwards."""
    if abs(y) <= SLANT * abs(x):
        return 0 if x > 0 else 180
    if abs(x) <= SLANT * abs(y):
        return 90 if y < 0 else 270
    return None


class _Styles:
    """Size, weight and visibility, once for each text object and font instead of once a letter."""

    def __init__(self, view: View, letters: PageLetters) -> None:
        self.view = view
        self.letters = letters
        self.fonts: dict[int, tuple[bool, dict[int, str] | None]] = {}

    def style(self, handle: int, text_page: Any, index: int) -> _Style:
        item = ctypes.cast(ctypes.c_void_p(handle), pdfium.FPDF_PAGEOBJECT)
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(text_page, index, matrix)
        va, vb, vc, vd, _, _ = self.view.matrix
        along = (va * matrix.a + vc * matrix.b, vb * matrix.a + vd * matrix.b)
        size = pdfium.FPDFText_GetFontSize(text_page, index) * hypot(matrix.c, matrix.d)
        mode = pdfium.FPDFTextObj_GetTextRenderMode(item)
        heavy, chart = self._font(item)
        bold = mode == FILL_STROKE or heavy
        return _Style(size, bold, _lies(*along) if size >= TINY else None, mode == INVISIBLE, chart)

    def _font(self, item: Any) -> tuple[bool, dict[int, str] | None]:
        """Whether a text's font is a bold one, and its letters where it is an old Vietnamese one."""
        font = pdfium.FPDFTextObj_GetFont(item)
        if not font:
            return False, None
        key = ctypes.cast(font, ctypes.c_void_p).value or 0
        if key not in self.fonts:
            buffer = ctypes.create_string_buffer(256)
            pdfium.FPDFFont_GetBaseFontName(font, buffer, 256)
            name = buffer.value.decode("utf-8", "replace")
            chart = chart_of(name)
            if chart:
                self.letters.old_fonts.add(name.partition("+")[2] or name)
            flags = pdfium.FPDFFont_GetFlags(font)
            heavy = pdfium.FPDFFont_GetWeight(font) >= 600
            bold = bool(BOLD_NAME.search(name)) or bool(flags > 0 and flags & FORCE_BOLD) or heavy
            self.fonts[key] = bold, chart
        return self.fonts[key]


def read_letters(page: Any, view: View) -> PageLetters:
    """The letters of a pypdfium2 page in stream order, spaces among them. Letters that are turned or tiny are counted
    and left out; an invisible layer is taken only where the page shows no other text (a recognised scan)."""
    letters = PageLetters(view.width, view.height)
    text_page = page.get_textpage()
    try:
        shown, hidden = _collect(text_page, view, letters)
    finally:
        text_page.close()
    letters.hidden = len(hidden) > 20 and len(shown) < len(hidden) // 10
    letters.glyphs = hidden if letters.hidden else shown
    letters.text = "".join([glyph.text for glyph in letters.glyphs if glyph.text not in BLANKS])
    return letters


def _collect(text_page: Any, view: View, letters: PageLetters) -> tuple[list[Glyph], list[Glyph]]:
    raw = text_page.raw
    handle = ctypes.cast(raw, ctypes.c_void_p).value
    styles = _Styles(view, letters)
    rect, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    rect_at, x_at, y_at = ctypes.addressof(rect), ctypes.addressof(x), ctypes.addressof(y)
    shown: list[Glyph] = []
    hidden: list[Glyph] = []
    make = tuple.__new__  # a named tuple's own constructor takes three times as long
    known: dict[int, _Style] = {}
    made_up = -2
    before = ""
    hyphens: list[int] = []  # in the fonts of TCVN3
    a, b, c, d, e, f = view.matrix
    straight = view.turn == 0
    last, base, size, bold, visible, invisible = 0, 0.0, 0.0, False, False, False
    lies: int | None = None
    chart: dict[int, str] | None = None
    began = index = longest = 0
    for index in range(text_page.count_chars()):
        owner = _text_object(handle, index)
        if not owner:  # a blank or a line end that pdfium made up
            made_up = index
            continue
        code = _unicode(handle, index)
        if owner != last:
            last = owner
            longest, began = max(longest, index - began), index
            found = known.get(owner)
            if found is None:
                found = known[owner] = styles.style(owner, raw, index)
            size, bold, lies, invisible, chart = found
            visible = lies == 0
            _origin(handle, index, x_at, y_at)
            base = b * x.value + d * y.value + f
        if not visible:
            if code > 32:
                letters.skipped += 1
                if lies:
                    letters.lying[lies] += 1
            continue
        _loose_box(handle, index, rect_at)
        if straight:
            x0, x1, top, bottom = rect.left + e, rect.right + e, f - rect.top, f - rect.bottom
        else:
            p = (a * rect.left + c * rect.top + e, b * rect.left + d * rect.top + f)
            q = (a * rect.right + c * rect.bottom + e, b * rect.right + d * rect.bottom + f)
            x0, x1, top, bottom = min(p[0], q[0]), max(p[0], q[0]), min(p[1], q[1]), max(p[1], q[1])
        if chart and code in chart:
            text = chart[code]
        elif chart and code == LINE_END_HYPHEN and before.isalpha():
            text = chart.get(SOFT_HYPHEN, "-")  # TCVN3 has its ư there, and Vietnamese divides no word
        elif 32 <= code < 0xD800:
            text = chr(code)
        elif code == LINE_END_HYPHEN:
            text = "-"
        elif 0xE000 <= code <= 0xF8FF:
            letters.unmapped += 1
            text = chr(code)
        elif code in CONTROLS or 0xFFFF < code <= LAST_CODE or 0xF8FF < code < 0xFFFD:
            text = chr(code)
        else:  # controls, surrogates, and whatever a font's names of letters make up
            letters.unmapped += 1
            text = "\ufffd"
        glyph = make(Glyph, (x0, x1, base, top, bottom, size, text, bold, index, False, made_up == index - 1))
        (hidden if invisible else shown).append(glyph)
        before = text
        if text == "-" and chart and SOFT_HYPHEN in chart and chart[SOFT_HYPHEN] == "ư" and not invisible:
            hyphens.append(len(shown) - 1)
    letters.longest = max(longest, index + 1 - began)
    for place in hyphens:
        if is_horned(_letters(shown[max(0, place - 6) : place][::-1])[::-1], _letters(shown[place + 1 : place + 7])):
            shown[place] = shown[place]._replace(text="ư")
    return shown, hidden


def _letters(glyphs: list[Glyph]) -> str:
    """The letters up to the first sign or blank."""
    return "".join(glyph.text for glyph in takewhile(lambda glyph: glyph.text.isalpha() and not glyph.spaced, glyphs))
