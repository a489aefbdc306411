"""Rows without an id: figures that the machine missed, copied from the document by a person.

The sentence must stand in the document once and the number in the sentence once; then the figure gets an id from them,
as every other figure has, and its fields are ordinary corrections of what the number alone says.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, replace

from kb.identity import added_id
from kb.review.added import Locator, added_figure, machine_figure
from kb.review.columns import heading
from kb.review.damage import damage
from kb.review.export import guard_cells
from kb.review.file import Row
from kb.review.numbers import exact, read_decimal
from kb.review.read import Ask, Reader, at, written_cells
from kb.review.refused import RefusedError
from kb.review.state import FIELDS, Standing, same, standings
from rules.freeze import anchor_of

_ITS_ROW = "Hãy sửa ở dòng của nó; nếu tệp không có dòng ấy, xuất lại với --all"


@dataclass(frozen=True, slots=True)
class New:
    """A figure to be added: what it begins with, and what its person says of it. ``known``: it was added before and
    says all of this already."""

    figure: Standing
    begins: dict[str, str]
    said: dict[str, str]
    known: bool


class Adder:
    """Reads rows without an id against one base."""

    def __init__(self, db: sqlite3.Connection, reader: Reader) -> None:
        self._db, self._reader, self._locator = db, reader, Locator(db)
        query = "select id, identity, filename, sha256, place, place_id from documents where status = 'ok'"
        self._documents = [tuple(row) for row in db.execute(f"{query} order by duplicate_of is not null, path")]
        self._kinds = dict(db.execute("select id, kind from metrics").fetchall())
        self._names = dict(db.execute("select id, name_vi from metrics").fetchall())
        self._spots: dict[tuple[int, int], str] = {}

    def read(self, row: Row) -> New:
        """The figure that a row adds. Raises RefusedError where it cannot be added, with what to write instead."""
        for name in ("document", "quote", "number"):
            if not row[name]:
                raise RefusedError(
                    f"dòng không có mã là số liệu bổ sung: hãy ghi {heading(name)}",
                    f"a row without an id adds a figure: fill in {name}",
                )
        document, identity, filename, sha256, place, place_id = self._document(row["document"])
        spot = self._locator.locate(document, row["quote"], row["number"])
        if machine := machine_figure(self._db, spot, row["number"]):
            raise RefusedError(
                f"máy đã đọc con số này, mã {machine}. {_ITS_ROW}",
                f"the machine has read this number as {machine}; correct that row (export with --all)",
            )
        begins = self._begins(row, place or "", place_id or "")
        begins |= {"number": row["number"], "footnote": spot.passage.footnote or "", "marks": "[]"}
        ask = self._ask(row, document, begins)
        said = {**ask.fields, "value": ask.fields.get("value", begins["value"])}
        if said.get("metric_id") and "kind" not in said:
            said["kind"] = self._kinds[said["metric_id"]]
        begins["subject"] = self._names.get(said.get("metric_id", "")) or said.get("unit", "")
        anchor = anchor_of(spot.quote)
        # Whoever quotes more or less of the sentence means the same figure.
        made = self._spots.setdefault((spot.passage.id, spot.number), added_id(identity, anchor, row["number"], 0))
        figure_id = added_figure(self._db, spot, row["number"]) or made
        now = standings(self._db, [figure_id]).get(figure_id)
        if now and now.decision == "drop":
            raise RefusedError(
                f"số liệu này từng được bổ sung với mã {figure_id} và đã bị xóa. Xuất với --all và chọn “đúng” ở đó",
                f"this figure was added before as {figure_id} and struck out; export with --all and choose ok there",
            )
        if now and not all(same(name, word, now.now[name]) for name, word in said.items()):
            raise RefusedError(
                f"số liệu này đã được bổ sung với mã {figure_id}. {_ITS_ROW}",
                f"this figure was added before as {figure_id}; export with --all and correct that row",
            )
        fields = {name: begins[name] for name in FIELDS}
        place_of = (document, identity, filename, sha256, anchor, row["number"], 0, spot.quote)
        figure = Standing(figure_id, *place_of, fields, {**fields, **said}, "")
        self._refuse_left(row, figure)
        return New(replace(figure, now=fields), begins, said, now is not None)

    def _document(self, text: str) -> tuple[str, ...]:
        found = [one for one in self._documents if text in (one[0], one[2])]
        found = found or [one for one in self._documents if text.casefold() in str(one[2]).casefold()]
        if len(found) == 1 or (found and len({one[1] for one in found}) == 1):
            return found[0]
        names = ", ".join(str(one[2]) for one in (found or self._documents)[:5])
        raise RefusedError(
            f"không rõ tài liệu “{text}” là tài liệu nào. Hãy ghi tên tệp, như: {names}",
            f"which document {text} is cannot be told: {names}",
        )

    def _begins(self, row: Row, place: str, place_id: str) -> dict[str, str]:
        """What the number alone says. Without a number that can be read, the person must give the value."""
        value, denominator = row["number"], ""
        if value.count("/") == 1:
            value, denominator = (part.strip() for part in value.split("/"))
        unit = "%" if value.endswith("%") else ""
        begins = dict.fromkeys(FIELDS, "")
        try:
            begins["value"] = exact(read_decimal(value.removesuffix("%").strip()))
            begins["denominator"] = exact(read_decimal(denominator)) if denominator else ""
        except RefusedError as refused:
            if "value" not in written_cells(row):
                raise at("number", refused) from refused
            begins["value"] = "0"
        rate = unit == "%" or row["new_unit"] == "%" or bool(denominator)
        begins |= {"unit": unit, "qualifier": "exact", "kind": "rate" if rate else "count", "status": "actual"}
        return begins | {"place": place, "place_id": place_id}

    def _ask(self, row: Row, document: str, begins: Mapping[str, str]) -> Ask:
        ask = self._reader.read(row, document, begins)
        if ask.decision not in ("", "fix"):
            raise RefusedError(
                "dòng bổ sung không cần quyết định, hãy để trống", "a row that adds a figure needs no decision"
            )
        return ask

    def _refuse_left(self, row: Row, figure: Standing) -> None:
        """Refuse a row that says something left which the figure would not say: nothing left is ever read."""
        shown = {**guard_cells(figure), "number": figure.number, "metric": self._names.get(figure.now["metric_id"], "")}
        wrong = [name for name, cell in shown.items() if name in row and damage(cell, row[name]) == "person"]
        if not written_cells(row):
            wrong = [name for name in shown if row[name] and name != "number"]
        if wrong:
            columns = ", ".join(heading(name) for name in wrong)
            raise RefusedError(
                f"với số liệu bổ sung hãy ghi vào các cột “… mới” bên phải, không phải {columns}",
                f"of an added figure fill in the new_ columns, not {', '.join(wrong)}",
            )


def is_new(row: Row) -> bool:
    """Whether a row is about a figure that has no id yet."""
    return not row["id"] and bool(row["quote"] or row["number"])
