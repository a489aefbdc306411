"""Forms that all provinces fill in: known by their rows, however terse, in any layout; and what only looks alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.assemble import assemble
from extract.document import Source
from extract.pieces import Grid, GridCell, Paragraph, Pieces
from rules.catalogue import load_catalogue
from rules.figure import Figure
from rules.find import find_figures
from rules.forms.align import TableRow, align
from rules.forms.load import COLUMNS, NO_METRIC, load_forms
from rules.strict_toml import CatalogueError

METRICS = {metric.id: metric for metric in load_catalogue()}


def figures(*rows: str, caption: str = "", heads: int = 1) -> list[Figure]:
    """The figures of a table, whose rows are written with ``|`` between cells; the first are its head."""
    cells = [
        GridCell(r, c, (Paragraph(text.strip()),), is_header=r < heads)
        for r, row in enumerate(rows)
        for c, text in enumerate(row.split("|"))
    ]
    pieces = Pieces([*([Paragraph(caption)] if caption else []), Grid(tuple(cells))])
    return list(find_figures(assemble(Source(Path("x.docx"), "x.docx", "0", "docx"), pieces)).figures)


def said(*rows: str) -> dict[str, tuple[str | None, str | None, str]]:
    """Metric, level and unit of each figure, by its printed number."""
    return {one.number: (one.metric, one.level, one.unit) for one in figures(*rows)}


def of_form(*rows: str) -> list[str]:
    """The numbers whose metric a form's row gave."""
    return [one.number for one in figures(*rows) if any(one_.rule.startswith(FORMS) for one_ in one.evidence)]


FORMS = tuple({row.form for form in load_forms() for row in form})
STAFF = (
    "I | Biên chế công chức | | ",
    "1 | Được giao | Người | 3.412",
    "2 | Có mặt | Người | 3.187",
    "3 | Hợp đồng lao động | Người | 241",
    "4 | Đã tinh giản | Người | 58",
    "II | Viên chức, người làm việc | | ",
    "1 | Được giao | Người | 21.760",
    "2 | Có mặt | Người | 20.954",
    "3 | Đã tinh giản | Người | 133",
)


@pytest.mark.parametrize("form", load_forms(), ids=lambda form: form[0].form)
def test_every_metric_of_a_form_is_one_and_fits_its_unit(form: tuple[object, ...]) -> None:
    for row in next(one for one in load_forms() if one == form):
        if row.metric is None or row.metric == NO_METRIC:
            continue
        metric = METRICS[row.metric]
        assert (row.unit == "%") == (metric.unit == "%"), row
        assert row.unit == "" or (row.unit == "điểm") == (metric.kind == "score"), row


def test_codes_of_the_catalogue_name_the_same_rows() -> None:
    named = {row.form + "/" + row.code: row.metric for form in load_forms() for row in form if row.metric}
    codes = [
        (code.code, metric.id)
        for metric in METRICS.values()
        for code in metric.codes
        if code.system == "par_form" and code.match == "exact"
    ]
    assert len([code for code, _ in codes if code in named]) > 50
    assert [(code, metric) for code, metric in codes if named.get(code, metric) != metric] == []


def test_terse_rows_have_the_metric_of_the_row_that_they_stand_under() -> None:
    found = said("TT | Nội dung | ĐVT | Số liệu", *STAFF)
    assert {number: metric for number, (metric, _, _) in found.items()} == {
        "3.412": "civil_servant_quota",
        "3.187": "civil_servants_present",
        "241": "contract_workers",
        "58": "civil_servants_cut",
        "21.760": "public_employee_quota",
        "20.954": "public_employees_present",
        "133": "public_employees_cut",
    }


