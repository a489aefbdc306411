"""Which figures a person should look at, and in which order: those first where half an hour removes the most errors.

The chance of being wrong first, use second: what the figure's confidence leaves open, more with each failed check, in
steps of STEP; within a step those that most comparisons show. Before all others stand those about which somebody
decided something that no longer fits. Where examples are asked for, figures of one pattern are one decision, worth all
of their errors together.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extract.document import SolieuError
from kb.check.run import findings_by_figure
from kb.identity import is_document
from kb.labels import FLAGS
from kb.review.state import rows_of
from rules.language.fold import bare_letters
from rules.language.provinces import load_places

STEP = 0.05
"""Chances that differ by less are alike: what is used more comes first there."""
_RIGHT_WITH_CHECK = 0.81
"""What a failed check leaves of a figure's chance: of the figures that checks had named on real documents a fifth more
were wrong than their confidence said."""
_SHOWN_BY = (
    "select figure_id from kept_profile",
    "select figure_id from kept_targets",
    "select result_figure_id from kept_targets where result_figure_id is not null",
)
_UNSETTLED = """
c.figure_id = f.id and c.state in ('stale', 'conflict') and not exists (
    select 1 from corrections l
    where l.figure_id = c.figure_id and l.at > c.at and l.state in ('active', 'confirmed', 'stale')
        and (l.field = c.field or (l.field = 'decision' and l.new in ('ok', 'drop')))
)
"""
"""A decision that no longer fits, and that nobody has decided anew."""
_NOT_AS_A_WHOLE = "not exists (select 1 from documents_reviewed w where w.document_id = d.id and w.holds = 1)"
_CANDIDATES = f"""
select f.id, f.confidence, f.in_doubt, f.flags, d.filename, d.id, f.seq,
    (select group_concat(c.state, ' ') from corrections c where {_UNSETTLED}), f.pattern
