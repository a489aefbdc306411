"""What is kept for the pages says what the views say, after a build as after a person's word."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from example_base import Base
from example_provinces import fill

from kb.latest import refresh
from kb.store import open_base
from tests.review_base import Review, outcomes, read, report, save

VIEWS = {
    "kept_timeline": "timeline",
    "kept_profile": "profile",
    "kept_conflicts": "conflicts",
    "kept_owners": "compare_owners",
}


# What has no view of its own is said here once more, over all metrics at once and out of the views of the base.
QUERIES = {
    "kept_targets": "select * from targets where doubt is null",
    "kept_coverage": """
        select metric_id, place_id, substr(as_of, 1, 4) as year, count(*) filter (where status = 'actual') as results,
            count(*) filter (where status = 'target') as targets,
            count(*) filter (where status = 'forecast') as forecasts,
            count(*) filter (where doubt is not null) as doubtful,
            count(distinct document_id) as documents
        from figures_of_provinces
        where status in ('actual', 'target', 'forecast')
        group by metric_id, place_id, substr(as_of, 1, 4)
    """,
    "kept_common": """
        select f.*, f.value_num as comparable, f.id as figure_id
        from figures_final f
        left join places p on p.id = f.place_id
        where f.metric_id is not null and f.kind <> 'change' and f.duplicate_of is null and f.owner is null
            and (p.kind = 'country' or (f.place_id is null and lower(substr(f.place, 1, 5)) = 'vùng '))
    """,
}


def differing(db: sqlite3.Connection) -> dict[str, list[Any]]:
    """The rows that a kept table has more or fewer often than what it keeps."""
    found = {}
    for table, live in (VIEWS | QUERIES).items():
        columns = ", ".join(row[1] for row in db.execute(f"pragma table_info({table})"))
        kept = Counter(map(tuple, db.execute(f"select {columns} from {table}")))
        said = Counter(
            map(tuple, db.execute(f"select {columns} from ({live if ' ' in live else f'select * from {live}'})"))
        )
        if kept != said:
            found[table] = [*(kept - said), *(said - kept)]
    return found


def stale(base: Base | sqlite3.Connection) -> list[str]:
    db = base.connection if isinstance(base, Base) else base
    return [row[0] for row in db.execute("select metric_id from metrics_stale order by 1")]


@pytest.fixture
def base() -> Base:
    return fill()


def test_what_is_kept_is_what_the_views_say(base: Base) -> None:
    assert stale(base) == []
    assert differing(base.connection) == {}
    assert base.connection.execute("select count(*) from kept_profile").fetchone()[0] > 40


@pytest.mark.parametrize(
    ("change", "metrics"),
    [
        ("delete from figures where metric_id = 'bts_stations' and place_id = '38-old'", ["bts_stations"]),
        ("update figures set metric_id = 'it_budget' where metric_id = 'dti_rank'", ["dti_rank", "it_budget"]),
        ("update documents set duplicate_of = null where filename = 'ban-sao.pdf'", ["bts_stations"]),
        ("update documents set period = '2020' where filename like '%-b.pdf'", ["bts_stations", "it_budget"]),
        ("update metrics set better = 'lower' where id = 'community_teams'", ["community_teams"]),
        ("update corrections set state = 'reversed' where new = '815'", ["bts_stations"]),
        ("delete from corrections where new = 'xóa'", ["bts_stations"]),
        ("update documents set title = 'x'", []),
    ],
)
def test_a_change_marks_its_metrics_and_is_caught_up(base: Base, change: str, metrics: list[str]) -> None:
    base.connection.execute(change)
    base.connection.commit()
    assert stale(base) == metrics
    base.connection.isolation_level = None
    assert refresh(base.connection) == len(metrics)
    assert differing(base.connection) == {}


def test_a_new_figure_and_a_persons_word_reach_the_pages(base: Base) -> None:
    document = base.document("x.pdf", "19-old", "2025", "2025-12-01")
    (figure,) = base.say(document, "Có [[7.000]] trạm.", {"metric_id": "bts_stations", "unit": "trạm", "kind": "count"})
    base.finish()
    value = "select rank, value from kept_profile join kept_timeline using (figure_id) where figure_id = ?"
    assert base.connection.execute(value, (figure,)).fetchone() == (1, "7000")
    base.correct(figure, "value", "5")
    assert stale(base) == ["bts_stations"]
    base.finish()
    assert base.connection.execute(value, (figure,)).fetchone() == (1, "5")
    base.correct(figure, "metric_id", "it_budget")
    assert stale(base) == ["bts_stations", "it_budget"]
    base.finish()
    assert differing(base.connection) == {}


def test_what_is_said_of_the_country_and_of_regions_is_kept(base: Base) -> None:
    document = base.document("vung.pdf", "19-old", "2025", "2025-12-01")
    stations = {"metric_id": "bts_stations", "unit": "trạm", "kind": "count"}
    for place in ("vùng Tây Bắc", "Vùng cao", "miền núi", "vùngcao"):
        base.say(document, f"Ở {place} có [[5]] trạm.", stations | {"place": place, "place_id": None})
    base.say(
        document, "Ở vùng ấy tăng [[7]] trạm.", stations | {"place": "vùng Tây Bắc", "place_id": None, "kind": "change"}
    )
    base.finish()
    assert differing(base.connection) == {}
    places = base.connection.execute("select place from kept_common order by place").fetchall()
    assert [row[0] for row in places] == ["Vùng cao", "vùng Tây Bắc"]


def test_a_build_leaves_nothing_stale(corpus_base: Path) -> None:
    with sqlite3.connect(corpus_base) as connection:
        assert connection.execute("select count(*) from metrics_stale").fetchone() == (0,)
        assert connection.execute("select count(*) from kept_timeline").fetchone()[0] > 100
        assert differing(connection) == {}
        # The samples report no metric of one organisation.
        for table in (VIEWS | QUERIES).keys() - {"kept_owners"}:
            assert connection.execute(f"select count(*) from {table}").fetchone()[0] > 0, table


# The machine takes this for the code of a document, so that a person adds it.
MISSED = "Mỗi xã có một điểm hỗ trợ số hiệu A4-75 mở cửa hằng ngày."
ADDED = {"document": "lai-chau.txt", "quote": MISSED, "number": "75", "new_unit": "trạm", "reviewer": "Lan"}


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    """Two provinces' reports, really built."""
    review = Review(tmp_path)
    review.corpus.mkdir()
    (review.corpus / "lai-chau.txt").write_text(f"{report()}\n{MISSED}\n", encoding="utf-8")
    son_la = report("Sơn La", 9, "2.300") + "\nNăm 2025 phấn đấu có 2.900 trạm BTS.\n"
    (review.corpus / "son-la.txt").write_text(son_la, encoding="utf-8")
    review.build()
    yield review


