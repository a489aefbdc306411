"""Footnotes of PDFs: bodies at the page's foot, their marks, and raised figures that are none."""

from __future__ import annotations

from pathlib import Path

import pytest
from pdf_sheet import LEFT, Sheet, grids, marked, notes, read_bytes, texts

from extract.pieces import Paragraph, Pieces, digits_of

LONG = "Trong năm qua các sở, ban, ngành và địa phương đã triển khai nhiều nhiệm vụ về hạ tầng số, dữ liệu số cho dân"
SHARED = Path(__file__).parent.parent.parent / "shared" / "reports"


def body(sheet: Sheet, *paragraphs: str) -> None:
    for paragraph in paragraphs:
        sheet.paragraph(paragraph)
    for _ in range(4):
        sheet.paragraph(f"{LONG}.")


def foot(sheet: Sheet, *lines: str, size: float = 10, top: float = 700, rule: bool = True) -> None:
    if rule:
        sheet.rule(LEFT, top - 12, LEFT + 140, top - 12)
    for number, line in enumerate(lines):
        sheet.run(LEFT, top + 13 * number, *line.split("|"), size=size)


def marks(pieces: Pieces) -> list[str]:
    return [marked(p) for p in pieces.pieces if isinstance(p, Paragraph) and p.marks]


@pytest.mark.parametrize("rule", [True, False])
def test_marks_and_bodies(rule: bool) -> None:
    sheet = Sheet()
    sheet.run(LEFT, 72, "Tỷ lệ đạt 72,4%", "^1", "; có 336 người", "^2", " làm việc.")
    sheet.y = 100
    body(sheet)
    foot(sheet, "^1| Số liệu đến tháng 6.", "^2| Gồm 92 người chuyên trách.", rule=rule)
    pieces = sheet.read()
    assert marks(pieces) == ["Tỷ lệ đạt 72,4%{1}; có 336 người{2} làm việc."]
    assert notes(pieces) == {"1": ["Số liệu đến tháng 6."], "2": ["Gồm 92 người chuyên trách."]}


def test_a_mark_never_gets_into_a_number_and_two_marks_are_two() -> None:
    sheet = Sheet()
    sheet.run(LEFT, 72, "Tổng số 1.234", "^1,2", " hồ sơ.")
    sheet.y = 100
    body(sheet)
    foot(sheet, "^1| Một.", "^2| Hai.")
    assert marks(sheet.read()) == ["Tổng số 1.234{1}{2} hồ sơ."]


def test_powers_and_units_are_text() -> None:
    sheet = Sheet()
    sheet.run(LEFT, 72, "Rộng 120 m", "^2", " và 10", "^9", " đồng; đạt 15%", "^2", ", có 3 km", "^2", ".")
    sheet.y = 100
    body(sheet)
    foot(sheet, "^1| Ghi chú.", "^2| Ghi chú khác.")
    read = sheet.read()
    assert marks(read) == ["Rộng 120 m² và 10⁹ đồng; đạt 15%{2}, có 3 km²."]


def test_powers_without_any_note_are_text() -> None:
    sheet = Sheet()
    sheet.run(LEFT, 72, "Diện tích 6.078 km", "^2", ".")
    assert texts(sheet.read()) == ["Diện tích 6.078 km²."]


def test_superscript_letters_of_the_font_are_marks_too() -> None:
    sheet = Sheet()
    sheet.text(LEFT, 72, "Có 336 người¹ làm việc.")
    sheet.y = 100
    body(sheet)
    foot(sheet, "¹ Gồm 92 người.")
    pieces = sheet.read()
    assert marks(pieces) == ["Có 336 người{1} làm việc."]
    assert notes(pieces) == {"1": ["Gồm 92 người."]}


def test_stars_are_marks() -> None:
    sheet = Sheet()
    sheet.run(LEFT, 72, "Có 336 người", "^*", " làm việc.")
    sheet.y = 100
    body(sheet)
    foot(sheet, "^*| Gồm 92 người.")
    pieces = sheet.read()
    assert marks(pieces) == ["Có 336 người{*} làm việc."]
    assert notes(pieces) == {"*": ["Gồm 92 người."]}


def test_labels_that_are_not_raised_stand_below_the_rule() -> None:
    sheet = Sheet()
    sheet.run(LEFT, 72, "Có 336 người", "^1", ", 12 tổ", "^2", ".")
    sheet.y = 100
    body(sheet)
    foot(sheet, "1 Gồm 92 người.", "2Theo báo cáo.")
    assert notes(sheet.read()) == {"1": ["Gồm 92 người."], "2": ["Theo báo cáo."]}


@pytest.mark.parametrize("rule", [True, False])
def test_a_body_goes_on_on_the_next_page(rule: bool) -> None:
    note = f"Gồm 92 người chuyên trách. {LONG}, {LONG.lower()}, trong đó có 22 người cấp huyện"
    sheet = Sheet()
    first, *rest = sheet.wrap(f"^1| {note}", size=10)
    sheet.run(LEFT, 72, "Có 336 người", "^1", ".")
    sheet.y = 100
    body(sheet)
    foot(sheet, first, rest[0], rule=rule)
    sheet.turn()
    sheet.run(LEFT, 72, "Có 12 tổ", "^2", ".")
    sheet.y = 100
    body(sheet)
    foot(sheet, *rest[1:], "^2| Ghi chú hai.", rule=rule)
    assert notes(sheet.read()) == {"1": [note], "2": ["Ghi chú hai."]}


