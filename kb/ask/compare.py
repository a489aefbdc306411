"""One metric over all provinces, and the metrics that there are: the views of the base as rows."""

from __future__ import annotations

import difflib
import sqlite3
from typing import Any

from extract.document import SolieuError
from kb.ask.computed import computed_rows, with_ranks
from rules.language.fold import bare_words
from rules.language.organisations import organisations_in

ALL_OWNERS = "all"
"""What is asked for where all organisations are set side by side."""

_PROFILE = """
select rank, ranked, province, place_id, metric_id, metric, item, level, number, value, value_max, denominator,
    comparable, basis, unit, qualifier, kind, not_ranked, period_effective as period, as_of, flags, confidence,
    reviewed, document_id, filename, title, page, quote, figure_id, better, doubt
from profile
where metric_id = ?
order by item, level is not null, level, not_ranked is not null, rank, iif(better = 'lower', comparable, -comparable),
    province
"""
_OWNERS = """
select rank, ranked, owner, province, place_id, metric_id, metric, item, level, number, value, value_max, denominator,
    comparable, basis, unit, qualifier, kind, not_ranked, period_effective as period, as_of, flags, confidence,
    reviewed, document_id, filename, title, page, quote, figure_id
from compare_owners
where metric_id = ?
order by item, level is not null, level, not_ranked is not null, rank, iif(better = 'lower', comparable, -comparable),
    owner, province
"""
_METRICS = """
select m.id, m.name_vi, m.name_en, m.unit, m.kind, m.group_id, m.group_vi, m.group_en, m.better, m.description,
    count(f.id) as figures, count(distinct f.place_id) as provinces
from metrics m
left join figures_final f on f.metric_id = m.id and f.duplicate_of is null and f.replaced_by is null
group by m.id
having count(f.id) >= ?
order by m.group_id, m.sort_key, m.id
"""

_CODES = """
select c.system, s.name_vi as system_vi, s.name_en as system_en, c.version, c.code, c.match, c.metric_id, m.name_vi,
    m.name_en, i.name as component, i.maximum
from metric_codes c
join metrics m on m.id = c.metric_id
join code_systems s on s.id = c.system
left join index_components i on i.index_id = c.system and i.version = c.version and i.code = c.code
order by c.system, c.version, length(c.code), c.code, c.metric_id
"""


def compare_metric(db: sqlite3.Connection, metric: str, derived: bool = False) -> list[dict[str, Any]]:
    """The latest figure of each province in a metric, ranked where it can be ranked; ``not_ranked`` says why not.

    Behind them stands what only follows from two figures of a document, of provinces that do not state it: such a row
    has no ``figure_id``, but the ids of those that it is ``computed_from``, and the ``lowest`` and ``highest`` that it
    can be.
    It is ranked where ``derived``. Raises SolieuError with the closest id where there is no such metric.
    """
    _known(db, metric)
    rows = [dict(row) for row in db.execute(_PROFILE, (metric,))]
    computed = computed_rows(db, metric, rows)
    return with_ranks([*rows, *computed]) if derived else [*rows, *computed]


def compare_owners(db: sqlite3.Connection, metric: str, owner: str) -> list[dict[str, Any]]:
    """The latest figure of each organisation in a metric, ranked where it can be ranked: of all where ``owner`` is
    ``all``, else of those whose name holds its words in any spelling, their rank among all.

    Raises SolieuError with the closest id where there is no such metric.
    """
    _known(db, metric)
    rows = [dict(row) for row in db.execute(_OWNERS, (metric,))]
    asked = "" if owner == ALL_OWNERS else bare_words(_table_name(owner))
    return [row for row in rows if f" {asked} " in f" {bare_words(row['owner'])} " or not asked]


def _table_name(owner: str) -> str:
    """``Sở TT&TT`` as the figures have it."""
    named = organisations_in(owner)
    return named[0].name if len(named) == 1 else owner


def _known(db: sqlite3.Connection, metric: str) -> None:
    if not db.execute("select 1 from metrics where id = ?", (metric,)).fetchone():
        known = [row[0] for row in db.execute("select id from metrics")]
        close = difflib.get_close_matches(metric, known, n=3, cutoff=0.5)
        remedy = f"Perhaps {' or '.join(close)} is meant" if close else "solieu metrics lists them"
        raise SolieuError(metric, "there is no such metric", remedy)


def list_codes(db: sqlite3.Connection) -> list[dict[str, Any]]:
    """What official systems call the metrics, a row a code; ``component`` and ``maximum`` are those of a criterion of
    an index, null where the system is none or was not seen in full."""
    return [dict(row) for row in db.execute(_CODES)]


def list_metrics(db: sqlite3.Connection, everything: bool) -> list[dict[str, Any]]:
    """The metrics with how many figures and provinces they have; those without any only where ``everything``."""
    return [dict(row) for row in db.execute(_METRICS, (0 if everything else 1,))]
