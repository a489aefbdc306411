"""Which figures of a table are parts of which: sums over rows and columns, numbered rows, remarks, and what is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.assemble import assemble
from extract.document import Source
from extract.pieces import Grid, GridCell, Paragraph, Pieces
from rules.find import find_figures

# A row a line, cells parted by |. "<" goes on with the cell to its left, "^" with the cell above it. Behind each table
# its parts: "number of number", in reading order.
TABLES: dict[str, list[str]] = {
    # Numbered rows
    """TT|Chỉ tiêu|Đơn vị tính|Số liệu
1|Tổng số thủ tục hành chính|Thủ tục|2.010
1.1|Thủ tục cấp tỉnh|Thủ tục|1.604
1.2|Thủ tục cấp xã|Thủ tục|406
1.3|Thủ tục của ngành dọc|Thủ tục|388""": ["1.604 of 2.010", "406 of 2.010"],
    """TT|Chỉ tiêu|ĐVT|Số liệu
I|Cán bộ, công chức, viên chức|Người|940
1|Khối đảng|Người|310
a|Nam|Người|190
b|Nữ|Người|120
2|Khối chính quyền|Người|630
II|Hợp đồng lao động|Người|85""": ["310 of 940", "190 of 310", "120 of 310", "630 of 940"],
    # Two ways of dividing the same
    """TT|Chỉ tiêu|Số lượng (người)
1|Đảng viên mới|520
1.1|Nam|300
1.2|Nữ|220
1.3|Dưới 30 tuổi|410
1.4|Từ 30 tuổi|110
2|Đảng viên từ trần|77""": ["300 of 520", "220 of 520", "410 of 520", "110 of 520"],
    # A number that heads others of another unit, and one that they do not make up
    """TT|Chỉ tiêu|ĐVT|Số liệu
1|Số lớp tập huấn|Lớp|40
1.1|Số người dự|Người|30
1.2|Kinh phí|Triệu đồng|10
2|Số đơn vị trực thuộc|Đơn vị|900
2.1|Tổng số đơn vị tự chủ|Đơn vị|150
2.2|Tự chủ toàn bộ|Đơn vị|60
2.3|Tự chủ một phần|Đơn vị|90
2.4|Chuyển thành công ty|Đơn vị|0""": ["60 of 150", "90 of 150"],
    # Some of it is told; money paid out is no part of money planned
    """TT|Chỉ tiêu|ĐVT|Dự toán|Thực hiện
1|Thu nội địa|Triệu đồng|8.300|9.100
1.1|Tiền sử dụng đất|Triệu đồng|1.200|1.900
1.2|Thuế thu nhập cá nhân|Triệu đồng|640|700
2|Vốn đầu tư công|Triệu đồng|5.000|5.000
2.1|Đã giải ngân|Triệu đồng|2.100|2.100""": ["1.200 of 8.300", "1.900 of 9.100", "640 of 8.300", "700 of 9.100"],
    # Points are shared out
    """Nhóm|Điểm tối đa|Điểm đạt
1. Công khai|60|50,5
2. Thanh toán|40|30,2
Tổng cộng|100|80,7""": ["60 of 100", "50,5 of 80,7", "40 of 100", "30,2 of 80,7"],
    # A total says of what it is one
    """TT|Đơn vị|Số hộ|Số máy
1|Xã Nậm Hăn|120|41
2|Xã Mường La|95|20
|Tổng toàn huyện|215|61""": ["120 of 215", "41 of 61", "95 of 215", "20 of 61"],
    """TT|Đơn vị|Số hộ|Số máy
1|Sở Nội vụ|120|41
2|Sở Xây dựng|95|20
|Cộng 2 sở|215|61""": ["120 of 215", "41 of 61", "95 of 215", "20 of 61"],
    # Some districts of the whole place; not of a mere sum, nor of means, nor where they are more
    """TT|Đơn vị|Số hộ|Thu nhập bình quân (triệu đồng)
1|Huyện Mường Tè|120|47
2|Thị xã Sa Pa|95|20
|Toàn tỉnh|900|61""": ["120 of 900", "95 of 900"],
    """TT|Đơn vị|Số hộ
1|Huyện Mường Tè|120
2|Thị xã Sa Pa|95
|Tổng cộng|900""": [],
    """TT|Đơn vị|Số hộ
