"""Writing what was decided: into the log first, then the base; and taking back a batch or an event."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from extract.document import SolieuError
from kb.check.run import check_base
from kb.lock import writing
from kb.review.adopt import adopting
from kb.review.apply import events_of, judge
from kb.review.file import ReviewFile
from kb.review.hand_outs import take_back
from kb.review.log import OF_DOCUMENTS, Event, append, cut_back, in_order, next_time, read_log
from kb.review.overlay import Replayed, replay, up_to_date
from kb.review.snapshot import shown_documents
from kb.review.undo import Taken, chosen, taking_back
from kb.review.verdict import REFUSED, Verdict, any_refused, applied
from kb.review.versions import describe, descriptions
from kb.review.whole import reviewing
from kb.store import corrections_files, open_base, read_base, state
from kb.versions import checks_version


@dataclass(frozen=True, slots=True)
class Applied:
    """What an apply did: a verdict for each row, how many rows were ``written``, what a person must be told of the logs
    and of what is laid over the figures now, and the name of the hand-in where something was written."""

    verdicts: list[Verdict]
    written: int
    warnings: tuple[str, ...] = ()
    hand_in: str = ""


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back, or said of a document: the new events, and what a person must be told as in
    :class:`Applied`."""

    events: tuple[Event, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AdoptedNow:
    """What was put down, how many decisions are in which state now, and what a person must be told."""

    events: tuple[Event, ...]
    states: dict[str, int]
    warnings: tuple[str, ...]


def apply(
    base: Path,
    file: ReviewFile,
    write: bool,
    partial: bool,
    reviewer: str,
    confirmed: bool = False,
    otherwise: str = "",
) -> Applied:
    """Judge a file and, where ``write``, put down what it asks for: all of it or nothing, or what can be ``partial``;
    ``confirmed`` is a second yes to all its rows. ``reviewer`` decided where a row names nobody, and ``otherwise``
    where it was not even handed out to anybody.

    Raises SolieuError where there is no base, it is not up to date (``write`` brings it up to date itself), another
    process writes, the log is gone or cannot be written.
    """
    if not write:
        with closing(read_base(base)) as db:
            if not up_to_date(db):
                raise SolieuError(str(base), "it does not know the corrections as they are now", "Run solieu build")
            return Applied(judge(db, file, reviewer, next_time(_events(db)), confirmed, otherwise), 0)
    with _opened(base) as (db, told):
        verdicts = judge(db, file, reviewer, next_time(_events(db)), confirmed, otherwise)
        ready = [verdict for verdict in verdicts if verdict.outcome == "ready"]
        if not ready or (any_refused(verdicts) and not partial):
            _note_back(db, file, verdicts)
            return Applied(verdicts, 0, told)
        events = events_of(verdicts)
        replayed = _put_down(db, events)
        done = [applied(verdict) if verdict.outcome == "ready" else verdict for verdict in verdicts]
        _note_back(db, file, done)
        return Applied(done, len(ready), _once(told, replayed), events[0].hand_in)


def _note_back(db: sqlite3.Connection, file: ReviewFile, verdicts: Sequence[Verdict]) -> None:
    """Note that the hand-outs of a file's batches came back, where nothing of it waits for its person."""
    if not any(one.outcome == "ready" or one.outcome in REFUSED for one in verdicts):
        take_back(corrections_files(db, existing=False), (row["batch"] for row in file.rows if row["batch"]))


def undo(base: Path, taken: Taken, reviewer: str, reason: str) -> Undone:
    """Take back what was handed in, or a part of it, by new events. What took back can be taken back as well.

    Raises SolieuError where nothing like that was decided, or it is taken back already, and as :func:`apply` does.
    """
    with _opened(base) as (db, told):
        events = _events(db)
        back = taking_back(chosen(events, taken), next_time(events), reviewer, reason)
        return Undone(back, _once(told, _put_down(db, back)))


def adopt(base: Path, old: str, new: str, reviewer: str, reason: str) -> AdoptedNow:
    """Put down that the document ``old`` is ``new`` by now, both named by id or file.

    Raises SolieuError where one of them is not known, or it is said already, and as :func:`apply` does.
    """
    with _opened(base) as (db, told):
        events = _events(db)
        seen = shown_documents(corrections_files(db, existing=False))
        made = adopting(db, events, seen, (old, new), reviewer, reason, next_time(events))
        replayed = _put_down(db, made)
        here = dict(
            db.execute(
                "select state, count(*) from corrections"
                " where carried = 0 and field not in ('adopted', 'whole') group by 1"
            )
        )
        return AdoptedNow(tuple(made), here, _once(told, replayed))


def review_document(base: Path, document: str, counted: int | None, reviewer: str, reason: str) -> Undone:
    """Put down that a document, named by id or file, is reviewed as a whole; ``counted`` is how many figures it has.

    Raises SolieuError as :func:`kb.review.whole.reviewing` and :func:`apply` do.
    """
    with _opened(base) as (db, told):
        made = reviewing(db, document, counted, reviewer, reason, next_time(_events(db)))
        return Undone((made,), _once(told, _put_down(db, [made])))


def log_of(logs: Sequence[Path], document: Path) -> Path:
    """The log that a document's corrections belong to: the nearest of those above it that are there, else the nearest
    of those that could be; the first of all where none is above it."""
    above = [log for log in logs if log.parent in document.parents]
    above.sort(key=lambda log: (not log.is_file(), -len(log.parent.parts)))
    return (above or list(logs))[0]


def _events(db: sqlite3.Connection) -> tuple[Event, ...]:
    return in_order(read_log(path) for path in corrections_files(db))


@contextmanager
def _opened(base: Path) -> Iterator[tuple[sqlite3.Connection, tuple[str, ...]]]:
    """The base, held with its logs against other writers and up to date, and what a person must be told of the logs."""
    base = base.absolute()
    with closing(read_base(base)) as db:
        if not corrections_files(db, existing=False):
            raise SolieuError(str(base), "no build of it has come to its end", "Run solieu build first")
    with contextlib.ExitStack() as held:
        held.enter_context(writing(base))
        db = held.enter_context(closing(open_base(base)))
        _refuse_a_log_that_is_gone(db, base.parent)
        logs = sorted(corrections_files(db, existing=False))
        for log in logs:
            if log.parent.is_dir():
                held.enter_context(writing(log))
        # A torn line is told now: what is written next sets it aside.
        told = tuple(warning for log in logs for warning in read_log(log).warnings)
        if not up_to_date(db):
            told = _once(told, _lay_over(db))
        yield db, told


def _refuse_a_log_that_is_gone(db: sqlite3.Connection, folder: Path) -> None:
    """To go on without a log that this base has seen would take all of its corrections away, in silence."""
    for name in json.loads(state(db, "corrections") or "{}"):
        if not (folder / name).is_file():
            problem = "the log of corrections is gone, and with it what people decided"
            remedy = "Put the file back; solieu build goes on without it"
            raise SolieuError(str(folder / name), problem, remedy)


def _once(told: tuple[str, ...], replayed: Replayed) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*told, *replayed.warnings)))


