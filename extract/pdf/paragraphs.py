"""Lines to paragraphs, and paragraphs to text with its marks and word boxes.

A PDF has no paragraphs. What ends one: room left on a line for the next line's first word, a wider gap, another size
or weight, an indent, a list mark. No single one holds in every report, so each is asked in turn.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extract.document import Box, DoubtReason
from extract.pdf.broken import breaks_number
from extract.pdf.lines import Line
from extract.pdf.notes import FINAL, Marks, is_numerator
from extract.pdf.words import Word
from extract.pieces import Paragraph

WIDER = 0.2  # of the size: so much more than the usual distance of lines parts paragraphs
LIFTED = 0.5  # the same around a raised mark: browsers make its line higher
INDENT = 0.5  # of the size
MIDDLE = 3.0  # points: a line this near to the column's middle is centred
LIST_MARK = re.compile(r"^(?:[-–—+•▪●○■*]|[(]?(?:\d{1,2}|[a-zđ]|[IVXLC]{1,5})[.)]|\d{1,2}(?:\.\d{1,2}){1,3}\.?)$")


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the text of a page stands: its left and right bound, and how far first lines are indented (0: not).
    ``centred``: all lines have one middle, as in a letterhead."""

    left: float
    right: float
    indent: float = 0.0
    centred: bool = False


def side_frame(lines: Sequence[Line], page: Frame) -> Frame:
    """The frame of a column that has another one beside it. Centred lines tell how wide theirs is by how far their
    middle stands from the page's margin: the widest line need not fill it."""
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    middles = [(line.x0 + line.x1) / 2 for line in lines]
    starts = [line.x0 for line in lines]
    if max(middles) - min(middles) > MIDDLE or max(starts) - min(starts) <= MIDDLE:
        return Frame(left, right)
    middle = (max(middles) + min(middles)) / 2
    half = min(middle - page.left, page.right - middle)
    return Frame(min(left, middle - half), max(right, middle + half), centred=True)


