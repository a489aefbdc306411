"""The words that pages are set with: every list is read, and a list of nobody is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extract import layout_words
from extract.document import SolieuError
from extract.layout import classify, goes_on
from extract.layout_words import any_of, load_layout_words
from extract.pieces import Grid, GridCell, Paragraph
from extract.tables.parts import continues

SHIPPED = Path(layout_words.__file__).with_name("layout.toml").read_text(encoding="utf-8")
CODE = [path for path in Path(layout_words.__file__).parent.rglob("*.py") if path.name != "layout_words.py"]


def test_every_list_is_used_by_a_pattern() -> None:
    used = {name for path in CODE for name in re.findall(r"\bWORDS\.(\w+)", path.read_text(encoding="utf-8"))}
    assert used == set(re.findall(r"^(\w+) = ", SHIPPED, re.MULTILINE))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("hanging = ", "hangin = ", "layout.toml: the list hangin is read by no code. the lists are annexes, "),
        ('page = ["trang", "page"]', "", "layout.toml: the list page is missing. "),
        ('recipients = ["nơi nhận"]', 'recipients = "nơi nhận"', "layout.toml: recipients is no list of words. "),
        ('recipients = ["nơi nhận"]', "recipients = []", "layout.toml: recipients is no list of words. "),
    ],
)
def test_a_mistake_in_the_lists_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in SHIPPED
    (tmp_path / "layout.toml").write_text(SHIPPED.replace(old, new), encoding="utf-8")
    with pytest.raises(SolieuError) as caught:
        load_layout_words(tmp_path / "layout.toml")
    assert str(caught.value).startswith(told)


def test_a_word_is_meant_literally_and_an_ellipsis_is_anything() -> None:
    pattern = any_of(["KT.", "tỷ lệ…"])
    assert re.fullmatch(pattern, "KT.")
    assert not re.fullmatch(pattern, "KTX")
    assert re.fullmatch(pattern, "tỷ lệ so với cùng kỳ")
    assert not re.fullmatch(pattern, "các tỷ lệ")


@pytest.mark.parametrize(("last", "joined"), [("của", True), ("các", True), ("nhân dân", False), ("nhóm", False)])
def test_a_paragraph_that_ends_in_a_hanging_word_goes_on(last: str, joined: bool) -> None:
    first = Paragraph(f"Việc cấp mã định danh đã hoàn thành theo chỉ đạo {last}")
    assert goes_on(first, Paragraph("Bộ Công an trong quý này.")) is joined


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Phụ lục 2", "heading"), ("Biểu số 4", "heading"), ("Biểuđồ", "paragraph"), ("Bài 4", "paragraph")],
)
def test_the_head_of_a_part_is_a_heading(text: str, kind: str) -> None:
    assert classify(Paragraph(text))[0] == kind


@pytest.mark.parametrize(
    ("first", "goes"), [("STT", False), ("Stt", False), ("Số TT", False), ("(TT)", False), ("3", True)]
)
def test_a_header_that_begins_with_a_counter_begins_a_table(first: str, goes: bool) -> None:
    above = _grid([["STT", "Chỉ tiêu", "Kết quả"], ["1", "Số xã", "12"], ["2", "Số thôn", "96"]])
    below = _grid([[first, "Số tổ", "45"]])
    assert continues(above, below) is goes


def _grid(rows: list[list[str]]) -> Grid:
    return Grid(tuple(GridCell(r, c, (Paragraph(word),)) for r, row in enumerate(rows) for c, word in enumerate(row)))
