"""Figures that the machine missed: a row without an id, its sentence, and what outlives a rebuild."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest

import kb.build.run
from kb.review.overlay import replay
from kb.store import open_base, transaction
from tests.review_base import Review, built_of, copy_of, outcomes, read, report, save

# The machine takes this for the code of a document; a person knows better than every rule.
MISSED = "Mỗi xã có một điểm hỗ trợ số hiệu A4-75 mở cửa hằng ngày."
ROW = {"document": "lai-chau.txt", "quote": MISSED, "number": "75", "new_unit": "điểm", "reviewer": "Lan"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_of(tmp_path_factory.mktemp("added"), lai_chau=f"{report()}\n{MISSED}\n")


@pytest.fixture
def review(built: Path, tmp_path: Path) -> Review:
    made = copy_of(built, tmp_path)
    made.forget("75")
    return made


def added(review: Review, *rows: dict[str, str], name: str = "r.csv") -> Path:
    """An export with rows at its end that have no id."""
    shown = read(review.export(name=f"original-{name}"))
    empty = dict.fromkeys(shown[0], "")
    return save(review.folder / name, [*shown, *({**empty, **row} for row in rows)])


def test_an_added_figure_stands_in_the_base_as_a_persons_word(review: Review) -> None:
    row = {**ROW, "new_metric": "bts_stations", "new_period": "2023", "new_level": "cấp xã", "new_value": "76"}
    path = added(review, row)
    machine = review.rows("select * from figures order by id")
    done = review.apply(path, "--apply")
    assert outcomes(done).get("applied") == 1, [one["vi"] for one in done["rows"]]
    figure = done["rows"][-1]["figure_id"]
    assert figure.startswith("H-")
    (row,) = review.rows(
        "select number, value, value_num, unit, metric_id, period, level, place, place_id, province, quote, reviewed,"
        f" value_by, period_by, rule, seq > 0 from figures_final where id = '{figure}'"
    )
    assert row == (
        *("75", "76", 76.0, "điểm", "bts_stations", "2023", "commune", "Lai Châu", "12-old", "Lai Châu", MISSED),
        *("added", "person", "person", "person", 1),
    )
    assert review.rows("select * from figures order by id") == machine
    assert figure in {row[0] for row in review.rows("select figure_id from compare")}
    assert review.run("search", "điểm hỗ trợ").output.count("75") >= 1
    assert outcomes(review.apply(path, "--apply")).get("already") == 1


def test_it_is_corrected_struck_out_and_taken_back_as_any_other(review: Review) -> None:
    before = review.final()
    figure = review.apply(added(review, ROW), "--apply")["rows"][-1]["figure_id"]
    assert figure not in {row["id"] for row in read(review.export())}
    everything = {row["id"]: row for row in read(review.export("--all"))}
    assert "người bổ sung" in everything[figure]["why"]
    change = save(review.folder / "c.csv", [{**everything[figure], "new_value": "77", "new_item": "5G"}])
    assert outcomes(review.apply(change, "--apply")) == {"applied": 1}
    assert review.rows(f"select value, item from figures_final where id = '{figure}'") == [("77", "5G")]
    assert review.run("search", "5G").output.count("75") >= 1
    (row,) = [row for row in read(review.export("--all")) if row["id"] == figure]
    assert (
        outcomes(review.apply(save(review.folder / "d.csv", [{**row, "decision": "xóa"}]), "--apply"))["applied"] == 1
    )
    assert review.rows(f"select 1 from figures_final where id = '{figure}'") == []
    first = review.events()[0]
    assert first["field"] == "added"
    for batch in dict.fromkeys(event["batch"] for event in reversed(review.events())):
        assert review.run("review", "undo", batch).exit_code == 0
    assert [row for row in review.final() if row not in before] == review.rows(
        "select * from corrections order by event"
    )
    assert review.rows("select 1 from figures_added") == []


def test_one_event_taken_back_takes_the_whole_added_figure(review: Review) -> None:
    review.apply(added(review, ROW), "--apply")
    assert review.run("review", "undo", review.events()[0]["event"]).exit_code == 0
    assert review.rows("select 1 from figures_final where id like 'H-%'") == []
    assert {row[0] for row in review.rows("select state from corrections")} == {"reversed"}
    # And it can be added again.
    assert outcomes(review.apply(review.folder / "r.csv", "--apply")).get("applied") == 1
    assert review.rows("select value from figures_final where id like 'H-%'") == [("75",)]


def test_a_rebuild_keeps_it_and_a_machine_that_reads_it_by_now_takes_its_place(review: Review) -> None:
    review.apply(added(review, {**ROW, "new_unit": "trung tâm"}), "--apply")
    (row,) = review.rows("select * from figures_final where id like 'H-%'")
    with closing(open_base(review.base)) as db:
        replay(db)
    assert review.rows("select * from figures_final where id like 'H-%'") == [row]
    review.build("fresh.db")
    reads = review.rows("select id from figures where number = '75'", "fresh.db")
    final = review.rows("select id, value, unit from figures_final where number = '75'", "fresh.db")
    if reads:  # one figure, the person's unit over the machine's reading
        assert final == [(reads[0][0], "75", "trung tâm")]
    else:
        assert final == [(row[0], "75", "trung tâm")]


def test_the_machine_reads_it_by_now(review: Review) -> None:
    review.apply(added(review, {**ROW, "new_unit": "trung tâm", "new_level": "cấp xã"}), "--apply")
    (passage, start, at) = review.rows("select passage_id, char_start, passage_start from figures_added")[0]
    with closing(open_base(review.base)) as db:
        with transaction(db):
            names = [row[1] for row in db.execute("pragma table_info(figures)")]
            values = dict(zip(names, db.execute("select * from figures where number = '640'").fetchone(), strict=True))
            values |= {"id": "F-NEWREADING", "number": "75", "value": "75", "value_num": 75, "unit": "điểm"}
            values |= {
                "passage_id": passage,
                "char_start": start,
                "char_end": start + 2,
                "passage_start": at,
                "seq": 90,
            }
            db.execute(f"insert into figures values ({', '.join('?' * len(names))})", list(values.values()))
        states = replay(db).states
    assert states.get("orphan") is None
    final = review.rows("select id, value, unit, level, reviewed from figures_final where number = '75'")
    assert final == [("F-NEWREADING", "75", "trung tâm", "commune", "corrected")]
    # Who applies the file again is told whose row it is.
    done = review.apply(review.folder / "r.csv")
    assert done["rows"][-1]["outcome"] == "invalid" and "F-NEWREADING" in done["rows"][-1]["vi"]


def test_an_added_figure_whose_sentence_is_gone_is_an_orphan(review: Review) -> None:
    review.apply(added(review, ROW), "--apply")
    (review.corpus / "lai-chau.txt").write_text(report(), encoding="utf-8")
    review.build()
    assert {row[0] for row in review.rows("select state from corrections")} == {"orphan"}
    assert read(review.export())[0]["id"].startswith("H-")
    assert "H-" in review.run("review", "log", "--orphans").output


@pytest.mark.parametrize(
    ("cells", "word"),
    [
        ({"document": ""}, "tài liệu (document)"),
        ({"quote": ""}, "câu (quote)"),
        ({"document": "không có.docx"}, "không rõ tài liệu"),
        ({"quote": "Mỗi xã có hai điểm hỗ trợ"}, "không thấy câu này"),
        ({"number": "57"}, "không có trong câu"),
        ({"quote": "toàn tỉnh", "number": "1.204"}, "trong câu"),
        ({"quote": "có"}, "lần trong tài liệu"),
        ({"quote": "toàn tỉnh có 1.204 trạm BTS", "number": "1.204"}, "máy đã đọc con số này"),
        ({"new_kind": "nhiều"}, "không có trong các lựa chọn"),
        ({"new_unit": "", "value": "75"}, "cột"),
        ({"decision": "xóa"}, "vừa chọn"),
    ],
)
def test_what_cannot_be_added_is_refused_with_advice(review: Review, cells: dict[str, str], word: str) -> None:
    done = review.apply(added(review, {**ROW, **cells}), "--apply")
    row = done["rows"][-1]
    assert row["outcome"] == "invalid" and word in row["vi"].casefold(), row["vi"]
    assert not review.log.exists()


def test_two_rows_for_the_same_missed_figure(review: Review) -> None:
    done = review.apply(added(review, ROW, ROW), "--apply", "--partial")
    assert [row["outcome"] for row in done["rows"][-2:]] == ["applied", "already"]
    assert review.run("review", "undo", review.events()[0]["batch"]).exit_code == 0
    done = review.apply(added(review, ROW, ROW, {**ROW, "new_unit": "nơi"}, name="s.csv"), "--apply", "--partial")
    assert [row["outcome"] for row in done["rows"][-3:]] == ["conflict", "already", "conflict"]
    assert done["written"] == 0


def test_who_quotes_more_or_less_of_the_sentence_adds_no_second_figure(review: Review) -> None:
    less = {**ROW, "quote": "số hiệu A4-75 mở cửa", "reviewer": "Minh"}
    more = {**ROW, "quote": MISSED.removesuffix(".")}
    done = review.apply(added(review, less, more), "--apply")
    assert [row["outcome"] for row in done["rows"][-2:]] == ["applied", "already"]
    assert outcomes(review.apply(added(review, ROW, name="s.csv"), "--apply"))["already"] == 1
    other = review.apply(added(review, {**ROW, "new_unit": "nơi"}, name="t.csv"), "--apply")
    assert other["rows"][-1]["outcome"] == "invalid" and done["rows"][-1]["figure_id"] in other["rows"][-1]["vi"]
    assert review.rows("select count(*) from figures_final where number = '75'") == [(1,)]


def test_two_people_add_the_same_figure_in_two_copies_of_the_corpus(review: Review, tmp_path: Path) -> None:
    shutil.copytree(review.folder, tmp_path / "other")
    other = Review(tmp_path / "other")
    review.apply(added(review, ROW), "--apply")
    other.apply(added(other, {**ROW, "quote": "số hiệu A4-75 mở cửa", "new_unit": "nơi", "new_item": "A4"}), "--apply")
    before = review.events()
    with review.log.open("ab") as log:
        log.write(other.log.read_bytes())
    with closing(open_base(review.base)) as db:
        assert replay(db).states.get("orphan") is None
    # One figure, and of each field what was said last.
    final = "select id, unit, item from figures_final where number = '75'"
    assert review.rows(final) == [(before[0]["figure_id"], "nơi", "A4")]
    assert len([row for row in read(review.export("--all")) if row["number"] == "75"]) == 1
    # The first person takes theirs back: the other's holds by itself.
    assert review.run("review", "undo", before[0]["batch"]).exit_code == 0
    assert review.rows(final) == [(other.events()[0]["figure_id"], "nơi", "A4")]


def test_a_struck_out_addition_is_not_taken_for_one_that_holds(review: Review) -> None:
    path = added(review, ROW)
    review.apply(path, "--apply")
    rows = [row for row in read(review.export("--all")) if row["number"] == "75"]
    review.apply(save(review.folder / "d.csv", [{**rows[0], "decision": "xóa"}]), "--apply")
    done = review.apply(path, "--apply")["rows"][-1]
    assert done["outcome"] == "invalid" and "đã bị xóa" in done["vi"]


def test_what_is_written_left_in_a_new_row_is_not_passed_over(review: Review) -> None:
    for cells in ({"value": "2.000"}, {"period": "năm 2021"}, {"metric": "Số trạm BTS"}, {"item": "5G"}):
        done = review.apply(added(review, {**ROW, **cells}), "--apply")["rows"][-1]
        assert done["outcome"] == "invalid" and "bên phải" in done["vi"], cells
    # What a copied row has left, and the number itself, is as it will be.
    same = {"value": "75", "unit": "điểm", "kind": "số lượng", "place": "Lai Châu"}
    assert outcomes(review.apply(added(review, {**ROW, **same}), "--apply"))["applied"] == 1


def test_new_rules_do_not_lose_it(review: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    review.apply(added(review, {**ROW, "new_item": "A4"}), "--apply")
    monkeypatch.setattr(kb.build.run, "rules_version", lambda: "other-rules")
    review.build()
    assert review.rows("select value, item from figures_final where number = '75'") == [("75", "A4")]


@pytest.mark.parametrize(("place", "stands"), [("", False), ("cả nước", True)])
def test_a_part_of_an_added_whole_stands_in_comparisons_only_where_that_is_of_another_place(
    review: Review, place: str, stands: bool
) -> None:
    row = {**ROW, "new_metric": "bts_stations", "new_unit": "trạm", "new_kind": "số lượng", "new_place": place}
    whole = review.apply(added(review, row), "--apply")["rows"][-1]["figure_id"]
    ((part,),) = review.rows("select id from figures where number = '1.204' and metric_id = 'bts_stations'")
    asked = [{**one, "new_part_of": whole} for one in read(review.export("--all")) if one["id"] == part]
    done = review.apply(save(review.folder / "part.csv", asked), "--apply")
    assert outcomes(done) == {"applied": 1}, [one["vi"] for one in done["rows"]]
    assert review.rows(f"select part_of from figures_final where id = '{part}'") == [(whole,)]
    compared = {row[0] for row in review.rows("select id from figures_comparable")}
    assert (part in compared) is stands