@pytest.mark.parametrize(
    "rows",
    [
        # columns moved, without units and numbers
        ("Nội dung | Kỳ này | Ghi chú", *(f"{r.split('|')[1]} | {r.split('|')[3]} | " for r in STAFF)),
        # numbered otherwise
        ("STT | Chỉ tiêu | Đơn vị tính | Kết quả", *(r.replace("II |", "B |").replace("I |", "A |", 1) for r in STAFF)),
        # rows left out
        ("TT | Nội dung | ĐVT | Số liệu", *(STAFF[at] for at in (0, 1, 2, 5, 6, 7))),
        # rows of one's own between them
        ("TT | Nội dung | ĐVT | Số liệu", *STAFF[:3], "3a | Trong đó nữ | Người | 1.502", *STAFF[3:]),
    ],
    ids=["columns moved", "numbered otherwise", "rows left out", "rows added"],
)
def test_layouts(rows: tuple[str, ...]) -> None:
    found = said(*rows)
    assert found["3.187"][0] == "civil_servants_present"
    assert found["20.954"][0] == "public_employees_present" and found["21.760"][0] == "public_employee_quota"
    assert found.get("1.502", (None,))[0] != "civil_servants_present" or "1.502" not in of_form(*rows)


def test_level_and_unit_come_from_the_form_where_the_table_says_nothing() -> None:
    rows = (
        "Mã | Chỉ tiêu thống kê | Số liệu",
        "3.1 | Tỷ lệ hồ sơ do các sở, ngành tiếp nhận được giải quyết đúng hạn | 98,75",
        "3.1.1 | Đã giải quyết xong | 41.206",
        "3.1.2 | Đúng hạn | 40.691",
        "3.2 | Tỷ lệ hồ sơ do UBND cấp xã tiếp nhận được giải quyết đúng hạn | 99,1",
        "3.2.1 | Đã giải quyết xong | 120.338",
        "3.2.2 | Đúng hạn | 119.255",
    )
    assert said(*rows) == {
        "98,75": ("dossiers_on_time_rate", "province", "%"),
        "41.206": ("dossiers_resolved", "province", "hồ sơ"),
        "40.691": ("dossiers_on_time", "province", "hồ sơ"),
        "99,1": ("dossiers_on_time_rate", "commune", "%"),
        "120.338": ("dossiers_resolved", "commune", "hồ sơ"),
        "119.255": ("dossiers_on_time", "commune", "hồ sơ"),
    }


DOSSIERS = (
    "Hồ sơ tiếp nhận | {} | {}",
    "- Trực tuyến | 8.120 | 15.904",
    "- Trực tiếp, bưu chính | 1.034 | 3.310",
    "Hồ sơ đã giải quyết | 8.890 | 18.702",
    "- Trước và đúng hạn | 8.871 | 18.655",
    "- Quá hạn | 19 | 47",
    "Hồ sơ đang giải quyết | 264 | 512",
    "- Trong hạn | 262 | 509",
    "- Quá hạn | 2 | 3",
)


def test_what_became_of_dossiers_by_levels_in_columns() -> None:
    rows = [row.format("9.154", "19.214") for row in DOSSIERS]
    found = said("Nội dung | Cấp tỉnh | Cấp xã", *rows)
    assert (found["9.154"][:2], found["19.214"][:2]) == (
        ("dossiers_received", "province"),
        ("dossiers_received", "commune"),
    )
    assert found["19"][0] == found["47"][0] == "dossiers_late"
    assert found["2"][0] == found["3"][0] == "dossiers_pending_overdue"
    assert found["509"][0] == "dossiers_pending_in_time" and found["8.120"][0] == "dossiers_online"


def test_a_column_of_shares_has_the_shares_of_the_rows_above() -> None:
    rows = (
        "Tàu cá đã cập nhật | 1.806 | ",
        "- đủ thông tin | 1.544 | 85,5",
        "- chưa đủ | 262 | 14,5",
        "Chủ sử dụng đất gửi đối soát | 310.442 | ",
        "- khớp | 245.871 | 79,2",
        "- lệch | 50.913 | 16,4",
    )
    found = said("Nội dung | Số lượng | Tỷ lệ (%)", *rows)
    assert found["1.544"][0] == "fishing_boats_complete" and found["85,5"][0] == "fishing_boats_complete_rate"
    assert found["245.871"][0] == "land_users_matched" and found["16,4"][0] == "land_users_mismatched_rate"


