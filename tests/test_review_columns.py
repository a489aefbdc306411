"""The columns that few ever need: subject, printed number, footnote, marks, the whole that a figure is a part of."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from review_base import HEAD, Review, built_of, copy_of, outcomes, read, save

from kb.latest import refresh
from kb.review.columns import ALL, EVERY, RARE
from kb.store import open_base, transaction

BODY = """
I. NHÂN LỰC
Toàn tỉnh có 336 cán bộ phụ trách công nghệ. Số chuyên trách là 92 người, kiêm nhiệm 244 người.
Đã mở 12 lớp tập huấn, riêng cấp xã 9 lớp. Năm trước mở 12 lớp.
"""
LATER = "Báo cáo bổ sung nêu thêm một số nội dung.\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    head = HEAD.format(upper="LAI CHÂU", place="Lai Châu", number=7)
    other = HEAD.format(upper="SƠN LA", place="Sơn La", number=9) + "\nToàn tỉnh có 77 trạm BTS.\n"
    return built_of(tmp_path_factory.mktemp("columns"), lai_chau=head + BODY, son_la=other)


@pytest.fixture
def review(built: Path, tmp_path: Path) -> Review:
    made = copy_of(built, tmp_path)
    with closing(open_base(made.base)) as db:
        with transaction(db):
            _seen_by_none(db)
        refresh(db)
    return made


def _seen_by_none(db: sqlite3.Connection) -> None:
    """Whatever the rules make of these sentences: the machine has seen no whole, no mark, no footnote."""
    db.execute("update figures set part_of = null, marks = '[]', footnote = null")
    document = db.execute("select id from documents where filename = 'lai-chau.txt'").fetchone()[0]
    for label in ("13", "14"):
        db.execute("insert into footnotes(document_id, label, text) values (?, ?, 'Số liệu sơ bộ.')", (document, label))


def of(review: Review, number: str, name: str = "r.csv", nth: int = 0, **cells: str) -> Path:
    """An export with all columns in which one figure is corrected."""
    rows = read(review.export("--all", "--all-columns", name=f"o-{name}"))
    row = [row for row in sorted(rows, key=lambda row: row["quote"]) if row["number"] == number][nth]
    return save(review.folder / name, [{**row, **cells}])


def id_of(review: Review, number: str) -> str:
    ((figure,),) = review.rows(f"select id from figures where number = '{number}'")
    return str(figure)


def said(review: Review, number: str, *fields: str, base: str = "kb.db") -> tuple[object, ...]:
    machine = f"(select id from figures where number = '{number}')"
    (row,) = review.rows(f"select {', '.join(fields)} from figures_final where id = {machine}", base)
    return row


def test_all_columns_are_a_choice(review: Review) -> None:
    few, every = read(review.export()), read(review.export("--all-columns", name="e.csv"))
    assert list(few[0]) == list(ALL) and list(every[0]) == list(EVERY)
    assert {f"new_{name}" for name in RARE} <= every[0].keys() - few[0].keys()
    book = review.export("--all-columns", "--xlsx", name="e.xlsx")
    answer = review.apply(book)
    assert outcomes(answer) == {"unchanged": len(every)}, answer["rows"][0]


def test_each_of_them_is_written_kept_and_taken_back(review: Review) -> None:
    before = review.final()
    cells = {
        "new_subject": "cán bộ chuyên trách",
        "new_footnote": "13",
        "new_marks": "13; 14",
        "new_part_of": "336",
        "reason": "theo câu",
    }
    answer = review.apply(of(review, "92", **cells), "--apply")
    assert outcomes(answer) == {"applied": 1}, answer["rows"]
    fields = ("subject", "footnote", "marks", "part_of", "part_of_by", "number_by")
    whole = id_of(review, "336")
    wanted = ("cán bộ chuyên trách", "13", '["13", "14"]', whole, "person", "machine")
    assert said(review, "92", *fields) == wanted
    assert "336" in answer["rows"][0]["vi"] or whole in answer["rows"][0]["vi"]
    # The sentence stands with the footnote whose mark it bears now.
    assert ("13",) in review.rows(f"select footnote from with_footnotes where figure_id = '{id_of(review, '92')}'")
    review.build("again.db")
    # Whoever's word it is by then: the rules may read the same in these sentences.
    assert said(review, "92", *fields[:4], base="again.db") == wanted[:4]
    row = next(row for row in read(review.export("--all", "--all-columns", name="n.csv")) if row["number"] == "92")
    assert (row["subject"], row["marks"], row["part_of"]) == ("cán bộ chuyên trách", "13; 14", whole)
    assert review.apply(review.folder / "r.csv")["rows"][0]["outcome"] == "already"
    assert review.run("review", "undo", answer["hand_in"]).exit_code == 0
    assert [row for row in review.final() if row not in before] == review.rows(
        "select * from corrections order by event"
    )


def test_they_can_be_emptied(review: Review) -> None:
    review.apply(of(review, "92", new_footnote="13", new_marks="13", new_part_of="336"), "--apply")
    empty = {"new_footnote": "<trống>", "new_marks": "<trống>", "new_part_of": "<trống>"}
    answer = review.apply(of(review, "92", "s.csv", **empty), "--apply")
    assert outcomes(answer) == {"applied": 1}, answer["rows"]
    assert said(review, "92", "footnote", "marks", "part_of") == (None, "[]", None)
    answer = review.apply(of(review, "92", "t.csv", new_number="<trống>"))
    assert "không thể để trống" in answer["rows"][0]["vi"]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"new_part_of": "92"}, "không có số liệu nào in là “92”"),
        ({"new_part_of": "12"}, "có 2 số in là “12”, hãy ghi mã"),
        ({"new_part_of": "F-0000000000"}, "không phải là số liệu của cùng tài liệu"),
        ({"new_part_of": "OWN"}, "không thể là phần của chính nó"),
        ({"new_part_of": "OTHER"}, "không phải là số liệu của cùng tài liệu"),
        ({"new_marks": "1.2"}, "không phải là số của cước chú. Hãy ghi như: 13"),
        ({"new_footnote": "ở cuối trang"}, "không phải là số của cước chú"),
        ({"new_number": "92 người"}, "không phải là một con số"),
        ({"new_number": "18-Oct"}, "ngày tháng do Excel"),
        ({"new_subject": "05/06/2024"}, "ngày tháng do Excel"),
    ],
)
def test_what_they_cannot_hold_is_told_with_what_to_write(review: Review, cells: dict[str, str], words: str) -> None:
    known = {"OWN": id_of(review, "92"), "OTHER": id_of(review, "77")}
    given = {name: known.get(cell, cell) for name, cell in cells.items()}
    (row,) = review.apply(of(review, "92", **given), "--apply")["rows"]
    assert row["outcome"] == "invalid" and words in row["vi"], row["vi"]
    assert not review.log.exists()


@pytest.mark.parametrize(
    ("number", "cells", "words"),
    [
        ("92", {"new_footnote": "15"}, "không thấy cước chú 15: các cước chú là 13, 14"),
        ("92", {"new_marks": "¹⁵"}, "không thấy cước chú 15"),
        ("92", {"new_part_of": "9"}, "khác đơn vị"),
        ("92", {"new_number": "98"}, "không có trong câu như máy đọc được"),
        ("92", {"new_number": "244"}, "giá trị 92 không phải là của số in “244”"),
    ],
)
def test_what_is_likely_a_slip_asks_for_a_second_yes(
    review: Review, number: str, cells: dict[str, str], words: str
) -> None:
    path = of(review, number, **cells)
    (row,) = review.apply(path, "--apply", sure=False)["rows"]
    assert row["outcome"] == "confirm" and words in row["vi"].casefold(), row["vi"]
    assert outcomes(review.apply(path, "--apply")) == {"applied": 1}


def test_a_whole_in_the_same_sentence_goes_before_one_elsewhere(review: Review) -> None:
    (passage,) = {row[0] for row in review.rows("select passage_id from figures where number = '9'")}
    near = review.rows(f"select id from figures where number = '12' and passage_id = {passage}")
    answer = review.apply(of(review, "9", new_part_of="12"), "--apply")
    if len(near) == 1:
        assert said(review, "9", "part_of") == near[0]
    else:
        assert answer["rows"][0]["outcome"] == "invalid"


def test_no_two_rows_make_figures_parts_of_each_other(review: Review) -> None:
    rows = read(review.export("--all-columns"))
    asks = {"92": "336", "336": "244", "244": "92"}
    wanted = [{**row, "new_part_of": asks[row["number"]]} for row in rows if row["number"] in asks]
    answer = review.apply(save(review.folder / "c.csv", wanted), "--apply", "--partial")
    assert outcomes(answer) == {"applied": 2, "invalid": 1}
    assert any("lại là phần của chính số này" in row["vi"] for row in answer["rows"])


def test_a_printed_number_that_was_misread_is_corrected_with_its_value(review: Review) -> None:
    path = of(review, "336", new_number="386", new_value="386")
    assert outcomes(review.apply(path, "--apply")) == {"applied": 1}
    assert said(review, "336", "number", "value", "number_by") == ("386", "386", "person")
    assert review.run("search", "386").output.count("386") >= 1
    # The figure is still found by what its document prints.
    review.build("again.db")
    assert said(review, "336", "number", "value", base="again.db") == ("386", "386")
    assert {row[0] for row in review.rows("select state from corrections", "again.db")} == {"active"}


def test_a_whole_is_found_again_in_the_next_version_of_the_document(review: Review) -> None:
    review.apply(of(review, "92", new_part_of="336"), "--apply")
    path = review.corpus / "lai-chau.txt"
    text = path.read_text(encoding="utf-8")
    path.unlink()
    # Another letterhead, so that every id of the document is another.
    newer = text.replace("Số: 7/BC-UBND", "Số: 19/BC-UBND").replace("ngày 05", "ngày 25") + LATER
    (review.corpus / "ban-moi.txt").write_text(newer, encoding="utf-8")
    review.build()
    ids = dict(review.rows("select number, id from figures where number in ('92', '336')"))
    answer = review.rows("select state, figure_id, new from corrections where field = 'part_of'")
    if answer[0][0] == "orphan":
        assert review.run("review", "adopt", "lai-chau.txt", "ban-moi.txt").exit_code == 0
        answer = review.rows("select state, figure_id, new from corrections where field = 'part_of'")
    assert answer[0][0] in ("active", "confirmed") and answer[0][1:] == (ids["92"], ids["336"])
    assert said(review, "92", "part_of") == (ids["336"],)


def test_a_whole_that_is_gone_is_told(review: Review) -> None:
    review.apply(of(review, "92", new_part_of="336"), "--apply")
    path = review.corpus / "lai-chau.txt"
    text = path.read_text(encoding="utf-8").replace("Toàn tỉnh có 336 cán bộ phụ trách công nghệ. ", "")
    path.write_text(text, encoding="utf-8")
    review.build()
    assert review.rows("select state from corrections where field = 'part_of'") == [("conflict",)]
    assert said(review, "92", "part_of_by") == ("machine",)


def test_who_says_right_has_not_judged_what_the_file_did_not_show(review: Review) -> None:
    path = review.write("ok.csv", lambda row: {"decision": "đúng"} if row["number"] == "92" else {})
    with closing(open_base(review.base)) as db, transaction(db):
        db.execute("update figures set subject = 'người' where number = '92'")
    assert outcomes(review.apply(path, "--apply"))["applied"] == 1
    assert not set(json.loads(json.dumps(review.events()[0]["seen"]))) & {"subject", "part_of", "marks"}


def test_a_receipt_has_the_columns_of_its_file(review: Review) -> None:
    path = of(review, "92", new_part_of="không rõ")
    review.apply(path)
    done = review.run("review", "apply", path)
    assert done.exit_code == 1
    (row,) = read(review.folder / "r.receipt.csv")
    assert row["new_part_of"] == "không rõ" and "Phần của mới (new_part_of)" in row["message_vi"]


def test_an_added_figure_has_them_too(review: Review) -> None:
    review.forget("244")
    rows = read(review.export("--all-columns"))
    new = {
        **dict.fromkeys(rows[0], ""),
        "document": "lai-chau.txt",
        "quote": "Số chuyên trách là 92 người, kiêm nhiệm 244 người.",
        "number": "244",
        "new_unit": "người",
        "new_part_of": "336",
        "new_marks": "14",
        "new_subject": "cán bộ kiêm nhiệm",
    }
    answer = review.apply(save(review.folder / "a.csv", [new]), "--apply")
    assert outcomes(answer) == {"applied": 1}, answer["rows"]
    wanted = [("cán bộ kiêm nhiệm", '["14"]', id_of(review, "336"), "244")]
    query = "select subject, marks, part_of, number from figures_final where id like 'H-%'"
    assert review.rows(query) == wanted
    added = answer["rows"][0]["figure_id"]
    answer = review.apply(of(review, "92", "b.csv", new_part_of=added), "--apply")
    assert outcomes(answer) == {"applied": 1}, answer["rows"]
    assert said(review, "92", "part_of") == (added,)
    assert (
        review.apply(of(review, added and "244", "c.csv", new_part_of=id_of(review, "92")))["rows"][0]["outcome"]
        == "invalid"
    )
