"""Markdown as converters write it, and bars that make no table."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.document import Document, ReadError
from extract.read import read

RULE = "|---|---|---|\n"


@pytest.fixture
def read_md(tmp_path: Path):  # type: ignore[no-untyped-def]
    def reading(text: str | bytes, name: str = "ke-hoach.md") -> Document:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read(path)

    return reading


def said(document: Document) -> list[str]:
    return [f"{b.kind[0]} {document.block_text(b)}" for b in document.blocks if b.kind != "table_cell"]


def table(document: Document, number: int = 0) -> list[list[str]]:
    rows: dict[int, list[str]] = {}
    for cell in document.tables[number].cells:
        rows.setdefault(cell.row, []).append(document.block_text(document.blocks[cell.block]))
    return list(rows.values())


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Tỷ lệ đạt **75%**, tăng _1\\.204_ hồ sơ.", "p Tỷ lệ đạt 75%, tăng 1.204 hồ sơ."),
        ("## **I. Kết quả**", "h I. Kết quả"),
        ("**2. Hạ tầng số**", "h 2. Hạ tầng số"),
        ("\\- Có 12 trạm;", "l - Có 12 trạm;"),
        ("1\\. Có 12 trạm;", "l 1. Có 12 trạm;"),
        ("Xem [cổng dữ liệu](https://example.org/a_b) có 12 bộ.", "p Xem cổng dữ liệu có 12 bộ."),
        ("Rộng 145 km<sup>2</sup>, dưới 5 xã < 5%.", "p Rộng 145 km², dưới 5 xã < 5%."),
        ("Đạt $72,4\\%$ kế hoạch, rộng 12 $m^2$.", "p Đạt 72,4% kế hoạch, rộng 12 m²."),
        ("> Đạt 75% kế hoạch.", "p Đạt 75% kế hoạch."),
        ("Đạt ** 75% ** kế hoạch.", "p Đạt 75% kế hoạch."),
        ("*Căn cứ Luật số\n12/2024 của\nQuốc hội;*", "p Căn cứ Luật số 12/2024 của Quốc hội;"),
        ("Tiêu đề năm\n=======\n", "h Tiêu đề năm"),
        ("    Dòng lùi vào đạt 12%.", "p Dòng lùi vào đạt 12%."),
        ("Trước\n\n![ảnh](data:image/png;base64,AA12)\n\n<!-- PageBreak -->", "p Trước"),
        ("---\ntitle: Báo cáo 2024\n---\n\nĐạt 12%.", "p Đạt 12%."),
    ],
)
def test_signs_go_and_words_stay(read_md, written: str, read: str) -> None:  # type: ignore[no-untyped-def]
    assert said(read_md(written + "\n")) == [read]


def test_items_of_a_list_are_lines_as_printed(read_md) -> None:  # type: ignore[no-untyped-def]
    text = "- Một là đạt 12%;\n- Hai là đạt\n  13%.\n\n3. Có 5 xã;\n4. Có 6 xã.\n"
    assert said(read_md(text)) == ["l - Một là đạt 12%;", "l - Hai là đạt 13%.", "l 3. Có 5 xã;", "l 4. Có 6 xã."]


def test_footnotes(read_md) -> None:  # type: ignore[no-untyped-def]
    document = read_md("Đạt 72,4%[^13] kế hoạch.\n\n[^13]: Theo 12 xã\n    đã báo cáo.\n\nHết.\n")
    assert said(document) == ["p Đạt 72,4% kế hoạch.", "f Theo 12 xã đã báo cáo.", "p Hết."]
    assert document.text[: document.footnotes[0].marks[0]] == "Đạt 72,4%"
    assert document.footnotes[0].label == "13"


def test_letterhead_in_a_table(read_md) -> None:  # type: ignore[no-untyped-def]
    head = "| **UBND TỈNH LAM GIANG** | **CỘNG HÒA XÃ HỘI** |\n|---|---|\n| Số: 12/BC-UBND | *Lam Giang, ngày 05* |\n"
    document = read_md(f"{head}\n**BÁO CÁO**\n\nĐạt 12%.\n")
    assert not document.tables
    assert said(document)[:2] == ["h UBND TỈNH LAM GIANG", "h CỘNG HÒA XÃ HỘI"]


ROWS = [["STT", "Chỉ tiêu", "Kết quả"], ["1", "Hồ sơ | xã", "12,5%"], ["2", "Trạm 5G", "1.204"]]


GRID = """\
+---+----------+-------+
|STT|Chỉ tiêu  |Kết quả|
+===+==========+=======+
|1  |Hồ sơ     |12,5%  |
|   |\\| xã     |       |
+---+----------+-------+
|2  |Trạm 5G   |1.204  |
+---+----------+-------+
"""
COLUMNS = """\
  STT   Chỉ tiêu      Kết quả
  ----- ----------- ---------
  1     Hồ sơ \\| xã     12,5%
  2     Trạm 5G         1.204
