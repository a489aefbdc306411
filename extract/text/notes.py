"""Footnotes of a plain text: marks taken out of the sentences, bodies told from the text around them.

A text lost its pages, so a footnote area stands somewhere between two paragraphs, often in the middle of a torn
sentence. Three things tell what belongs to it: a label at a paragraph's start, where the marks of the labels stand
(a page's marks stand before its area), and whether a sentence is complete.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.pieces import Grid, Note, Paragraph, Piece
from extract.references import PARTED
from extract.text.lines import MARKER, is_final, starts_lower

SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
RAISED = r"[⁰¹²³⁴⁵⁶⁷⁸⁹]"
MARK = re.compile(rf"(?P<blank>\s*)⁽?(?P<label>{RAISED}{{1,3}})⁾?(?P<comma>\s*,\s*(?=⁽?{RAISED}))?")
UNIT = re.compile(r"(?<![^\W\d_])(?:[kdcm]|da|h)?m$")
LABEL = re.compile(rf"⁽?({RAISED}{{1,3}})⁾?[.:)]?\s*(?=\S)|\[(\d{{1,3}})\]\s*(?=\S)")
PLAIN_LABEL = re.compile(r"([1-9]\d?)\s+(?=[^\W\d_])")
BRACKET = re.compile(r"\s*\[(\d{1,3})\]")
VOWEL = "aăâeêioôơuưyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
SYLLABLE = r"(?:ngh?|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?" + f"[{VOWEL}]{{1,3}}" + r"(?:ng|nh|ch|[cmnpt])?"
GLUED = re.compile(rf"(?<![^\W_])(?P<word>{SYLLABLE})(?P<label>[1-9]\d?)(?=[.;]?$|[.;]\s+[^\W\d_])", re.IGNORECASE)
PARTED_MARK = re.compile(PARTED)
NAMED = {"top", "pa", "bo", "km", "cm", "mm"}
FAR = 3  # a torn body goes on over no more paragraphs than this


@dataclass(frozen=True, slots=True)
class Labelled:
    """A paragraph, and the label where it begins a footnote's body."""

    paragraph: Paragraph
    label: str | None = None


def take_marks(text: str, brackets: frozenset[str] = frozenset()) -> tuple[str, tuple[tuple[int, str], ...]]:
    """Text without its footnote marks, and ``(offset, label)`` of each; ``m²`` and ``km²`` are no marks.

    ``brackets`` are the labels that a body of the form ``[3] …`` has: only these are marks in brackets.
    """
    found = [(m.start(), m.end(), m["label"].translate(SUPERSCRIPT)) for m in MARK.finditer(text) if not _is_unit(m)]
    found += [(m.start(), m.end(), m[1]) for m in BRACKET.finditer(text) if m[1] in brackets and m.start()]
    found += [
        (m.start("label"), m.end("label"), m["label"])
        for m in GLUED.finditer(text)
        if len(m["word"]) > 1 and m["word"].lower() not in NAMED and (m["word"].islower() or m["word"].istitle())
    ]
    found += [(m.start(), m.end(), m["parted"]) for m in PARTED_MARK.finditer(text)]
    kept, marks, at = "", [], 0
    for start, end, label in sorted(found):
        kept += text[at:start]
        marks.append((len(kept), label))
        at = end
    return kept + text[at:], tuple(marks)


def _is_unit(mark: re.Match[str]) -> bool:
    """Whether a raised 2 or 3 is the square or the cube of a length."""
    return not mark["blank"] and mark["label"] in "²³" and bool(UNIT.search(mark.string[: mark.start()]))


def bracket_labels(texts: Sequence[str]) -> frozenset[str]:
    """Labels of the bodies that begin with ``[3]``."""
    return frozenset(m[2] for m in map(LABEL.match, texts) if m and m[2])


def read_label(text: str) -> tuple[str | None, str]:
    """The label at the start of a footnote's body, and the rest; None where the text begins without one."""
    found = LABEL.match(text)
    if not found:
        return None, text
    return (found[1] or found[2]).translate(SUPERSCRIPT), text[found.end() :]


def label_plain_bodies(items: Sequence[Labelled | Grid]) -> list[Labelled | Grid]:
    """Items in which ``1 Quyết định …`` begins a body too: a mark 1 stood before it, and no raised label is 1."""
    raised = {item.label for item in items if isinstance(item, Labelled)}
    open_marks: set[str] = set()
    out: list[Labelled | Grid] = []
    for item in items:
        if isinstance(item, Labelled):
            found = PLAIN_LABEL.match(item.paragraph.text)
            if found and not item.label and found[1] in open_marks - raised:
                shift, whole = found.end(), item.paragraph
                marks = tuple((at - shift, label) for at, label in whole.marks if at >= shift)
                item = Labelled(replace(whole, text=whole.text[shift:], marks=marks), found[1])
                open_marks.discard(found[1])
            open_marks.update(label for _, label in item.paragraph.marks)
        out.append(item)
    return out


