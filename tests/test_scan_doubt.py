"""Which digits of a scan are doubted, and how a doubt reaches the figure; and what is kept of a recognised page."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from extract.assemble import assemble
from extract.document import Source
from extract.pieces import Paragraph, Pieces
from extract.scan.doubt import all_doubted, checked_columns, doubted, majority, text_of, unlike_column
from extract.scan.page import SeenCell, SeenLine, SeenPage, SeenTable, SeenWord
from extract.scan.record import BadRecordError, decode, encode
from extract.scan.store import Store, beside, written
from extract.syllables import is_marked, is_syllable, share
from rules.find import find_figures


def line(text: str, confidence: float = 95.0) -> SeenLine:
    """A line of words; a word that begins with ``^`` is raised."""
    words = [
        SeenWord(word.lstrip("^"), (10.0 * at, 0, 10.0 * at + 9, 10), confidence, False, word[0] == "^", word[0] == "^")
        for at, word in enumerate(text.split())
    ]
    return SeenLine(tuple(words), 10.0, 12.0)


def marked(lines: list[SeenLine]) -> list[str]:
    """The words that are doubted."""
    return [word.text for one in lines for word in one.words if word.doubtful]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("đạt 68,28% và 1.204 trạm", "đạt 68,28% và 1.204 trạm", []),
        ("đạt 6828% và 1.204 trạm", "đạt 68,28% và 1.204 trạm", ["6828%"]),
        ("đạt 68,28% và 1.204 trạm", "đạt 68,28% và 1204 trạm", ["1.204"]),
        ("có 12 huyện, 5 xã", "có 12 huyện, xã", ["5"]),
        ("có 1.204 ^1 trạm", "có 1.2041 trạm", []),
        ("có 1.2O4 trạm", "có 1.2O4 trạm", ["1.2O4"]),
    ],
)
def test_what_the_second_look_does_not_confirm_is_doubted(first: str, second: str, expected: list[str]) -> None:
    assert marked(doubted([line(first)], second)) == expected


def test_a_low_confidence_is_a_doubt() -> None:
    assert marked(doubted([line("có 12 huyện", 79.0)], "có 12 huyện")) == ["12"]


@pytest.mark.parametrize(
    ("column", "groups", "expected"),
    [
        (("68,28", "71,05", "6990", "55,10"), False, ["6990"]),
        (("68,28", "71,05", "100", "55,10"), False, []),
        (("118.392", "1.204", "98745", "312"), False, ["98745"]),
        (("118392", "98745", "12"), False, []),
        (("118392", "98745", "12"), True, ["118392", "98745"]),
        (("2021", "2022", "2023", "1.204"), False, []),
        (("68,28", "71.05", "69,90", "55,10"), False, ["71.05"]),
        (("5,1", "4,7", "3", "6,2"), False, []),
    ],
)
def test_a_number_unlike_its_column_is_doubted(column: tuple[str, ...], groups: bool, expected: list[str]) -> None:
    cells = tuple(SeenCell(row, 0, 1, 1, (0, 0, 9, 9), (line(text),)) for row, text in enumerate(column))
    table = checked_columns(SeenTable((0, 0, 9, 99), cells), groups)
    assert [text_of(cell) for cell in table.cells if marked(list(cell.lines))] == expected


@pytest.mark.parametrize(
    ("looks", "expected"),
    [
        (("68,28", "68,28", "6828"), "68,28"),
        (("Z", "7", "7"), "7"),
        (("lì", "17", "11"), "17"),
        (("", "", "9"), "9"),
        (("⁄", "⁄", "7"), "7"),
        (("I", "I", "1"), "I"),
        (("a", "b", "c"), "a"),
        (("", "", ""), ""),
    ],
)
def test_what_most_looks_at_a_figure_gave(looks: tuple[str, ...], expected: str) -> None:
    assert majority(looks) == expected


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (("STT", "1", "2", "⁄", "4"), [3]),
        (("STT", "1", "2", "", "4"), [3]),
        (("Tỉnh", "Hà Giang", "Sơn La", "", "Lào Cai"), []),
        (("STT", "1", "-", "3", "Tổng cộng cả năm"), []),
    ],
)
def test_cells_that_are_no_number_in_a_column_of_numbers(column: tuple[str, ...], expected: list[int]) -> None:
    cells = [
        SeenCell(row, 0, 1, 1, (0, 0, 9, 9), (line(text),) if text else ()) for row, text in enumerate(column)
    ]  # fmt: skip
    assert unlike_column(cells) == expected


def test_a_first_quarter_may_be_read_as_a_month() -> None:
    assert marked(doubted([line("quý 1/2026 và ngày 31/1/2026")], "quý 1/2026 và ngày 31/1/2026")) == ["1/2026"]


def test_a_doubt_reaches_the_figure_whose_number_it_touches() -> None:
    text = "Toàn tỉnh có 1.204 trạm phát sóng và 187 trạm 5G."
    start = text.index("1.204")
    source = Source(Path("a.pdf"), "a.pdf", "0" * 64, "pdf")
    first = Paragraph("Năm 2024", kind="heading")
    document = assemble(source, Pieces([first, Paragraph(text, doubts=((start, start + 5, "ocr"),))]))
    (doubt,) = document.doubts
    assert document.text[doubt.start : doubt.end] == "1.204"
    flags = {figure.number: "ocr" in figure.flags for figure in find_figures(document).figures}
    assert flags == {"1.204": True, "187": False}


def page() -> SeenPage:
    """A page with a line and a table."""
    doubtful = tuple(all_doubted([line("có 12 huyện")]))
    cells = (SeenCell(0, 0, 1, 2, (1, 2, 3, 4), doubtful), SeenCell(1, 0, 1, 1, (1, 4, 2, 5)))
    return SeenPage(
        595.0, 842.0, (line("Toàn tỉnh có 1.204 ^1 trạm"),), (SeenTable((1, 2, 3, 5), cells),), ((1.0, 2.0, 3.0),), 90,
        (0.0, -1.0, 1.0, 0.0, 0.0, 842.0), ("a note",),
    )  # fmt: skip


def test_a_kept_page_comes_back_as_it_was() -> None:
    assert decode(json.loads(json.dumps(encode(page())))) == page()


def spoilt() -> list[Any]:
    """Records that are none, each for one reason."""
    whole = encode(page())
    word = whole["lines"][0][3][0]
    out: list[Any] = [None, [], {}, {**whole, "more": 1}, {**whole, "turned": 45}, {**whole, "width": float("nan")}]
    out += [
        {**whole, "width": 1e9},
        {**whole, "notes": ["x" * 1000]},
        {**whole, "back": [1, 2]},
        {**whole, "lines": [[]]},
    ]
    for at, value in ((0, ""), (0, "a b"), (0, "x" * 500), (0, "a\x00"), (0, 7), (1, "1"), (5, True), (6, "z")):
        changed = [*word[:at], value, *word[at + 1 :]]
        out.append({**whole, "lines": [[10, 12, 0, [changed]]]})
    for cell in ([0, 0, 0, 1], [0, 0, 1, 10_000], [-1, 0, 1, 1], [True, 0, 1, 1]):
        out.append({**whole, "tables": [{"bounds": [0, 0, 1, 1], "cells": [[*cell, [0, 0, 1, 1], []]]}]})
    twice = [0, 0, 1, 1, [0, 0, 1, 1], []]
    out.append({**whole, "tables": [{"bounds": [0, 0, 1, 1], "cells": [twice, twice]}]})
    huge = [[r * 1000, c * 1000, 1000, 1000, [0, 0, 1, 1], []] for r in range(9) for c in range(9)]
    out.append({**whole, "tables": [{"bounds": [0, 0, 1, 1], "cells": huge}]})
    return out


@pytest.mark.parametrize("record", spoilt())
def test_a_kept_page_that_is_none_is_refused(record: Any) -> None:
    with pytest.raises(BadRecordError):
        decode(record)


def test_pages_are_kept_beside_the_file_and_in_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOLIEU_CACHE", str(tmp_path / "cache"))
    path, key, other = tmp_path / "quet.pdf", "a" * 64, "b" * 64
    Store(path).keep(key, page())
    assert Store(path).find(key) == page() and Store(path).find(other) is None
    second = replace(page(), turned=0)
    beside(path).write_text(written({key: second}), encoding="utf-8")
    assert Store(path).find(key) == second


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"format": "other"}', '{"format": "solieu recognised pages"}', "[" * 9999]
)
def test_a_file_of_kept_pages_that_is_none_is_left_alone(text: str, tmp_path: Path) -> None:
    path = tmp_path / "quet.pdf"
    beside(path).write_text(text, encoding="utf-8")
    assert Store(path).find("a" * 64) is None


@pytest.mark.parametrize(
    "word", ["tỷ", "lệ", "Nghiêng", "QUYỀN", "khuỷu", "giếng", "quốc", "đến", "hoà", "hòa", "uỷ", "ươn"]
)
def test_syllables(word: str) -> None:
    assert is_syllable(word) and is_marked(word)


@pytest.mark.parametrize("word", ["tuy", "cac", "clla", "h6", "tû", "lÖ", "hå", "QuAn", "thdng", "các̀", "tạc̉", "phổt"])
def test_no_marked_syllables(word: str) -> None:
    assert not is_marked(word)


def test_the_share_tells_good_text_from_bad() -> None:
    assert share("Tỷ lệ hồ sơ được giải quyết đúng hạn đạt 98,75%").value > 0.7
    assert share("T9 1Q h6 so dugc gihi quy6t dring han dat 98,75%").value < 0.2