def test_groups_of_an_index_in_another_order_and_what_was_lost_in_them() -> None:
    rows = (
        "Số hóa hồ sơ | 22 | 17,6 | 4,4",
        "Mức độ hài lòng | 18 | 17,2 | 0,8",
        "Công khai, minh bạch | 18 | 16,9 | 1,1",
        "Tiến độ giải quyết | 20 | 19,3 | 0,7",
        "Dịch vụ trực tuyến | 22 | 14,8 | 7,2",
    )
    head = "Nhóm chỉ số | Điểm tối đa | Điểm đạt | Điểm mất"
    found = {one.number: one for one in figures(head, *rows)}
    assert found["17,6"].metric == "service_index_digitisation_score"
    assert found["14,8"].metric == "service_index_online_score"
    assert not {"4,4", "0,8", "7,2"} & set(of_form(head, *rows))


BY_OFFICES = (
    (
        "TT | Xã | Tiếp nhận | Trực tuyến | Đã giải quyết | Trước hạn | Đúng hạn | Quá hạn"
        " | Đang xử lý | Trong hạn | Quá hạn"
    ),
    "1 | Xã Bản Khoang | 2.315 | 2.204 | 2.290 | 1.698 | 588 | 4 | 25 | 23 | 1",
    "2 | Cấp tỉnh | 5.416 | 5.310 | 5.377 | 3.901 | 1.467 | 9 | 39 | 31 | 8",
    " | Tổng cộng | 7.731 | 7.514 | 7.667 | 5.599 | 2.055 | 13 | 64 | 54 | 10",
)
OF_COLUMNS = (
    *("dossiers_received", "dossiers_online", "dossiers_resolved", "dossiers_early", None, "dossiers_late"),
    *("dossiers_pending", "dossiers_pending_in_time", "dossiers_pending_overdue"),
)


def test_a_form_that_stands_on_its_side_is_known_by_its_columns() -> None:
    found = figures(*BY_OFFICES, caption="Tình hình hồ sơ tại các xã")
    assert [one.metric for one in found] == [*OF_COLUMNS] * 3
    assert {one.unit for one in found} == {"hồ sơ"}
    assert [found[at].level for at in (0, 9, 18)] == [None, "province", None]
    assert [found[at].place for at in (0, 8)] == ["xã Bản Khoang"] * 2


def test_headers_of_two_rows_and_columns_in_other_numbers() -> None:
    rows = (
        "Cấp | Hồ sơ tiếp nhận | Hồ sơ tiếp nhận | Hồ sơ đã giải quyết | Hồ sơ đã giải quyết | Tỷ lệ (%) đúng hạn",
        "Cấp | Tổng số | Trong đó: trực tuyến | Tổng số | Đúng hạn | Tỷ lệ (%) đúng hạn",
        "Cấp tỉnh | 6.118 | 5.902 | 6.044 | 5.998 | 99,2",
        "Cấp xã | 18.227 | 16.004 | 18.010 | 17.852 | 99,1",
    )
    found = {one.number: (one.metric, one.level) for one in figures(*rows, heads=2)}
    assert found == {
        "6.118": ("dossiers_received", "province"),
        "5.902": ("dossiers_online", "province"),
        "6.044": ("dossiers_resolved", "province"),
        "5.998": ("dossiers_on_time", "province"),
        "99,2": ("dossiers_on_time_rate", "province"),
        "18.227": ("dossiers_received", "commune"),
        "16.004": ("dossiers_online", "commune"),
        "18.010": ("dossiers_resolved", "commune"),
        "17.852": ("dossiers_on_time", "commune"),
        "99,1": ("dossiers_on_time_rate", "commune"),
    }


