"""The days of every period that stands in the base, so that SQL and Python give one answer: the table ``periods``.

The views join it where they would else take ISO forms apart; the rows come from :mod:`rules.language.calendar` alone.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from rules.language.calendar import days_of

# Of the figures by an index: a base of a million is asked at each apply.
_STANDING = """
select period from figures where period is not null
union select period from figures_added where period is not null
union select period from documents where period is not null
union select issued_on from documents where issued_on is not null
union select new from corrections where field = 'period'
"""


def add_periods(db: sqlite3.Connection, periods: Iterable[str | None]) -> None:
    """Write the days of these periods where the base does not know them yet; what is none is left out. Within the
    caller's transaction."""
    rows = [(period, *days) for period in sorted(set(filter(None, periods))) if (days := days_of(period))]
    db.executemany("insert into periods(iso, first_day, last_day) values (?, ?, ?) on conflict do nothing", rows)


def write_periods(db: sqlite3.Connection) -> None:
    """Make ``periods`` of all that stands in the base: documents, their days of issue, figures, what people added and
    corrected. Rows that nothing names any more go. Within the caller's transaction."""
    standing = {row[0] for row in db.execute(_STANDING)}
    known = {row[0] for row in db.execute("select iso from periods")}
    add_periods(db, standing - known)
    db.executemany("delete from periods where iso = ?", [(one,) for one in sorted(known - standing)])
