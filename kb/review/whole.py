"""A document that somebody has reviewed as a whole: all its figures looked at, none missing. It holds as long as its
figures say what they said then.

Whoever says so has decided on every figure that is in doubt before: nothing that comparisons leave out stays behind.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extract.document import SolieuError
from kb.identity import is_document
from kb.review.find import Finder
from kb.review.log import WHOLE, Event, event_id, reversed_events
from kb.review.state import JUDGED
from kb.review.versions import describe
from kb.versions import solieu_version

_FIGURES = (
    f"select id, number, {', '.join(name for name in JUDGED)} from figures_final where document_id = ? order by id"
)
_OPEN = "select number, id from figures_final where document_id = ? and doubt is not null order by seq"


@dataclass(frozen=True, slots=True)
class Print:
    """How many figures a document has as they hold now, and a hash of all that they say."""

    figures: int
    said: str


def print_of(db: sqlite3.Connection, document: str) -> Print:
    """What the figures of a document say now, the person's word over the machine's."""
    rows = [tuple(row) for row in db.execute(_FIGURES, (document,))]
    said = json.dumps(rows, ensure_ascii=False)
    return Print(len(rows), hashlib.sha256(said.encode()).hexdigest()[:16])


def reviewing(db: sqlite3.Connection, document: str, counted: int | None, reviewer: str, reason: str, at: str) -> Event:
    """The event that says that a document is reviewed as a whole; ``counted`` is how many figures its person counted.

    Raises SolieuError where it cannot be told which document is meant, where figures in doubt wait for a decision, and
    where another number of figures was counted.
    """
    rows = [
        tuple(row) for row in db.execute("select id, filename, identity, sha256 from documents where status = 'ok'")
    ]
    found = [row for row in rows if document in row[:2]] or [row for row in rows if is_document(document, *row[:2])]
    if len(found) != 1:
        named = ", ".join(f"{name} {one}" for one, name, *_ in found[:5])
        problem = f"{len(found)} documents are called like that" if found else "there is no such document"
        raise SolieuError(document, problem, f"Give the id of one: {named}" if found else "Give its id or file's name")
    ((one, name, identity, sha256),) = found
    left = [tuple(row) for row in db.execute(_OPEN, (one,))]
    if left:
        some = ", ".join(f"{number} ({figure})" for number, figure in left[:3])
        problem = f"còn {len(left)} số máy chưa chắc mà chưa ai quyết định: {some}"
        problem += f". {len(left)} figures in doubt wait for a decision"
        raise SolieuError(name, problem, f"solieu review export --document {one}, then apply and come back")
    now = print_of(db, one)
    if counted is not None and counted != now.figures:
        problem = (
            f"cơ sở dữ liệu có {now.figures} số, không phải {counted}. It has {now.figures} figures, not {counted}"
        )
        raise SolieuError(name, problem, "Add what is missing and strike out what is no figure, then say it again")
    batch = "W-" + event_id("", sha256, WHOLE, now.said, at)[2:14]
    return Event(
        event=event_id(batch, sha256, WHOLE, now.said, at),
        batch=batch,
        file_hash="",
        row=0,
        figure_id="",
        document_id=one,
        identity=identity,
        filename=name,
        sha256=sha256,
        anchor="",
        number="",
        occurrence=0,
        quote="",
        field=WHOLE,
        old="",
        machine="",
        new=str(now.figures),
        reason=reason,
        reviewer=reviewer,
        at=at,
        version=solieu_version(),
        seen={"said": now.said},
        document=describe(db, one),
    )


def lay_whole(db: sqlite3.Connection, events: Sequence[Event]) -> list[str]:
    """Make ``documents_reviewed`` of the events that stand, the latest of each document and person; gives what a person
    must be told: documents whose figures are others by now. Within the caller's transaction, behind all corrections."""
    undone = reversed_events(events)
    said = [one for one in events if one.field == WHOLE and not one.reverses and one.event not in undone]
    rows = list(_rows(db, said))
    if {tuple(row) for row in db.execute("select * from documents_reviewed")} != set(rows):
        db.execute("delete from documents_reviewed")
        db.executemany("insert into documents_reviewed values (?, ?, ?, ?, ?, ?)", rows)
    names = dict(db.execute("select id, filename from documents").fetchall()) if rows else {}
    return [
        f"{names[document]}: {reviewer} reviewed it as a whole ({at[:10]}), and its figures are others by now. "
        "Look at what changed and say it again: solieu review document."
        for document, reviewer, _, at, _, holds in rows
        if not holds
    ]


def _rows(db: sqlite3.Connection, said: Iterable[Event]) -> Iterable[tuple[str, str, str, str, int, int]]:
    some = list(said)
    finder = Finder(db, ())
    latest: dict[tuple[str, str], Event] = {}
    for event in some:
        for document in finder.documents(event)[:1]:
            latest[document, event.reviewer] = event
    for (document, reviewer), event in sorted(latest.items()):
        now = print_of(db, document)
        holds = int(now.said == event.seen.get("said"))
        yield document, reviewer, event.event, event.at, int(event.new) if event.new.isdigit() else 0, holds
