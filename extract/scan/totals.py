"""Which cells of a recognised table do not add up, where its totals are known to: sums tell a misread digit that two
looks agree on.

That a column or row is the sum of others is never taken from one sum: it is known where others of the table add up
exactly in the same way, or where a row is called a total and one digit, read otherwise, would make it one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from extract.layout_words import WORDS

Place = tuple[int, int]
"""Row and column."""
_WHOLE = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+|\d+")
_VIETNAMESE = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d+),(\d+)")
_POINTED = re.compile(r"\d+\.(?:\d{1,2}|\d{4,})|0\.\d+")
_TOTAL = re.compile(WORDS.total + r"\b[^.]{0,40}", re.IGNORECASE)
LEAST_PARTS, MOST_PARTS = 2, 12
"""Of a total that stands in a column of its own."""
LEAST_ROWS = 3  # that must agree on what a column is the sum of
MOST = 0.6  # of all rows
HEAD = 2  # rows
LEAST_TOTAL = 100  # a sum below is met by chance with one digit changed


@dataclass(frozen=True, slots=True)
class _Cells:
    """What cells hold, and the numbers among it."""

    texts: Mapping[Place, str]
    values: Mapping[Place, Decimal]


@dataclass(frozen=True, slots=True)
class Sums:
    """What the sums of a table say: the places that are part of a sum that is not right, and for a place the number
    that would make all its sums right, where there is only one such place and number."""

    wrong: frozenset[Place]
    offers: Mapping[Place, str]


def check_sums(texts: Mapping[Place, str]) -> Sums:
    """What the sums say of the cells that hold ``texts``."""
    values = {place: value for place, text in texts.items() if (value := value_of(text)) is not None}
    sums = [*_down(_Cells(texts, values)), *_across(values)]
    right = {place for total, parts in sums if _holds(values, total, parts) for place in (total, *parts)}
    broken = [(total, parts) for total, parts in sums if not _holds(values, total, parts)]
    wrong = frozenset(place for total, parts in broken for place in (total, *parts))
    return Sums(wrong, _offers(values, texts, broken, right))


def value_of(text: str) -> Decimal | None:
    """The number that a cell holds and that may be summed; no share, none whose separators are not sure.

    >>> [str(value_of(text)) for text in ("1.204", "68,28", "0.4581", "12 %", "6.8.2", "-")]
    ['1204', '68.28', '0.4581', 'None', 'None', 'None']
    """
    text = text.strip()
    if _WHOLE.fullmatch(text):
        return Decimal(text.replace(".", ""))
    if found := _VIETNAMESE.fullmatch(text):
        return Decimal(f"{found[1].replace('.', '')}.{found[2]}")
    return Decimal(text) if _POINTED.fullmatch(text) else None


def _holds(values: Mapping[Place, Decimal], total: Place, parts: Sequence[Place]) -> bool:
    """Whether parts make a total, but for what rounding takes from each."""
    numbers = [values[place] for place in parts]
    last = min(int(number.as_tuple().exponent) for number in (*numbers, values[total]))
    rounding = Decimal(0) if last >= 0 else Decimal(1).scaleb(last) * len(parts) / 2
    return abs(sum(numbers, Decimal(0)) - values[total]) <= rounding


def _down(cells: _Cells) -> Iterator[tuple[Place, list[Place]]]:
    """The sums of columns: a row is the total of those above or below it, where it is called so, or where it is the
    first or last and two columns say so."""
    rows = sorted({row for row, _ in cells.values})
    if len(rows) < LEAST_ROWS:
        return
    called = {row for (row, column), text in cells.texts.items() if column < 2 and _TOTAL.fullmatch(text.strip())}
    for row in sorted({rows[0], rows[-1], *called & set(rows)}):
        above, below = [r for r in rows if r < row], [r for r in rows if r > row]
        stop = max((r for r in above if r in called), default=-1)  # a sum of its own ends there
        before = [r for r in above if r > stop]
        # Years and numbers of columns stand above the first row that is summed.
        for choices in ([before[skipped:] for skipped in range(HEAD + 1)], [below]):
            sums = [list(_columns(cells, row, others, named=row in called)) for others in choices]
            yield from max(sums, key=lambda found: sum(_holds(cells.values, *one) for one in found))


def _columns(cells: _Cells, row: int, others: Sequence[int], *, named: bool) -> Iterator[tuple[Place, list[Place]]]:
    values = cells.values
    sums = []
    for column in sorted({column for r, column in values if r == row}):
        parts = [(r, column) for r in others if (r, column) in values]
        if len(parts) >= LEAST_PARTS and any(values[part] for part in parts):
            sums.append(((row, column), parts))
    agreeing = [one for one in sums if _holds(values, *one) and not _trivial(values, *one)]
    known = len(agreeing) >= (1 if named else 2)
    for total, parts in sums:
        may_be = known and values[total] >= max(values[part] for part in parts)
        nearly = (named and _one_digit(cells, total, parts)) or (may_be and _near(values, total, parts))
        if nearly or (total, parts) in agreeing:
            yield total, parts


def _trivial(values: Mapping[Place, Decimal], total: Place, parts: Sequence[Place]) -> bool:
    """Whether a sum says nothing: all but one of its parts are nought."""
    return values[total] == 0 or sum(bool(values[part]) for part in parts) < LEAST_PARTS


def _near(values: Mapping[Place, Decimal], total: Place, parts: Sequence[Place]) -> bool:
    """Whether a sum is wrong by less than its half: an average or a rank is far from one."""
    made = sum((values[part] for part in parts), Decimal(0))
    return abs(made - values[total]) * 2 < max(made, values[total])


def _one_digit(cells: _Cells, total: Place, parts: Sequence[Place]) -> bool:
    """Whether one digit of one cell, read otherwise, would make parts the parts of a total."""
    if cells.values[total] < LEAST_TOTAL or len(parts) <= LEAST_PARTS:
        return False
    return any(
        value is not None and _holds({**cells.values, place: value}, total, parts)
        for place in (total, *parts)
        for value in map(value_of, _changed(cells.texts[place]))
    )


def _across(values: Mapping[Place, Decimal]) -> Iterator[tuple[Place, list[Place]]]:
    """The sums of rows: a column is the total of columns beside it, where most rows say so."""
    by_row: dict[int, dict[int, Decimal]] = {}
    for (row, column), value in values.items():
        by_row.setdefault(row, {})[column] = value
    columns = sorted({column for _, column in values})
    for at, column in enumerate(columns):
        for beside in _runs(columns, at):
            rows = [row for row, held in by_row.items() if column in held and all(c in held for c in beside)]
            sums = [((row, column), [(row, c) for c in beside]) for row in rows]
            agreeing = [one for one in sums if _holds(values, *one) and not _trivial(values, *one)]
            if len(agreeing) >= LEAST_ROWS and len(agreeing) >= MOST * len(sums):
                yield from sums


def _runs(columns: Sequence[int], at: int) -> Iterator[Sequence[int]]:
    """The columns right behind or right before one, as many as may be its parts."""
    for start, end in combinations(range(len(columns) + 1), 2):
        if LEAST_PARTS <= end - start <= MOST_PARTS and (start == at + 1 or end == at):
            yield columns[start:end]


def _offers(
    values: Mapping[Place, Decimal],
    texts: Mapping[Place, str],
    broken: Sequence[tuple[Place, list[Place]]],
    right: set[Place],
) -> dict[Place, str]:
    """Where one digit of one cell makes right all the sums that are not: that cell, with the digit changed. None where
    two cells or digits would."""
    found: dict[Place, set[str]] = {}
    for place in {place for total, parts in broken for place in (total, *parts)} - right:
        mine = [(total, parts) for total, parts in broken if place == total or place in parts]
        for text in _changed(texts[place]):
            value = value_of(text)
            if value is not None and all(_holds({**values, place: value}, *one) for one in mine):
                found.setdefault(place, set()).add(text)
    # A cell in a column's and a row's broken sum is told by both; else one sum is left to many cells.
    most = max((sum(place in (total, *parts) for total, parts in broken) for place in found), default=0)
    best = [place for place in found if sum(place in (total, *parts) for total, parts in broken) == most]
    if len(best) != 1 or len(found[best[0]]) != 1:
        return {}
    return {best[0]: next(iter(found[best[0]]))}


def _changed(text: str) -> Iterator[str]:
    """A number with one digit changed, in each way."""
    for at, sign in enumerate(text):
        if sign.isdigit():
            for digit in "0123456789":
                if digit != sign:
                    yield text[:at] + digit + text[at + 1 :]
