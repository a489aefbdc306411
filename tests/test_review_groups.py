"""Figures that were read alike are one decision: what says so, what it writes, and whom it leaves alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.review_base import Review, built_of, copy_of, outcomes, read, report, save

SAME = (
    "Đến nay, huyện Mường Tè có 35 trạm BTS.",
    "Đến nay, huyện Tam Đường có 41 trạm BTS.",
    "Đến nay, huyện Sìn Hồ có 52 trạm BTS.",
    "Đến nay, huyện Phong Thổ có 17 lớp học.",
)
ROWS = (("Bắc Yên", "63", "98,5"), ("Mộc Châu", "74", "97,2"), ("Mai Sơn", "85", "88,1"), ("Sốp Cộp", "26", "90,4"))
STATIONS = ("63", "74", "85", "26")
SHARES = ("98,5", "97,2", "88,1", "90,4")
LETTERHEAD = (
    "ỦY BAN NHÂN DÂN", "TỈNH SƠN LA", "Số: 9/BC-UBND", "Sơn La, ngày 05 tháng 6 năm 2024", "BÁO CÁO",
    "Tình hình chuyển đổi số năm 2023",
)  # fmt: skip


HEADS = ("Huyện", "Số trạm BTS", "Mục tiêu tỷ lệ phủ sóng 4G (%)")


def table(heads: tuple[str, ...] = HEADS) -> str:
    rows = [f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in ROWS]
    head = f"<tr>{''.join(f'<th>{head}</th>' for head in heads)}</tr>"
    lines = "".join(f"<p>{line}</p>" for line in LETTERHEAD)
    return f"{lines}<h2>Phụ lục: hạ tầng năm 2023</h2><table>{head}{''.join(rows)}</table>"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = built_of(tmp_path_factory.mktemp("groups"), lai_chau=report() + "\n".join(("", *SAME)))
    (folder / "corpus" / "son-la.html").write_text(table(), encoding="utf-8")
    Review(folder).build()
    return folder


@pytest.fixture
def review(built: Path, tmp_path: Path) -> Review:
    return copy_of(built, tmp_path)


def of_table(row: dict[str, str]) -> bool:
    return row["document"] == "son-la.html"


def filled(
    review: Review, number: str, cells: dict[str, str], name: str = "r.csv", document: str = "son-la.html"
) -> Path:
    """An export in which the row of a number has these cells; of a group only the row that stands in it has any."""
    return review.write(name, lambda row: cells if (row["number"], row["document"]) == (number, document) else {})


def words(review: Review, field: str, *numbers: str) -> list[Any]:
    listed = ", ".join(f"'{number}'" for number in numbers)
    query = (
        f"select distinct {field} from figures_final where number in ({listed}) and filename = 'son-la.html' order by 1"
    )
    return [row[0] for row in review.rows(query)]


def answers(done: dict[str, Any]) -> dict[str, str]:
    return {row["figure_id"]: row["outcome"] for row in done["rows"]}


def ids(review: Review, *numbers: str) -> list[str]:
    listed = ", ".join(f"'{number}'" for number in numbers)
    query = f"select f.id from figures f join documents d on d.id = f.document_id where f.number in ({listed})"
    return sorted(row[0] for row in review.rows(f"{query} and d.filename = 'son-la.html'"))


def test_the_figures_of_a_column_and_of_one_wording_are_groups_and_no_others(review: Review) -> None:
    groups: dict[str, list[str]] = {}
    for row in read(review.export()):
        if row["group"]:
            groups.setdefault(row["group"].split(" ·")[0], []).append(row["number"])
    assert sorted(map(sorted, groups.values())) == sorted([sorted(STATIONS), sorted(SHARES), ["35", "41", "52"]])


def test_of_each_group_one_example_is_exported_with_the_others_named_in_it(review: Review) -> None:
    path = review.export("--examples")
    rows = read(path)
    assert len(rows) == len(read(review.export(name="all.csv"))) - 3 - 3 - 2
    (example,) = [row for row in rows if row["number"] in STATIONS]
    assert "4 số" in example["group"]
    assert all(number in example["group"] for number in STATIONS if number != example["number"])
    assert [row["group"] for row in rows if row["number"] == "10/18"] == [""]
    assert len(read(review.export("--examples", "--limit", "2", name="two.csv"))) == 2


def test_one_decision_writes_all_of_its_group_each_by_itself_and_is_taken_back_as_one(review: Review) -> None:
    rows = read(review.export("--examples"))
    (example,) = [row for row in rows if row["number"] in SHARES and of_table(row)]
    path = save(
        review.folder / "r.csv",
        [{**row, **({"new_status": "kết quả", "for_group": "cả nhóm"} if row is example else {})} for row in rows],
    )
    checked = review.apply(path)
    assert outcomes(checked)["ready"] == 4 and checked["written"] == 0
    done = review.apply(path, "--apply")
    assert done["written"] == 4 and words(review, "status", *SHARES) == ["actual"]
    events = review.events()
    assert [event["field"] for event in events] == ["status"] * 4
    assert sorted(event["figure_id"] for event in events) == ids(review, *SHARES)
    assert {event.get("group", "") for event in events} == {"", example["id"]}
    assert len({event["row"] for event in events}) == 1 and {event["reviewer"] for event in events} == {"Lan"}
    # Every figure of the group has a row in the receipt, with what became of it.
    receipt = {row["id"]: row for row in read(review.folder / "r.receipt.csv")}
    assert all("đã ghi" in receipt[figure]["outcome"] for figure in ids(review, *SHARES))
    assert {receipt[figure]["number"] for figure in ids(review, *SHARES)} == set(SHARES)
    assert outcomes(review.apply(path, "--apply"))["already"] == 4
    assert outcomes(review.apply(review.folder / "r.receipt.csv", "--apply"))["already"] == 4
    # A rebuild keeps it, and one undo takes all of it back.
    before = review.final()
    review.base.unlink()
    review.build()
    assert review.final() == before
    assert review.run("review", "undo", done["hand_in"]).exit_code == 0
    assert words(review, "status", *SHARES) == ["target"]


def test_a_decision_holds_for_its_own_row_only_where_nobody_says_that_it_is_for_all(review: Review) -> None:
    done = review.apply(filled(review, "97,2", {"new_status": "kết quả"}), "--apply")
    assert done["written"] == 1 and words(review, "status", *SHARES) == ["actual", "target"]
    assert words(review, "status", "97,2") == ["actual"]


def test_what_a_row_says_of_itself_goes_before_what_is_said_of_its_group(review: Review) -> None:
    mine = {"97,2": {"new_status": "kết quả", "for_group": "all"}, "88,1": {"decision": "đúng"}}
    path = review.write("r.csv", lambda row: mine.get(row["number"], {}) if of_table(row) else {})
    assert review.apply(path, "--apply")["written"] == 4
    assert words(review, "status", "88,1") == ["target"] and words(review, "status", "98,5", "97,2", "90,4") == [
        "actual"
    ]


def test_what_another_person_decided_of_one_of_a_group_stays_and_keeps_nothing_out(review: Review) -> None:
    mine = filled(review, "97,2", {"new_status": "kết quả", "for_group": "cả nhóm"}, "mine.csv")
    review.apply(filled(review, "88,1", {"new_status": "dự báo", "reviewer": "Minh"}, "minh.csv"), "--apply")
    done = review.apply(mine, "--apply")
    (left,) = [row for row in done["rows"] if row["outcome"] == "left"]
    assert done["exit"] == 0 and done["written"] == 3
    assert "Minh" in left["vi"] and words(review, "status", "88,1") == ["forecast"]
    receipt = {row["number"]: row for row in read(review.folder / "mine.receipt.csv") if of_table(row)}
    assert "để nguyên" in receipt["88,1"]["outcome"]


def test_a_figure_of_the_group_that_reads_otherwise_after_a_rebuild_stays_as_it_is(review: Review) -> None:
    path = filled(review, "97,2", {"new_status": "kết quả", "for_group": "cả nhóm"})
    document = review.corpus / "son-la.html"
    # One row is gone.
    text = document.read_text(encoding="utf-8").replace("<tr><td>Sốp Cộp</td><td>26</td><td>90,4</td></tr>", "")
    document.write_text(text, encoding="utf-8")
    review.build()
    done = review.apply(path, "--apply")
    assert outcomes(done)["applied"] == 3 and outcomes(done)["left"] == 1
    (left,) = [row for row in done["rows"] if row["outcome"] == "left"]
    assert "Không còn tìm thấy" in left["vi"]


def test_a_group_that_is_read_in_another_way_by_now_is_not_written_over(review: Review) -> None:
    path = filled(review, "97,2", {"new_status": "dự báo", "for_group": "cả nhóm"})
    document = review.corpus / "son-la.html"
    text = document.read_text(encoding="utf-8").replace("Mục tiêu tỷ lệ", "Tỷ lệ")
    document.write_text(text, encoding="utf-8")
    review.build()
    assert words(review, "status", *SHARES) == ["actual"]
    done = review.apply(path, "--apply")
    assert done["written"] == 0 and outcomes(done)["conflict"] == 1 and outcomes(done)["left"] == 3
    assert words(review, "status", *SHARES) == ["actual"]


def test_a_value_holds_for_a_group_only_as_a_power_of_ten_or_a_sign(review: Review) -> None:
    wrong = filled(review, "63", {"new_value": "64", "for_group": "cả nhóm"}, "wrong.csv")
    refused = review.apply(wrong, "--apply")
    assert refused["written"] == 0 and outcomes(refused)["invalid"] == 1 and outcomes(refused)["unchanged"] > 3
    right = filled(review, "63", {"new_value": "63.000", "for_group": "cả nhóm"}, "right.csv")
    doubted = review.apply(right, "--apply", sure=False)
    assert doubted["written"] == 0 and outcomes(doubted)["confirm"] == 4
    assert review.apply(right, "--apply")["written"] == 4
    assert words(review, "value", *STATIONS) == ["26000", "63000", "74000", "85000"]


def test_a_second_yes_on_the_example_is_one_for_its_group(review: Review) -> None:
    cells = {"new_value": "63.000", "for_group": "cả nhóm", "confirm": "có"}
    assert review.apply(filled(review, "63", cells), "--apply", sure=False)["written"] == 4


def test_a_place_or_a_period_of_a_group_holds_in_its_own_document_only(review: Review) -> None:
    (review.corpus / "son-la-2022.html").write_text(
        table().replace("Số: 9/", "Số: 19/").replace("63", "68").replace("năm 2023", "năm 2022"), encoding="utf-8"
    )
    review.build()
    path = filled(review, "74", {"new_period": "tháng 6/2023", "for_group": "cả nhóm"})
    done = review.apply(path, "--apply")
    assert outcomes(done)["applied"] == 4 and outcomes(done)["left"] == 4
    assert words(review, "period", *STATIONS) == ["2023-06"]
    other = review.rows("select distinct period from figures_final where filename = 'son-la-2022.html'")
    assert ("2023-06",) not in other


def test_a_metric_of_a_column_is_that_of_its_places_and_not_of_rows_that_name_other_things(review: Review) -> None:
    done = review.apply(filled(review, "63", {"new_metric": "<trống>", "for_group": "x"}), "--apply")
    assert done["written"] == 4 and words(review, "metric_id", *STATIONS) == [None]
    (review.corpus / "dien-bien.html").write_text(
        table(("Nội dung", "Kết quả năm 2023", "Ghi chú"))
        .replace("Sơn La", "Điện Biên").replace("SƠN LA", "ĐIỆN BIÊN")
        .replace("Bắc Yên", "Số bể bơi công cộng").replace("Mộc Châu", "Số rạp xiếc lưu động")
        .replace("Mai Sơn", "Số vườn thú tư nhân").replace("Sốp Cộp", "Số sân băng trong nhà"),
        encoding="utf-8",
    )  # fmt: skip
    review.build()
    rows = [
        row
        for row in read(review.export(name="d.csv"))
        if row["document"] == "dien-bien.html" and row["number"] in STATIONS
    ]
    assert len(rows) == 4 and {row["metric_id"] for row in rows} == {""}
    rows[0] |= {"new_metric": "training_classes", "for_group": "cả nhóm"}
    done = review.apply(save(review.folder / "m.csv", rows), "--apply")
    assert done["written"] == 1 and outcomes(done).get("left", 0) == sum(row["group"] != "" for row in rows) - 1


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"decision": "đúng", "for_group": "vâng ạ"}, "cả nhóm"),
        ({"for_group": "cả nhóm"}, "chưa có quyết định"),
    ],
)
def test_a_cell_that_says_nothing_of_a_group_is_refused(review: Review, cells: dict[str, str], told: str) -> None:
    done = review.apply(filled(review, "63", cells), "--apply")
    (refused,) = [row for row in done["rows"] if row["outcome"] == "invalid"]
    assert told in refused["vi"] and done["written"] == 0


def test_a_figure_that_is_like_no_other_has_no_group(review: Review) -> None:
    path = filled(review, "10/18", {"decision": "đúng", "for_group": "cả nhóm"}, document="lai-chau.txt")
    done = review.apply(path, "--apply")
    assert outcomes(done)["invalid"] == 1 and done["written"] == 0


def test_two_rows_that_decide_otherwise_for_one_group_are_not_both_taken(review: Review) -> None:
    mine = {"63": {"decision": "đúng", "for_group": "cả nhóm"}, "74": {"decision": "xóa", "for_group": "cả nhóm"}}
    path = review.write("r.csv", lambda row: mine.get(row["number"], {}) if of_table(row) else {})
    done = review.apply(path, "--apply")
    assert done["written"] == 0 and outcomes(done)["invalid"] == 1
    same = {number: {"decision": "đúng", "for_group": "cả nhóm"} for number in ("63", "74")}
    path = review.write("s.csv", lambda row: same.get(row["number"], {}) if of_table(row) else {})
    assert review.apply(path, "--apply")["written"] == 4


def test_without_a_snapshot_the_rows_of_the_file_are_the_group(review: Review) -> None:
    path = filled(review, "97,2", {"new_status": "kết quả", "for_group": "cả nhóm"})
    rows = [row for row in read(path) if row["number"] != "90,4"]
    for snapshot in (review.corpus / "reviews").iterdir():
        snapshot.unlink()
    done = review.apply(save(review.folder / "fewer.csv", rows), "--apply")
    assert done["written"] == 3 and words(review, "status", "90,4") == ["target"]
    # A name that somebody typed is no group.
    typed = [
        {**row, "group": "N-0123456789", "new_status": "dự báo", "for_group": "cả nhóm"}
        for row in rows
        if row["number"] == "74"
    ]
    assert outcomes(review.apply(save(review.folder / "typed.csv", typed), "--apply")) == {"invalid": 1}


def test_of_what_is_handed_out_by_examples_the_whole_groups_are_out(review: Review) -> None:
    out = {row["group"].split(" ·")[0] for row in read(review.export("--examples", "--for", "Hoa", "--limit", "2"))}
    assert len(out) == 2 and all(out)
    others = read(review.export("--for", "Minh", name="minh.csv"))
    assert others and not out & {row["group"].split(" ·")[0] for row in others}


def test_only_what_comparisons_show_is_exported_where_that_is_asked_for(review: Review) -> None:
    used = {
        row[0] for row in review.rows("select figure_id from kept_profile union select figure_id from kept_targets")
    }
    rows = {row["id"] for row in read(review.export("--compared"))}
    assert rows and rows <= used and rows < {row["id"] for row in read(review.export(name="all.csv"))}


def family(review: Review, figure: str, *options: str) -> set[str]:
    """The numbers of the family of what was said of a figure."""
    path = review.folder / "family.csv"
    path.unlink(missing_ok=True)
    done = review.run("review", "family", figure, "-o", path, *options)
    assert done.exit_code == 0, done.output
    return {row["number"] for row in read(path) if of_table(row)} if path.exists() else set()


def test_a_place_is_never_asked_of_a_whole_document_unless_somebody_says_so(review: Review) -> None:
    # Rows that are no places: the figures of a column have one, that of the document.
    (review.corpus / "son-la.html").write_text(table(heads=("Cụm trạm", *HEADS[1:])), encoding="utf-8")
    review.build()
    review.apply(filled(review, "63", {"new_place": "Lào Cai", "new_period": "2022"}), "--apply")
    (figure,) = ids(review, "63")
    column, rest = set(STATIONS) - {"63"}, set(SHARES)
    assert family(review, figure) == family(review, figure, "--by", "column") == column
    assert family(review, figure, "--by", "unit") == column
    assert family(review, figure, "--by", "heading") == family(review, figure, "--by", "document") == column | rest


def test_a_family_by_column_or_heading_has_what_said_the_same_wrong_thing_only(review: Review) -> None:
    review.apply(filled(review, "98,5", {"new_status": "kết quả"}), "--apply")
    (figure,) = ids(review, "98,5")
    shares = set(SHARES) - {"98,5"}
    assert family(review, figure, "--by", "column") == family(review, figure, "--by", "heading") == shares
    # By words it is no other row: each names another district.
    assert family(review, figure) == set()
    text = review.rows("select id from figures where number = '35'")[0][0]
    review.apply(filled(review, "35", {"new_unit": "cột"}, "t.csv", "lai-chau.txt"), "--apply")
    assert review.run("review", "family", text, "--by", "column").exit_code == 2
