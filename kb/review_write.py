"""Writing what was decided: into the log first, then the base; and taking back a batch or an event."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from extract.document import SolieuError
from kb.checks import check_base
from kb.lock import writing
from kb.review import Replayed, replay, up_to_date
from kb.review_apply import events_of, judge
from kb.review_file import ReviewFile
from kb.review_log import Event, append, in_order, next_time, read_log
from kb.review_undo import chosen, taking_back
from kb.review_verdict import Verdict, any_refused, applied
from kb.store import corrections_files, is_of_this_schema, open_base, read_base, state
from kb.versions import checks_version


@dataclass(frozen=True, slots=True)
class Applied:
    """What an apply did: a verdict for each row, whether anything was ``written``, and what the replay found."""

    verdicts: list[Verdict]
    written: int
    replayed: Replayed | None


def apply(base: Path, file: ReviewFile, write: bool, partial: bool, reviewer: str) -> Applied:
    """Judge a file and, where ``write``, put down what it asks for: all of it or nothing, or what can be ``partial``.

    Raises SolieuError where there is no base, it is not up to date (``write`` brings it up to date itself), another
    process writes, or the log cannot be written.
    """
    if not write:
        with closing(read_base(base)) as db:
            if not up_to_date(db):
                raise SolieuError(str(base), "it does not know the corrections as they are now", "Run solieu build")
            return Applied(judge(db, file, reviewer, next_time(_events(db))), 0, None)
    with _opened(base) as db:
        verdicts = judge(db, file, reviewer, next_time(_events(db)))
        ready = [verdict for verdict in verdicts if verdict.outcome == "ready"]
        if not ready or (any_refused(verdicts) and not partial):
            return Applied(verdicts, 0, None)
        replayed = _put_down(db, events_of(verdicts))
        done = [applied(verdict) if verdict.outcome == "ready" else verdict for verdict in verdicts]
        return Applied(done, len(ready), replayed)


def undo(base: Path, what: str, reviewer: str, reason: str) -> tuple[Event, ...]:
    """Take back a batch or an event by new events, which are given back. What took back can be taken back as well.

    Raises SolieuError where there is no such batch or event, or it is taken back already.
    """
    with _opened(base) as db:
        events = _events(db)
        back = taking_back(chosen(events, what), next_time(events), reviewer, reason)
        _put_down(db, back)
        return back


def log_of(logs: Sequence[Path], document: Path) -> Path:
    """The log that a document's corrections belong to: the nearest of those above it that are there, else the nearest
    of those that could be; the first of all where none is above it."""
    above = [log for log in logs if log.parent in document.parents]
    above.sort(key=lambda log: (not log.is_file(), -len(log.parent.parts)))
    return (above or list(logs))[0]


def _events(db: sqlite3.Connection) -> tuple[Event, ...]:
    return in_order(read_log(path) for path in corrections_files(db))


@contextmanager
def _opened(base: Path) -> Iterator[sqlite3.Connection]:
    """The base and its logs, held against other writers, and up to date; what was written in the block the checks see
    behind it, as they do in a build."""
    base = base.absolute()
    with closing(read_base(base)) as db:
        if not is_of_this_schema(db) or not corrections_files(db, existing=False):
            # To open it for writing would empty it, and no figure would be found.
            raise SolieuError(str(base), "it was made by an earlier version of Solieu", "Run solieu build first")
    with contextlib.ExitStack() as held:
        held.enter_context(writing(base))
        db = held.enter_context(closing(open_base(base)))
        for log in sorted(corrections_files(db, existing=False)):
            if log.parent.is_dir():
                held.enter_context(writing(log))
        if not up_to_date(db):
            replay(db)
        yield db
        if state(db, "checks") != checks_version():
            check_base(db)


def _put_down(db: sqlite3.Connection, events: Sequence[Event]) -> Replayed:
    """The logs first: what is in a log and not in the base is found by the next build, the other way round is lost."""
    base = Path(db.execute("pragma database_list").fetchone()[2]).parent
    logs = corrections_files(db, existing=False)
    home = {event.event: log for log in logs for event in read_log(log).events}
    documents = {row[0]: row[1] for row in db.execute("select id, path from documents")}
    by_log: dict[Path, list[Event]] = {}
    for event in events:
        path = documents.get(event.document_id)
        log = home.get(event.reverses) or (log_of(logs, base / path) if path else logs[0])
        by_log.setdefault(log, []).append(event)
    for log, some in by_log.items():
        append(log, some)
    return replay(db)