def gather_notes(items: Sequence[Labelled | Grid]) -> list[Piece]:
    """Pieces with each footnote's body gathered, further paragraphs and torn ends included."""
    owner = _owners(items)
    bodies: dict[int, list[Paragraph]] = {}
    for number, item in enumerate(items):
        if number in owner and isinstance(item, Labelled):
            bodies.setdefault(owner[number], []).append(item.paragraph)
    pieces: list[Piece] = []
    for number, item in enumerate(items):
        if isinstance(item, Grid):
            pieces.append(item)
        elif number not in owner:
            torn = item.paragraph.torn or number + 1 in owner
            pieces.append(replace(item.paragraph, torn=torn))
        elif owner[number] == number:
            pieces.append(Note(item.label or "", tuple(bodies[number])))
    return pieces


def _owners(items: Sequence[Labelled | Grid]) -> dict[int, int]:
    """For each item that is part of a footnote's body the item that begins this body."""
    owner = {i: i for i, item in enumerate(items) if isinstance(item, Labelled) and item.label}
    heads = sorted(owner)
    marked = _mark_places(items)
    for head, after in zip(heads, [*heads, len(items)][1:], strict=True):
        between = range(head + 1, after)
        label = _label(items, after)
        if label is not None and between and marked.get(label, after) < head and _all_prose(items, between):
            owner.update(dict.fromkeys(between, head))
        elif between:
            rest = _rest_of_last(items, head, between)
            owner.update(dict.fromkeys(rest, head))
            torn = _torn_end(items, head, between, len(rest), marked.get(label or "", None))
            owner.update(dict.fromkeys(torn, head))
    return owner


def _label(items: Sequence[Labelled | Grid], number: int) -> str | None:
    item = items[number] if number < len(items) else None
    return item.label if isinstance(item, Labelled) else None


def _mark_places(items: Sequence[Labelled | Grid]) -> dict[str, int]:
    """The item in which each label's mark stands first."""
    places: dict[str, int] = {}
    for number, item in enumerate(items):
        paragraphs = [p for cell in item.cells for p in cell.paragraphs] if isinstance(item, Grid) else [item.paragraph]
        for paragraph in paragraphs:
            for _, label in paragraph.marks:
                places.setdefault(label, number)
    return places


def _all_prose(items: Sequence[Labelled | Grid], numbers: Sequence[int]) -> bool:
    return all(isinstance(items[n], Labelled) for n in numbers)


def _text(items: Sequence[Labelled | Grid], number: int) -> str:
    item = items[number] if 0 <= number < len(items) else None
    return item.paragraph.text if isinstance(item, Labelled) else ""


def _main_before(items: Sequence[Labelled | Grid], head: int) -> str:
    """The last paragraph of the main text before a footnote area."""
    while head >= 0 and _label(items, head):
        head -= 1
    return _text(items, head)


def _rest_of_last(items: Sequence[Labelled | Grid], head: int, between: range) -> range:
    """Further paragraphs of an area's last footnote: they stand before the one that goes on with the torn main text.

    Where the main text is not torn nothing tells them from it, and they stay in the main text.
    """
    main = _main_before(items, head)
    if not main or is_final(main) or len(main) < 60:
        return between[:0]
    for number in between[: FAR + 1]:
        text = _text(items, number)
        if not text or MARKER.match(text) or _has_marks(items, number):
            break
        if starts_lower(text):
            return range(between.start, number) if is_final(_text(items, number - 1)) else between[:0]
    return between[:0]


def _has_marks(items: Sequence[Labelled | Grid], number: int) -> bool:
    item = items[number]
    return isinstance(item, Labelled) and bool(item.paragraph.marks)


def _torn_end(items: Sequence[Labelled | Grid], head: int, between: range, skip: int, next_mark: int | None) -> range:
    """The end of a body that the page tore: an unmarked paragraph beginning in lower case in the next footnote area.

    Were it main text, then the marks of that area's footnotes would stand in it; and a main text that is torn there
    has its own continuation behind the area.
    """
    if is_final(_text(items, head)) or skip:
        return between[:0]
    stop = between.stop
    for start in range(stop - 1, max(between.start - 1, stop - 1 - FAR), -1):
        if not _text(items, start) or _has_marks(items, start):
            return between[:0]
        if not starts_lower(_text(items, start)):
            continue
        before, behind = _before(items, start), _text(items, _end_of_area(items, stop))
        if next_mark is None or next_mark >= start:
            return between[:0]
        return range(start, stop) if is_final(before) != starts_lower(behind) else between[:0]
    return between[:0]


def _before(items: Sequence[Labelled | Grid], number: int) -> str:
    number -= 1
    return _main_before(items, number) if _label(items, number) else _text(items, number)


def _end_of_area(items: Sequence[Labelled | Grid], number: int) -> int:
    while _label(items, number):
        number += 1
    return number