def correct(review: Review, number: str, document: str = "lai-chau.txt", **cells: str) -> None:
    """A person corrects the figure that is printed so, by the real commands; nothing kept may be older than it."""
    rows = [row for row in read(review.export("--all")) if row["number"] == number and row["document"] == document]
    path = save(review.folder / "c.csv", [{**rows[0], **cells, "reviewer": "Lan"}])
    assert set(outcomes(review.apply(path, "--apply"))) == {"applied"}
    check(review)


def check(review: Review) -> None:
    with closing(open_base(review.base)) as db:
        assert stale(db) == []
        assert differing(db) == {}


def kept(review: Review, table: str) -> list[tuple[Any, ...]]:
    return review.rows(f"select * from {table} where metric_id = 'bts_stations' order by 1, 2, 3, 4")


def test_whatever_a_person_applies_or_takes_back_is_kept_at_once(review: Review) -> None:
    check(review)
    before = {table: kept(review, table) for table in (*VIEWS, *QUERIES) if table != "kept_common"}
    assert before["kept_coverage"][0][1:5] == ("12-old", "2023", 1, 0)
    correct(review, "1.204", new_value="1.250")
    assert review.rows("select value from kept_timeline where place_id = '12-old' and metric_id = 'bts_stations'") == [
        ("1250",)
    ]
    correct(review, "1.204", new_status="mục tiêu", new_period="2026")
    assert ("bts_stations", "12-old", "2026", 0, 1, 0, 0, 1) in kept(review, "kept_coverage")
    correct(review, "1.204", new_metric="community_teams")
    assert [row[1] for row in kept(review, "kept_coverage")] == ["14-old"] * len(kept(review, "kept_coverage"))
    correct(review, "1.204", new_metric="bts_stations", new_status="kết quả", new_place="cả nước")
    (common,) = kept(review, "kept_common")
    assert common[3] == "cả nước" and "1250" in common
    correct(review, "1.204", decision="xóa")
    assert kept(review, "kept_common") == []
    for batch in dict.fromkeys(event["batch"] for event in reversed(review.events())):
        assert review.run("review", "undo", batch).exit_code == 0
        check(review)
    assert {table: kept(review, table) for table in before} == before


