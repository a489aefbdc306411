"""Letters to words and lines, by where they stand: baseline first, then from left to right.

A raised small figure is kept apart as a word of its own, glued to the word before it: whether ``m²`` or a footnote
mark is decided by :mod:`extract.pdf.notes`, once all bodies of the document are known.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from extract.pdf.chars import BASE, BLANKS, LEFT, ORDER, SIZE, TEXT, Glyph
from extract.pdf.fractions import in_one_line
from extract.pdf.words import Word, rejoined

SAME_BASELINE = 0.12  # of the letters' size
SHAKY_BASELINE = 0.35  # the same in the text of a recognised scan, where each word has its own baseline
WORD_GAP = 0.22  # of the size: a gap that parts two words without a blank
SPACED_GAP = 0.3  # the same where the line has real blanks: letters may be spaced out
SMALLER = 0.87  # a raised letter is at most this part of its line's size (browsers print 0.83)
RAISE = (0.12, 0.75)  # how far above the baseline, in sizes of the line
LOWER = (0.05, 0.4)
FAINT_GAP = 0.1  # the same where pdfium sees a blank between two letters, or where they were not printed in turn
UNSHOWN = (-0.12, 0.06)  # of the size: a blank that the next letter was printed over leaves no more room than this
NARROW = 0.1  # points: a blank that has no width
MARK_LIKE = re.compile(r"^[\d*†‡()\[\],;]+$")
SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
HIGH = re.compile(f"([{SUPERSCRIPTS}]+)")
FROM_SUPERSCRIPT = str.maketrans(SUPERSCRIPTS, "0123456789")
COMBINING = re.compile("[\u0300-\u036f]")
DROPPED = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


@dataclass(slots=True)
class Line:
    """Words on one baseline, from left to right. ``joined`` says that the next line goes on without a blank; ``page``
    counts from 0."""

    words: list[Word]
    base: float
    size: float
    joined: bool = False
    page: int = 0
    x0: float = field(init=False)
    x1: float = field(init=False)
    top: float = field(init=False)
    bottom: float = field(init=False)

    def __post_init__(self) -> None:
        self.x0 = self.words[0].x0
        self.x1 = max(word.x1 for word in self.words)
        self.top = min(word.top for word in self.words)
        self.bottom = max(word.bottom for word in self.words)

    @property
    def text(self) -> str:
        """The line as one string, raised runs included."""
        return "".join(("" if word.glued else " ") + word.text for word in self.words).strip()

    @property
    def bold(self) -> bool:
        """Whether all of its words are bold."""
        return all(word.bold for word in self.words if not word.raised)

    def part(self, words: Sequence[Word]) -> Line:
        """A line of some of its words."""
        return Line(list(words), self.base, self.size, self.joined, self.page)


def lines_of(glyphs: Iterable[Glyph], page: int, slack: float = SAME_BASELINE) -> list[Line]:
    """Lines from the top to the bottom; two columns at one height are still one line here. ``slack`` is how far the
    baselines of one line may lie apart, in sizes."""
    rows = _rows(_composed(glyphs), slack)
    if slack == SAME_BASELINE:
        rows = _lift(rows)
    lines = [line for row in rows if (line := _line(row, page)) is not None]
    lines.sort(key=lambda line: line.base)
    return lines


def _composed(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """Combining marks go to the letter that they stand over, before anything is sorted."""
    glyphs = list(glyphs)
    if not COMBINING.search("".join(map(TEXT, glyphs))):
        return glyphs
    out: list[Glyph] = []
    for glyph in glyphs:
        if "\u0300" <= glyph.text <= "\u036f" and out:
            for back in range(len(out) - 1, max(-1, len(out) - 4), -1):
                host = out[back]
                if abs(host.base - glyph.base) < host.size and host.x0 - 1 <= (glyph.x0 + glyph.x1) / 2 <= (
                    max(host.x1, host.x0 + 0.5 * host.size) + 1
                ):
                    out[back] = host._replace(text=host.text + glyph.text)
                    break
            else:
                out.append(glyph)
        else:
            out.append(glyph)
    return out


def _rows(glyphs: list[Glyph], slack: float) -> list[list[Glyph]]:
    rows: list[list[Glyph]] = []
    limit = -1e9
    for glyph in sorted(glyphs, key=BASE):
        if glyph.base > limit:
            rows.append([])
            limit = glyph.base + max(0.5, slack * glyph.size)
        rows[-1].append(glyph)
    return rows


def _lift(rows: list[list[Glyph]]) -> list[list[Glyph]]:
    """Small runs above or below a line's baseline are moved into that line."""
    sizes = [max(map(SIZE, row)) for row in rows]
    bases = [row[0].base for row in rows]
    for here, row in enumerate(rows):
        small = min(map(SIZE, row))
        for there in _neighbours(here, bases, sizes):
            if not rows[there] or small > SMALLER * sizes[there]:
                continue
            rest: list[Glyph] = []
            moved: list[Glyph] = []
            for run in _runs(rows[here]):
                (moved if _hosted(run, rows[there]) else rest).extend(run)
            if moved:
                raised = bases[there] > bases[here]
                rows[there].extend(glyph._replace(raised=raised) for glyph in moved)
                rows[here] = rest
                if not rest:
                    break
    return [row for row in rows if row]


def _neighbours(here: int, bases: list[float], sizes: list[float]) -> list[int]:
    found = []
    for step in (1, -1):
        there = here + step
        while 0 <= there < len(bases) and abs(bases[there] - bases[here]) < 20 + 0.75 * sizes[here]:
            shift = (bases[there] - bases[here]) / sizes[there]
            low, high = RAISE if step > 0 else LOWER
            if low <= abs(shift) <= high:
                found.append(there)
            there += step
    return found