def frame_of(lines: Sequence[Line]) -> Frame | None:
    """The frame of the lines of a page or of a document, None without lines."""
    if not lines:
        return None
    least = max(2, len(lines) // 20)
    lefts = Counter(round(line.x0) for line in lines)
    rights = Counter(round(line.x1) for line in lines)
    near = sorted(x for x, count in lefts.items() if count + lefts[x + 1] + lefts[x - 1] >= least)
    far = sorted(x for x, count in rights.items() if count + rights[x + 1] + rights[x - 1] >= least)
    left = float(near[0]) if near else min(line.x0 for line in lines)
    right = float(far[-1]) if far else max(line.x1 for line in lines)
    steps = Counter(round(line.x0 - left) for line in lines if line.size * INDENT < line.x0 - left < 6 * line.size)
    indent = steps.most_common(1)[0] if steps else (0, 0)
    return Frame(left, right, float(indent[0]) if indent[1] >= least else 0.0)


def usual_pitch(lines: Iterable[Sequence[Line]]) -> dict[int, float]:
    """For each size (rounded) the usual distance of two baselines, in points."""
    counts: dict[int, Counter[float]] = {}
    for column in lines:
        for before, line in itertools.pairwise(column):
            pitch = line.base - before.base
            if before.page == line.page and 0.8 * line.size < pitch < 2.5 * line.size:
                counts.setdefault(round(line.size), Counter())[round(pitch * 2) / 2] += 1
    # Where most paragraphs are one line long their distance is the most frequent one; lines stand closer than that.
    return {
        size: min(pitch for pitch, count in found.items() if count >= 0.2 * max(found.values()))
        for size, found in counts.items()
    }


def paragraphs_of(lines: Sequence[Line], frame: Frame, pitches: dict[int, float]) -> list[list[Line]]:
    """The lines of one column as paragraphs."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _goes_on(groups[-1], line, frame, pitches):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _goes_on(group: list[Line], line: Line, frame: Frame, pitches: dict[int, float]) -> bool:
    before = group[-1]
    if abs(line.size - before.size) > 0.12 * before.size or _weight_changes(before, line):
        return False
    pitch = line.base - before.base
    usual = group[-1].base - group[-2].base if len(group) > 1 else pitches.get(round(line.size), 1.3 * line.size)
    raised = any(word.raised for word in (*before.words, *line.words))
    if pitch > max(usual, pitches.get(round(line.size), 0.0)) + (LIFTED if raised else WIDER) * line.size:
        return False
    centred = is_centred(line, frame) or is_centred(before, frame)
    if centred and _in_middle(line, frame) and _in_middle(before, frame):
        if before.text.isupper() != line.text.isupper():  # the name of a document, and below it its title
            return False
        return not _had_room(before, line, frame, centred=True) or line.text[:1].islower()
    if is_centred(line, frame) != is_centred(before, frame) and abs(line.x0 - before.x0) > INDENT * line.size:
        return False
    if _had_room(before, line, frame, centred=False):
        return False
    if starts_list(line) and (before.text.endswith(FINAL) or line.x0 > frame.left + INDENT * line.size):
        return False
    return _indent_goes_on(group, line, frame)


def _indent_goes_on(group: list[Line], line: Line, frame: Frame) -> bool:
    before = group[-1]
    step = line.x0 - before.x0
    if step > INDENT * line.size:
        hanging = len(group) == 1 and starts_list(before) and len(before.words) > 1
        return hanging and abs(line.x0 - before.words[1].x0) < INDENT * line.size
    if step < -INDENT * line.size:
        return len(group) == 1
    first = frame.indent and abs(line.x0 - frame.left - frame.indent) < 2
    return not (first and len(group) == 1 and before.text.endswith(FINAL))


def _weight_changes(before: Line, line: Line) -> bool:
    if before.bold == line.bold:
        return False
    other = line if before.bold else before
    return not any(word.bold for word in other.words)


def _had_room(before: Line, line: Line, frame: Frame, *, centred: bool) -> bool:
    """Whether the first word of a line would have stood on the line before: then that line was ended by hand."""
    end = line.words[0].x1
    for word in line.words[1:]:
        if not word.glued:
            break
        end = word.x1
    needed = end - line.x0 + (0.0 if before.joined else 0.2 * line.size)
    if centred:
        return before.x1 - before.x0 + needed < frame.right - frame.left - 1
    return before.x1 + needed < frame.right - 1


def starts_list(line: Line) -> bool:
    """Whether a line begins with a list mark (``-``, ``a)``, ``1.2.``)."""
    return len(line.words) > 1 and bool(LIST_MARK.match(line.words[0].text))


def _in_middle(line: Line, frame: Frame) -> bool:
    return abs((line.x0 + line.x1) - (frame.left + frame.right)) <= 2 * MIDDLE


def is_centred(line: Line, frame: Frame) -> bool:
    """Whether a line stands in the middle of its column with room on both sides."""
    if frame.centred:
        return True
    indented = frame.indent and abs(line.x0 - frame.left - frame.indent) < 2
    return not indented and _in_middle(line, frame) and line.x0 - frame.left > line.size


def joins_over_page(before: list[Line], after: list[Line], frames: tuple[Frame, Frame]) -> bool:
    """Whether a page's last paragraph surely goes on in the next page's first one."""
    last, first = before[-1], after[0]
    if abs(last.size - first.size) > 0.05 * last.size or _weight_changes(last, first) or starts_list(first):
        return False
    if is_centred(first, frames[1]) or is_centred(last, frames[0]) or _had_room(last, first, frames[0], centred=False):
        return False
    if first.x0 - frames[1].left > INDENT * first.size:
        return False
    if last.text.endswith(FINAL):
        return frames[1].indent > 0
    return True


def _joined(before: Line, line: Line, cell: tuple[float, float] | None) -> bool:
    """Whether a line goes on without a blank: behind a hyphen, and where its cell broke a number."""
    return before.joined or (cell is not None and breaks_number(before, line, cell))


def compose(
    lines: Sequence[Line],
    marks: Marks,
    frame: Frame | None = None,
    *,
    torn: bool = False,
    cell: tuple[float, float] | None = None,
) -> Paragraph:
    """The text of lines, with its marks and the boxes of its words; pages of the boxes count from 1. ``cell`` are the
    left and right bound of the table's cell that they stand in: a narrow one breaks numbers."""
    text = ""
    found: list[tuple[int, str]] = []
    words: list[tuple[int, int, Box]] = []
    doubts: list[tuple[int, int, DoubtReason]] = []
    before: Word | None = None
    after_mark = False
    for number, line in enumerate(lines):
        for index, word in enumerate(line.words):
            blank = not word.glued if index else number > 0 and not _joined(lines[number - 1], line, cell)
            printed = word.text
            if word.raised and is_numerator(line.words, index):
                blank = index > 0
            elif word.raised:
                labels, printed = marks.read(before, word, line.page)
                found.extend((len(text), label) for label in labels)
                after_mark = after_mark or bool(labels)
            if not printed:
                continue
            if text and (blank or (after_mark and (printed[0].isalnum() or printed[0] == "("))):
                text += " "
            start = len(text)
            text += printed
            words.append((start, len(text), Box(line.page + 1, word.x0, word.top, word.x1, word.bottom)))
            if word.doubtful:
                doubts.append((start, len(text), "ocr"))
            before, after_mark = word, False
    if not unicodedata.is_normalized("NFC", text):
        raise AssertionError(f"words of a PDF line are not composed: {text[:60]!r}")
    return Paragraph(
        text,
        tuple(found),
        tuple(words),
        page=lines[0].page + 1 if lines else None,
        torn=torn,
        bold=bool(lines) and all(line.bold for line in lines),
        centred=frame is not None and all(_in_middle(line, frame) for line in lines) and is_centred(lines[-1], frame),
        doubts=tuple(doubts),
    )
