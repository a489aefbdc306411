"""Numbers along a chart, one a paragraph, are no figures; what rises unevenly, or stands in a table, is read."""

from __future__ import annotations

import pytest
from documents_of import document_of

from rules.find import find_figures
from rules.language.axes import blocks_of_axes

ABOVE, BELOW = "Số trạm BTS của các huyện", "Toàn tỉnh có 1.204 trạm BTS."


def axes(*blocks: str) -> list[str]:
    """The blocks between a heading and a sentence that are marks along a chart."""
    document = document_of(ABOVE, *blocks, BELOW)
    return [document.block_text(document.blocks[index]) for index in sorted(blocks_of_axes(document))]


@pytest.mark.parametrize(
    "marks",
    [
        ("0", "20", "40"),
        ("100%", "80%", "60%", "40%", "20%", "0%"),
        ("1.500", "2.000", "2.500", "3.000"),
        ("0,5", "1", "1,5", "2"),
        ("0", "10", "20", "30"),
    ],
)
def test_even_marks_one_a_paragraph_are_an_axis(marks: tuple[str, ...]) -> None:
    assert axes(*marks) == list(marks)
    found = find_figures(document_of(ABOVE, *marks, BELOW))
    assert [figure.number for figure in found.figures] == ["1.204"]
    assert [out.reason for out in found.exclusions] == ["chart_axis"] * len(marks) and not found.leftovers


def test_what_stands_on_the_bars_is_no_mark() -> None:
    assert axes("0", "50", "100", "150", "87", "132") == ["0", "50", "100", "150"]


@pytest.mark.parametrize(
    "blocks",
    [
        ("0", "20"),
        ("120", "140", "160"),
        ("12", "15", "19", "24"),
        ("30", "30", "30", "30"),
        ("20", "40%", "60", "80%"),
        ("0", "Huyện Mường Tè", "20", "Huyện Sìn Hồ", "40"),
        ("2021", "2022", "2023", "2024"),
        ("10 xã", "20 xã", "30 xã", "40 xã"),
    ],
)
def test_few_uneven_and_named_numbers_are_none(blocks: tuple[str, ...]) -> None:
    assert axes(*blocks) == []
