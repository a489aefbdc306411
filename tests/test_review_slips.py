"""What is likely a slip waits for a second yes, and what spreadsheets and people do to a file is understood."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from openpyxl import load_workbook

from extract.office import soffice
from kb.review.columns import column_of
from tests.needs import left_out
from tests.review_base import Review, built_of, copy_of, outcomes, read, report, save


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_of(tmp_path_factory.mktemp("slips"), lai_chau=report())


@pytest.fixture
def review(built: Path, tmp_path: Path) -> Review:
    return copy_of(built, tmp_path)


def of(review: Review, number: str, **cells: str) -> Path:
    rows = read(review.export(name="o.csv"))
    return save(review.folder / "f.csv", [{**row, **(cells if row["number"] == number else {})} for row in rows])


@pytest.mark.parametrize(
    ("number", "cells", "outcome", "word"),
    [
        # A number that the sentence does not print; one that it prints elsewhere, or as part of a fraction, is none.
        ("1.204", {"new_value": "1.240"}, "confirm", "không có trong câu"),
        ("640", {"new_value": "12"}, "ready", ""),
        ("10/18", {"new_denominator": "4,5"}, "ready", ""),
        ("4,5", {"new_value": "4.600.000.000"}, "confirm", "không có trong câu"),
        ("4,5", {"new_value": "5,4"}, "confirm", "không có trong câu"),
        # A unit or a kind that the metric cannot have.
        ("640", {"new_metric": "bts_stations"}, "confirm", "đơn vị “cán bộ” không hợp"),
        ("98,5", {"new_metric": "bts_stations"}, "confirm", "loại"),
        ("1.204", {"new_unit": "lớp"}, "confirm", "đơn vị “lớp” không hợp"),
        ("1.204", {"new_unit": "trạm phát sóng"}, "ready", ""),
        # What is out of the metric's bounds.
        ("98,5", {"new_value": "1.204"}, "confirm", "nằm ngoài khoảng"),
        # What changes no number and no metric is asked for once.
        ("1.204", {"decision": "xóa"}, "ready", ""),
        ("1.204", {"new_level": "cấp xã"}, "ready", ""),
    ],
)
def test_a_likely_slip_is_asked_for_again(
    review: Review, number: str, cells: dict[str, str], outcome: str, word: str
) -> None:
    path = of(review, number, **cells)
    done = review.apply(path, "--apply", sure=False)
    (row,) = [row for row in done["rows"] if row["outcome"] != "unchanged"]
    assert row["outcome"] == {"ready": "applied"}.get(outcome, outcome), row
    assert word in row["vi"].casefold()
    if outcome == "confirm":
        assert not review.events() and done["exit"] == 1
        sure = of(review, number, **cells, confirm="có")
        assert outcomes(review.apply(sure, "--apply", sure=False))["applied"] == 1


def test_a_value_that_was_dragged_down_is_asked_for_in_all_its_rows(review: Review) -> None:
    rows = read(review.export())
    filled = [{**row, **({"new_value": "12", "new_unit": "lớp"} if at < 4 else {})} for at, row in enumerate(rows)]
    done = review.apply(save(review.folder / "d.csv", filled), "--apply", "--partial", sure=False)
    asked = [row for row in done["rows"] if row["outcome"] == "confirm"]
    assert len(asked) >= 3 and all("kéo ô xuống" in row["vi"] for row in asked)
    assert not [event for event in review.events() if event["field"] == "value"]


UNLIKE = """
Toàn tỉnh có 41 người bán hàng ở chợ.
Sở Giao thông vận tải cấp thẻ cho 52 người lái xe khách.
Ngành y tế quản lý 63 người nhiễm HIV.
Huyện Tam Đường có 74 người trồng rừng.
"""


@pytest.mark.parametrize(
    ("cells", "asked"),
    [
        ({"new_metric": "hiv_cases", "new_unit": "người", "new_kind": "số lượng"}, {"41", "52", "74"}),
        ({"new_unit": "người nhiễm HIV"}, set()),
        ({"new_unit": "thẻ"}, {"41", "63", "74"}),
        # What is often the same for a whole document is asked of nobody again.
        ({"new_period": "2023", "new_level": "cấp tỉnh"}, set()),
    ],
)
def test_a_metric_or_unit_that_was_dragged_over_unlike_rows_is_asked_for(
    tmp_path: Path, cells: dict[str, str], asked: set[str]
) -> None:
    review = Review(built_of(tmp_path, lai_chau=report() + UNLIKE))
    rows = {row["number"]: row for row in read(review.export("--all"))}
    filled = [{**rows[number], **cells} for number in ("41", "52", "63", "74")]
    done = review.apply(save(review.folder / "d.csv", filled), sure=False)
    told = {filled[row["row"] - 2]["number"]: row["vi"] for row in done["rows"] if "kéo ô xuống" in row["vi"]}
    assert told.keys() == asked, done["rows"]
    # Two of them are no series.
    done = review.apply(save(review.folder / "two.csv", filled[:2]), sure=False)
    assert not [row for row in done["rows"] if "kéo ô xuống" in row["vi"]]


def test_a_row_that_was_pasted_over_others_is_asked_for(review: Review) -> None:
    rows = [{**row, "decision": "đúng"} for row in read(review.export())]
    over = [rows[0], rows[0], *rows[2:]]
    done = review.apply(save(review.folder / "p.csv", over), "--apply", sure=False)
    assert [row["outcome"] for row in done["rows"][:2]] == ["ready", "confirm"] and not review.events()
    assert "giống hệt dòng 2" in done["rows"][1]["vi"] and "1 số của đợt này không có dòng nào" in done["rows"][1]["vi"]
    # With all its figures there, a row twice is no more than that; who is sure says so.
    done = review.apply(save(review.folder / "q.csv", [rows[0], *rows]), sure=False)
    assert [row["outcome"] for row in done["rows"][:2]] == ["ready", "already"]
    assert outcomes(review.apply(review.folder / "p.csv", "--apply", "--confirm", sure=False))["already"] == 1
    # What is written already is not asked for again.
    assert set(outcomes(review.apply(review.folder / "p.csv", sure=False))) == {"already"}


def test_a_word_that_is_no_yes_is_refused(review: Review) -> None:
    done = review.apply(of(review, "1.204", new_value="1.240", confirm="không"), sure=False)
    (row,) = [row for row in done["rows"] if row["outcome"] != "unchanged"]
    assert row["outcome"] == "invalid" and "xác nhận" in row["vi"]


def test_a_yes_without_a_slip_is_no_decision(review: Review) -> None:
    assert set(outcomes(review.apply(of(review, "1.204", confirm="có")))) == {"unchanged"}


def test_merged_cells_are_asked_for(review: Review) -> None:
    path = review.export("--xlsx", name="m.xlsx")
    book = load_workbook(path)
    sheet = book.active
    at = {column_of(cell.value) or "": cell.column for cell in sheet[1]}
    for row in (2, 3):
        sheet.cell(row, at["decision"]).value = "đúng"
    sheet.merge_cells(start_row=2, end_row=3, start_column=at["decision"], end_column=at["decision"])
    book.save(path)
    done = review.apply(path, sure=False)
    row = done["rows"][0]
    assert row["outcome"] == "confirm" and "ô gộp" in row["vi"]


@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_a_workbook_saved_in_another_format_is_read(review: Review, tmp_path: Path, kind: str) -> None:
    if soffice.program() is None:
        left_out(f"no LibreOffice: {soffice.NEEDED.command}")
    path = review.export("--xlsx", name="s.xlsx")
    book = load_workbook(path)
    sheet = book.active
    at = {column_of(cell.value) or "": cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        if sheet.cell(row, at["number"]).value == "98,5":
            cell = sheet.cell(row, at["new_value"])
            cell.value, cell.number_format = 4.5, "0.00"
    book.save(path)
    profile = (tmp_path / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind, str(path)]
    subprocess.run([*command, "--outdir", str(tmp_path)], check=True, capture_output=True, timeout=300)
    done = review.apply(tmp_path / f"s.{kind}", "--apply")
    assert outcomes(done)["applied"] == 1
    assert review.rows("select value from figures_final where number = '98,5'") == [("4.5",)]


def test_a_title_above_the_head_line_and_unseen_signs_do_no_harm(review: Review) -> None:
    rows = read(of(review, "1.204", new_level="c\u200bấp xã", decision="sửa\u200b"))
    plain = save(review.folder / "p.csv", rows)
    text = plain.read_bytes().decode("utf-8-sig")
    titled = review.folder / "t.csv"
    titled.write_bytes(f"Danh sách của Lan;;\r\n\r\n{text}".encode("utf-16"))
    done = review.apply(titled, "--apply")
    assert outcomes(done)["applied"] == 1
    (row,) = [row for row in done["rows"] if row["outcome"] == "applied"]
    # Rows are counted as the spreadsheet counts them, with the title.
    assert row["row"] >= 4


def test_a_long_queue_is_a_workbook_in_bounded_time_and_memory(review: Review) -> None:
    import resource
    import time

    from kb.review.xlsx import as_xlsx

    (row, *_) = read(review.export())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    data = as_xlsx([row] * 20_000)
    # 20,000 rows of 45 columns: about 8 s of CPU where this was written.
    assert time.process_time() - start < 60 and len(data) < 20_000_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000
