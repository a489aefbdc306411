"""What the cells of a row mean: the fields of the base with their new words, and the decision. All faults at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from kb.review.candidates import by_number
from kb.review.columns import CORRECTED, heading
from kb.review.file import Row
from kb.review.pointing import POINTING, Pointing
from kb.review.refused import RefusedError
from kb.review.state import NUMBERS, Standing, same
from kb.review.values import Vocabulary, choice, contradiction, shown_choice

_CELLS = tuple((name, f"new_{name}") for name in CORRECTED)
_NO_NEW = "chọn “sửa” nhưng chưa ghi giá trị mới nào. Hãy ghi nội dung đúng vào ô “… mới”"


@dataclass(frozen=True, slots=True)
class Ask:
    """What a row asks for: new words by field, and a decision (empty where none is written)."""

    fields: dict[str, str]
    decision: str


def written_cells(row: Row) -> dict[str, str]:
    """The correcting cells that are not empty, by the name behind ``new_``."""
    return {name: cell for name, column in _CELLS if (cell := row[column])}


def asks(row: Row) -> bool:
    """Whether a person wrote anything into a row that could change the base."""
    return bool(row["decision"] or written_cells(row))


class Reader:
    """Reads rows against the catalogue, the provinces and the documents of one base."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._words = Vocabulary(db)
        self._pointing = Pointing(db)
        self._times = {row[0]: (row[1], row[2]) for row in db.execute("select id, period, issued_on from documents")}

    def read(
        self, row: Row, document: str, now: Mapping[str, str], seen: Standing | None = None, figure: str = ""
    ) -> Ask:
        """What a row asks of a figure that says ``now``, and that its export showed as ``seen``; ``figure`` is its id
        in the base, where it has one by now. Raises RefusedError with all that is wrong with the row."""
        cells = written_cells(row)
        fields: dict[str, str] = {}
        faults: list[RefusedError] = []
        decision = ""
        if row["decision"]:
            try:
                decision = choice("decision", row["decision"])
            except RefusedError as refused:
                faults.append(at("decision", refused))
        period, issued_on = self._times.get(document, (None, None))
        # The period first: with the place it decides on which side of the merger a province stands.
        for name in sorted(cells, key=lambda name: name != "period"):
            times = (fields.get("period") or now["period"] or None, period, issued_on)
            text = cells[name]
            if name in NUMBERS and text.endswith("%") and fields.get("unit", cells.get("unit", now["unit"])) == "%":
                text = text[:-1].strip()
            try:
                if name == "metric":
                    text = by_number(text, row["candidates"], seen)
                if name in POINTING and not text.startswith("<"):
                    fields[name] = self._pointing.read(name, text, document, figure, row["quote"])
                else:
                    fields |= self._words.read(name, text, times)
            except RefusedError as refused:
                faults.append(at(f"new_{name}", refused))
        faults += _against_decision(decision, fields, cells, now)
        if not faults and fields and (fault := contradiction({**now, **fields})):
            faults.append(fault)
        if faults:
            raise RefusedError("; ".join(one.vi for one in faults), "; ".join(one.en for one in faults))
        return Ask(fields, decision)


def at(column: str, refused: RefusedError) -> RefusedError:
    """The same refusal with the column that it is about."""
    return RefusedError(f"{heading(column)}: {refused.vi}", f"{column}: {refused.en}")


def _against_decision(
    decision: str, fields: Mapping[str, str], cells: Mapping[str, str], now: Mapping[str, str]
) -> list[RefusedError]:
    if decision == "fix" and not cells:
        return [RefusedError(_NO_NEW, "fix without any new value")]
    changes = any(not same(name, word, now[name]) for name, word in fields.items())
    if decision in ("ok", "drop", "unsure") and changes:
        word = shown_choice("decision", decision)
        vi = f"vừa chọn “{word}” vừa ghi giá trị mới. Hãy chọn “sửa”, hoặc xóa giá trị mới ấy đi"
        return [RefusedError(vi, f"both {decision} and a new value; choose fix, or take the new value out")]
    return []