def test_an_added_figure_is_kept_moved_corrected_and_struck_out(review: Review) -> None:
    review.forget("75")
    shown = read(review.export())
    row = {**dict.fromkeys(shown[0], ""), **ADDED, "new_metric": "bts_stations", "new_period": "2024"}
    done = review.apply(save(review.folder / "a.csv", [row]), "--apply")
    assert outcomes(done) == {"applied": 1}
    check(review)
    figure = done["rows"][0]["figure_id"]
    where = f"select metric_id, value from kept_timeline where figure_id = '{figure}'"
    assert review.rows(where) == [("bts_stations", "75")]
    correct(review, "75", new_value="76")
    assert review.rows(where) == [("bts_stations", "76")]
    correct(review, "75", new_metric="community_teams")
    assert review.rows(where) == [("community_teams", "76")]
    correct(review, "75", new_place="cả nước")
    assert review.rows(f"select place, value from kept_common where figure_id = '{figure}'") == [("cả nước", "76")]
    correct(review, "75", decision="xóa")
    assert review.rows(where) == [] and review.rows("select * from kept_common") == []
    (review.corpus / "lai-chau.txt").unlink()
    review.build()
    check(review)


def test_a_build_keeps_what_changed_in_the_documents(review: Review) -> None:
    correct(review, "2.300", "son-la.txt", new_value="2.301")
    file = review.corpus / "lai-chau.txt"
    file.write_text(report(stations="1.300"), encoding="utf-8")
    (review.corpus / "ban-sao.txt").write_text((review.corpus / "son-la.txt").read_text("utf-8"), encoding="utf-8")
    review.build()
    check(review)
    values = "select value from kept_timeline where metric_id = 'bts_stations' and status = 'actual' order by place_id"
    assert review.rows(values) == [("1300",), ("2301",)]
    file.unlink()
    review.build()
    check(review)
    assert review.rows(values) == [("2301",)]


# What a person's word does to the tables below, and the metrics that are stale then; without the trigger none is.
PERSON = [
    (
        "stale_person_said",
        """insert into figures_overruled (figure_id, fields, dropped, people, metric_id)
        select id, ' metric_id ', 0, 1, 'community_teams' from figures where number = '1.204'""",
        ["bts_stations", "community_teams"],
    ),
    ("stale_person_unsaid", "delete from figures_overruled where figure_id like 'F-%'", ["bts_stations"]),
    ("stale_added_made", "insert into figures_added select * from temp.one", ["bts_stations"]),
    (
        "stale_added_changed",
        "update figures_added set metric_id = 'dti_rank'",
        ["bts_stations", "dti_rank"],
    ),
    ("stale_added_gone", "delete from figures_added", ["bts_stations"]),
]


@pytest.mark.parametrize(("trigger", "statement", "metrics"), PERSON, ids=[row[0] for row in PERSON])
def test_a_persons_word_marks_its_metrics(review: Review, trigger: str, statement: str, metrics: list[str]) -> None:
    review.forget("75")
    row = {**dict.fromkeys(read(review.export())[0], ""), **ADDED}
    assert outcomes(review.apply(save(review.folder / "a.csv", [row]), "--apply")) == {"applied": 1}
    correct(review, "2.300", "son-la.txt", new_value="2.301")
    with closing(open_base(review.base)) as db:
        db.execute("create temp table one as select * from figures_added")
        if trigger == "stale_added_made":
            db.execute("delete from figures_added")
        db.execute(
            f"update {'temp.one' if trigger == 'stale_added_made' else 'figures_added'} set metric_id = ?",
            ("bts_stations",),
        )
        db.execute("delete from metrics_stale")
        db.execute("begin")
        db.execute(statement)
        assert stale(db) == metrics
        db.execute("rollback")
        # It is this trigger that does it, and no other.
        db.execute("begin")
        db.execute(f"drop trigger {trigger}")
        db.execute(statement)
        assert stale(db) == []
        db.execute("rollback")


def test_what_a_killed_apply_left_to_do_is_done_by_the_next_build(review: Review) -> None:
    """Killed between what people decided and what comparisons keep of it: no log and no document has changed since."""
    correct(review, "1.204", new_value="1.210", decision="sửa")
    with closing(open_base(review.base)) as db:
        db.execute("delete from kept_profile where metric_id = 'bts_stations'")
        db.execute("insert into metrics_stale values ('bts_stations')")
        db.commit()
    review.build()
    check(review)