def _runs(row: list[Glyph]) -> list[list[Glyph]]:
    runs: list[list[Glyph]] = []
    for glyph in sorted(row, key=lambda glyph: (glyph.x0, glyph.order)):
        last = runs[-1][-1] if runs else None
        if last is None or glyph.x0 - last.x1 > 0.5 * last.size or abs(glyph.size - last.size) > 0.1 * last.size:
            runs.append([])
        runs[-1].append(glyph)
    return runs


def _hosted(run: list[Glyph], row: list[Glyph]) -> bool:
    """Whether a run stands directly behind (or, as a label, before) a larger letter of the row."""
    solid = [glyph for glyph in run if glyph.text not in BLANKS]
    if not solid or len(solid) > 12:
        return False
    x0, x1, size = solid[0].x0, solid[-1].x1, solid[0].size
    for glyph in row:
        if size > SMALLER * glyph.size or glyph.text in BLANKS:
            continue
        if -0.3 * glyph.size <= x0 - glyph.x1 <= 0.4 * glyph.size:
            return True
        if -0.2 * glyph.size <= glyph.x0 - x1 <= 1.2 * glyph.size:
            return True
    return False


def _in_order(row: list[Glyph]) -> list[Glyph]:
    """The letters of a line by where they stand, those at one place as they were printed. A blank without width may
    begin a trace behind the letter that follows it, and would part that letter from the rest of its number."""
    narrow = any(glyph.x1 - glyph.x0 < NARROW for glyph in row if glyph.text in BLANKS)
    row.sort(key=ORDER)
    row.sort(key=_place if narrow else LEFT)
    return row


def _place(glyph: Glyph) -> float:
    narrow = glyph.text in BLANKS and glyph.x1 - glyph.x0 < NARROW
    return glyph.x0 - NARROW if narrow else glyph.x0


def _line(row: list[Glyph], page: int) -> Line | None:
    row = _once(_in_order(in_one_line(row, SMALLER)))
    solid = [glyph for glyph in row if glyph.text not in BLANKS]
    if not solid:
        return None
    sizes = [glyph.size for glyph in solid if not glyph.raised]
    size = median(sizes) if sizes else 0.0
    limit = SPACED_GAP if len(solid) < len(row) else WORD_GAP
    words: list[Word] = []
    run: list[Glyph] = []
    blank, glued, unsure = True, False, False
    faint: set[int] = set()  # words that stand hardly apart from the one before
    for glyph in row:
        if glyph.text in BLANKS:
            blank = True
            continue
        if run:
            last = run[-1]
            gap = glyph.x0 - last.x1
            apart = blank or gap > limit * max(last.size, glyph.size)
            unsure = blank and UNSHOWN[0] * glyph.size < gap < UNSHOWN[1] * glyph.size
            if not apart and gap > FAINT_GAP * glyph.size:
                follows = glyph.order - last.order
                unsure = apart = (glyph.spaced and follows == 2) or not 0 < follows < 4
            if apart or glyph.raised != last.raised:
                _flush(run, glued, words)
                run, blank = [], apart
        if not run:
            if unsure:
                faint.add(len(words))
            glued, blank, unsure = not blank, False, False
        run.append(glyph)
    _flush(run, glued, words)
    if not words:
        return None
    if faint:
        words = rejoined(words, faint)
    soft = solid[-1].text == "\u00ad"
    hyphen = words[-1].text[-1] == "-" and len(words[-1].text) > 1
    base = next((glyph.base for glyph in solid if not glyph.raised), solid[0].base)
    return Line(_split_superscripts(words), base, size or solid[0].size, soft or hyphen, page)


def _once(row: list[Glyph]) -> list[Glyph]:
    """A letter printed twice at one place (false bold, a shadow) counts once; the parts of a ligature share a place
    too, but follow each other in the stream."""
    out: list[Glyph] = []
    before = -1e9
    for glyph in row:
        near = 0.08 * glyph.size
        if glyph.x0 - before < near and any(
            other.text == glyph.text
            and glyph.x0 - other.x0 < near
            and abs(other.order - glyph.order) > 1
            and glyph.text not in BLANKS
            for other in out[-3:]
        ):
            continue
        before = glyph.x0
        out.append(glyph)
    return out


def _flush(run: list[Glyph], glued: bool, words: list[Word]) -> None:
    text = "".join(map(TEXT, run))
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
        text = text if text.isalnum() else text.translate(DROPPED)
    if not text:
        return
    x0, x1, _, top, bottom, size, _, bold, _, raised, _ = run[0]
    for glyph in run:
        x1 = glyph.x1 if glyph.x1 > x1 else x1
        top = glyph.top if glyph.top < top else top
        bottom = glyph.bottom if glyph.bottom > bottom else bottom
    if glued and words and unicodedata.combining(text[0]):
        words[-1].text = unicodedata.normalize("NFC", words[-1].text + text)
        return
    words.append(Word(text, x0, x1, top, bottom, size, bold, glued, raised and bool(MARK_LIKE.match(text))))


def _split_superscripts(words: list[Word]) -> list[Word]:
    """``ban¹;`` printed with a superscript letter of the font is parted like a raised run."""
    if not HIGH.search(" ".join([word.text for word in words])):
        return words
    out: list[Word] = []
    for word in words:
        parts = [part for part in HIGH.split(word.text) if part]
        step = (word.x1 - word.x0) / max(1, len(word.text))
        x, glued = word.x0, word.glued
        for part in parts:
            high = part[0] in SUPERSCRIPTS
            text = part.translate(FROM_SUPERSCRIPT) if high else part
            out.append(replace(word, text=text, x0=x, x1=x + step * len(part), glued=glued, raised=high or word.raised))
            x, glued = x + step * len(part), True
    return out
