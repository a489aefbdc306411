"""The overlay: what people decided, found again in the base as it is now, and the state of each decision.

Called by each build and each apply. ``corrections`` is made from the logs alone, so a base that was deleted and built
again says the same. States: ``active`` (the machine reads what it read then), ``confirmed`` (it now reads what the
person said; of an added figure: it reads it by now), ``stale`` (it reads a third thing in the same file: the person's
word stands), ``conflict`` (a third thing in another version of the document, a verdict on a number that is printed
otherwise by now, or nothing that could be laid over it: nobody's word is taken, a person must look), ``orphan`` (the
figure is not found), ``reversed`` (taken back).
"""

from __future__ import annotations

import itertools
import json
import os
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from kb.latest import is_behind, refresh
from kb.review.added import lay_added
from kb.review.adopt import Lost, propose
from kb.review.find import Finder
from kb.review.log import ADDED, OF_DOCUMENTS, WHOLE, Event, Log, in_order, read_log, reversed_events
from kb.review.pointing import Wholes
from kb.review.state import IN_FORCE, Standing, rows_of, same, same_reading, standings
from kb.review.versions import descriptions, settle
from kb.review.whole import lay_whole
from kb.store import corrections_files, set_state, state, transaction


class _Row(NamedTuple):
    """A row of ``corrections``."""

    event: str
    batch: str
    hand_in: str
    figure_id: str
    document_id: str
    field: str
    old: str
    new: str
    reason: str
    reviewer: str
    at: str
    state: str
    quote: str
    number: str
    carried: int


