"""The letters of a PDF page as pdfium sees them: each with its place, size and weight, in the page as displayed.

Text in the order of the content stream tears words apart wherever a fallback font supplies a letter, so only the
raw characters are taken from pdfium; :mod:`extract.pdf.lines` puts them in order by where they stand.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field
from itertools import chain, groupby, repeat, takewhile
from math import hypot
from operator import attrgetter
from typing import Any, NamedTuple

from extract.document import Box
from extract.oldfonts.convert import chart_of, is_horned
from extract.pdf.asked import (
    boxes_of,
    codes_of,
    count_made_up,
    font_of,
    font_size,
    is_made_up,
    origin_of,
    owners_of,
    pdfium,
    render_mode,
    turn_of,
)

BOLD_NAME = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
INVISIBLE = pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
FILL_STROKE = pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE
FORCE_BOLD = 1 << 18
SLANT = 0.05  # how far a line of text may rise or fall in its length
TINY = 1.5  # points: text below it cannot be read by a person
BLANKS = frozenset(" \u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000\t\r\n")
SOLID = re.compile(f"[^{''.join(BLANKS)}]+")
CONTROLS = frozenset(map(ord, "\t\r\n"))
LAST_CODE = 0x10FFFF  # of Unicode; a glyph named ``u110000`` is no letter
BLANK, SURROGATES = 32, 0xD800  # between these stand plain letters
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


LEFT, BASE, SIZE, TEXT, ORDER = map(attrgetter, ("x0", "base", "size", "text", "order"))


@dataclass(slots=True)
class PageLetters:
    """What a page holds: ``skipped`` counts visible letters left out because they are turned or tiny, ``lying`` of them
    those that stand upright once the page is turned by so many degrees, ``unmapped`` letters without Unicode,
    ``hidden`` says that the text is an invisible layer over a picture, ``text`` is all of it in stream order, without
    blanks, ``longest`` the characters of its longest text object, ``made_up`` counts letters of which no table of their
    font says which they are."""

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
    made_up: int = 0


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

    def edges(self, boxes: Sequence[float]) -> tuple[Sequence[float], ...]:
        """The left, right, upper and lower edges as displayed of boxes in PDF space: left, top, right and bottom of
        each, one behind the other."""
        lefts, tops, rights, bottoms = (boxes[edge::4] for edge in range(4))
        a, b, c, d, e, f = self.matrix
        if self.turn == 0:
            return [x + e for x in lefts], [x + e for x in rights], [f - y for y in tops], [f - y for y in bottoms]
        x0s = [a * x + c * y + e for x, y in zip(lefts, tops, strict=True)]
        x1s = [a * x + c * y + e for x, y in zip(rights, bottoms, strict=True)]
        y0s = [b * x + d * y + f for x, y in zip(lefts, tops, strict=True)]
        y1s = [b * x + d * y + f for x, y in zip(rights, bottoms, strict=True)]
        return list(map(min, x0s, x1s)), list(map(max, x0s, x1s)), list(map(min, y0s, y1s)), list(map(max, y0s, y1s))


def _shown_box(page: Any) -> tuple[float, float, float, float]:
    media, crop = page.get_mediabox(), page.get_cropbox()
    left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
    right, top = min(media[2], crop[2]), min(media[3], crop[3])
    return (left, bottom, right, top) if right > left and top > bottom else media


def _lies(x: float, y: float) -> int | None:
    """How far a page is turned for text that runs along (x, y), y downwards."""
    if abs(y) <= SLANT * abs(x):
        return 0 if x > 0 else 180
    if abs(x) <= SLANT * abs(y):
        return 90 if y < 0 else 270
    return None


class _Styles:
    """Size, weight and visibility, once for each text object and font instead of once a letter. ``page`` is the text
    page."""

    def __init__(self, page: ctypes.c_void_p, view: View, letters: PageLetters) -> None:
        self.page = page
        self.view = view
        self.letters = letters
        self.fonts: dict[int, tuple[bool, dict[int, str] | None]] = {}
        self.without_table = False
        """Whether the first letter of some font is one of which no table says which it is."""

    def style(self, owner: int, index: int) -> _Style:
        """That of the text object at the address ``owner``, whose letter ``index`` is one."""
        item = ctypes.c_void_p(owner)
        a, b, c, d = turn_of(self.page, index)
        va, vb, vc, vd, _, _ = self.view.matrix
        size = font_size(self.page, index) * hypot(c, d)
        mode = render_mode(item)
        heavy, chart = self._font(item, index)
        bold = mode == FILL_STROKE or heavy
        lies = _lies(va * a + vc * b, vb * a + vd * b) if size >= TINY else None
        return _Style(size, bold, lies, mode == INVISIBLE, chart)

    def _font(self, item: ctypes.c_void_p, index: int) -> tuple[bool, dict[int, str] | None]:
        """Whether a text's font is a bold one, and its letters where it is an old Vietnamese one."""
        key = font_of(item)
        if not key:
            return False, None
        if key not in self.fonts:
            font = ctypes.cast(ctypes.c_void_p(key), pdfium.FPDF_FONT)
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
            self.without_table = self.without_table or (not chart and is_made_up(self.page, index))
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
    letters.text = "".join(SOLID.findall("".join(map(TEXT, letters.glyphs))))
    return letters


