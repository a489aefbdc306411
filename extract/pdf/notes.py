"""Footnotes of a PDF: the area at a page's foot, its bodies, and which raised figures of the text are their marks.

A page's own most frequent size fails where notes fill most of it, so sizes are compared with the document's.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from extract.pdf.lines import SUPERSCRIPTS, Line
from extract.pdf.words import Word

SMALL = 0.93  # of the body's size: text of a footnote
LABEL = re.compile(r"^[(\[]?(\d{1,3}|[*†‡]{1,3})[)\]]?$")
PLAIN_LABEL = re.compile(r"^[(\[]?(\d{1,3}|\*{1,3})[)\].]?$")
BRACKET_LABEL = re.compile(r"^\[(\d{1,3})\]")
STUCK_LABEL = re.compile(r"^(\d{1,3})(?=[^\W\d_]{2})")
LENGTH_UNIT = re.compile(r"(?:^|[\d\s/.(])(?:m|km|cm|dm|mm|dam|hm)$", re.IGNORECASE)
TO_SUPERSCRIPT = str.maketrans("0123456789", SUPERSCRIPTS)
FRACTION = re.compile(r"[/⁄∕]\s*\d{0,2}")
FINAL = tuple(".!?…:;")


@dataclass(slots=True)
class FootPart:
    """What one page's foot says: lines that go on with the note before, then a label and its lines each."""

    carried: list[Line] = field(default_factory=list)
    notes: list[tuple[str, list[Line]]] = field(default_factory=list)

    @property
    def open(self) -> bool:
        """Whether its last line breaks off within a sentence."""
        lines = self.notes[-1][1] if self.notes else self.carried
        return bool(lines) and not lines[-1].text.rstrip("”\"')").endswith(FINAL)


def label_of(text: str) -> str | None:
    """The label that a raised run is (``(13)`` gives ``13``), None where it is none."""
    match = LABEL.match(text)
    return match.group(1) if match else None


def bracket_label(line: Line) -> tuple[str | None, list[Word]]:
    """The label in brackets that a line begins with (``[13]``, also without a blank behind), and its other words."""
    first = line.words[0]
    match = BRACKET_LABEL.match(first.text)
    if match is None:
        return None, line.words
    rest = first.text[match.end() :]
    return match.group(1), [*([replace(first, text=rest)] if rest else []), *line.words[1:]]


def raised_labels(lines: Iterable[Line]) -> set[str]:
    """The labels that stand raised behind a word in these lines."""
    return {
        label
        for line in lines
        for index, word in enumerate(line.words)
        if word.raised and index and not is_numerator(line.words, index)
        for label in _parts(word.text)
    }


def is_numerator(words: Sequence[Word], index: int) -> bool:
    """Whether a raised figure is the upper one of a fraction printed as such: ``1/3`` of a territory."""
    behind = words[index + 1] if index + 1 < len(words) else None
    return words[index].text.isdigit() and behind is not None and bool(FRACTION.match(behind.text))


def _parts(text: str) -> list[str]:
    return [label for part in re.split(r"[,;\s]+", text) if (label := label_of(part))]


def foot_of(
    lines: list[Line], rules: list[tuple[float, float, float]], body: float, before: FootPart | None, marks: set[str]
) -> tuple[list[Line], FootPart]:
    """The text lines of a page, and its foot. ``rules`` are level rulings outside of tables (x0, x1, y); ``before`` is
    the foot of the page before, ``marks`` the labels raised in this page's text or left over from the page before."""
    start, ruled = _ruled_start(lines, rules, body, before, marks), True
    if start is None:
        start, ruled = _plain_start(lines, body, before, marks), False
    if start is None:
        return lines, FootPart()
    foot = FootPart()
    open_marks = set(marks)
    right = max(line.x1 for line in lines[start:])
    for index, line in enumerate(lines[start:], start):
        ended = index == start or _ends(lines[index - 1], right)
        label, rest = _labelled(line, open_marks if ruled and ended else set())
        if label is not None:
            open_marks.discard(label)
            foot.notes.append((label, [line.part(rest)] if rest else []))
        elif foot.notes:
            foot.notes[-1][1].append(line)
        else:
            foot.carried.append(line)
    return lines[:start], foot


def _ends(line: Line, right: float) -> bool:
    """Whether a note may end with this line: a full line without a stop goes on."""
    return line.text.endswith(FINAL) or line.x1 < right - 2 * line.size