1|Huyện Mường Tè|820
2|Thị xã Sa Pa|95
|Toàn tỉnh|900""": [],
    """TT|Đơn vị|Số hộ
1|Nước sạch|120
2|Điện lưới|95
|Toàn tỉnh|900""": [],
    # A row stands over another before the columns add up; rates by level
    """TT|Nội dung|ĐVT|Cấp tỉnh|Cấp xã|Tổng số
1|Hồ sơ|Hồ sơ|90|200|290
1.1|Trực tuyến|Hồ sơ|60|120|180
1.2|Trực tiếp|Hồ sơ|30|80|110
2|Tỷ lệ đúng hạn|%|98|95|96""": [
        *("90 of 290", "200 of 290", "60 of 90", "120 of 200", "180 of 290", "30 of 90", "80 of 200", "110 of 290"),
        *("98 of 96", "95 of 96"),
    ],
    # Below a rate: all, and those done
    """TT|Chỉ tiêu|ĐVT|Số liệu
1|Tỷ lệ hồ sơ đúng hạn|%|98,5
1.1|Tổng số hồ sơ đã giải quyết|Hồ sơ|4.000
1.2|Số hồ sơ đúng hạn|Hồ sơ|3.940
2|Tỷ lệ giải ngân|%|50,0
2.1|Kế hoạch được giao|Triệu đồng|800
2.2|Đã giải ngân|Triệu đồng|400""": ["3.940 of 4.000"],
    """TT|Chỉ tiêu|ĐVT|Số liệu
1|Tỷ lệ văn bản điện tử|%|97
1.1|Các sở, ban, ngành cấp tỉnh|%|99
1.2|UBND cấp xã|%|96""": ["99 of 97", "96 of 97"],
    # Dashes, and "trong đó"
    """Chỉ tiêu|Số lượng (người)
Người có việc làm mới|12.400
- Nam|7.000
- Nữ|5.400
Người hết tuổi lao động|3.100""": ["7.000 of 12.400", "5.400 of 12.400"],
    """Chỉ tiêu|Số lượng (hộ)
Số hộ dân|25.000
Trong đó: hộ nghèo|640
Số hộ kinh doanh|3.100""": ["640 of 25.000"],
    # Totals, first and last, and of sections
    """Đơn vị|Số hộ
Toàn tỉnh|215
Xã An Bình|120
Xã Tân Lập|95""": ["120 of 215", "95 of 215"],
    """STT|Xã|Số hộ|Số máy|Tỷ lệ (%)
1|An Bình|120|41|34,2
2|Tân Lập|95|20|21,1
3|Hòa Sơn|77|19|24,7
|Tổng cộng|292|80|27,4""": [
        *("120 of 292", "41 of 80", "34,2 of 27,4", "95 of 292", "20 of 80", "21,1 of 27,4"),
        *("77 of 292", "19 of 80", "24,7 of 27,4"),
    ],
    # What adds up goes before what only a header puts under another; a rate beyond those of its rows is no mean
    """Cấp|Tiếp nhận|Trong đó: trực tuyến|Tỷ lệ (%)
Cấp tỉnh|120|41|34,2
Cấp xã|95|20|21,1
Tổng cộng|215|61|38,4""": ["120 of 215", "41 of 61", "95 of 215", "20 of 61", "61 of 215"],
    """STT|Đơn vị|Số hộ
I|Vùng thấp|215
1|Xã An Bình|120
2|Xã Tân Lập|95
II|Vùng cao|130
1|Xã Hòa Sơn|77
2|Xã Bản Phố|53
|Tổng cộng|345""": [
        *("215 of 345", "120 of 215", "95 of 215", "130 of 345", "77 of 130", "53 of 130"),
    ],
    # An error of the author in one column takes no part away
    """Đơn vị|Số hộ|Số máy
Xã An Bình|120|41
Xã Tân Lập|95|20
Tổng cộng|215|71""": ["120 of 215", "41 of 71", "95 of 215", "20 of 71"],
    # Columns
    """Lĩnh vực|Tổng số|Cấp tỉnh|Cấp xã
Đất đai|60|20|40
Hộ tịch|35|5|30""": ["20 of 60", "40 of 60", "5 of 35", "30 of 35"],
    """Lĩnh vực|Số hồ sơ tiếp nhận|<|<|<|Số hồ sơ đã giải quyết|<|<
