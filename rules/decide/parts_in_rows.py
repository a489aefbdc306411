"""Parts between the rows of a table: numbered sub-rows (``1.4`` = ``1.4.1`` + ``1.4.2``), rows with a dash, rows under
``Tổng số …``, a row ``Tổng cộng`` above or below what it sums up, a row of those done under a row of all.

Rows alone prove nothing: ``2. Biên chế`` has sub-rows that are no parts. What adds up in one column is a breakdown in
all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rules.decide.outline import Row, outline
from rules.decide.sums import Breakdown, alike, are_levels, can_be_part, is_mean, is_of_means, sums_up
from rules.draft import Draft, Part
from rules.language.places import opening_place
from rules.language.wording import Wording
from rules.scene import Stage

LEAST_PARTS = 2
"""A whole has that many parts; where only one is named, words must say so."""
LESS = Decimal("0.95")
"""Below that share of the whole no rounding of its parts reaches it."""
LOOSE = Decimal("0.005")
"""By how much of its size a rate may miss the quotient of the two rows below it."""

_SPENT = Wording(r"\b{pays_out}\b")
_WHOLE_PLACE = Wording(r"\s*{whole_place_rows}\s*[:.]?\s*")

Column = Mapping[int, int]
"""The index of a row -> the index of the figure that it holds in one column."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A row, the rows that are its parts, and whether they are shown to be: they add up to it, or are its levels."""

    whole: int
    parts: Sequence[int]
    shown: bool = True


def in_rows(stage: Stage) -> Breakdown:
    """The parts of rows that stand over them (``2 Hồ sơ``, ``2.1 Trực tuyến``), in the same column, where it is shown
    that they are."""
    return _in_tables(stage, lambda held: (proof for proof in _proofs_of_rows(held) if proof.shown))


def some_in_rows(stage: Stage) -> Breakdown:
    """The parts of rows over them of which only some are told."""
    return _in_tables(stage, lambda held: (proof for proof in _proofs_of_rows(held) if not proof.shown))


def under_lines(stage: Stage) -> Breakdown:
    """The rows of a column that add up to a figure of the line that leads into the table (``Nhu cầu vốn là 80 tỷ đồng,
    trong đó:``)."""
    held: dict[int, list[int]] = {}
    for at, draft in enumerate(stage.drafts):
        held.setdefault(draft.block, []).append(at)
    found: dict[int, Part] = {}
    for number, table in enumerate(stage.document.tables):
        line = min((cell.block for cell in table.cells), default=0) - 1
        wholes = [at for at in held.get(line, ()) if stage.drafts[at].cell is None]
        if not wholes or not stage.document.block_text(stage.document.blocks[line]).rstrip().endswith(":"):
            continue
        for column in _columns(stage, number):
            tops = [column.column[row] for row in column.tops(0, len(column.rows))]
            parts = [stage.drafts[at] for at in tops]
            for whole in wholes:
                of_all = stage.drafts[whole]
                fit = len(parts) >= LEAST_PARTS and all(can_be_part(part, of_all) for part in parts)
                if fit and sums_up(parts, of_all):
                    found |= {at: Part(whole) for at in tops}
    return found


def in_total_rows(stage: Stage) -> Breakdown:
    """The parts of rows that are totals and nothing else (``Tổng cộng``), in the same column."""
    return _in_tables(stage, _proofs_of_totals)


def _in_tables(stage: Stage, proofs: Callable[[_Held], Iterable[Proof]]) -> Breakdown:
    found: dict[int, Part] = {}
    for number in range(len(stage.document.tables)):
        found |= _of_table(_columns(stage, number), proofs)
    return found


def _columns(stage: Stage, table: int) -> Sequence[_Held]:
    """The columns of a table that hold figures."""
    return stage.once(_all_columns).get(table, ())


