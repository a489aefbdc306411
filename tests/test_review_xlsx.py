"""The review as a workbook: what Excel may do in it, and what comes back."""

from __future__ import annotations

import datetime
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from kb.review.columns import ALL, ASKED, column_of
from tests.review_base import Review, built_of, copy_of, outcomes, read, report


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_of(tmp_path_factory.mktemp("xlsx"), lai_chau=report())


@pytest.fixture
def review(built: Path, tmp_path: Path) -> Review:
    return copy_of(built, tmp_path)


def exported(review: Review) -> tuple[Path, Any, dict[str, int]]:
    path = review.export("--xlsx", name="review.xlsx")
    book = load_workbook(path)
    names = {column_of(cell.value) or "": at for at, cell in enumerate(book.active[1], 1)}
    return path, book, names


def fill(review: Review, number: str, **cells: Any) -> Path:
    path, book, at = exported(review)
    sheet = book.active
    for row in range(2, sheet.max_row + 1):
        if sheet.cell(row, at["number"]).value == number:
            for name, value in cells.items():
                sheet.cell(row, at[name]).value = value
    book.save(path)
    return path


def test_left_is_locked_right_is_open_and_all_is_text(review: Review) -> None:
    _, book, at = exported(review)
    sheet = book.active
    assert list(at) == list(ALL) and sheet.freeze_panes == "C2" and sheet.protection.sheet
    # The sentence and its number stay in sight, the sentence whole; what nobody reads is hidden.
    assert list(at)[:2] == ["quote", "number"] and sheet.row_dimensions[2].height > 15
    # Neighbours of one look are written as one range.
    ranges = [(one.min, one.max) for one in sheet.column_dimensions.values() if one.hidden]
    hidden = {name for name, column in at.items() if any(low <= column <= high for low, high in ranges)}
    assert hidden == {"batch", "metric_id"}
    for name, column in at.items():
        cell = sheet.cell(2, column)
        assert cell.protection.locked == (name not in ASKED) and cell.number_format == "@"
    lists = {str(rule.sqref).split("2:")[0]: rule.formula1 for rule in sheet.data_validations.dataValidation}
    letter = {name: sheet.cell(1, column).column_letter for name, column in at.items()}
    assert "đúng,sửa,xóa,chưa rõ" in lists[letter["decision"]] and "cấp xã" in lists[letter["new_level"]]
    assert "số tiền" in lists[letter["new_kind"]] and "amount" not in lists[letter["new_kind"]]
    assert {letter[f"new_{name}"] for name in ("kind", "status", "qualifier")} <= lists.keys()
    assert sheet.cell(2, at["link"]).hyperlink.target.startswith("http://127.0.0.1:8001/figure/F-")
    # Rows at the end are open for what the machine missed.
    assert not sheet.cell(sheet.max_row, at["quote"]).protection.locked


def test_an_untouched_workbook_changes_nothing_and_a_filled_one_is_applied(review: Review) -> None:
    path, *_ = exported(review)
    assert set(outcomes(review.apply(path, "--apply"))) == {"unchanged"}
    path = fill(review, "1.204", new_value="1.240", new_level="cấp xã", decision="sửa", reviewer="Lan")
    done = review.apply(path, "--apply")
    assert outcomes(done)["applied"] == 1
    assert review.rows("select value, level from figures_final where number = '1.204'") == [("1240", "commune")]
    assert (review.folder / "review.receipt.csv").exists()


@pytest.mark.parametrize(
    ("cells", "outcome", "word"),
    [
        ({"new_value": 1240}, "confirm", "1.240"),
        ({"new_value": 98.5}, "ready", "98,5"),
        ({"new_value": 6}, "confirm", "6 không có trong câu"),
        ({"new_value": 1.204}, "confirm", "1,204"),
        ({"new_value": 1204}, "already", "đã ghi đúng như vậy"),
        ({"new_value": 12345}, "confirm", "12.345"),
        ({"new_value": "1.204"}, "already", "đã ghi đúng như vậy"),
        ({"new_value": datetime.datetime(2026, 10, 18)}, "invalid", "18/10"),
        ({"new_period": datetime.datetime(2024, 6, 1)}, "invalid", "tháng 6/2024"),
        ({"new_period": 2024}, "ready", "2024"),
        ({"new_item": "=1+1"}, "invalid", ""),
    ],
)
def test_what_excel_made_of_a_cell_is_refused_unless_it_is_sure(
    review: Review, cells: dict[str, Any], outcome: str, word: str
) -> None:
    done = review.apply(fill(review, "1.204", **cells), sure=False)
    (row,) = [row for row in done["rows"] if row["outcome"] not in ("unchanged",)] or [{"outcome": "unchanged"}]
    if cells.get("new_item"):
        # A formula has no value until Excel has worked it out: there is nothing to write.
        assert row["outcome"] == "unchanged"
    else:
        assert row["outcome"] == outcome and word in row["vi"], row


def test_a_missed_figure_is_added_in_an_open_row(review: Review) -> None:
    path, book, at = exported(review)
    sheet = book.active
    last = sheet.max_row - 5
    quote = "Số: 7/BC-UBND"
    for name, value in {"document": "lai-chau.txt", "quote": quote, "number": "7", "new_unit": "văn bản"}.items():
        sheet.cell(last, at[name]).value = value
    book.save(path)
    done = review.apply(path, "--apply")
    assert outcomes(done)["applied"] == 1 and done["rows"][-1]["row"] == last
    assert review.rows("select number, unit from figures_final where id like 'H-%'") == [("7", "văn bản")]


def test_what_is_no_workbook_of_a_review_is_refused(review: Review, tmp_path: Path) -> None:
    other = tmp_path / "other.xlsx"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("a.txt", "x")
    done = review.run("review", "apply", other)
    assert done.exit_code == 2 and "--xlsx" in done.output
    path, book, _ = exported(review)
    book.active.delete_rows(1)
    book.save(path)
    assert "columns of a review" in review.run("review", "apply", path).output


def test_text_that_begins_like_a_formula_is_none(review: Review) -> None:
    review.apply(fill(review, "1.204", new_item="'=1+1|cmd"), "--apply")
    path = review.export("--xlsx", "--all", name="again.xlsx")
    sheet = load_workbook(path).active
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert len(read(review.export("--all"))) == len(review.rows("select 1 from figures"))
