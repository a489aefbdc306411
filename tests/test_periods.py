"""The days of periods in the base: what stands there has its days, what no longer does has none; the views agree."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from example_base import Base

from kb.periods import write_periods
from rules.language.calendar import days_of

PERIODS = ("2023", "2024-H1", "2024-Q3", "2024-02", "2024-06-05", "2021/2023", "2024-01-01/2024-09-30")


@pytest.fixture
def base() -> Iterator[Base]:
    made = Base()
    with closing(made.connection):
        yield made


def known(base: Base) -> dict[str, tuple[str, str]]:
    return {iso: (first, last) for iso, first, last in base.connection.execute("select * from periods")}


def test_periods_are_those_that_stand_in_the_base(base: Base) -> None:
    document = base.document("a.pdf", "49-old", "2022", "2023-01")
    given = [{"period": period} for period in PERIODS]
    ids = base.say(document, " ".join("[[1]]" for _ in PERIODS), *given)
    base.correct(ids[0], "period", "2024-Q1")
    base.connection.execute("delete from periods")
    write_periods(base.connection)
    standing = {*PERIODS, "2022", "2023-01", "2024-Q1"}
    assert known(base) == {period: days_of(period) for period in standing}
    base.connection.execute("delete from figures where period = '2024-02'")
    base.connection.execute("delete from corrections")
    write_periods(base.connection)
    assert set(known(base)) == standing - {"2024-02", "2024-Q1"}


def test_sql_and_python_say_the_same_last_day(base: Base) -> None:
    document = base.document("a.pdf", "49-old", "2022", "2023-01")
    base.say(document, " ".join("[[1]]" for _ in PERIODS), *({"period": period} for period in PERIODS))
    asked = base.connection.execute("select period, as_of from figures_final").fetchall()
    assert len(asked) == len(PERIODS)
    assert [as_of for _, as_of in asked] == [(days_of(period) or ("", ""))[1] for period, _ in asked]


def test_a_figure_of_no_period_holds_as_of_the_day_of_issue(base: Base) -> None:
    document = base.document("a.pdf", "49-old", "2022", "2025-12")
    base.connection.execute("update documents set period = null")
    base.say(document, "Có [[9]] trạm.", {})
    assert base.connection.execute("select as_of from figures_final").fetchall() == [("2025-12-31",)]