def _put_down(db: sqlite3.Connection, events: Sequence[Event]) -> Replayed:
    """The logs first: what is in a log and not in the base is found by the next build, the other way round is lost.

    Raises SolieuError where a log cannot be written: then none is.
    """
    base = Path(db.execute("pragma database_list").fetchone()[2])
    logs = corrections_files(db, existing=False)
    back = any(event.reverses for event in events)
    home = {event.event: log for log in logs for event in read_log(log).events} if back else {}
    documents = {row[0]: row[1] for row in db.execute("select id, path from documents")}
    events = _described(db, events, in_order(map(read_log, logs)))
    by_log: dict[Path, list[Event]] = {}
    for event in events:
        path = documents.get(event.document_id) or documents.get(event.seen.get("document_id", ""))
        log = home.get(event.reverses) or (log_of(logs, base.parent / path) if path else logs[0])
        by_log.setdefault(log, []).append(event)
    with contextlib.ExitStack() as undo_all:
        for log, some in by_log.items():
            undo_all.callback(cut_back, log, append(log, some))
        undo_all.pop_all()
    return _lay_over(db)


def _described(db: sqlite3.Connection, events: Sequence[Event], before: Sequence[Event]) -> list[Event]:
    """The same events; the first about a document that the logs do not describe yet says what it is like."""
    known = set(descriptions(before))
    told: list[Event] = []
    for event in events:
        new = event.sha256 not in known and not event.reverses and event.field not in OF_DOCUMENTS
        known.add(event.sha256)
        told.append(replace(event, document=describe(db, event.document_id)) if new else event)
    return told


def _lay_over(db: sqlite3.Connection) -> Replayed:
    """Lay the logs over the figures and let the checks see what came of it, in the order of a build."""
    try:
        replayed = replay(db)
        if state(db, "checks") != checks_version():
            check_base(db)
    except sqlite3.OperationalError as error:
        base = db.execute("pragma database_list").fetchone()[2]
        problem = f"the corrections are in their log, and the base could not be brought up to date ({error})"
        raise SolieuError(base, problem, "Free some space and run solieu build: it lays them over") from error
    return replayed
