"""Columns of tables whose rows are all provinces: each is one decision; right ones are sure, wrong ones are not."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from extract.assemble import assemble
from extract.document import Document, Source
from extract.pieces import Grid, GridCell, Paragraph, Pieces
from rules.explain import explain, look
from rules.figure import Figure, Findings
from rules.find import find_figures
from rules.language.provinces import load_places
from rules.trust.sure import SURE

NAMES = [place.name for place in load_places() if place.id.endswith("-old")]
TABLES = tomllib.loads((Path(__file__).parent / "province_tables.toml").read_text(encoding="utf-8"))["table"]


@dataclass(frozen=True)
class Column:
    """A column of ``province_tables.toml`` and what was read of it, by its place."""

    table: int
    said: dict[str, Any]
    figures: tuple[Figure, ...]


def read(title: str, unit: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Findings:
    return find_figures(document(title, unit, header, rows))


def document(title: str, unit: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Document:
    lines = [header, *rows]
    cells = tuple(
        GridCell(row, column, (Paragraph(text),), is_header=row == 0)
        for row, line in enumerate(lines)
        for column, text in enumerate(line)
    )
    above = [Paragraph(text) for text in (title, unit) if text]
    return assemble(Source(Path("bang"), "bang", "a" * 64, "text"), Pieces([*above, Grid(cells)]))


def shown(column: dict[str, Any], at: int) -> str:
    """The value of the row number ``at``, as it is printed."""
    value = f"{column['first'] + column['step'] * at:,.{column['decimals']}f}"
    return value.translate(str.maketrans(",.", ".,"))


@cache
def columns() -> tuple[Column, ...]:
    found = []
    for number, table in enumerate(TABLES):
        said = table["columns"]
        rows = [[str(at + 1), name, *(shown(column, at) for column in said)] for at, name in enumerate(NAMES)]
        header = ["TT", "Tỉnh, thành phố", *(column["header"] for column in said)]
        figures = read(table["title"], table.get("unit", ""), header, rows).figures
        for at, column in enumerate(said):
            under = f"{column['header']} › "
            mine = [one for one in figures if f"{under}{one.number}" in one.quote and _at(one, rows, at + 2)]
            found.append(Column(number, column, tuple(mine)))
    return tuple(found)


def _at(figure: Figure, rows: Sequence[Sequence[str]], column: int) -> bool:
    return any(row[1] == figure.place and row[column] == figure.number for row in rows)


def identity(column: Column) -> str:
    return f"{column.table}: {column.said['header']}"


# By their numbers: what stands in the tables is read when the tests run, not when they are collected.
EACH = pytest.mark.parametrize(
    "at",
    range(sum(len(table["columns"]) for table in TABLES)),
    ids=[f"{number}: {said['header']}" for number, table in enumerate(TABLES) for said in table["columns"]],
)


@EACH
def test_the_values_of_a_column_of_provinces_say_the_same(at: int) -> None:
    column = columns()[at]
    assert len(column.figures) >= 62, "a value of the column was not read"
    assert len({(one.metric, one.kind, one.unit, one.confidence, one.candidates) for one in column.figures}) == 1


def test_most_columns_that_name_a_metric_are_sure_of_it() -> None:
    asked = [one for one in columns() if one.said["metric"] and not one.said.get("optional")]
    sure = [
        one for one in asked if {(f.metric, f.confidence >= SURE) for f in one.figures} == {(one.said["metric"], True)}
    ]
    assert len(sure) >= 0.9 * len(asked), [identity(one) for one in asked if one not in sure]


@EACH
def test_no_column_is_sure_of_another_metric(at: int) -> None:
    column = columns()[at]
    sure = {one.metric for one in column.figures if one.metric and one.confidence >= SURE}
    assert sure <= {column.said["metric"]}


def test_what_the_column_does_not_agree_in_is_judged_row_by_row() -> None:
    rows = [[name, f"{20 + at},4", "có" if at % 2 else f"{at} trạm"] for at, name in enumerate(NAMES[:12])]
    found = read("Bảng 1. Tỷ lệ hộ nghèo năm 2021", "", ("Tỉnh", "Tỷ lệ hộ nghèo (%)", "Ghi chú"), rows).figures
    rates = [one for one in found if one.kind == "rate"]
    assert len(rates) == 12
    assert len({one.confidence for one in rates}) == 1
    assert {one.unit for one in found if one.kind != "rate"} == {"trạm"}


def test_a_list_of_a_few_provinces_is_no_column() -> None:
    few = read("Tỷ lệ hộ nghèo năm 2021", "", ("Tỉnh", "Tỷ lệ (%)"), [[name, "4,2"] for name in NAMES[:5]]).figures
    assert len(few) == 5


def test_a_name_written_in_a_way_of_its_own_gives_its_value_to_no_other_province() -> None:
    """A ranking sets several lists of provinces side by side; what stands beside a name that is not known is nobody's,
    not that of the province in the list before."""
    rows = [[left, "8,1", right, "7,2"] for left, right in zip(NAMES[:10], NAMES[10:20], strict=True)]
    rows[3][2] = "Đặc khu Hoàng Liên"
    header = ("Tỉnh", "Điểm gia nhập thị trường", "Tỉnh", "Điểm tiếp cận đất đai")
    found = read("Chỉ số thành phần PCI năm 2018", "", header, rows).figures
    beside = [one for one in found if one.number == "7,2"]
    assert {one.place for one in beside if one.place in NAMES[:10]} == set()
    assert len([one for one in beside if one.place_id]) == 9


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("HCMC", "Hồ Chí Minh"),
        ("Da Nang City", "Đà Nẵng"),
        ("Bà Rịa - VT", "Bà Rịa - Vũng Tàu"),
        ("7. Hà Nam (*)", "Hà Nam"),
    ],
)
def test_a_province_is_known_as_workbooks_write_it(name: str, place: str) -> None:
    rows = [[one, "61,2"] for one in [*NAMES[3:9], name]]
    found = read("Chỉ số PCI năm 2018", "", ("Province", "PCI"), rows).figures
    assert found[-1].place == place


def test_a_province_whose_name_begins_as_a_thing_is_no_unit() -> None:
    rows = [[name, str(40 + at)] for at, name in enumerate([*NAMES[:6], "Sóc Trăng"])]
    found = read("Nông thôn mới năm 2022", "", ("Tỉnh", "Số xã đạt chuẩn nông thôn mới"), rows).figures
    assert {one.unit for one in found} == {"xã"}


def test_explain_tells_that_a_column_was_decided_once() -> None:
    rows = [[name, str(40 + at)] for at, name in enumerate(NAMES[:12])]
    page = document("Nông thôn mới năm 2022", "", ("Tỉnh", "Số xã đạt chuẩn nông thôn mới"), rows)
    told = {figure.table.get("column") for sentence in explain(look(page)) for figure in sentence.figures}
    assert told == {"decided once for the values of 12 provinces under this header"}
