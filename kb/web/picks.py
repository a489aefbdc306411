"""What of a sentence a reviewer may click at: a number that is the right value, a province that is the right place."""

from __future__ import annotations

from dataclasses import dataclass

from kb.review.numbers import exact, written
from kb.review.plausible import size_behind
from kb.web.places_in_text import Piece, Spot, cut
from rules.language.numbers import Number, find_numbers
from rules.language.provinces import provinces_in


@dataclass(frozen=True, slots=True)
class Pick:
    """What a click fills in: words by the names of the review's cells, in the writing that the cells take. ``own``:
    it is the number of the figure itself."""

    cells: dict[str, str]
    own: bool = False


def pieces_of(text: str, start: int, number: str) -> list[Piece]:
    """The text in pieces, numbers and provinces with what a click on them means; together they are the text, letter
    for letter. The figure's ``number`` stands at ``start``; -1 where it stands elsewhere."""
    end = start + len(number)
    own = start >= 0 and text[start:end] == number
    spots = []
    for found in find_numbers(text):
        inside = own and found.start < end and start < found.end
        if not inside:
            spots.append(Spot(found.start, found.end, "number", Pick(_cells(found, text))))
    if own:
        alone = next(iter(find_numbers(number)), None)
        cells = _cells(alone, number + text[end:]) if alone else {}
        spots.append(Spot(start, end, "number", Pick(cells, own=True)))
    spots += [Spot(at, until, "place", Pick({"place": name})) for at, until, name in provinces_in(text)]
    return cut(text, spots)


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
