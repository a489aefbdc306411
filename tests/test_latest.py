"""What is kept for the pages says what the views say, after a build as after a person's word."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from example_base import Base
from example_provinces import fill

from kb.latest import refresh

VIEWS = {
    "kept_timeline": "timeline",
    "kept_profile": "profile",
    "kept_targets": "targets",
    "kept_conflicts": "conflicts",
}


def differing(base: Base) -> dict[str, set[Any]]:
    """The rows that stand in only one of a kept table and its view."""
    found = {}
    for table, view in VIEWS.items():
        columns = ", ".join(row[1] for row in base.connection.execute(f"pragma table_info({table})"))
        kept, live = (set(base.connection.execute(f"select {columns} from {source}")) for source in (table, view))
        if kept ^ live:
            found[table] = kept ^ live
    return found


def stale(base: Base) -> list[str]:
    return [row[0] for row in base.connection.execute("select metric_id from metrics_stale order by 1")]


@pytest.fixture
def base() -> Base:
    return fill()


def test_what_is_kept_is_what_the_views_say(base: Base) -> None:
    assert stale(base) == []
    assert differing(base) == {}
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
    assert differing(base) == {}


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
    assert differing(base) == {}


def test_a_build_leaves_nothing_stale(corpus_base: Path) -> None:
    with sqlite3.connect(corpus_base) as connection:
        assert connection.execute("select count(*) from metrics_stale").fetchone() == (0,)
        assert connection.execute("select count(*) from kept_timeline").fetchone()[0] > 100
