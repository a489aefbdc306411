"""One metric over all provinces, and the metrics that there are: the views of the base as rows."""

from __future__ import annotations

import difflib
import sqlite3
from typing import Any

from extract.document import SolieuError

_PROFILE = """
select rank, ranked, province, place_id, metric_id, metric, item, level, number, value, value_max, denominator,
    comparable, basis, unit, qualifier, kind, not_ranked, period_effective as period, as_of, flags, confidence,
    reviewed, document_id, filename, title, page, quote, figure_id
from profile
where metric_id = ?
order by item, level is not null, level, not_ranked is not null, rank, iif(better = 'lower', comparable, -comparable),
    province
"""
_METRICS = """
select m.id, m.name_vi, m.name_en, m.unit, m.kind, m.group_id, m.group_vi, m.group_en, m.better, m.description,
    count(f.id) as figures, count(distinct f.place_id) as provinces
from metrics m
left join figures_final f on f.metric_id = m.id and f.duplicate_of is null
group by m.id
having count(f.id) >= ?
order by m.group_id, m.sort_key, m.id
"""


def compare_metric(db: sqlite3.Connection, metric: str) -> list[dict[str, Any]]:
    """The latest figure of each province in a metric, ranked where it can be ranked; ``not_ranked`` says why not.

    Raises SolieuError with the closest id where there is no such metric.
    """
    if not db.execute("select 1 from metrics where id = ?", (metric,)).fetchone():
        known = [row[0] for row in db.execute("select id from metrics")]
        close = difflib.get_close_matches(metric, known, n=3, cutoff=0.5)
        remedy = f"Perhaps {' or '.join(close)} is meant" if close else "solieu metrics lists them"
        raise SolieuError(metric, "there is no such metric", remedy)
    return [dict(row) for row in db.execute(_PROFILE, (metric,))]


def list_metrics(db: sqlite3.Connection, everything: bool) -> list[dict[str, Any]]:
    """The metrics with how many figures and provinces they have; those without any only where ``everything``."""
    return [dict(row) for row in db.execute(_METRICS, (0 if everything else 1,))]
