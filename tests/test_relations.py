"""What the words say about how figures belong together: sentences with their relations, and words that say nothing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

import rules.relations
from extract.document import Document
from extract.read import read
from rules.figure import RelationName
from rules.find import find_figures
from tests.documents_of import document_of

CASES: dict[str, list[str]] = {
    # Parts and wholes
    "Tỉnh có 58 máy chủ, gồm 21 máy chủ mới và 37 máy chủ cũ.": ["part_of all: 21 of 58", "part_of all: 37 of 58"],
    "Huyện mở 40 lớp, trong đó có 12 lớp ban đêm.": ["part_of some: 12 of 40"],
    "Sở nhận 900 hồ sơ, gồm 640 hồ sơ trực tuyến, còn lại 260 hồ sơ trực tiếp.": [
        *("part_of all: 260 of 900", "part_of all: 640 of 900", "rest: 260 of 900", "excludes: 260 of 640"),
    ],
    "Có 75 viên chức, trong đó 31 viên chức nam, 44 viên chức nữ.": [
        *("part_of some: 31 of 75", "part_of some: 44 of 75", "excludes: 44 of 31"),
    ],
    "Tỉnh bãi bỏ 26 văn bản, gồm 14 văn bản của tỉnh, 15 văn bản của huyện, có văn bản tính hai lần.": [
        *("part_of all: 14 of 26", "part_of all: 15 of 26", "overlaps: 14 of 26", "overlaps: 15 of 26"),
    ],
    # Before and after
    "Hạng cải cách hành chính tăng 9 bậc (từ hạng 31 lên hạng 22).": [
        "from_to: 22 of 31",
        "change sentence: 9 of 31, 22",
    ],
    "Tỷ lệ hộ có máy tính tăng từ 41,5% lên 48,0%.": ["from_to: 48,0 of 41,5"],
    "Toàn tỉnh xảy ra 120 vụ cháy, giảm 15 vụ so với năm 2029 (135 vụ).": [
        *("since: 15 of 135", "change brackets: 15 of 135, 120"),
    ],
    "Đầu năm có 310 hộ nghèo, cuối năm còn 268 hộ nghèo, giảm 42 hộ.": ["change row: 42 of 310, 268"],
    "Tỷ lệ đạt 61,0%, vượt 1,0 điểm phần trăm so với kế hoạch (60%).": [
        "planned: 60 of 1,0",
        "in_points: 1,0",
        "beyond: 1,0",
    ],
    # Shares
    "Có 57/60 xã đạt chuẩn, đạt 95,0%.": ["share_again: 95,0 of 57/60"],
    "Chi cho an ninh mạng 3,2 tỷ đồng/160 tỷ đồng, chiếm 2,0%.": ["share over: 2,0 of 3,2, 160"],
    "Có 90 hợp tác xã giỏi, chiếm 30,0% trên tổng số 300 hợp tác xã.": ["share behind: 30,0 of 90, 300"],
    "Kế hoạch là 800 căn, đã hoàn thành 200 căn, đạt 25,0%.": ["share plan: 25,0 of 200, 800"],
    "Thu ngân sách đạt 103,0% dự toán.": ["share_of_a_plan: 103,0"],
    # A number and what is listed
    "Có 2 xã về đích (An Bình, Tân Lập).": ["names: 2 [2]"],
    "Có 3 xã về đích (An Bình, Tân Lập và Hòa Sơn).": ["names: 3 [2, 3]"],
}
NOTHING = [
    # The same words where they tie no figures.
    "Tỉnh có 58 máy chủ. Toàn huyện mở 40 lớp.",
    "Từ năm 2029 đến nay tỉnh mở 40 lớp.",
    "Huyện mở 40 lớp, so với yêu cầu thì còn ít (do thiếu phòng).",
    "Có 2 xã về đích (như An Bình, Tân Lập).",
    "Có 2 xã chậm (do thiếu vốn, chưa có đất).",
    "Tỷ lệ hộ có máy tính đạt 48,0%.",
]


def relations(document: Document) -> list[str]:
    """Each relation as ``name how: number of others``."""
    found = find_figures(document)
    numbers = [figure.number for figure in found.figures]
    told = []
    for one in found.relations:
        others = ", ".join(numbers[other] for other in one.others)
        counts = f" {list(one.counts)}" if one.counts else ""
        name = f"{one.relation} {one.how}".strip()
        told.append(f"{name}: {numbers[one.figure]}" + (f" of {others}" if others else "") + counts)
    return told


@pytest.mark.parametrize("sentence", CASES)
def test_words_that_tie_figures(sentence: str) -> None:
    assert sorted(set(CASES[sentence]) - set(relations(document_of(sentence)))) == [], relations(document_of(sentence))


@pytest.mark.parametrize("sentence", NOTHING)
def test_words_that_tie_nothing(sentence: str) -> None:
    assert relations(document_of(sentence)) == []


def test_a_list_announced_by_its_number_is_counted() -> None:
    text = "Tỉnh còn 3 việc chưa xong, cụ thể như sau:"
    document = document_of(text, "- Số hóa hồ sơ.", "- Nối dữ liệu.", "Đề nghị các sở tiếp tục.")
    assert relations(document) == ["announces: 3 [2]"]
    assert relations(document_of(text, "Đề nghị các sở tiếp tục.")) == []


TABLES: dict[str, list[str]] = {
    # heading and rows, the cells parted by |
    "Đơn vị|Số hộ\nXã An Bình|120\nXã Tân Lập|95\nTổng cộng|215": ["total above: 215 of 95, 120"],
    "Đơn vị|Số hộ\nToàn tỉnh|215\nXã An Bình|120\nXã Tân Lập|95": ["total below: 215 of 120, 95"],
    "Đơn vị|Tỷ lệ (%)\nXã An Bình|40\nXã Tân Lập|60\nTổng cộng|50": [],
    "Chỉ số|Năm 2028|Năm 2029|Tăng/giảm\nHạng PAR INDEX|31|22|9": ["change beside: 9 of 31, 22"],
    "Chỉ số|Năm 2028|Năm 2029|Ghi chú\nHạng PAR INDEX|31|22|9": [],
    "Chỉ tiêu|Mục tiêu|Kết quả|Đánh giá\nTỷ lệ hộ có máy tính (%)|70|64|Chưa đạt": ["missed: 64 of 70"],
    "Chỉ tiêu|Mục tiêu|Kết quả|Đánh giá\nTỷ lệ hộ có máy tính (%)|70|74|Hoàn thành": ["met: 74 of 70"],
    "Chỉ tiêu|Mục tiêu|Kết quả|Đánh giá\nTỷ lệ hộ có máy tính (%)|70|74|Đang rà soát": [],
}


@pytest.mark.parametrize("rows", TABLES)
def test_headings_and_cells_that_tie_figures(tmp_path: Path, rows: str) -> None:
    cells = [[f"<td>{cell}</td>" for cell in row.split("|")] for row in rows.splitlines()]
    table = "".join(f"<tr>{''.join(row)}</tr>" for row in cells).replace("td>", "th>", 2 * len(cells[0]))
    (tmp_path / "table.html").write_text(f"<p>Số liệu năm 2029.</p><table>{table}</table>", encoding="utf-8")
    assert relations(read(tmp_path / "table.html")) == TABLES[rows]


def test_the_words_are_the_document_s() -> None:
    document = document_of("Huyện mở 40 lớp, trong đó có 12 lớp ban đêm.", "Thu đạt 103,0% kế hoạch năm.")
    words = [document.text[slice(*one.words)] for one in find_figures(document).relations if one.words]
    assert words == ["trong đó", "% kế hoạch"]


def test_each_relation_is_explained_and_no_other() -> None:
    rows = [line.split("|")[1] for line in (rules.relations.__doc__ or "").splitlines() if line.startswith("| ")]
    assert sorted(re.findall(r"\w+", ",".join(rows[1:]).replace("---", ""))) == sorted(get_args(RelationName))
