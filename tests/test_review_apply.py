"""Each outcome of a reviewed CSV through real files: what is written, what is refused, and what is never changed."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from kb.lock import BusyError, writing
from kb.review.columns import ALL, column_of, heading
from tests.review_base import Review, built_of, copy_of, outcomes, read, report, save


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_of(tmp_path_factory.mktemp("review"), lai_chau=report(), dien_bien=report("Điện Biên", 8, "980"))


@pytest.fixture
def review(built: Path, tmp_path: Path) -> Review:
    return copy_of(built, tmp_path)


def at(number: str, document: str = "lai-chau.txt", **cells: str) -> Callable[[dict[str, str]], dict[str, str]]:
    """Fill these cells in the row of one figure."""
    return lambda row: cells if (row["number"], row["document"]) == (number, document) else {}


def final(review: Review, columns: str, number: str = "1.204") -> tuple[object, ...]:
    (row,) = review.rows(f"select {columns} from figures_final where number = '{number}' and filename = 'lai-chau.txt'")
    return row


def test_every_column_is_known_by_its_head_its_name_and_its_words() -> None:
    for name, words in ALL.items():
        assert {column_of(heading(name)), column_of(name), column_of(words), column_of(words.upper())} == {name}


def test_the_export_is_a_csv_for_excel_with_empty_cells_right(review: Review) -> None:
    path = review.export()
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") and '"mã (id)";' in data.decode("utf-8-sig").splitlines()[0]
    rows = read(path)
    assert len(rows) == review.rows("select count(*) from figures")[0][0]
    assert not any(row[name] for row in rows for name in ALL if name.startswith("new_") or name == "decision")
    stations = next(row for row in rows if row["number"] == "1.204")
    assert (stations["value"], stations["metric"], stations["kind"]) == ("1.204", "Số trạm BTS", "số lượng")
    (snapshot,) = (review.corpus / "reviews").iterdir()
    lines = [json.loads(line) for line in snapshot.read_text(encoding="utf-8").splitlines()]
    assert lines[0]["batch"] == snapshot.stem == stations["batch"] and len(lines) == len(rows) + 1
    assert not review.build().outcomes[0].error and len(review.rows("select 1 from documents")) == 2


def test_a_correction_is_checked_then_written_then_already_there(review: Review) -> None:
    path = review.write("r.csv", at("1.204", new_value="1.240", new_unit="cột", reason="đọc nhầm", reviewer="Lan"))
    before = review.final()
    dry = review.apply(path)
    assert (outcomes(dry)["ready"], dry["written"], dry["exit"]) == (1, 0, 0)
    assert review.final() == before and not review.log.exists()
    done = review.apply(path, "--apply")
    assert (outcomes(done)["applied"], done["written"], done["exit"]) == (1, 1, 0)
    assert final(review, "value, value_num, unit, number, reviewed, value_by, kind_by") == (
        *("1240", 1240.0, "cột", "1.204", "corrected", "person", "machine"),
    )
    assert [(event["field"], event["old"], event["machine"], event["new"]) for event in review.events()] == [
        ("value", "1204", "1204", "1240"),
        ("unit", "trạm BTS", "trạm BTS", "cột"),
    ]
    assert {(event["reason"], event["reviewer"]) for event in review.events()} == {("đọc nhầm", "Lan")}
    log = review.log.read_bytes()
    again = review.apply(path, "--apply")
    assert (outcomes(again)["already"], again["written"], again["exit"]) == (1, 0, 0)
    assert review.log.read_bytes() == log


@pytest.mark.parametrize(
    ("word", "reviewed"), [("đúng", "confirmed"), ("OK", "confirmed"), ("chưa rõ", "none"), ("unsure", "none")]
)
def test_a_decision_without_a_new_value(review: Review, word: str, reviewed: str) -> None:
    done = review.apply(review.write("r.csv", at("1.204", decision=word)), "--apply")
    assert outcomes(done)["applied"] == 1
    assert final(review, "value, reviewed") == ("1204", reviewed)
    left = {row["id"] for row in read(review.export())}
    assert (review.events()[0]["figure_id"] in left) == (reviewed == "none")


def test_a_struck_out_figure_is_gone_and_a_later_word_brings_it_back(review: Review) -> None:
    review.apply(review.write("r.csv", at("1.204", decision="xóa")), "--apply")
    assert review.rows("select 1 from figures_final where number = '1.204'") == []
    everything = read(review.export("--all"))
    (row,) = [row for row in everything if row["number"] == "1.204"]
    assert "đã ghi: xóa" in row["why"]
    path = save(review.folder / "back.csv", [{**one, "decision": "đúng" if one is row else ""} for one in everything])
    assert outcomes(review.apply(path, "--apply"))["applied"] == 1
    assert final(review, "reviewed") == ("confirmed",)


def test_what_a_person_corrects_in_words(review: Review) -> None:
    cells = {
        "new_qualifier": "hơn",
        "new_kind": "lượng, số tiền",
        "new_status": "mục tiêu",
        "new_metric": "Xã, thôn có cáp quang",
        "new_item": "5G",
        "new_place": "TP. Đà Nẵng",
        "new_level": "cấp xã",
        "new_period": "quý II/2023",
        "new_denominator": "2.000",
        "new_value_max": "1.300,5",
    }
    done = review.apply(review.write("r.csv", at("1.204", **cells)), "--apply")
    assert outcomes(done).get("applied") == 1, done
    fields = "qualifier, kind, status, metric_id, item, place, place_id, level, period, denominator, value_max"
    assert final(review, fields) == (
        *("over", "amount", "target", "fiber_coverage_rate", "5G", "Đà Nẵng", "48-old", "commune", "2023-Q2"),
        *("2000", "1300.5"),
    )
    emptied = {"new_metric": "<trống>", "new_item": "<trống>", "new_level": "<TRỐNG>", "new_value_max": "<empty>"}
    path = review.folder / "again.csv"
    rows = read(review.export("--all"))
    save(path, [{**row, **(emptied if row["number"] == "1.204" else {})} for row in rows])
    assert outcomes(review.apply(path, "--apply"))["applied"] == 1
    assert final(review, "metric_id, item, level, value_max, place_id") == (None, None, None, None, "48-old")


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"new_value": "98.5"}, ["98,5", "98.500"]),
        ({"new_value": "6,100"}, ["6.100", "6,1"]),
        ({"new_value": "1,23E+05"}, ["123.000"]),
        ({"new_value": "05/06/2024"}, ["5/6", "5,6"]),
        ({"new_value": "12-Jun"}, ["12/6", "6,12"]),
        ({"new_value": "4,5 tỷ"}, ["4.500.000.000"]),
        ({"new_value": "-3"}, ["tăng, giảm"]),
        ({"new_value": "٣"}, ["không phải là số"]),
        ({"new_value": "10/18"}, ["10", "18"]),
        ({"new_value": "<trống>"}, ["không thể để trống"]),
        ({"new_value": "12%"}, ["12"]),
        ({"new_value_max": "7"}, ["lớn hơn giá trị"]),
        ({"new_period": "Jun-24"}, ["tháng 6/2024"]),
        ({"new_period": "05/06/2024"}, ["ngày 05/06/2024", "ngày 06/05/2024"]),
        ({"new_metric": "bts_station"}, ["bts_stations"]),
        ({"new_place": "Quảng Nm"}, ["Quảng Nam"]),
        ({"new_kind": "rất nhiều"}, ["số lượng"]),
        ({"new_unit": "1204"}, ["đơn vị"]),
        ({"decision": "ừ"}, ["đúng"]),
        ({"decision": "sửa"}, ["chưa ghi giá trị mới"]),
        ({"decision": "xóa", "new_value": "7"}, ["vừa chọn"]),
        ({"reason": "xem lại"}, ["chưa rõ"]),
    ],
)
def test_what_cannot_be_taken_is_refused_with_its_readings(
    review: Review, cells: dict[str, str], words: list[str]
) -> None:
    path = review.write("r.csv", lambda row: cells if row["number"] == "1.204" else {})
    done = review.apply(path, "--apply")
    assert (outcomes(done).get("invalid"), done["written"], done["exit"]) == (1, 0, 1)
    (row,) = [row for row in done["rows"] if row["outcome"] == "invalid"]
    assert [word for word in words if word.casefold() not in row["vi"].casefold()] == []
    assert not review.log.exists()


def test_all_or_nothing_unless_partial_and_all_errors_at_once(review: Review) -> None:
    wanted = {"1.204": {"new_value": "1.240"}, "12": {"new_value": "1.5", "new_period": "hè"}, "640": {"decision": "?"}}
    path = review.write("r.csv", lambda row: wanted.get(row["number"], {}) if row["document"] == "lai-chau.txt" else {})
    done = review.apply(path, "--apply")
    assert (done["written"], outcomes(done)["ready"], outcomes(done)["invalid"], done["exit"]) == (0, 1, 2, 1)
    assert any("1,5" in row["vi"] and "kỳ mới" in row["vi"].lower() for row in done["rows"])
    some = review.apply(path, "--apply", "--partial")
    assert (some["written"], outcomes(some)["applied"], some["exit"]) == (1, 1, 1)
    assert final(review, "value") == ("1240",)
    receipt = read(review.folder / "r.receipt.csv")
    assert len(receipt) == len(read(path))
    assert {row["outcome"].split("(")[1].rstrip(")") for row in receipt} == set(outcomes(some))


def test_who_comes_second_meets_a_conflict(review: Review) -> None:
    mine = review.write("mine.csv", at("1.204", new_value="1.250"))
    same = review.write("same.csv", at("1.204", new_value="1.240"))
    other_field = review.write("field.csv", at("1.204", new_unit="cột"))
    judged = review.write("ok.csv", at("1.204", decision="đúng"))
    review.apply(review.write("first.csv", at("1.204", new_value="1.240", reviewer="Lan")), "--apply")
    log = review.log.read_bytes()
    for path in (mine, judged):
        done = review.apply(path, "--apply")
        assert (outcomes(done).get("conflict"), done["exit"]) == (1, 1), path
        (at_row,) = [at for at, row in enumerate(done["rows"]) if row["outcome"] == "conflict"]
        row = done["rows"][at_row]
        assert "1.204" in row["vi"] and "1.240" in row["vi"] and "Lan" in row["vi"]
        assert review.log.read_bytes() == log
    assert "khi xuất là “1.204”, dòng này ghi “1.250”, nay là “1.240” (Lan" in review.apply(mine)["rows"][at_row]["vi"]
    assert outcomes(review.apply(same, "--apply"))["already"] == 1
    assert review.log.read_bytes() == log
    # Another field of the same figure is nobody's but this person's.
    assert outcomes(review.apply(other_field, "--apply"))["applied"] == 1
    assert final(review, "value, unit") == ("1240", "cột")


def test_without_its_snapshot_the_columns_tell_what_was_seen(review: Review) -> None:
    path = review.write("r.csv", at("1.204", new_value="1.250"))
    damaged = save(review.folder / "d.csv", [{**row, "unit": "tr?m"} for row in read(path)])
    less = save(review.folder / "l.csv", [{key: row[key] for key in row if key != "unit"} for row in read(path)])
    shutil.rmtree(review.corpus / "reviews")
    assert outcomes(review.apply(damaged))["conflict"] == 1
    missing = review.apply(less)
    assert (outcomes(missing), missing["exit"]) == ({"missing column": 1}, 1)
    assert "đơn vị (unit)" in missing["rows"][0]["vi"]
    plain = save(review.folder / "p.csv", [{**row, "value": row["value"].replace(".", "")} for row in read(path)])
    assert outcomes(review.apply(plain, "--apply"))["applied"] == 1
    # What another person wrote in between is seen by the columns, too.
    assert outcomes(review.apply(save(review.folder / "q.csv", [
        {**row, "new_value": "7" if row["new_value"] else ""} for row in read(path)
    ])))["conflict"] == 1  # fmt: skip


def test_a_file_of_a_version_that_did_not_know_a_field_yet_is_applied(review: Review) -> None:
    path = review.write("r.csv", at("1.204", decision="đúng"))
    (snapshot,) = (review.corpus / "reviews").iterdir()
    head, *lines = snapshot.read_text(encoding="utf-8").splitlines()
    figures = [json.loads(line) for line in lines]
    for figure in figures:
        del figure["machine"]["item"], figure["now"]["item"]
    snapshot.write_text("\n".join([head, *(json.dumps(one) for one in figures)]) + "\n", encoding="utf-8")
    older = [{name: cell for name, cell in row.items() if name not in ("item", "new_item")} for row in read(path)]
    # What the person did not see, they have not judged: a later word on it does not stand against theirs.
    later = review.write("later.csv", at("1.204", new_item="4G"))
    assert review.apply(later, "--apply")["written"] == 1
    done = review.apply(save(path, older), "--apply")
    assert (outcomes(done)["applied"], done["exit"]) == (1, 0)
    assert final(review, "item, reviewed") == ("4G", "corrected")


def test_columns_that_are_missing_twice_or_misspelt(review: Review) -> None:
    rows = read(review.export())
    for drop, word in (("id", "mã (id)"),):
        path = save(review.folder / "m.csv", [{key: row[key] for key in row if key != drop} for row in rows])
        assert word in review.apply(path)["rows"][0]["vi"]
    twice = save(review.folder / "t.csv", [{**row, "giá trị mới": "5"} for row in rows])
    assert "hai lần" in review.apply(twice)["rows"][0]["vi"]
    misspelt = save(review.folder / "s.csv", [{"id": row["id"], "quyết địn": "đúng"} for row in rows])
    assert "quyết định (decision)" in review.apply(misspelt)["rows"][0]["vi"]


@pytest.mark.parametrize("head", ["", "giá trị mới nhất", "new_valu", "người sửa: Lan"])
def test_what_stands_below_a_spoilt_head_is_not_passed_over(review: Review, head: str) -> None:
    """Who says right and writes a value beside it has not said right."""
    rows = read(review.write("r.csv", at("1.204", decision="đúng", new_value="1.250")))
    spoilt = [{head if name == "new_value" else name: row[name] for name in row} for row in rows]
    done = review.run("review", "apply", save(review.folder / "s.csv", spoilt), "--apply", "--confirm")
    assert done.exit_code == 1 and not review.log.exists()
    assert (
        "giá trị mới (new_value)" in done.output
        and (head or f"Cột “{list(rows[0]).index('new_value') + 1}”") in done.output
    )


def test_a_column_of_ones_own_is_told_and_does_no_harm(review: Review) -> None:
    rows = read(review.write("r.csv", at("1.204", new_value="1.250")))
    notes = [{**row, "Ghi chú của Lan": "xem lại", "": "!"} for row in rows]
    done = review.run("review", "apply", save(review.folder / "n.csv", notes), "--apply", "--confirm")
    assert done.exit_code == 0 and "1 applied" in done.output
    assert "column Ghi chú của Lan: not read" in done.output and f"column {len(notes[0])}: not read" in done.output


def test_an_unknown_id_and_two_rows_for_one_figure(review: Review) -> None:
    rows = read(review.export())
    first = rows[0]
    path = save(review.folder / "r.csv", [
        {**first, "decision": "đúng"},
        {**first, "decision": "đúng"},
        {**first, "decision": "xóa"},
        {**rows[1], "id": "F-0000000000", "decision": "đúng"},
    ])  # fmt: skip
    done = review.apply(path, "--apply")
    assert [row["outcome"] for row in done["rows"]] == ["conflict", "already", "conflict", "unknown id"]
    assert "F-0000000000" in done["rows"][3]["vi"]
    # Which of them is meant is nobody's guess, and their receipt keeps what stands in both.
    assert review.apply(path, "--apply", "--partial")["written"] == 0 and not review.log.exists()
    assert [row["decision"] for row in read(review.folder / "r.receipt.csv")] == ["đúng", "đúng", "xóa", "đúng"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_every_csv_of_a_spreadsheet_is_read(review: Review, separator: str, encoding: str) -> None:
    rows = read(review.write("r.csv", at("1.204", new_value="1.240,5", new_item="một; hai, ba\nbốn")))
    turned = [dict(reversed(row.items())) for row in reversed(rows)]
    path = save(review.folder / "saved.csv", turned, separator=separator, encoding=encoding, end="\n")
    assert outcomes(review.apply(path, "--apply")).get("applied") == 1
    assert final(review, "value, item") == ("1240.5", "một; hai, ba bốn")


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"PK\x03\x04....", "CSV UTF-8"),
        (bytes.fromhex("d0cf11e0a1b11ae1"), "CSV UTF-8"),
        ("mã;quyết định\nF-1;đúng".encode("cp1258", "replace"), "not UTF-8"),
        (b'id;decision\n"F-1;\xc4\x91', "quotation mark"),
    ],
)
def test_what_is_no_csv_is_refused_with_advice(review: Review, data: bytes, word: str) -> None:
    path = review.folder / "bad.csv"
    path.write_bytes(data)
    done = review.run("review", "apply", path)
    assert done.exit_code == 2 and word in done.output


@pytest.mark.parametrize("snapshot", [True, False])
@pytest.mark.parametrize("of", [("lai-chau.txt", "dien-bien.txt"), ("lai-chau.txt",)])
def test_a_column_of_ids_that_was_sorted_by_itself(review: Review, snapshot: bool, of: tuple[str, ...]) -> None:
    rows = [row for row in read(review.export()) if row["document"] in of]
    wanted = {row["id"]: {"new_item": row["number"]} for row in rows}
    if not snapshot:
        shutil.rmtree(review.corpus / "reviews")
    for at, turned in enumerate((sorted(rows, key=lambda row: row["id"]), rows[1:] + rows[:1], rows[::-1])):
        mixed = [{**row, **wanted[row["id"]], "id": other["id"]} for row, other in zip(rows, turned, strict=True)]
        done = review.apply(save(review.folder / f"{at}.csv", mixed), "--apply", "--partial")
        assert "sắp xếp" in next(row["vi"] for row in done["rows"] if row["outcome"] == "invalid")
    # What was written beside a number is laid on that number or on none.
    assert review.rows("select 1 from figures_final where item is not null and item <> number") == []


def test_a_slip_in_a_read_only_cell_is_told_and_no_other_figure(review: Review) -> None:
    rows = read(review.write("r.csv", at("1.204", new_value="1.240")))
    slipped = [{**row, "quote": row["quote"].replace("toàn tỉnh", "toan tinh")} for row in rows]
    done = review.apply(save(review.folder / "s.csv", slipped), "--apply")
    assert outcomes(done)["applied"] == 1 and "chỉ để xem" in next(r["vi"] for r in done["rows"] if r["typed"])


def test_a_row_that_its_snapshot_does_not_have_is_guarded_by_its_columns(review: Review) -> None:
    path = review.write("r.csv", at("1.204", new_value="1.250"))
    (snapshot,) = (review.corpus / "reviews").iterdir()
    lines = [line for line in snapshot.read_text(encoding="utf-8").splitlines() if '"1.204"' not in line]
    snapshot.write_text("\n".join(lines) + "\n", encoding="utf-8")
    review.apply(review.write("first.csv", at("1.204", new_value="1.240")), "--apply")
    less = [{name: cell for name, cell in row.items() if name not in ("value", "unit")} for row in read(path)]
    assert set(outcomes(review.apply(save(review.folder / "l.csv", less), "--apply"))) == {"missing column"}
    assert outcomes(review.apply(path, "--apply"))["conflict"] == 1


def test_without_its_snapshot_a_field_that_was_empty_guards_too(review: Review) -> None:
    path = review.write("r.csv", at("1.204", decision="đúng"))
    review.apply(review.write("first.csv", at("1.204", new_item="5G")), "--apply")
    shutil.rmtree(review.corpus / "reviews")
    assert outcomes(review.apply(path, "--apply"))["conflict"] == 1


def test_what_a_conflict_leaves_out_stands_in_its_receipt(review: Review) -> None:
    cells = {"new_value": "1.250", "new_item": "5G", "new_period": "quý I/2023", "reason": "theo phụ lục"}
    mine = review.write("mine.csv", at("1.204", **cells))
    review.apply(review.write("first.csv", at("1.204", new_value="1.240")), "--apply")
    review.apply(mine, "--apply")
    (row,) = [row for row in read(review.folder / "mine.receipt.csv") if "conflict" in row["outcome"]]
    assert [cell for cell in cells.values() if cell not in row["message_vi"] or cell not in row["message_en"]] == []


def test_a_file_without_rows_and_one_with_blank_lines(review: Review) -> None:
    rows = read(review.write("r.csv", at("1.204", decision="đúng")))
    empty = save(review.folder / "e.csv", rows[:1])
    empty.write_bytes(empty.read_bytes().splitlines(keepends=True)[0])
    assert review.apply(empty, "--apply")["rows"] == []
    path = save(review.folder / "b.csv", rows)
    lines = path.read_text("utf-8-sig").splitlines()
    path.write_text("sep=;\n" + lines[0] + "\n\n;;;\n" + "\n".join(lines[1:]) + "\n", encoding="utf-8-sig")
    done = review.apply(path, "--apply")
    assert outcomes(done)["applied"] == 1 and done["rows"][0]["row"] == 4


def test_a_formula_in_the_text_stays_a_text(review: Review) -> None:
    review.apply(review.write("r.csv", at("1.204", new_item="=1+1|cmd")), "--apply")
    assert final(review, "item") == ("=1+1|cmd",)
    (row,) = [row for row in read(review.export("--all")) if row["number"] == "1.204" and row["item"]]
    assert row["item"] == "'=1+1|cmd"
    path = save(review.folder / "again.csv", [{**row, "new_item": row["item"]}])
    assert outcomes(review.apply(path, "--apply")) == {"already": 1}


def test_the_doubtful_come_first_and_say_why(review: Review) -> None:
    (review.corpus / "lai-chau.txt").write_text(report(stations="1,204"), encoding="utf-8")
    review.build()
    rows = read(review.export())
    numbers = [row["number"] for row in rows]
    named = next(row for row in rows if row["metric_id"])
    assert (named["number"], named["document"]) == ("1,204", "lai-chau.txt")
    # before it stand only figures without a metric that may have to have one
    assert all("nên xem chỉ tiêu" in row["why"] for row in rows[: rows.index(named)])
    # but for its two readings it is what the other document says of itself
    assert numbers.index("1,204") < numbers.index("980")
    assert "con số có thể đọc theo hai cách" in named["why"]
    assert [row["number"] for row in read(review.export("--flag", "ambiguous_number"))] == ["1,204"]


def test_a_base_of_an_earlier_version_asks_for_a_build(review: Review) -> None:
    path = review.write("r.csv", at("1.204", decision="đúng"))
    with closing(sqlite3.connect(review.base, isolation_level=None)) as db:
        db.execute("update build_state set value = 'old' where key = 'schema'")
    done = review.run("review", "apply", path, "--apply", "--confirm")
    assert done.exit_code == 2 and "Run solieu build" in done.output
    with closing(sqlite3.connect(review.base)) as db:
        assert db.execute("select count(*) > 0 from figures").fetchone() == (1,)


def test_filters_limit_and_what_they_do_not_know(review: Review) -> None:
    assert {row["document"] for row in read(review.export("--province", "dien bien"))} == {"dien-bien.txt"}
    assert {row["document"] for row in read(review.export("--document", "lai-chau"))} == {"lai-chau.txt"}
    assert {row["metric_id"] for row in read(review.export("--metric", "bts_stations"))} == {"bts_stations"}
    assert len(read(review.export("--limit", "3"))) == 3
    for option in ("--province", "--document", "--metric", "--flag"):
        done = review.run("review", "export", option, "không có")
        assert done.exit_code == 2 and "there is no such" in done.output
    for nothing in ("", " ", "—", ". , -"):
        for option in ("--province", "--document", "--metric", "--flag"):
            done = review.run("review", "export", option, nothing, "-o", review.folder / "nothing.csv")
            assert done.exit_code == 2 and "there is no such" in done.output, (option, nothing)
    assert not (review.folder / "nothing.csv").exists()
    inside = review.run("review", "export", "-o", review.corpus / "r.csv")
    assert inside.exit_code == 2 and not (review.corpus / "r.csv").exists()
    assert b'","' in review.export("--sep", ",").read_bytes().splitlines()[0]


def test_a_writer_at_work_refuses_a_second_one_and_a_reader_goes_on(review: Review) -> None:
    path = review.write("r.csv", at("1.204", new_value="1.240"))
    with writing(review.base):
        done = review.run("review", "apply", path, "--apply", "--confirm")
        assert done.exit_code == 2 and "another process writes it" in done.output
        assert review.apply(path)["exit"] == 0
    with closing(sqlite3.connect(f"file:{review.base}?mode=ro", uri=True, isolation_level=None)) as reader:
        reader.execute("begin")
        before = reader.execute("select value from figures_final where number = '1.204'").fetchone()
        assert outcomes(review.apply(path, "--apply"))["applied"] == 1
        assert reader.execute("select value from figures_final where number = '1.204'").fetchone() == before
        reader.execute("commit")
        assert reader.execute("select value from figures_final where number = '1.204'").fetchone() == ("1240",)
    assert issubclass(BusyError, Exception)