@pytest.mark.parametrize(
    ("caption", "rows", "metrics"),
    [
        (
            "Bảng 5. Biên chế công chức",
            ("Cấp | Được giao | Có mặt | Đã tinh giản", "Cấp tỉnh | 1.733 | 1.690 | 21"),
            ["civil_servant_quota", "civil_servants_present", "civil_servants_cut"],
        ),
        (
            "Bảng 6. Viên chức, người làm việc",
            ("Cấp | Được giao | Có mặt | Đã tinh giản", "Cấp xã | 9.102 | 8.877 | 64"),
            ["public_employee_quota", "public_employees_present", "public_employees_cut"],
        ),
        (
            "Bảng 7. Dịch vụ công trực tuyến theo xã",
            (
                "Xã, phường | Số lượng thủ tục | Toàn trình | Một phần | Phát sinh hồ sơ | Tỷ lệ phát sinh hồ sơ (%)",
                "Xã Nậm Pồ | 388 | 190 | 77 | 151 | 38,9",
            ),
            ["procedures_total", "dvctt_full", "dvctt_partial", "dvctt_used", "dvctt_used_rate"],
        ),
        (
            "Phụ lục. Kết quả định danh điện tử",
            (
                "Xã | Căn cước đã cấp | Hồ sơ định danh đã thu nhận | Đã kích hoạt | Tỷ lệ kích hoạt (%)",
                "Xã Nậm Pồ | 6.204 | 5.871 | 5.102 | 86,9",
            ),
            ["id_card_issued", "eid_accounts_collected", "eid_accounts", "eid_activated_rate"],
        ),
        (
            "Điểm theo nhóm chỉ số",
            (
                "Nơi | Công khai, minh bạch | Tiến độ giải quyết | Số hóa hồ sơ | Dịch vụ trực tuyến | Mức độ hài lòng",
                "Toàn tỉnh | 15,8 | 18,4 | 17,1 | 14,9 | 17,6",
            ),
            [
                *("service_index_transparency_score", "service_index_progress_score"),
                *("service_index_digitisation_score", "service_index_online_score", "service_index_satisfaction_score"),
            ],
        ),
    ],
    ids=["posts", "employees", "services", "identities", "groups of an index"],
)
def test_terse_headers_have_what_they_measure_by_their_order_or_the_caption(
    caption: str, rows: tuple[str, ...], metrics: list[str]
) -> None:
    assert [one.metric for one in figures(*rows, caption=caption)] == metrics


def test_a_sector_is_a_part_of_what_its_columns_are_called() -> None:
    head, _, _, total = BY_OFFICES
    found = figures(
        head,
        "1 | Đất đai | 1.315 | 1.204 | 1.290 | 698 | 588 | 4 | 25 | 23 | 1",
        total,
        caption="Hồ sơ theo lĩnh vực",
    )
    assert [one.metric for one in found] == [None] * 9 + [*OF_COLUMNS]
    assert {one.unit for one in found} == {"hồ sơ"}


def test_an_office_is_a_part_and_so_is_the_sum_of_a_few() -> None:
    head, commune, _, total = BY_OFFICES
    office = "2 | Sở Xây dựng | 5.416 | 5.310 | 5.377 | 3.901 | 1.467 | 9 | 39 | 31 | 8"
    found = figures(head, office, office.replace("Xây dựng", "Y tế"), total, caption="Hồ sơ của hai sở")
    assert [one.metric for one in found] == [None] * 27
    found = figures(head, commune, total, caption="Hồ sơ của các xã")
    assert [one.metric for one in found] == [*OF_COLUMNS] * 2


@pytest.mark.parametrize(
    ("caption", "head"),
    [
        ("Kết quả xử lý đơn khiếu nại", "Xã | Tiếp nhận | Đã giải quyết | Đúng hạn | Quá hạn | Đang giải quyết"),
        ("Nhiệm vụ được giao", "Xã | Tiếp nhận | Đã xử lý | Đúng hạn | Quá hạn | Đang xử lý"),
        # what these are of is said nowhere
        ("", "Xã | Được giao | Có mặt | Đã tinh giản | Nghỉ hưu | Thôi việc"),
    ],
)
def test_columns_that_go_the_same_ways_are_no_form_of_dossiers(caption: str, head: str) -> None:
    found = figures(head, "Xã Nậm Pồ | 62 | 51 | 47 | 4 | 11", caption=caption)
    assert len(found) == 5
    assert not [one.number for one in found if any(said.rule.startswith(FORMS) for said in one.evidence)]