^|Tổng số|Trong đó|<|<|Tổng số|Đúng hạn|Quá hạn
^|^|Trực tuyến|Trực tiếp|Kỳ trước chuyển qua|^|^|^
Đất đai|600|250|300|50|540|500|40
Hộ tịch|350|120|230|0|310|310|0""": [
        *("250 of 600", "300 of 600", "50 of 600", "500 of 540", "40 of 540"),
        *("120 of 350", "230 of 350", "0 of 350", "310 of 310", "0 of 310"),
    ],
    """Đơn vị|Số trạm|Trong đó
^|^|Trạm 5G
Xã An Bình|41|3
Xã Tân Lập|20|1""": ["3 of 41", "1 of 20"],
    """Đơn vị|Nam|Nữ|Cộng
Xã An Bình|41|30|71
Xã Tân Lập|20|25|45""": ["41 of 71", "30 of 71", "20 of 45", "25 of 45"],
    # Without a word: three rows bear it out, two do not
    """Đơn vị|Số trạm|Trạm của Viettel|Trạm của VNPT
Xã An Bình|41|30|11
Xã Tân Lập|20|12|8
Xã Hòa Sơn|17|9|8""": ["30 of 41", "11 of 41", "12 of 20", "8 of 20", "9 of 17", "8 of 17"],
    """Đơn vị|Số trạm|Số trường học|Số chợ
Xã An Bình|41|30|11
Xã Tân Lập|20|12|8""": [],
    # Rates, scores, ranks and years are no parts
    """Đơn vị|Tổng điểm|Hạ tầng (điểm)|Nhân lực (điểm)
Sở Xây dựng|90|40|50
Sở Tài chính|80|35|45""": [],
    """Đơn vị|Tỷ lệ chung (%)|Cấp tỉnh (%)|Cấp xã (%)
Đất đai|100|40|60
Hộ tịch|90|50|40
Xây dựng|80|60|20""": [],
    """Chỉ tiêu|Năm 2028|Năm 2029
Số hộ dân|410|420
Số xã|12|12""": [],
    # A remark
    """TT|Chỉ tiêu|Số liệu (đơn vị)|Ghi chú
1|Đơn vị sự nghiệp|150|Cấp tỉnh: 40 đơn vị; cấp xã: 110 đơn vị
2|Đơn vị tự chủ|90|Gồm 20 đơn vị y tế
3|Đơn vị giải thể|12|Không tính 3 đơn vị đã sáp nhập""": ["40 of 150", "110 of 150", "20 of 90"],
}


def _grid(table: str) -> Grid:
    rows = [line.split("|") for line in table.splitlines()]
    cells: dict[tuple[int, int], GridCell] = {}
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            up = c
            if text == "<" or text == "^":
                continue
            wide = next((n for n in range(c + 1, len(row)) if row[n] != "<"), len(row)) - c
            high = next((n for n in range(r + 1, len(rows)) if rows[n][up] != "^"), len(rows)) - r
            cells[r, c] = GridCell(r, c, (Paragraph(text),) if text else (), high, wide)
    return Grid(tuple(cells.values()))


@pytest.mark.parametrize("table", TABLES)
def test_parts_of_tables(table: str) -> None:
    source = Source(Path("table.txt"), "table.txt", "0" * 64, "text")
    title = Paragraph("SỐ LIỆU NĂM 2029")
    figures = find_figures(assemble(source, Pieces([title, _grid(table), Paragraph("Nơi nhận: lưu.")]))).figures
    wholes = [(one.number, figures[one.part_of].number) for one in figures if one.part_of is not None]
    assert [f"{part} of {whole}" for part, whole in wholes] == TABLES[table]


def test_rows_add_up_to_the_line_that_leads_into_their_table() -> None:
    rows = "Nguồn|Số tiền (triệu đồng)\nTrung ương|900\nTỉnh|400\nHuy động|200"
    for line, wholes in (("Tổng vốn là 1.500 triệu đồng, trong đó:", ["1.500"] * 3), ("Cấp 1.600 triệu đồng:", [])):
        pieces = Pieces([Paragraph(line), _grid(rows)])
        figures = find_figures(assemble(Source(Path("x.txt"), "x.txt", "0" * 64, "text"), pieces)).figures
        assert [figures[one.part_of].number for one in figures if one.part_of is not None] == wholes