from {{table}} f
join documents d on d.id = f.document_id
left join figures_overruled o on o.figure_id = f.id
where {{where}}
"""
_DETAILS = """
select f.id, f.page, d.filename, d.place as document_place, p.name as province, n.text as footnote_text, f.quote
from {table} f
join documents d on d.id = f.document_id
left join places p on p.id = coalesce(f.place_id, d.place_id)
left join footnotes n on n.document_id = f.document_id and n.label = f.footnote
"""
_ADDED = """(
    select *, 1.0 as confidence, '[]' as in_doubt, '[]' as flags, '' as pattern
    from figures_added where found_as is null
)"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which figures an export is asked for. ``everything``: those, too, that somebody reviewed, struck out or added.
    ``ids``: these and no others; ``without``: not these, because somebody has them. ``compared``: only what comparisons
    show. ``examples``: figures of one pattern stand together, the first for all, and ``limit`` counts them as one.
    ``pattern``: only what was read in this one."""

    document: str | None = None
    province: str | None = None
    metric: str | None = None
    flag: str | None = None
    limit: int | None = None
    everything: bool = False
    ids: tuple[str, ...] = ()
    without: frozenset[str] = frozenset()
    compared: bool = False
    examples: bool = False
    pattern: str | None = None


@dataclass(frozen=True, slots=True)
class Queued:
    """A figure of the queue with what the export tells of it beside its fields."""

    figure_id: str
    confidence: float
    in_doubt: tuple[tuple[str, float], ...]
    flags: tuple[str, ...]
    states: frozenset[str]
    findings: tuple[str, ...]
    uses: int
    filename: str
    province: str
    page: str
    footnote: str
    quote: str
    pattern: str = ""


def queue(db: sqlite3.Connection, wanted: Wanted) -> list[Queued]:
    """The figures that are asked for, those first that need a look most.

    Raises SolieuError on a document, province, metric or flag that the base does not have.
    """
    where, values = _where(db, wanted)
    findings, uses = findings_by_figure(db), _uses(db)
    found: list[tuple[Any, ...]] = [tuple(row) for row in db.execute(_query("figures", where), values)]
    if wanted.everything:
        found += [tuple(row) for row in db.execute(_query(_ADDED, where), values)]
    if wanted.ids:
        ids = set(wanted.ids)
        found = [row for row in found if row[0] in ids]
    if wanted.without:
        found = [row for row in found if row[0] not in wanted.without]
    if wanted.compared:
        found = [row for row in found if uses[row[0]]]
    ranked = sorted(found, key=lambda row: _rank(row, findings.get(row[0], ()), uses[row[0]]))
    ranked = _by_groups(ranked, findings, wanted.limit) if wanted.examples else ranked[: wanted.limit]
    details = {row[0]: row for row in rows_of(db, _DETAILS.format(table="figures"), "f.id", [row[0] for row in ranked])}
    if wanted.everything:
        added = _DETAILS.format(table="figures_added")
        details |= {row[0]: row for row in rows_of(db, added, "f.id", [row[0] for row in ranked])}
    return [_queued(row, details[row[0]], findings.get(row[0], ()), uses[row[0]]) for row in ranked]


def alike(db: sqlite3.Connection, patterns: Iterable[str]) -> Counter[str]:
    """How many figures of each of these patterns wait."""
    where, _ = _where(db, Wanted())
    waiting = (
        "select f.pattern from figures f join documents d on d.id = f.document_id"
        f" left join figures_overruled o on o.figure_id = f.id where {where}"
    )
    query = f"select w.pattern, count(*) from ({waiting}) w"
    return Counter(dict(rows_of(db, query, "w.pattern", (one for one in patterns if one), " group by 1")))


def expected_error(confidence: float, checks: int) -> float:
    """How likely a figure is wrong, from 0 to 1: what its confidence leaves open, and each failed check."""
    return 1 - confidence * _RIGHT_WITH_CHECK**checks


def _by_groups(
    ranked: Sequence[tuple[Any, ...]], findings: Mapping[str, Sequence[str]], limit: int | None
) -> list[tuple[Any, ...]]:
    """The rows group by group, those groups first of which one decision may remove the most errors, in steps of STEP;
    at most ``limit`` groups."""
    groups: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for row in ranked:
        groups[row[-1] or row[0]].append(row)

    def order(some: Sequence[tuple[Any, ...]]) -> tuple[bool, int]:
        wrong = sum(expected_error(row[1], len(findings.get(row[0], ()))) for row in some)
        return (not _is_unsettled(some[0]), -int(wrong / STEP))

    # Groups that are worth the same stay in the order of their firsts.
    return [row for some in sorted(groups.values(), key=order)[:limit] for row in some]


def _is_unsettled(row: tuple[Any, ...]) -> bool:
    return bool({"conflict", "stale"} & set((row[7] or "").split()))


def _rank(row: tuple[Any, ...], findings: tuple[str, ...] | list[str], uses: int) -> tuple[Any, ...]:
    figure, confidence, _, _, filename, document, seq, _, _ = row
    wrong = int(expected_error(confidence, len(findings)) / STEP)
    # Reading order behind it: a person stays in one document as long as it can be.
    return (not _is_unsettled(row), -wrong, -uses, filename, document, seq, figure)


def _queued(row: tuple[Any, ...], detail: tuple[Any, ...], findings: Any, uses: int) -> Queued:
    figure, confidence, in_doubt, flags, filename, _, _, states, pattern = row
    _, page, _, document_place, province, footnote, quote = detail
    return Queued(
        figure, confidence, tuple((name, chance) for name, chance in json.loads(in_doubt)), tuple(json.loads(flags)),
        frozenset((states or "").split()), tuple(findings), uses,
        filename, province or document_place or "", str(page or ""), footnote or "", quote, pattern,
    )  # fmt: skip


def _uses(db: sqlite3.Connection) -> Counter[str]:
    """How many comparisons show each figure."""
    uses: Counter[str] = Counter()
    for query in _SHOWN_BY:
        uses.update(row[0] for row in db.execute(query))
    return uses


def _query(table: str, where: str) -> str:
    return _CANDIDATES.format(table=table, where=where)


def _where(db: sqlite3.Connection, wanted: Wanted) -> tuple[str, list[object]]:
    conditions = ["d.status = 'ok'"]
    values: list[object] = []
    if not wanted.everything:
        # Copies say the same as their originals, older versions what no comparison shows any more; and what a person
        # has seen, by itself or with its whole document, need not be seen twice.
        conditions.append("d.duplicate_of is null and d.replaced_by is null")
        conditions.append(
            f"((o.figure_id is null and {_NOT_AS_A_WHOLE}) or exists (select 1 from corrections c where {_UNSETTLED}))"
        )
    if wanted.pattern is not None:
        conditions.append("f.pattern = ?")
        values.append(wanted.pattern)
    for text, find in (
        (wanted.document, _documents),
        (wanted.province, _provinces),
        (wanted.metric, _metric),
        (wanted.flag, _flag),
    ):
        if text is not None:
            condition, more = find(db, text)
            conditions.append(condition)
            values += more
    return " and ".join(conditions), values


def _documents(db: sqlite3.Connection, text: str) -> tuple[str, list[object]]:
    found = [row[0] for row in db.execute("select id, filename from documents") if is_document(text, *row)]
    if not found:
        raise SolieuError(text, "there is no such document", "Give an id or a part of its file's name")
    return f"f.document_id in ({', '.join('?' * len(found))})", list(found)


def _provinces(db: sqlite3.Connection, text: str) -> tuple[str, list[object]]:
    """Figures of the province; in its own reports also those of the provinces that were merged into it."""
    found = provinces_called(text)
    former = [place.id for place in load_places() if place.merged_into in found and place.id not in found]
    marks, others = (", ".join("?" * len(ids)) for ids in (found, former))
    of_former = f"(d.place_id in ({marks}) and f.place_id in ({others}))"
    condition = f"(coalesce(f.place_id, d.place_id) in ({marks}) or {of_former})"
    return condition, [*found, *found, *former]


def provinces_called(text: str) -> list[str]:
    """The ids of the provinces of this name, of before and since the merger. SolieuError where there is none."""
    spellings = {place.id: {bare_letters(name) for name in (place.id, *place.spellings)} for place in load_places()}
    found = [place for place, names in spellings.items() if bare_letters(text) in names]
    if not found:
        raise SolieuError(text, "there is no such province", "Give its name, as Quảng Nam")
    return found


def _metric(db: sqlite3.Connection, text: str) -> tuple[str, list[object]]:
    if not db.execute("select 1 from metrics where id = ?", (text,)).fetchone():
        raise SolieuError(text, "there is no such metric", "solieu metrics --all lists them")
    laid = "iif(instr(coalesce(o.fields, ''), ' metric_id '), o.metric_id, f.metric_id)"
    return f"{laid} = ?", [text]


def _flag(db: sqlite3.Connection, text: str) -> tuple[str, list[object]]:
    known = {row[0] for row in db.execute("select distinct j.value from figures f, json_each(f.flags) j")}
    if text not in known | FLAGS.keys():
        raise SolieuError(text, "there is no such flag", f"The flags are {', '.join(sorted(known | FLAGS.keys()))}")
    return "exists (select 1 from json_each(f.flags) where value = ?)", [text]
