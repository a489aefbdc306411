"""The views of comparisons kept as rows: made anew for the metrics of which something changed since.

A page that ranks a province in every metric would rank a million figures each time. The triggers of ``latest.sql``
note which metrics changed in ``metrics_stale``; :func:`refresh` makes their rows anew out of the views themselves, so
that what is kept says exactly what the views say.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from kb.periods import write_periods
from kb.store import transaction

TOGETHER = 20
"""So many metrics are made anew at once: a statement over one metric's few figures costs more to begin than to run."""
_SOURCES = {
    "kept_timeline": (
        """metric_id, item, level, place_id, status, period_effective, as_of, number, value, value_max, denominator,
        comparable, basis, unit, qualifier, kind, marks, flags, confidence, doubt, reviewed, document_id, issued_on,
        page, figure_id""",
        "timeline",
    ),
    "kept_profile": (
        "metric_id, item, level, place_id, figure_id, rank, ranked, not_ranked",
        "profile",
    ),
    "kept_targets": (
        """metric_id, item, level, place_id, figure_id, target_value, target_comparable, target_qualifier, unit,
        target_period, target_as_of, result_figure_id, difference, reached""",
        "targets where doubt is null",
    ),
    "kept_owners": (
        """metric_id, item, level, owner, place_id, figure_id, rank, ranked, not_ranked, period_effective, as_of,
        number, value, value_max, denominator, comparable, basis, unit, qualifier, kind, marks, flags, confidence,
        reviewed, document_id, page""",
        "compare_owners",
    ),
    "kept_conflicts": (
        """metric_id, item, level, place_id, status, period_effective, basis, numbers, filenames, spread, documents,
        documents_agreeing""",
        "conflicts",
    ),
}
_COVERAGE = """
insert into kept_coverage (metric_id, place_id, year, results, targets, forecasts, doubtful, documents)
select metric_id, place_id, substr(as_of, 1, 4), sum(status = 'actual'), sum(status = 'target'),
    sum(status = 'forecast'),
    sum(doubt is not null), count(distinct document_id)
from temp.figures_of_provinces
where status <> 'maximum'
group by metric_id, place_id, substr(as_of, 1, 4)
"""


# What reports say of the country and of regions: no province's values, but lines to hold a province against.
_COMMON = """
insert into kept_common
select metric_id, item, level, place, status, period_effective, as_of, number, value, value_max, denominator, value_num,
    unit, qualifier, kind, flags, reviewed, document_id, filename, id
from main.figures_final
where metric_id = ? and kind <> 'change' and duplicate_of is null and replaced_by is null and owner is null
    and (place_id in (select id from places where kind = 'country') or (place_id is null and place like 'vùng %'))
"""
_SHADOWED = ("figures_of_provinces", "compare", "profile", "timeline", "targets", "conflicts", "compare_owners")


def refresh(db: sqlite3.Connection) -> int:
    """Make the kept rows of the stale metrics anew; gives how many metrics that were.

    The periods first, their days are what the views order by. One transaction for some metrics, none may be open:
    readers see a metric as it was or as it is. A build that dies here loses nothing, the metrics that are left stay
    marked for the next.
    """
    with transaction(db):
        write_periods(db)
    stale = [row[0] for row in db.execute("select metric_id from metrics_stale order by metric_id").fetchall()]
    if not stale:
        return 0
    with _shadows(db):
        for first in range(0, len(stale), TOGETHER):
            with transaction(db):
                _remake(db, stale[first : first + TOGETHER])
    return len(stale)


def is_behind(db: sqlite3.Connection) -> bool:
    """Whether the kept rows of some metric are still to be made anew: what did it was killed before."""
    return bool(db.execute("select exists (select 1 from metrics_stale)").fetchone()[0])


@contextmanager
def _shadows(db: sqlite3.Connection) -> Iterator[None]:
    """The same views over a table of some metrics' figures: each would else lay corrections over them once more.

    What stands in ``temp`` is found before what stands in the base, also by the views in ``temp`` themselves.
    """
    text = "select sql from main.sqlite_master where type = 'view' and name = ?"
    texts = {name: str(db.execute(text, (name,)).fetchone()[0]) for name in _SHADOWED}
    db.execute("create temp table figures_doubted as select * from main.figures_doubted where 0")
    for view in texts.values():
        db.execute(re.sub(r"^create view", "create temp view", view, count=1, flags=re.IGNORECASE))
    try:
        yield
    finally:
        for name in reversed(texts):
            db.execute(f"drop view temp.{name}")
        db.execute("drop table temp.figures_doubted")


def _remake(db: sqlite3.Connection, metrics: Sequence[str]) -> None:
    some = [(metric,) for metric in metrics]
    db.execute("delete from temp.figures_doubted")
    # One metric a time: so the index of figures finds it, however the view is put together.
    db.executemany("insert into temp.figures_doubted select * from main.figures_doubted where metric_id = ?", some)
    for table in (*_SOURCES, "kept_coverage", "kept_common"):
        db.executemany(f"delete from {table} where metric_id = ?", some)
    for table, (columns, source) in _SOURCES.items():
        db.execute(f"insert into {table} ({columns}) select {columns} from temp.{source}")
    db.execute(_COVERAGE)
    db.executemany(_COMMON, some)
    db.executemany("delete from metrics_stale where metric_id = ?", some)
