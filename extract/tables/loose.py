"""Tables torn into loose lines: every bar of ``| a | b |`` on a line of its own, every cell on the lines between two.

Converters write them where a cell holds a line break. A row ends with a bar and the next begins with one, so between
two rows stands an empty gap: at the same distance through the whole table, which is what proves that it is one.
"""

from __future__ import annotations

from collections.abc import Sequence

MOST_COLUMNS = 24
MOST_LETTERS = 1_500
"""What stands between two bars and is longer is no cell: the bars are strays with prose between them."""


def rows_of(gaps: Sequence[str]) -> list[list[str]] | None:
    """The rows of a torn table from what stands between its bars; None where no width makes all rows agree.

    One row of up to three cells, as letterheads and places of signature are, needs no second one to agree with.
    """
    if not gaps or max(map(len, gaps)) > MOST_LETTERS or not any(gap.strip() for gap in gaps):
        return None
    if len(gaps) <= 3 and all(gap.strip() for gap in gaps):
        return [list(gaps)]
    for columns in range(2, min(MOST_COLUMNS, len(gaps)) + 1):
        step = columns + 1
        if len(gaps) % step == columns and not any(gap.strip() for gap in gaps[columns::step]):
            rows = [list(gaps[at : at + columns]) for at in range(0, len(gaps), step)]
            return rows if len(rows) > 1 or columns <= 3 else None
    return None
