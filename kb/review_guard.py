"""The guard on old values: whether a figure still says what the person saw who decided on it."""

from __future__ import annotations

from collections.abc import Mapping

from kb.review_columns import SHOWN
from kb.review_export import guard_cells
from kb.review_file import Row
from kb.review_numbers import read_decimal
from kb.review_refused import RefusedError
from kb.review_state import FIELDS, NUMBERS, Standing, same
from kb.review_values import shown_choice


def moved(
    row: Row, seen: Standing | None, now: Standing, asked: Mapping[str, str], decision: str
) -> list[tuple[str, str, str]]:
    """The fields that say another thing now than the person saw: (field, seen, now). Those that now say what the row
    asks for are not among them.

    ``seen`` is the snapshot's word; without one the read-only cells of the row stand for it.
    """
    before = _from_cells(row, now, decision) if seen is None else _from_snapshot(seen, now, decision)
    current = {**now.now, "decision": now.decision}
    return [
        (name, old, current[name])
        for name, old in before.items()
        if not same(name, old, current[name]) and not (name in asked and same(name, asked[name], current[name]))
    ]


def _from_snapshot(seen: Standing, now: Standing, decision: str) -> dict[str, str]:
    before = {name: seen.now[name] for name in FIELDS}
    return before if now.decision == decision else {**before, "decision": seen.decision}


def _from_cells(row: Row, now: Standing, decision: str) -> dict[str, str]:
    """What the read-only cells say, of the fields in which they differ from what an export would show now."""
    before: dict[str, str] = {}
    for name, cell in guard_cells(now).items():
        shown = " ".join(cell.split())
        if name not in row.cells or name not in SHOWN or name not in now.now or row[name] == shown:
            continue
        if name in NUMBERS:
            word = _number(row[name])
            if not same(name, word, now.now[name]):
                before[name] = word
        else:
            before[name] = row[name]
    if now.decision not in ("", decision) and f"đã ghi: {shown_choice('decision', now.decision)}" not in row["why"]:
        before["decision"] = ""
    return before


def _number(cell: str) -> str:
    """The number of a read-only cell; a spreadsheet may have written it otherwise, as 1204 for 1.204."""
    try:
        return format(read_decimal(cell), "f")
    except RefusedError:
        return ""