def _collect(text_page: Any, view: View, letters: PageLetters) -> tuple[list[Glyph], list[Glyph]]:
    page = ctypes.cast(text_page.raw, ctypes.c_void_p)
    count = text_page.count_chars()
    codes = codes_of(page, count)
    lefts, rights, tops, bottoms = view.edges(boxes_of(page, count))
    styles = _Styles(page, view, letters)
    shown: list[Glyph] = []
    hidden: list[Glyph] = []
    known: dict[int, _Style] = {}
    hyphens: list[int] = []  # in the fonts of TCVN3
    last, base, before = 0, 0.0, ""
    began = end = 0
    spaced = False  # a blank that pdfium made up stands before the letter
    for owner, run in groupby(owners_of(page, count)):
        start, end = end, end + len(list(run))
        if not owner:
            spaced = True
            continue
        if owner != last:
            last = owner
            letters.longest, began = max(letters.longest, start - began), start
            style = known.get(owner) or known.setdefault(owner, styles.style(owner, start))
            base = view.point(*origin_of(page, start))[1]
        if style.lies != 0:
            skipped = sum(code > BLANK for code in codes[start:end])
            letters.skipped += skipped
            if style.lies:
                letters.lying[style.lies] += skipped
        else:
            texts = _texts(codes[start:end], style.chart, before, letters)
            before = texts[-1]
            found = hidden if style.hidden else shown
            if not style.hidden and style.chart and style.chart.get(SOFT_HYPHEN) == "ư":
                hyphens += [place for place, text in enumerate(texts, len(shown)) if text == "-"]
            columns = zip(
                lefts[start:end], rights[start:end], repeat(base), tops[start:end], bottoms[start:end],
                repeat(style.size), texts, repeat(style.bold), range(start, end), repeat(False),
                chain((spaced,), repeat(False)),
            )  # fmt: skip
            found += map(tuple.__new__, repeat(Glyph), columns)  # its own constructor takes three times as long
        spaced = False
    letters.longest = max(letters.longest, end - began)
    # Asked letter by letter, so only where something looks like it.
    if letters.unmapped or styles.without_table:
        letters.made_up = count_made_up(page, count)
    for place in hyphens:
        if is_horned(_letters(shown[max(0, place - 6) : place][::-1])[::-1], _letters(shown[place + 1 : place + 7])):
            shown[place] = shown[place]._replace(text="ư")
    return shown, hidden


def _texts(codes: Sequence[int], chart: dict[int, str] | None, before: str, letters: PageLetters) -> list[str]:
    """The letters of a run; those that have no Unicode are counted. ``before`` is the letter before it."""
    if not chart and min(codes) >= BLANK and max(codes) < SURROGATES:
        return list(map(chr, codes))
    texts = []
    for code in codes:
        if chart and code in chart:
            text = chart[code]
        elif chart and code == LINE_END_HYPHEN and before.isalpha():
            text = chart.get(SOFT_HYPHEN, "-")  # TCVN3 has its ư there, and Vietnamese divides no word
        elif BLANK <= code < SURROGATES:
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
        texts.append(text)
        before = text
    return texts


def _letters(glyphs: list[Glyph]) -> str:
    """The letters up to the first sign or blank."""
    return "".join(glyph.text for glyph in takewhile(lambda glyph: glyph.text.isalpha() and not glyph.spaced, glyphs))