def _labelled(line: Line, plain: set[str]) -> tuple[str | None, list[Word]]:
    """The label that a line begins with, and its other words. A label that is not raised (LibreOffice prints it so,
    without a blank behind it) must be one of ``plain``."""
    first, rest = line.words[0], line.words[1:]
    if first.raised:
        label = label_of(first.text)
        return label, rest if label else line.words
    alone = PLAIN_LABEL.match(first.text)
    if alone and rest and alone.group(1) in plain:
        return alone.group(1), rest
    stuck = STUCK_LABEL.match(first.text)
    if stuck and stuck.group(1) in plain:
        return stuck.group(1), [replace(first, text=first.text[stuck.end() :]), *rest]
    return None, line.words


def _ruled_start(
    lines: list[Line],
    rules: list[tuple[float, float, float]],
    body: float,
    before: FootPart | None,
    marks: set[str],
) -> int | None:
    for x0, x1, y in sorted(rules, key=lambda rule: rule[2]):
        start = next((index for index, line in enumerate(lines) if line.base > y), None)
        if start is None or x1 - x0 < 30 or lines[start].base - y > 4 * lines[start].size:
            continue
        below = lines[start:]
        small = all(line.size <= SMALL * body for line in below)
        labelled = _labelled(below[0], marks)[0] is not None
        if x0 > min(line.x0 for line in lines) + 60:
            continue  # a line under a centred heading
        if labelled or (small and before is not None and (before.notes or before.carried)):
            return start
    return None


def _plain_start(lines: list[Line], body: float, before: FootPart | None, marks: set[str]) -> int | None:
    small = len(lines)
    while small and lines[small - 1].size <= SMALL * body:
        small -= 1
    first = next((i for i in range(small, len(lines)) if _labelled(lines[i], set())[0]), None)
    if first is None:
        same_size = (i for i, line in enumerate(lines) if i and _labelled(line, set())[0] in marks)
        first = next(same_size, None)
        if first is None:
            carried = before is not None and before.open and small < len(lines) and small > 0
            return small if carried and _same_size(lines[small], before) else None
        return first
    if before is not None and before.open and small < first and _same_size(lines[small], before):
        return small
    return first


def _same_size(line: Line, before: FootPart | None) -> bool:
    if before is None:
        return False
    lines = before.notes[-1][1] if before.notes else before.carried
    return bool(lines) and abs(lines[-1].size - line.size) < 0.3


class Marks:
    """Decides of each raised figure of the text whether it is a mark. Pages are counted from 0."""

    def __init__(self, labels: dict[int, set[str]], pages: dict[int, list[Line]]) -> None:
        self.labels = labels
        self.all = {label for found in labels.values() for label in found}
        self.last = 0
        self.sure: dict[int, Counter[str]] = defaultdict(Counter)
        for page, lines in pages.items():
            for line in lines:
                for index, (before, word) in enumerate(zip(line.words, line.words[1:], strict=False), 1):
                    if word.raised and not LENGTH_UNIT.search(before.text) and not is_numerator(line.words, index):
                        self.sure[page].update(_parts(word.text))

    def read(self, before: Word | None, word: Word, page: int) -> tuple[list[str], str]:
        """The marks that a raised run is, or the text that it is: one of the two is empty."""
        here = self.labels.get(page, set()) | self.labels.get(page + 1, set())
        labels = _parts(word.text)
        if before is None or not labels:
            return [], word.text.translate(TO_SUPERSCRIPT)
        if len(labels) == 1 and labels[0] not in self.all and set(labels[0]) <= here and len(labels[0]) > 1:
            labels = list(labels[0])
        if all(label in self.all for label in labels) and not self._power(before, labels, here, page):
            self._passed(labels)
            return labels, ""
        if labels[0].isdigit() and int(labels[0]) == self.last + 1 and not self._unit_or_number(before):
            self._passed(labels)
            return labels, ""
        return [], word.text.translate(TO_SUPERSCRIPT)

    def _passed(self, labels: list[str]) -> None:
        if labels[-1].isdigit():
            self.last = int(labels[-1])

    def _power(self, before: Word, labels: list[str], here: set[str], page: int) -> bool:
        """``m²`` beside a footnote 2: a mark only if the page has that body and no better place for its mark."""
        if not self._unit_or_number(before) or len(labels) > 1:
            return False
        label = labels[0]
        if LENGTH_UNIT.search(before.text):
            return label in ("2", "3") and (label not in here or self.sure[page][label] > 0)
        return label not in here

    @staticmethod
    def _unit_or_number(before: Word) -> bool:
        return bool(LENGTH_UNIT.search(before.text)) or before.text.endswith("10")
