"""The order of the checks: what a base can find wrong with itself, before a person looks.

A document's own checks see nothing but that document, so they run again only where it changed; those between documents
see all of them. Run on any base, in any order of builds, the findings are the same.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Sequence

from kb.check import bounds, changes, columns, counts, jumps, parts, ranks, same, shares, shifted, targets, totals
from kb.check.finding import Finding
from kb.check.metrics import Metrics, load_metrics
from kb.check.report import Report, all_of_provinces, load_report, of_another_time
from kb.check.texts import load_texts
from kb.store import set_state, transaction
from kb.versions import checks_version

RULES = load_texts().rules
"""Every check with what it finds, in Vietnamese: first those of one document, in the order of work."""
_COLUMNS = (
    *("id", "rule", "document_id", "figure_ids", "expected", "found", "message", "message_en"),
    *("fault", "fault_figure_id", "proposal"),
)


def check_base(db: sqlite3.Connection) -> None:
    """Bring ``findings_checks`` up to what the base holds now. A document whose checks saw the same is not read."""
    version = checks_version()
    prints = _fingerprints(db, version)
    stale = [row for row in prints if row[2] != row[3]]
    metrics = load_metrics(db)
    with transaction(db):
        for document, filename, _, now, copy in stale:
            found = [] if copy else check_report(load_report(db, document, filename), metrics)
            db.execute("delete from findings_checks where document_id = ?", (document,))
            _write(db, found)
            db.execute("update documents set checked = ? where id = ?", (now, document))
        db.execute("delete from findings_checks where document_id is null")
        _write(db, _between(db, metrics))
        set_state(db, "checks", version)


def check_report(report: Report, metrics: Metrics) -> list[Finding]:
    """What a document says against itself."""
    # 1. Arithmetic that the document itself prints: nothing has to be known about what is measured.
    found = parts.find(report)
    found += shares.find(report, metrics)
    found += targets.find(report)
    found += changes.find(report)
    found += totals.find(report)
    # A number that the checks above doubt breaks the rule of its column, too: that is said once.
    told = {figure for one in found for figure in one.figures}
    found += [one for one in columns.find(report) if not told & set(one.figures)]
    # 2. What the catalogue and the provinces say can be.
    found += ranks.find(report, metrics)
    found += bounds.find(report, metrics)
    # 3. Two words on one thing, and rows that were announced.
    found += same.find(report)
    found += counts.find(report)
    # 4. Many contradictions with one cause are one finding.
    return _once(shifted.gather(report, found))


def findings_by_figure(db: sqlite3.Connection) -> dict[str, list[str]]:
    """The Vietnamese messages of each figure that a check flags, by the id of the figure."""
    query = """
    select c.figure_id, k.message from findings_figures c join findings_checks k on k.id = c.finding_id
    order by c.figure_id, k.rule, k.id
    """
    messages: dict[str, list[str]] = {}
    for figure, message in db.execute(query):
        messages.setdefault(figure, []).append(message)
    return messages


def _between(db: sqlite3.Connection, metrics: Metrics) -> list[Finding]:
    # What a document itself contradicts says nothing against another.
    query = """
    select c.figure_id from findings_figures c join findings_checks k on k.id = c.finding_id
    where k.rule in ('same_document', 'shifted')
    """
    doubted = {row[0] for row in db.execute(query)}
    # ``tăng 8 bậc so với năm 2021 (xếp thứ 17)``: the 17 is of another year than its sentence.
    doubted |= of_another_time(db)
    figures = [said for said in all_of_provinces(db) if said.id not in doubted]
    found = [*same.find_between(figures), *ranks.find_shared(figures, metrics), *jumps.find(figures)]
    return _once(one for one in found)


def _once(found: Iterable[Finding]) -> list[Finding]:
    """Each finding once; of several that tie the same three figures or more together, the first says it all."""
    kept: dict[object, Finding] = {}
    for one in found:
        kept.setdefault(frozenset(one.figures) if len(one.figures) > 2 else one.id, one)
    return list({one.id: one for one in kept.values()}.values())


def _fingerprints(db: sqlite3.Connection, version: str) -> list[tuple[str, str, str | None, str, str | None]]:
    """Of each document its id, name, what its checks saw, what they would see now, and whose copy it is."""
    # The metrics' names, units and limits come from the rules of this build, not of the one that read the document.
    metrics = hash_of(
        db.execute(
            "select id, name_vi, name_en, unit, kind, better, low, high, share, ranked_among from metrics order by id"
        )
    )
    corrected: dict[str, list[Sequence[object]]] = {}
    query = (
        "select f.document_id, o.* from figures_overruled o cross join figures f on f.id = o.figure_id order by f.id"
    )
    for row in db.execute(query):
        corrected.setdefault(row[0], []).append(tuple(row))
    columns = "id, filename, checked, duplicate_of, place_id, period, issued_on"
    rows = []
    for document, filename, before, copy, *head in db.execute(f"select {columns} from documents order by id"):
        seen = json.dumps([version, metrics, copy, head, corrected.get(document, [])], default=str)
        rows.append((document, filename, before, hashlib.sha256(seen.encode()).hexdigest()[:16], copy))
    return rows


def hash_of(rows: Iterable[Sequence[object]]) -> str:
    """A hash of rows, in their order."""
    return hashlib.sha256(repr([tuple(row) for row in rows]).encode()).hexdigest()[:16]


def _write(db: sqlite3.Connection, found: Iterable[Finding]) -> None:
    marks = ", ".join("?" * len(_COLUMNS))
    for one in found:
        values = (
            *(one.id, one.rule, one.document, json.dumps(one.figures), one.expected, one.found),
            *(one.message, one.message_en, one.fault, one.fault_figure, one.proposal),
        )
        db.execute(f"insert into findings_checks({', '.join(_COLUMNS)}) values ({marks})", values)
        db.executemany(
            "insert into findings_figures(figure_id, finding_id) values (?, ?)",
            [(figure, one.id) for figure in one.figures],
        )
