"""What of a sentence a reviewer may click at: a number that is the right value or was missed, a province."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from kb.review.numbers import exact, written
from kb.review.plausible import size_behind
from kb.web.places_in_text import Piece, Spot, cut
from rules.language.numbers import Number, find_numbers
from rules.language.provinces import provinces_in
from rules.language.sentences import sentence_at

Place = tuple[int, int]
"""From where to where a figure's number stands in a text."""


@dataclass(frozen=True, slots=True)
class Pick:
    """What a click fills in: words by the names of the review's cells, in the writing that the cells take. ``own``:
    it is the number of the figure itself. ``quote``: the sentence by which the number is added as a figure, where it is
    none by now."""

    cells: dict[str, str]
    own: bool = False
    quote: str = ""


def pieces_of(text: str, start: int, number: str, known: Collection[Place] | None = None) -> list[Piece]:
    """The text in pieces, numbers and provinces with what a click on them means; together they are the text, letter
    for letter. The figure's ``number`` stands at ``start``; -1 where it stands elsewhere. ``known`` are the places of
    all figures in the text: any other number may have been missed. None where that is not known."""
    end = start + len(number)
    own = start >= 0 and text[start:end] == number
    spots = []
    for found in find_numbers(text):
        inside = own and found.start < end and start < found.end
        if not inside:
            spots.append(Spot(found.start, found.end, "number", _other(found, text, known)))
    if own:
        alone = next(iter(find_numbers(number)), None)
        cells = _cells(alone, number + text[end:]) if alone else {}
        spots.append(Spot(start, end, "number", Pick(cells, own=True)))
    spots += [Spot(at, until, "place", Pick({"place": name})) for at, until, name in provinces_in(text)]
    return cut(text, spots)


def _other(number: Number, text: str, known: Collection[Place] | None) -> Pick:
    """A number beside the figure's own: another figure's, or one that is none."""
    cells = _cells(number, text)
    if known is None or any(number.start < end and start < number.end for start, end in known):
        return Pick(cells)
    return Pick(cells | _unit(number, text), quote=quote_of(text, number.start, number.end))


def _unit(number: Number, text: str) -> dict[str, str]:
    """The unit where the text leaves no choice: a sign of percent, or money by its word of size."""
    behind = text[number.end : number.end + 20].lstrip()
    if behind.startswith("%"):
        return {"unit": "%"}
    return {"unit": "đồng"} if size_behind(text, number.end) and re.match(r"\w+ đồng\b", behind) else {}


def quote_of(text: str, start: int, end: int) -> str:
    """A part of the text that holds the number once, as a row that adds it has to quote: its sentence, else as many
    words of it on both sides as do."""
    number = re.compile(rf"(?<!\d)(?<!\d[.,]){re.escape(text[start:end])}(?![.,]?\d)")
    first, last = sentence_at(text, start)
    words = [match.span() for match in re.finditer(r"\S+", text[first:last])]
    inside = [at for at, (begin, until) in enumerate(words) if first + begin < end and start < first + until]
    for more in range(len(words), -1, -1):
        begin = first + words[max(0, inside[0] - more)][0]
        until = first + words[min(len(words) - 1, inside[-1] + more)][1]
        if len(number.findall(text[begin:until])) == 1:
            return " ".join(text[begin:until].split())
    return " ".join(text[first:last].split())


def _cells(number: Number, text: str) -> dict[str, str]:
    """A number as the base would hold it: with its word of size (``4,5 tỷ``), the end of a range, the whole of a
    fraction."""
    size = size_behind(text, number.end)
    value = -number.value if number.negative else number.value
    cells = {"value": written(exact(value.scaleb(size)))}
    if number.value_max is not None:
        cells["value_max"] = written(exact(number.value_max.scaleb(size)))
    if number.denominator is not None:
        cells["denominator"] = written(exact(number.denominator))
    return cells
