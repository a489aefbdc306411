"""The three-way merge of a row: what its person saw, what they wrote, and what the base says now, field by field.

A field that nobody touched since is written; one that says the same already is left; one that somebody else changed
is a conflict, and nothing of its row is written. Two people may correct different fields of one figure; who judges the
figure as a whole (right, or to be struck out) has judged all of its fields.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kb.review.columns import RARE, SHOWN
from kb.review.export import guard_cells
from kb.review.file import Row
from kb.review.numbers import read_decimal
from kb.review.refused import RefusedError
from kb.review.state import FIELDS, JUDGED, NUMBERS, Standing, same
from kb.review.values import shown_choice


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that says another thing now than the person saw, and another than they ask for (empty: nothing)."""

    field: str
    seen: str
    asked: str
    now: str


@dataclass(frozen=True, slots=True)
class Merged:
    """What a row changes (field, or ``decision``, to its new word), and where it clashes."""

    changes: dict[str, str]
    clashes: tuple[Clash, ...]


def merge(
    row: Row, seen: Standing | None, now: Standing, asked: Mapping[str, str], decision: str, too: bool = False
) -> Merged:
    """Merge what a row asks for (``decision`` is ``fix`` where it only changes fields) into what holds now; ``too``:
    its person judges the figure as another has done already, which is written beside the other's word.

    ``seen`` is the snapshot's word; without one the read-only cells of the row stand for it, and all of them guard.
    """
    changes = {name: word for name, word in asked.items() if not same(name, word, now.now[name])}
    if too or (decision != now.decision and (decision != "fix" or now.decision)):
        changes["decision"] = decision
    if not changes:
        return Merged({}, ())
    before = _from_cells(row, now, decision) if seen is None else {**seen.now, "decision": seen.decision}
    if now.decision == decision:
        before["decision"] = decision
    current = {**now.now, "decision": now.decision}
    wanted = {**asked, "decision": decision}
    clashes = tuple(
        Clash(name, before[name], wanted.get(name, ""), current[name])
        for name in _guarded(asked, decision, seen is None, [name for name in RARE if name in row])
        if name in before
        and not same(name, before[name], current[name])
        and not (name in asked and same(name, asked[name], current[name]))
    )
    return Merged(changes, clashes)


def _guarded(asked: Mapping[str, str], decision: str, by_cells: bool, rare: Sequence[str]) -> tuple[str, ...]:
    """The fields that must still say what the person saw; ``rare`` are those of the rare ones that the row shows."""
    if by_cells or decision in ("ok", "drop"):
        return (*FIELDS, "decision") if by_cells else (*JUDGED, *rare, "decision")
    return (*(name for name in FIELDS if name in asked), "decision")


def _from_cells(row: Row, now: Standing, decision: str) -> dict[str, str]:
    """What the read-only cells say, of the fields in which they differ from what an export would show now."""
    before: dict[str, str] = {}
    for name, cell in guard_cells(now).items():
        shown = " ".join(cell.split())
        if name not in row or name not in SHOWN or name not in now.now or row[name] == shown:
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