NO_FORMS = {
    "tasks that went the same ways as dossiers": (
        "Nội dung | Số lượng",
        "Nhiệm vụ được giao | 214",
        "Nhiệm vụ đã hoàn thành | 171",
        "- Trước và đúng hạn | 164",
        "- Quá hạn | 7",
        "Nhiệm vụ đang thực hiện | 43",
        "- Trong hạn | 41",
        "- Quá hạn | 2",
    ),
    "offices numbered as a form is": (
        "STT | Đơn vị | Số liệu",
        "1 | Sở Tài chính | 4.210",
        "1.1 | Phòng Ngân sách | 2.118",
        "1.2 | Phòng Đầu tư | 2.092",
        "2 | Sở Xây dựng | 3.077",
        "2.1 | Phòng Quy hoạch | 1.530",
        "2.2 | Phòng Hạ tầng | 1.547",
    ),
    "dossiers of one sector": (
        "Nội dung | Số lượng",
        "Hồ sơ đất đai tiếp nhận của Văn phòng đăng ký | 7.410",
        "Hồ sơ cấp đổi giấy chứng nhận quyền sử dụng đất | 3.206",
        "Hồ sơ chuyển mục đích sử dụng đất trồng lúa | 611",
        "Hồ sơ tách thửa, hợp thửa theo nhu cầu của hộ gia đình | 902",
        "Hồ sơ đang giải quyết tại chi nhánh khu vực | 188",
    ),
    "three rows are too few": (
        "Nội dung | Số lượng",
        "Hồ sơ tiếp nhận | 5.112",
        "- Trực tuyến | 4.820",
        "Đơn thư khiếu nại, tố cáo | 31",
        "Lượt tiếp công dân định kỳ | 64",
    ),
}


@pytest.mark.parametrize("name", NO_FORMS)
def test_what_only_looks_like_a_form_is_none(name: str) -> None:
    assert of_form(*NO_FORMS[name]) == []


def test_a_column_of_a_part_is_not_what_the_row_is_called() -> None:
    rows = [row.format("9.154", "6.010") for row in DOSSIERS]
    numbers = of_form("Nội dung | Tổng số | Trong đó: trực tuyến", *rows)
    assert "9.154" in numbers and "6.010" not in numbers


def test_a_row_of_one_sector_in_a_form_is_no_row_of_the_form() -> None:
    rows = [row.format("9.154", "19.214") for row in DOSSIERS]
    rows.insert(4, "- Lĩnh vực đất đai, môi trường | 2.417 | 3.600")
    numbers = of_form("Nội dung | Cấp tỉnh | Cấp xã", *rows)
    assert "8.871" in numbers and not {"2.417", "3.600"} & set(numbers)


def test_other_tables_are_left_alone_at_once() -> None:
    names = ("Hà Giang", "Cao Bằng", "Bắc Kạn", "Lạng Sơn", "Tuyên Quang", "Thái Nguyên")
    assert align(tuple(TableRow(str(at), name, None) for at, name in enumerate(names))) == {}


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("F\t1\t\tmột việc\tx\t\t", "stands twice"),
        ("F\t2\t9\tmột việc\tx\t\t", "is not above it"),
        ("F\t2\t1\tmột việc\tx\thuyện\t", "no level"),
        ("F\t2\t1\t\tx\t\t", "no wording"),
        ("F\t2\t1\tmột việc", "4 cells"),
    ],
)
def test_a_mistake_in_a_form_is_refused(tmp_path: Path, line: str, problem: str) -> None:
    rows = ["\t".join(COLUMNS), "F\t1\t\tviệc đầu\t\t\t", line]
    (tmp_path / "f.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match=problem):
        load_forms(tmp_path)