"""
EMPTY_HEAD = f"| | | |\n{RULE}| STT | Chỉ tiêu | Kết quả |\n| 1 | Hồ sơ \\| xã | 12,5% |\n| 2 | Trạm 5G | 1.204 |\n"
LOOSE = "STT|**Chỉ tiêu**|Kết quả||1|Hồ sơ \\# xã|12,5%||2|Trạm\n5G|1.204".replace("|", "\n|\n").replace("#", "|")


@pytest.mark.parametrize(
    "written",
    [
        f"| STT | **Chỉ tiêu** | Kết quả |\n{RULE}| 1 | Hồ sơ \\| xã | 12,5% |\n| 2 | Trạm 5G | 1.204 |\n",
        "STT | Chỉ tiêu | Kết quả\n:--|:-:|--:\n1 | Hồ sơ \\| xã | 12,5%\n2 | Trạm 5G | 1.204\n",
        "| STT | Chỉ tiêu | Kết quả |\n| 1 | Hồ sơ \\| xã | 12,5% |\n| 2 | Trạm\n5G | 1.204 |\n",
        EMPTY_HEAD + "| NaN | NaN | NaN |\n",
        f"|\n{LOOSE}\n|\n",
        GRID,
        COLUMNS,
    ],
    ids=["bars", "no outer bars", "no rule, a torn cell", "empty header, NaN", "loose bars", "grid", "columns"],
)
def test_tables_in_all_their_forms(read_md, written: str) -> None:  # type: ignore[no-untyped-def]
    document = read_md(f"Đoạn trước.\n\n{written}\nĐoạn sau.\n")
    rows = [[cell for cell in row if cell] for row in table(document)]
    assert [[cell.replace("\n", " ") for cell in row] for row in rows] == ROWS
    assert said(document) == ["p Đoạn trước.", "p Đoạn sau."]


def test_a_table_of_tags(read_md) -> None:  # type: ignore[no-untyped-def]
    document = read_md(
        "Trước.\n\n<table>\n<tr><td>Năm</td><td>2024</td></tr>\n\n<tr><td>Xã</td><td>77</td></tr>\n</table>\n"
    )
    assert table(document) == [["Năm", "2024"], ["Xã", "77"]]


SENTENCES = [
    "Năm 2024 toàn tỉnh có 120 trạm phát sóng, đạt 75% kế hoạch và tăng 12% so với năm 2023.",
    "Tỷ lệ hồ sơ nộp trực tuyến đạt 62,5%, cao hơn mức 50% của cả nước trong cùng một kỳ báo cáo.",
    "Toàn tỉnh có 5.120 hộ dân được hỗ trợ, giảm 3% so với cùng kỳ năm trước theo thống kê.",
]


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
@pytest.mark.parametrize(
    "frame",
    ["UBND TỈNH LAM GIANG\n|\n{}\n|\n", "|\n{}\n\n|\n", "| Mở đầu\n\n{}\n", "{}\n|\n|\n"],
    ids=["around all", "first and last line", "one", "at the end"],
)
def test_a_stray_bar_makes_no_table(read_md, frame: str, name: str) -> None:  # type: ignore[no-untyped-def]
    document = read_md(frame.format("\n\n".join(SENTENCES)), name)
    assert not document.tables
    blocks = [document.block_text(block) for block in document.blocks]
    assert [block for block in blocks if block in SENTENCES] == SENTENCES


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_lines_with_bars_that_do_not_agree_are_prose(read_md, name: str) -> None:  # type: ignore[no-untyped-def]
    document = read_md("Cổng A | B đạt 12%\nCổng | C | D | E đạt 13%\nCổng F | G | H đạt 14%\n", name)
    assert not document.tables


def test_markdown_is_known_by_its_content_only_where_it_is_sure(read_md) -> None:  # type: ignore[no-untyped-def]
    assert read_md(f"| A | B | C |\n{RULE}| 1 | 2 | 3 |\n", "bang.txt").source.format == "markdown"
    assert read_md("# A\n\nx\n\n# B\n\ny\n\n# C\n\nz\n", "muc.txt").source.format == "markdown"
    assert read_md("Đạt **75%** kế hoạch | hết.\n---\nHết.\n", "van.txt").source.format == "text"
    assert read_md("<html><body><p>Đạt 75%</p></body></html>", "trang.md").source.format == "html"


@pytest.mark.parametrize("data", [b"# \n\n| |\n", b"***\n\n---\n"])
def test_empty(read_md, data: bytes) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ReadError) as error:
        read_md(data)
    assert error.value.status == "empty"


def test_a_file_of_bars_or_stars_alone_takes_no_time(read_md) -> None:  # type: ignore[no-untyped-def]
    read_md(
        "Đạt 12%.\n\n" + "|\n" * 3_000 + "*" * 5_000 + "\n" + "[" * 5_000 + "\n" + "|" * 5_000 + "\n" + "> " * 2_000
    )


def test_no_digit_is_lost_or_made_up_in_silence(read_md) -> None:  # type: ignore[no-untyped-def]
    prose = "Số 12[^3], [cổng 24](https://example.org/99) &#60; 5.\n\n[^3]: Năm 2024.\n"
    assert read_md(f"{prose}\n{COLUMNS}\n{GRID}\n|\n{LOOSE}\n|\n").notes == ()
    assert said(read_md("Đạt 12%, [cổng][13].\n\n[13]: https://example.org/77\n")) == ["p Đạt 12%, cổng."]


def test_a_torn_table_with_merged_rows(read_md) -> None:  # type: ignore[no-untyped-def]
    rows = ["TT", "Nội dung", "Chủ trì", "Năm"], ["I", "Hạ tầng"], ["1", "Trạm 5G", "Sở A", "2026"]
    more = ["2", "Cáp quang", "", "2027"], ["II", "Nhân lực"], ["3", "Tập huấn", "Sở B", "2028"], ["4", "", "Mạng", ""]
    torn = (*rows, *more[:-1], [*more[-1], "** **"])
    written = "\n".join("|\n" + "\n|\n".join(row) + "\n|" for row in torn)
    document = read_md(f"Đoạn trước.\n\n{written}\n\nĐoạn sau.\n")
    assert table(document) == [*rows, *more]
    assert document.tables[0].columns == 4
