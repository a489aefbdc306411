"""Workbooks: what a cell shows and what it holds, tables of a sheet, rows that are provinces, files that are broken."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from extract.document import Document, ReadError
from extract.read import read
from extract.sheets.shown import show
from rules.figure import Figure
from rules.find import find_figures
from rules.language.letters import CELL_GAP
from rules.table_cells import read_cells

PROVINCES = ["Hà Giang", "Cao Bằng", "Bắc Kạn", "Tuyên Quang", "Lào Cai", "Yên Bái"]


def saved(book: Workbook, folder: Path, name: str = "bang.xlsx") -> Path:
    path = folder / name
    book.save(path)
    return path


def texts(document: Document, table: int = 0) -> list[list[str]]:
    rows: dict[int, list[str]] = {}
    for cell in document.tables[table].cells:
        rows.setdefault(cell.row, []).append(document.block_text(document.blocks[cell.block]))
    return [rows[row] for row in sorted(rows)]


def lines(document: Document) -> list[str]:
    return [document.block_text(block) for block in document.blocks if block.table is None]


def figures(document: Document) -> dict[str, Figure]:
    return {figure.number: figure for figure in find_figures(document).figures}


@pytest.mark.parametrize(
    ("value", "form", "text", "held"),
    [
        (1204, "#,##0", "1.204", "1204"),
        (1204, "General", "1204", "1204"),
        (1204.5, "#,##0.00", "1.204,50", "1204.5"),
        (12.345, "0.00", "12,35", "12.345"),
        (0.985, "0.0%", "98,5%", "98.5"),
        (0.1 + 0.2, "General", "0,3", "0.3"),
        (9.283225059509277, "General", "9,28322506", "9.28322505950928"),
        (-13.4, "0.0", "-13,4", "-13.4"),
        (-1204, "#,##0;(#,##0)", "(1.204)", "-1204"),
        (0, '_(* #,##0_);_(* \\(#,##0\\);_(* "-"_);_(@_)', "-", None),
        (1204560, "#,##0,", "1.205", "1204.56"),
        (12, '0" trạm"', "12 trạm", "12"),
        (1130608.6, "_(* #,##0_)", "1.130.609", "1130608.6"),
        ("1.204", "@", "1.204", None),
        (True, "General", "TRUE", None),
    ],
)
def test_a_cell_shows_the_vietnamese_way_and_holds_its_number(
    value: object, form: str, text: str, held: str | None
) -> None:
    shown = show(value, form)
    assert (shown.text, shown.held) == (text, held)


def test_title_lines_unit_header_of_two_rows_and_note(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet["A1"] = "KẾT QUẢ THU NGÂN SÁCH NĂM 2031"
    sheet["A1"].font = Font(bold=True)
    sheet["D2"] = "ĐVT: triệu đồng"
    for at, words in {"A4": "STT", "B4": "Chỉ tiêu", "C4": "Thực hiện", "C5": "Năm 2030", "D5": "Năm 2031"}.items():
        sheet[at] = words
    for merged in ("A1:D1", "A4:A5", "B4:B5", "C4:D4"):
        sheet.merge_cells(merged)
    sheet.append([1, "Thu nội địa", 1204, 1310.5])
    sheet.append([2, "Thu hải quan", 45, 51])
    sheet["C6"].number_format = sheet["D6"].number_format = "#,##0"
    sheet["A9"] = "Ghi chú: số liệu chính thức."
    document = read(saved(book, tmp_path))
    assert lines(document) == ["KẾT QUẢ THU NGÂN SÁCH NĂM 2031", "ĐVT: triệu đồng", "Ghi chú: số liệu chính thức."]
    assert texts(document)[2] == ["1", "Thu nội địa", "1.204", "1.311"]
    cell = next(c for c in document.tables[0].cells if document.block_text(document.blocks[c.block]) == "1.311")
    assert cell.headers == ("Thực hiện", "Năm 2031")
    assert figures(document)["1.311"].value == Decimal("1310500000")
    assert figures(document)["1.204"].value == Decimal("1204000000")


def test_two_tables_of_a_sheet_stay_two(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    for row in (
        ["Bảng 1. Trạm"], ["STT", "Huyện", "Số trạm"], [1, "Huyện Mẫu", 12], [2, "Huyện Thử", 15], [],
        ["Bảng 2. Nhân lực"], ["STT", "Nội dung", "Số người"], [1, "Cán bộ chuyên trách", 31],
    ):  # fmt: skip
        sheet.append(row)
    document = read(saved(book, tmp_path))
    assert [table.rows for table in document.tables] == [3, 2]
    assert lines(document) == ["Bảng 1. Trạm", "Bảng 2. Nhân lực"]


def test_numbers_typed_as_text_and_years_held_in_a_header(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    for row in (["Thu ngân sách", 2030, 2031], ["Thu nội địa", "1.204", "1.310,5"], ["Thu hải quan", "45", "51"]):
        sheet.append(row)
    document = read(saved(book, tmp_path))
    assert [cell.headers for cell in document.tables[0].cells if cell.row == 1] == [
        ("Thu ngân sách",), ("2030",), ("2031",)
    ]  # fmt: skip
    assert figures(document)["1.310,5"].value == Decimal("1310.5")
    assert figures(document)["1.204"].period == "2030"


def test_a_counted_list_of_names_is_a_table(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    for row in (["STT", "Xã", "Huyện"], [1, "Xã Mẫu", "Huyện Thử"], [2, "Xã Hai", "Huyện Thử"]):
        sheet.append(row)
    document = read(saved(book, tmp_path))
    assert texts(document)[1] == ["1", "Xã Mẫu", "Huyện Thử"]
    assert figures(document) == {}


def test_hidden_sheets_and_rows_are_read_and_said(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    for row in (["Nội dung", "Số xã"], ["Có mạng", 30], ["Chưa có", 2]):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    other = book.create_sheet("Phụ lục ẩn")
    for row in (["Nội dung", "Số xã"], ["Đạt chuẩn", 11]):
        other.append(row)
    other.sheet_state = "hidden"
    document = read(saved(book, tmp_path))
    assert ["Chưa có", "2"] in texts(document)
    assert ["Đạt chuẩn", "11"] in texts(document, 1)
    assert "1 rows of the sheet Sheet are hidden, they were read" in document.notes
    assert "the sheet Phụ lục ẩn is hidden, it was read" in document.notes


def test_formulas_count_with_their_stored_value_and_errors_are_said(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    for row in (["Nội dung", "Số xã"], ["Cộng", "=SUM(B3:B4)"], ["A", 3], ["B", "#REF!"]):
        sheet.append(row)
    sheet["B4"].data_type = "e"
    notes = " ".join(read(saved(book, tmp_path)).notes)
    assert "1 formulas of the sheet Sheet have no stored value" in notes
    assert "1 cells of the sheet Sheet hold an error of a formula" in notes


@pytest.mark.parametrize("names", [PROVINCES, ["Ha Giang", "Cao Bang", "Bac Kan", "Tuyen Quang", "Lao Cai", "YEN BAI"]])
def test_rows_that_are_provinces_give_their_figures_that_place(tmp_path: Path, names: list[str]) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["THU NGÂN SÁCH CÁC TỈNH NĂM 2014"])
    sheet.append(["Đơn vị: triệu đồng"])
    sheet.append(["STT", "Mã", "Tỉnh", "Tổng thu ngân sách nhà nước trên địa bàn"])
    sheet.append(["I", None, "MIỀN NÚI PHÍA BẮC", 90_000])
    for number, name in enumerate(names, 1):
        sheet.append([number, f"T{number}", name, 1_204 + number])
    sheet.append([None, None, "Cả nước", 900_000])
    for row in range(4, 12):
        sheet.cell(row, 4).number_format = "#,##0"
    document = read(saved(book, tmp_path))
    findings = find_figures(document)
    found = {figure.number: figure for figure in findings.figures}
    assert findings.letterhead.place is None
    assert [found[f"1.{204 + n}"].place for n in range(1, 7)] == PROVINCES
    assert found["1.205"].place_id == "02-old"
    assert found["1.205"].value == Decimal("1205000000")
    assert (findings.letterhead.title, findings.letterhead.period) == ("THU NGÂN SÁCH CÁC TỈNH NĂM 2014", "2014")
    assert found["90.000"].place == ""
    assert found["900.000"].place == "cả nước"


def test_provinces_side_by_side_in_a_ranking(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["Thứ tự", "Tỉnh", "Tiếp cận đất đai", None, "Tính minh bạch"])
    for number, name in enumerate(PROVINCES):
        sheet.append([number + 1, name, 7.5 - number / 8, PROVINCES[-1 - number], 6.25 - number / 8])
    found = figures(read(saved(book, tmp_path)))
    assert found["7,5"].place == "Hà Giang"
    assert found["6,25"].place == "Yên Bái"


def test_money_for_a_purpose_is_no_target(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["QUYẾT TOÁN VÀ NHIỆM VỤ CHI NĂM 2031"])
    sheet.append(["Triệu đồng"])
    sheet.append(["Nội dung", "Bổ sung có mục tiêu(1)", "Dự toán"])
    sheet.append(["Chi y tế", 1204.25, 1300])
    sheet.append(["Chi giáo dục(2)", 804.5, 900])
    document = read(saved(book, tmp_path))
    found = figures(document)
    assert (found["1204,25"].status, found["1300"].status) == ("actual", "target")
    assert found["1204,25"].value == Decimal("1204250000")
    assert ["Chi giáo dục", "804,5", "900"] in texts(document)


def test_a_million_formatted_rows_and_far_columns_cost_nothing(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    for row in (["Nội dung", "Số xã"], ["Đạt chuẩn", 11]):
        sheet.append(row)
    for row in range(3, 20_000):
        sheet.cell(row, 1).font = Font(bold=True)
    sheet.row_dimensions[1_048_576].height = 20
    sheet.cell(3, 2_000, "Ghi chú ở rất xa")
    document = read(saved(book, tmp_path))
    assert document.tables[0].columns == 2
    assert "Ghi chú ở rất xa" in lines(document)


@pytest.mark.parametrize("ending", ["xls", "ods", "xlsx"])
def test_the_same_workbook_in_each_format(ending: str) -> None:
    """Written by openpyxl (figures of our own), saved as XLS and ODS by LibreOffice."""
    document = read(Path(__file__).parent / "workbooks" / f"bang-mau.{ending}")
    assert document.source.format == ending
    assert texts(document)[2] == ["1", "Thu nội địa", "1.204", "1.311", "98,5%"]
    assert lines(document)[1:] == [
        "KẾT QUẢ THU NGÂN SÁCH NĂM 2031", "ĐVT: triệu đồng", "Ghi chú: số liệu tự đặt ra.", "05/12/2031", "Phụ lục ẩn"
    ]  # fmt: skip
    assert "the sheet Phụ lục ẩn is hidden, it was read" in document.notes
    assert "1 rows of the sheet Thu ngân sách are hidden, they were read" in document.notes
    found = figures(document)
    assert found["1.311"].value == Decimal("1310500000")
    assert found["98,5"].value == Decimal("98.5")


def test_entities_of_a_workbook_do_not_grow(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Số xã", "mẫu"])
    whole = saved(book, tmp_path).read_bytes()
    parts = {
        name: zipfile.ZipFile(io.BytesIO(whole)).read(name) for name in zipfile.ZipFile(io.BytesIO(whole)).namelist()
    }
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    parts["xl/sharedStrings.xml"] = (
        f'<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY a0 "đồ">{entities}]>'
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>a</t></si><si><t>&a11;</t></si></sst>'
    ).encode()
    path = tmp_path / "bom.xlsx"
    path.write_bytes(zipped(parts))
    try:
        assert len(read(path).text) < 1_000
    except ReadError as error:
        assert "damaged workbook" in error.problem


@pytest.mark.parametrize(
    ("rows", "row", "value"),
    [
        ('Nội dung;Số tiền (triệu đồng);Tỷ lệ\nChi y tế;1.204;98,5%\nChi khác;12,5;1%\n',
         ["Chi y tế", "1.204", "98,5%"], "1204000000"),
        ('Nội dung,Số tiền (triệu đồng),Tỷ lệ\nChi y tế,"1,204.50",98.5%\nChi khác,12.5,1%\n',
         ["Chi y tế", "1.204,50", "98,5%"], "1204500000"),
        ("Nội dung\tSố tiền (triệu đồng)\tTỷ lệ\nChi y tế\t1.204\t98,5%\nChi khác\t12\t1%\n",
         ["Chi y tế", "1.204", "98,5%"], "1204000000"),
    ],
)  # fmt: skip
def test_rows_parted_by_a_sign(tmp_path: Path, rows: str, row: list[str], value: str) -> None:
    path = tmp_path / "bang.csv"
    path.write_text(rows, encoding="utf-8-sig")
    document = read(path)
    assert document.source.format == "csv"
    assert texts(document)[1] == row
    found = figures(document)
    assert found[row[1]].value == Decimal(value)
    assert found["98,5"].value == Decimal("98.5")


def test_prose_called_csv_stays_prose(tmp_path: Path) -> None:
    path = tmp_path / "bang.csv"
    path.write_text("Toàn tỉnh có 12 xã, 3 phường.\nNăm nay tăng 2 xã.\nKhông có gì khác, như năm trước, và hơn.\n")
    assert read(path).source.format == "text"


def zipped(parts: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return held.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("hong.xlsx", zipped({"xl/workbook.xml": b"<workbook"}), "damaged workbook"),
        ("hong.ods", zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a"}),
         "damaged workbook"),
        ("hong.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "Workbook".encode("utf-16-le") + b"\0" * 900,
         "damaged workbook"),
        ("bom.xlsx", zipped({"xl/workbook.xml": b"<w/>", "xl/worksheets/sheet1.xml": b" " * 40_000_000}), "unpacks to"),
        ("khoa.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_in_one_line(tmp_path: Path, name: str, data: bytes, problem: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(ReadError, match=problem):
        read(path)


def test_empty_and_wrongly_named(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="without any filled cell") as caught:
        read(saved(Workbook(), tmp_path))
    assert caught.value.status == "empty"
    book = Workbook()
    book.active.append(["Số xã", 11])
    assert "named .pdf, but its content is xlsx" in read(saved(book, tmp_path).rename(tmp_path / "a.pdf")).notes
    cut = saved(book, tmp_path, "cut.xlsx")
    cut.write_bytes(cut.read_bytes()[:-400])
    with pytest.raises(ReadError, match="damaged"):
        read(cut)


SURVEY = [
    "Thủ tục hành chính đơn giản hơn trước (% đồng ý)",
    "Mức độ hài lòng với lao động (% đồng ý rằng lao động đáp ứng nhu cầu)",
    "Sự thay đổi khung giá đất phù hợp (% Tốt hoặc Rất tốt)",
    "% DN phải chờ hơn một tháng để hoàn thành các thủ tục hành chính",
    "Doanh nghiệp có ý định tiếp tục sử dụng dịch vụ công trực tuyến (%)",
]


def test_shares_of_those_who_agree_are_rates_of_no_metric(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["STT", "Tỉnh", *SURVEY, "Mức độ hài lòng của người dân về dịch vụ công (%)"])
    for number, name in enumerate(PROVINCES):
        sheet.append([number + 1, name, *(60.25 + 6 * number + column for column in range(len(SURVEY))), 90.5 + number])
    found = figures(read(saved(book, tmp_path)))
    surveyed = [found[f"{60 + column},25"] for column in range(len(SURVEY))]
    assert {(figure.kind, figure.unit, figure.metric) for figure in surveyed} == {("rate", "%", None)}
    assert found["90,5"].metric == "citizen_satisfaction_rate"


def test_a_rank_is_of_the_column_beside_it_and_not_of_one_of_many(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["Tỉnh", "Tiếp cận đất đai", "Chi phí thời gian", "PCI 2016", "Xếp hạng", "Xếp hạng trong vùng"])
    for number, name in enumerate(PROVINCES):
        sheet.append([name, 7.5 - number / 8, 6.25 - number / 8, 60.1 - number, 21 + number, 2 + number])
    found = figures(read(saved(book, tmp_path)))
    assert (found["21"].metric, found["21"].item, found["21"].place) == ("pci_rank", None, "Hà Giang")
    assert found["21"].period == "2016"
    assert found["2"].metric is None


def test_things_counted_from_1900_to_2099_are_no_years(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["Huyện", "Số hộ", "Số hồ sơ", "Ghi chú", "Năm thành lập"])
    for name, count, more in (("Cư Kuin", 2010, 31), ("Krông Ana", 1950, 32), ("Ea Kar", 2099, 2024)):
        sheet.append([name, count, more, 2011, 1985])
    assert set(figures(read(saved(book, tmp_path)))) == {"2010", "1950", "2099", "31", "32", "2024"}


def test_a_table_of_two_thousand_columns_gives_each_figure_its_own_words(tmp_path: Path) -> None:
    """Each figure would hold its whole row else: 73 KB, and a document of 5,000 is over what a worker may answer."""
    columns = 2_000
    path = tmp_path / "wide.csv"
    head = ",".join(["Đơn vị", *(f"Chỉ số {number}" for number in range(columns))])
    path.write_text(f"{head}\nXã Mường Lay,{','.join(str(100 + number % 800) for number in range(columns))}\n", "utf-8")
    cells = read_cells(read(path))
    quotes = [cell.quote for cell in cells.values() if cell.is_value]
    assert len(quotes) == columns and sum(map(len, quotes)) < 100 * columns
    assert quotes[5].split(CELL_GAP) == ["Xã Mường Lay", "Chỉ số 5 › 105"]
    assert not any(cell.all_headers for cell in cells.values())


def test_a_row_of_some_columns_is_quoted_whole(tmp_path: Path) -> None:
    path = tmp_path / "row.csv"
    path.write_text("Đơn vị,Chỉ số A,Chỉ số B\nXã Mường Lay,12,40\nXã Nậm Nhùn,13,41\n", encoding="utf-8")
    quotes = {cell.quote for cell in read_cells(read(path)).values() if cell.is_value}
    assert CELL_GAP.join(("Xã Mường Lay", "Chỉ số A › 12", "Chỉ số B › 40")) in quotes
