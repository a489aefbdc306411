"""Which numbers of a recognised table are doubted because their sums are not right, and what a total offers."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extract.scan.doubt import summed, text_of
from extract.scan.page import SeenCell, SeenLine, SeenTable, SeenWord

Rows = Sequence[Sequence[str]]
HEAD = ("TT", "Đơn vị", "Trạm", "Thuê bao")
FIRST = (("1", "Huyện A", "120", "1.204"), ("2", "Huyện B", "80", "3.000"))
SOUND = (HEAD, *FIRST, ("3", "Huyện C", "45", "2.100"), ("", "Tổng cộng", "245", "6.304"))


def table(rows: Rows) -> SeenTable:
    """A ruled table of these texts."""
    cells = [
        SeenCell(row, column, 1, 1, (0, 0, 9, 9), (SeenLine((SeenWord(text, (0, 0, 9, 9), 95.0),), 9.0, 12.0),))
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
        if text
    ]
    return SeenTable((0, 0, 9, 9), tuple(cells))


def doubted(rows: Rows) -> list[str]:
    """The cells that are doubted for their sums."""
    checked, _ = summed(table(rows))
    return [text_of(cell) for cell in checked.cells if any(word.doubtful for line in cell.lines for word in line.words)]


def test_sums_that_are_right_doubt_nothing() -> None:
    assert doubted(SOUND) == [] and summed(table(SOUND))[1] == []


@pytest.mark.parametrize(
    "last",
    [
        (("3", "Huyện C", "45", "2.700"), ("", "Tổng cộng", "245", "6.304")),  # a part
        (("3", "Huyện C", "45", "2.100"), ("", "Tổng số", "245", "6.804")),  # the total
        (("3", "Huyện C", "45", "2100,5"), ("", "Cộng", "245", "9.304,5")),
    ],
)
def test_a_column_whose_total_disagrees_is_doubted(last: Rows) -> None:
    assert doubted((HEAD, *FIRST, *last)) == ["1.204", "3.000", last[0][3], last[1][3]]


def test_a_total_may_stand_first_and_years_are_no_parts() -> None:
    rows = (
        ("TT", "Đơn vị", "2023", "2024"),
        ("", "Toàn tỉnh", "245", "6.304"),
        *FIRST,
        ("3", "Huyện C", "45", "2.700"),
    )
    assert doubted(rows) == ["6.304", "1.204", "3.000", "2.700"]
    rows = (rows[0], *FIRST, ("3", "Huyện C", "45", "2.700"), ("", "Toàn tỉnh", "245", "6.304"))
    assert doubted(rows) == ["1.204", "3.000", "2.700", "6.304"]


@pytest.mark.parametrize(
    "rows",
    [
        # a share is no sum of shares, nor a rank of ranks
        (("TT", "Đơn vị", "Hồ sơ", "Tỷ lệ"), ("1", "A", "12", "68"), ("2", "B", "8", "71"), ("", "Cộng", "20", "69")),
        # nobody says that the last row is a total, and only one column would
        (HEAD, *FIRST, ("3", "Huyện C", "45", "2.700"), ("4", "Huyện D", "245", "6.304")),
        # the parts of a total stand on another page
        (HEAD, *FIRST, ("3", "Huyện C", "45", "2.700"), ("", "Tổng cộng", "1.245", "96.304")),
        # numbers so small that one digit always explains them
        (("TT", "Đơn vị", "Xã"), ("1", "A", "2"), ("2", "B", "3"), ("3", "C", "1"), ("", "Tổng", "9")),
        # a part of parts is counted twice
        (HEAD, ("I", "Vùng 1", "200", "4.204"), *FIRST, ("II", "Vùng 2", "45", "2.100"), ("", "Tổng", "245", "6.304")),
    ],
)  # fmt: skip
def test_what_is_no_sum_doubts_nothing(rows: Rows) -> None:
    assert doubted(rows) == []


def test_a_column_beside_its_parts_is_known_by_most_rows() -> None:
    head, *rows = ("Xã", "Tổng", "Nam", "Nữ"), ("A", "30", "12", "18"), ("B", "50", "20", "30"), ("C", "70", "30", "40")
    assert doubted((head, *rows, ("D", "90", "41", "59"))) == ["90", "41", "59"]
    assert doubted((head, *rows, ("D", "100", "41", "59"))) == []
    assert doubted((head, *rows[:2], ("D", "90", "41", "59"))) == []


def test_one_digit_that_a_row_and_a_column_prove_is_offered_and_not_put() -> None:
    rows = (
        ("Xã", "Tổng", "Nam", "Nữ"),
        ("A", "30", "12", "18"),
        ("B", "50", "20", "30"),
        ("C", "70", "30", "40"),
        ("D", "90", "41", "59"),
        ("Cộng", "240", "103", "137"),
    )
    checked, notes = summed(table(rows))
    assert notes == ["by its total, 59 may be 49"]
    assert "59" in [text_of(cell) for cell in checked.cells] and "59" in doubted(rows)
    assert summed(table((HEAD, *FIRST, ("3", "Huyện C", "45", "2.700"), ("", "Tổng cộng", "245", "6.304"))))[1] == []