def _all_columns(stage: Stage) -> Mapping[int, Sequence[_Held]]:
    tables: dict[int, dict[int, dict[int, list[int]]]] = {}
    for at, draft in enumerate(stage.drafts):
        if draft.cell is not None and draft.cell.is_value:
            columns = tables.setdefault(draft.cell.table, {})
            columns.setdefault(draft.cell.column, {}).setdefault(draft.cell.row, []).append(at)
    found: dict[int, Sequence[_Held]] = {}
    for table, columns in tables.items():
        rows = outline(stage.document, stage.document.tables[table])
        index = {row.at: i for i, row in enumerate(rows)}
        filled = [
            {index[at]: figures[0] for at, figures in held.items() if len(figures) == 1 and at in index}
            for held in columns.values()
        ]
        found[table] = [_Held(stage.drafts, rows, column) for column in filled]
    return found


def _of_table(columns: Sequence[_Held], proofs: Callable[[_Held], Iterable[Proof]]) -> dict[int, Part]:
    """What adds up in one column is a breakdown in all of them, where a row can be a part at all; a column of rates has
    the mean of the parts' rates in the row of the whole."""
    proved: dict[int, set[int]] = {}
    found: dict[int, Part] = {}
    for held in columns:
        for proof in proofs(held):
            for part in proof.parts:
                found.setdefault(held.column[part], Part(held.column[proof.whole]))
                proved.setdefault(proof.whole, set()).add(part)
    for held in columns:
        for whole in proved.keys() & held.column.keys():
            parts = sorted(proved[whole] & held.column.keys())
            means = is_of_means(held.figure(whole))
            mean = is_mean([held.figure(part) for part in parts], held.figure(whole))
            for part in parts:
                if mean or (not means and can_be_part(held.figure(part), held.figure(whole))):
                    found.setdefault(held.column[part], Part(held.column[whole]))
    return found


class _Held:
    """One column of a table: the rows that hold a figure in it."""

    def __init__(self, drafts: Sequence[Draft], rows: Sequence[Row], column: Column) -> None:
        self.drafts, self.rows, self.column = drafts, rows, column
        self.under: dict[int | None, list[int]] = {}
        for i, row in enumerate(rows):
            if i in column and not row.is_total:
                self.under.setdefault(row.parent, []).append(i)

    def figure(self, row: int) -> Draft:
        """The figure of a row."""
        return self.drafts[self.column[row]]

    def adds_up(self, parts: Sequence[int], whole: int) -> bool:
        """Whether rows add up to another row, and can be its parts."""
        own = [self.figure(part) for part in parts]
        fit = len(own) >= LEAST_PARTS and all(can_be_part(one, self.figure(whole)) for one in own)
        return fit and sums_up(own, self.figure(whole))

    def run(self, whole: int, rows: Sequence[int]) -> Sequence[int]:
        """The first rows, no more than it takes, that add up to the whole."""
        total = Decimal(0)
        for end, row in enumerate(rows, 1):
            if not can_be_part(self.figure(row), self.figure(whole)):
                return ()
            total += self.figure(row).value
            if total * LESS > self.figure(whole).value:
                return ()
            if total >= self.figure(whole).value * LESS and self.adds_up(rows[:end], whole):
                return rows[:end]
        return ()

    def tops(self, low: int, high: int) -> Sequence[int]:
        """The rows of a stretch that stand under none of its rows that holds a figure too."""
        tops = []
        for i in range(low, high):
            above = self.rows[i].parent
            while above is not None and above not in self.column:
                above = self.rows[above].parent
            if i in self.column and not self.rows[i].is_total and (above is None or above < low):
                tops.append(i)
        return tops


def _proofs_of_rows(held: _Held) -> Iterator[Proof]:
    """The rows under other rows, from the last whole to the first, and those behind a row ``Tổng số …``."""
    for i in range(len(held.rows) - 1, -1, -1):
        under = held.under.get(i, ())
        if i in held.column and under:
            yield from _of_parent(held, i, under)
    for i, row in enumerate(held.rows):
        if row.sums and not row.is_total and i in held.column and not held.under.get(i):
            yield Proof(i, held.run(i, [k for k in held.under[row.parent] if k > i]))