_COLUMNS = _Row._fields


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a replay found: how many corrections are in which state, and what a person must be told, loudest first."""

    states: dict[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def replay(db: sqlite3.Connection) -> Replayed:
    """Make ``corrections`` of the logs of all folders of this base, in one transaction. Readers see before or after.

    Then what comparisons keep is made anew for all metrics of which something changed, by a person or a build.
    """
    logs = [read_log(path) for path in corrections_files(db)]
    events = in_order(logs)
    with transaction(db):
        # The triggers lay each row over its figure, so what does not change is left alone.
        settle(db, events)
        lay_added(db, events, reversed_events(events))
        rows = _judge(db, events)
        known_rows = map(_Row._make, db.execute(f"select {', '.join(_COLUMNS)} from corrections"))
        before = {(row.event, row.figure_id): row for row in known_rows}
        after = {(row.event, row.figure_id): row for row, _ in rows}
        gone = [key for key, row in before.items() if after.get(key) != row]
        db.executemany("delete from corrections where event = ? and figure_id = ?", gone)
        new = [row for key, row in after.items() if before.get(key) != row]
        marks = ", ".join("?" * len(_COLUMNS))
        db.executemany(f"insert into corrections({', '.join(_COLUMNS)}) values ({marks})", new)
        _outdate_checks(db, [before[key] for key in gone] + new)
        known = {event for event, _ in after}
        gone_documents = _proposals(db, events, rows)
        others = lay_whole(db, events)
        warnings = (*_lost({event for event, _ in before} - known), *gone_documents, *_warnings(logs, rows), *others)
        set_state(db, "corrections", _hashes(db, logs))
        set_state(db, "corrections_warnings", json.dumps(warnings, ensure_ascii=False))
    refresh(db)
    return Replayed(dict(Counter(row.state for row, _ in rows if not row.carried)), warnings)


def _lost(events: Iterable[str]) -> list[str]:
    """What to tell where this base knew decisions that stand in no log any more: a log is only ever added to, so an
    older one was put in its place, or lines were taken out."""
    gone = sorted(events)
    if not gone:
        return []
    named = ", ".join(gone[:3]) + (" …" if len(gone) > 3 else "")
    problem = f"decisions that this base knew and that no log holds any more: {len(gone)} ({named})"
    return [f"corrections.jsonl: {problem}. Put the file back as it was and build again."]


def _proposals(db: sqlite3.Connection, events: Sequence[Event], rows: Iterable[tuple[_Row, Event]]) -> list[str]:
    """What to tell of documents that are gone with all that people decided of them, and which one each may be now."""
    here = {row[0] for row in db.execute("select sha256 from documents union select sha256 from document_names")}
    gone: dict[str, list[Event]] = {}
    for row, event in rows:
        if row.state == "orphan" and event.sha256 not in here:
            gone.setdefault(event.sha256, []).append(event)
    told = descriptions(events) if gone else {}
    warnings = []
    for sha256, some in gone.items():
        name = some[0].filename
        spoken = frozenset((event.anchor, event.number) for event in some)
        new = propose(db, Lost(told.get(sha256), spoken))
        if new is not None:
            problem = f"decisions on a document that is there no longer: {len(some)}"
            remedy = f'If {new} is its new version: solieu review adopt "{name}" "{new}"'
            warnings.append(f"{name}: {problem}. {remedy}.")
    return warnings


def _outdate_checks(db: sqlite3.Connection, changed: Sequence[_Row]) -> None:
    """Note that the checks have not seen these rows. Whoever runs them takes the note away; if they never come to run,
    the next build does."""
    if not changed:
        return
    set_state(db, "checks", "")
    # A document's checks know by its own figures whether they must run again; a figure that a person added is none.
    added = {row.document_id for row in changed if row.figure_id.startswith("H-")}
    db.executemany("update documents set checked = null where id = ?", [(one,) for one in sorted(added)])


def up_to_date(db: sqlite3.Connection) -> bool:
    """Whether the base has seen the logs as they are now, and comparisons keep what came of it."""
    logs = [read_log(path) for path in corrections_files(db)]
    return not is_behind(db) and bool(json.loads(state(db, "corrections") or "{}") == json.loads(_hashes(db, logs)))


def _judge(db: sqlite3.Connection, events: Sequence[Event]) -> list[tuple[_Row, Event]]:
    """A row for each event that is no taking back, with the state that it has against the machine's word now, and one
    for each newer version of its document in which it holds as well."""
    undone = reversed_events(events)
    parts = [event for event in events if event.field == "part_of"]
    finder = Finder(db, itertools.chain((one.figure_id for one in events), (one.new for one in parts)))
    found = {
        event.event: finder.find(event) for event in events if not event.reverses and event.field not in OF_DOCUMENTS
    }
    here = {figure for figure in found.values() if figure}
    homes: dict[str, str] = dict(rows_of(db, "select f.id, f.document_id from figures f", "f.id", here))
    carried: dict[str, list[str]] = {}
    for event in events:
        figure_id = found.get(event.event)
        if figure_id in homes and event.event not in undone:
            carried[event.event] = finder.carried(event, figure_id, homes[figure_id])
    figures = standings(db, itertools.chain(here, *carried.values()))
    wholes = Wholes(db, finder, parts)
    metrics = {row[0] for row in db.execute("select id from metrics")}
    rows: list[tuple[_Row, Event]] = []
    for event in events:
        if event.reverses:
            continue
        if event.field in OF_DOCUMENTS:
            home = next(iter(finder.documents(event)), "") if event.field == WHOLE else ""
            rows.append((_row(event, "", home, "reversed" if event.event in undone else "active"), event))
            continue
        figure = figures.get(found[event.event] or "")
        now = wholes.as_it_is_now(event, figure)
        word = "conflict" if now is None else _state(now, figure, bool(finder.documents(event)), metrics)
        where = (figure.figure_id, figure.document_id) if figure else (event.figure_id, event.document_id)
        rows.append((_row(now or event, *where, "reversed" if event.event in undone else word), event))
        for other in (figures[one] for one in carried.get(event.event, ())):
            there = wholes.as_it_is_now(event, other)
            word = "conflict" if there is None else _state(there, other, True, metrics)
            if there is not None and word in IN_FORCE:
                rows.append((_row(there, other.figure_id, other.document_id, word, carried=1), event))
    return rows


def _row(event: Event, figure: str, document: str, word: str, carried: int = 0) -> _Row:
    return _Row(
        *(event.event, event.batch, event.handed_in, figure, document, event.field, event.old, event.new),
        *(event.reason, event.reviewer, event.at, word, event.quote, event.number, carried),
    )


def _state(event: Event, figure: Standing | None, document_is_here: bool, metrics: set[str]) -> str:
    if figure is None:
        # Who struck a figure out, and sees that better rules do not find it any more, was right.
        return "confirmed" if event.field == "decision" and event.new == "drop" and document_is_here else "orphan"
    if event.field == ADDED:
        return "active" if figure.figure_id == event.figure_id else "confirmed"
    reprinted = figure.number != event.number
    if event.field == "decision":
        changed = any(not same_reading(name, word, figure.machine.get(name, "")) for name, word in event.seen.items())
        judged = (event.new == "ok" and changed) or (event.new in ("ok", "drop") and reprinted)
        return "conflict" if judged else "active"
    if event.field == "metric_id" and event.new and event.new not in metrics:
        return "conflict"
    machine = figure.machine.get(event.field, "")
    if same(event.field, machine, event.new):
        return "confirmed"
    if same_reading(event.field, event.machine, machine):
        return "active"
    return "stale" if figure.sha256 == event.sha256 and not reprinted else "conflict"


def _warnings(logs: Iterable[Log], rows: Sequence[tuple[_Row, Event]]) -> tuple[str, ...]:
    """Damage of the files, then the decisions that need a person, those left out that a later one has settled."""
    settled: dict[tuple[str, str], str] = {}
    for row, event in rows:
        if row.state in IN_FORCE:
            whole = event.field == "decision" and event.new in ("ok", "drop")
            fields = [event.field, "*"] if whole else [event.field]
            for name in fields:
                settled[row.figure_id, name] = max(settled.get((row.figure_id, name), ""), event.at)
    warnings = [warning for log in logs for warning in log.warnings]
    for word, problem in _PROBLEMS.items():
        for row, event in rows:
            later = max(settled.get((row.figure_id, event.field), ""), settled.get((row.figure_id, "*"), ""))
            if row.state == word and event.at > later:
                change = f"{event.field} = {event.new or '<trống>'}"
                warnings.append(f"{event.filename}: correction {event.event} ({event.number}, {change}): {problem}.")
    return tuple(warnings)


_PROBLEMS = {
    "orphan": "its figure is not found any more. Look for it in solieu review log, and correct the new figure",
    "conflict": "the figure changed since, nobody's word is taken. Export it again and decide",
}


def _hashes(db: sqlite3.Connection, logs: Iterable[Log]) -> str:
    """What ``build_state`` keeps of the logs, to see by it whether one of them changed."""
    folder = Path(db.execute("pragma database_list").fetchone()[2]).parent
    hashes = {_stored(log.path, folder): log.sha256 for log in logs}
    return json.dumps(dict(sorted(hashes.items())))


def _stored(path: Path, folder: Path) -> str:
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # another drive of Windows
        return path.as_posix()