def test_a_body_of_two_paragraphs() -> None:
    sheet = Sheet()
    sheet.run(LEFT, 72, "Có 336 người", "^1", ".")
    sheet.y = 100
    body(sheet)
    foot(sheet, "^1| Gồm 92 người.", "Số này chưa kể hợp đồng.")
    assert notes(sheet.read()) == {"1": ["Gồm 92 người.", "Số này chưa kể hợp đồng."]}


def test_notes_that_fill_most_of_a_page_are_still_notes() -> None:
    sheet = Sheet()
    body(sheet)
    sheet.turn()
    sheet.run(LEFT, 72, "Các lĩnh vực: y tế", "^1", ", giáo dục", "^2", ", du lịch", "^3", ".")
    long = "nội dung rất dài của ghi chú này nói về nhiều việc đã làm trong năm qua tại tỉnh."
    foot(sheet, *(line for n in (1, 2, 3) for line in (f"^{n}| Lĩnh vực {n}: {long}", *[long] * 8)), top=110)
    pieces = sheet.read()
    assert list(notes(pieces)) == ["1", "2", "3"]
    assert marks(pieces) == ["Các lĩnh vực: y tế{1}, giáo dục{2}, du lịch{3}."]


def test_a_mark_without_a_body_is_kept_where_numbers_run_on() -> None:
    sheet = Sheet()
    sheet.run(LEFT, 72, "Có 336 người", "^1", ", 12 tổ", "^2", " và 7 lớp", "^3", ".")
    sheet.y = 100
    body(sheet)
    foot(sheet, "^1| Một.", "^2| Hai.")
    assert marks(sheet.read()) == ["Có 336 người{1}, 12 tổ{2} và 7 lớp{3}."]


def test_bodies_in_brackets_at_the_end() -> None:
    sheet = Sheet()
    sheet.run(LEFT, 72, "Có 336 người", "^[1]", ", 12 tổ", "^[2]", ".")
    sheet.y = 100
    body(sheet)
    sheet.turn()
    sheet.lines("[1] Gồm 92 người.", indent=0)
    sheet.lines("[2]Theo báo cáo.", indent=0)
    sheet.lines("[3] Không có dấu nào.", indent=0)
    pieces = sheet.read()
    assert marks(pieces) == ["Có 336 người{1}, 12 tổ{2}."]
    assert notes(pieces) == {"1": ["Gồm 92 người."], "2": ["Theo báo cáo."]}
    assert texts(pieces)[-1] == "[3] Không có dấu nào."


def test_marks_in_cells() -> None:
    sheet = Sheet()
    for x in (85, 250, 450):
        sheet.rule(x, 80, x, 130)
    for y in (80, 105, 130):
        sheet.rule(85, y, 450, y)
    sheet.text(90, 97, "Chỉ tiêu")
    sheet.text(255, 97, "Kết quả")
    sheet.text(90, 122, "Hộ có cáp quang")
    sheet.run(255, 122, "86,32%", "^1")
    sheet.y = 160
    body(sheet)
    foot(sheet, "^1| Số liệu của Cục.")
    pieces = sheet.read()
    (grid,) = grids(pieces)
    assert [marked(cell.paragraphs[0]) for cell in grid.cells][-1] == "86,32%{1}"
    assert notes(pieces) == {"1": ["Số liệu của Cục."]}


def test_small_print_without_labels_is_text() -> None:
    sheet = Sheet()
    body(sheet)
    sheet.lines("Nơi nhận:", "- Như trên;", "- Lưu: VT.", indent=0, size=10)
    pieces = sheet.read()
    assert notes(pieces) == {}
    assert texts(pieces)[-3:] == ["Nơi nhận:", "- Như trên;", "- Lưu: VT."]


@pytest.mark.shared
@pytest.mark.parametrize(("name", "count"), [("ninh-thuan-2024", 10), ("quang-nam-2024", 27)])
def test_every_note_of_a_report_has_its_mark(name: str, count: int) -> None:
    path = SHARED / f"{name}.pdf"
    if not path.is_file():
        pytest.skip("the reports are not beside the repository")
    pieces = read_bytes(path.read_bytes())
    labels = [str(number) for number in range(1, count + 1)]
    assert list(notes(pieces)) == labels
    found = [label for p in pieces.pieces if isinstance(p, Paragraph) for _, label in p.marks]
    assert found == labels


def test_the_raised_figure_of_a_fraction_is_no_mark() -> None:
    sheet = Sheet()
    sheet.run(LEFT, 100, "Rừng phòng hộ chiếm ", "^1", "/3 diện tích tự nhiên của tỉnh.")
    (paragraph,) = sheet.read().pieces
    assert (
        isinstance(paragraph, Paragraph) and marked(paragraph) == "Rừng phòng hộ chiếm 1/3 diện tích tự nhiên của tỉnh."
    )


@pytest.mark.parametrize(("upper", "lower"), [("1", "3"), ("12", "345"), ("2", "10")])
def test_a_figure_above_another_is_a_fraction(upper: str, lower: str) -> None:
    sheet = Sheet()
    x = sheet.text(LEFT, 100, "Vùng cao chiếm ")
    sheet.text(x, 95, upper, 7)
    sheet.text(x, 104, lower, 7)
    sheet.rule(x, 98, x + 8, 98)
    sheet.run(x + 13, 100, " diện tích, hộ nghèo còn 6,3%", "^1", ".")
    sheet.rule(LEFT, 700, LEFT + 144, 700)
    sheet.run(LEFT, 715, "^1", " Số liệu của Cục Thống kê tỉnh.", size=10)
    pieces = sheet.read()
    assert texts(pieces)[0] == f"Vùng cao chiếm {upper}/{lower} diện tích, hộ nghèo còn 6,3%."
    assert pieces.digits == digits_of(pieces.pieces)