def _proofs_of_totals(held: _Held) -> Iterator[Proof]:
    """What each row ``Tổng cộng`` is the sum of."""
    for i, row in enumerate(held.rows):
        if row.is_total and i in held.column and held.figure(i).value:
            yield Proof(i, _of_total(held, i))


def _of_parent(held: _Held, whole: int, under: Sequence[int]) -> Iterator[Proof]:
    """The rows under a row that are its parts: those that add up to it, once or by several ways of dividing it; the
    levels of a rate; some of it. Below a rate, the row of those done is a part of the row of all."""
    of_all = held.figure(whole)
    if of_all.unit == "%":
        if _is_quotient(of_all, [held.figure(k) for k in under[:2]]):
            yield Proof(under[0], [under[1]])
        elif are_levels([held.figure(k) for k in under], of_all):
            yield Proof(whole, under)
        return
    rest = list(under)
    while run := held.run(whole, rest):
        yield Proof(whole, run)
        rest = rest[len(run) :]
    shown = len(rest) < len(under)
    if not shown:
        rest = _some(held, whole, under)
    elif any(held.figure(k).value for k in rest):
        rest = []
    yield Proof(whole, [k for k in rest if can_be_part(held.figure(k), of_all)], shown)


def _some(held: _Held, whole: int, under: Sequence[int]) -> list[int]:
    """The rows that tell some of what the row above them counts (``Thu nội địa``, ``1.1 Tiền sử dụng đất``).

    They are of the same unit, and together no more. A total of its own among them says that they divide something else,
    and money paid out is no part of money planned.
    """
    if any(held.rows[k].sums for k in under):
        return []
    of_all = held.figure(whole)
    same = [k for k in under if _SPENT.search(held.rows[k].label) is None and alike(held.figure(k).unit, of_all.unit)]
    same = [k for k in same if of_all.kind != "score" and can_be_part(held.figure(k), of_all)]
    less = sum((held.figure(k).value for k in same), Decimal(0)) <= of_all.value
    return [k for k in same if less or held.rows[k].within]


def _of_total(held: _Held, total: int) -> Sequence[int]:
    """What a row ``Tổng cộng`` is the sum of: the rows above it or below it up to the next total, those under the last
    line of words, or the totals above it."""
    totals = [i for i, row in enumerate(held.rows) if row.is_total and i in held.column]
    low = max((i + 1 for i in totals if i < total), default=0)
    high = min((i for i in totals if i > total), default=len(held.rows))
    line = max((i + 1 for i in range(low, total) if i not in held.column), default=low)
    above, below = held.tops(low, total), held.tops(total + 1, high)
    for parts in (above, below, held.tops(line, total), [i for i in totals if i < total], held.tops(0, total)):
        if held.adds_up(parts, total):
            return parts
    return held.run(total, below) or _of_whole_place(held, total, above or below)


def _of_whole_place(held: _Held, total: int, rows: Sequence[int]) -> Sequence[int]:
    """The rows of some districts or communes, where the total is named after the place that they lie in (``Huyện Mường
    Tè | 12``, ``Toàn tỉnh | 90``): not all of them are told, so together they are no more."""
    of_all = held.figure(total)
    if not _WHOLE_PLACE.fullmatch(held.rows[total].label) or of_all.kind == "score" or is_of_means(of_all):
        return ()
    named = all(opening_place(held.rows[row].label) for row in rows)
    fit = named and all(can_be_part(held.figure(row), of_all) for row in rows)
    return rows if fit and sum((held.figure(row).value for row in rows), Decimal(0)) <= of_all.value else ()


def _is_quotient(rate: Draft, counts: Sequence[Draft]) -> bool:
    """Whether two counts are all and those done of which the rate speaks: ``98%``, below it 5.000 and 4.900."""
    if len(counts) < LEAST_PARTS or any(one.kind != "count" for one in counts):
        return False
    all_, done = counts
    return can_be_part(done, all_) and abs(rate.value * all_.value - 100 * done.value) <= 100 * done.value * LOOSE
