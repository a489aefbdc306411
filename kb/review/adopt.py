"""Saying that a document which is gone, or an older version, is another one by now; and proposing which one that is.

What is alike enough is found without a word (:mod:`kb.review.versions`). For the rest a person knows: what was decided
of the old document is then looked for in the new one, sentence by sentence, as always. The word is an event of the log
and can be taken back like any other.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extract.document import SolieuError
from kb.identity import is_document
from kb.review.log import ADOPTED, Event, event_id
from kb.review.same_report import HINTED, Described, described, resembles
from kb.review.versions import adoptions, describe
from kb.versions import solieu_version

_HALF = 0.5
"""Of the sentences that people spoke of, so many must stand in a document to propose it."""


class Known(NamedTuple):
    """What a document is known by."""

    document_id: str
    identity: str
    filename: str
    sha256: str


def adopting(
    db: sqlite3.Connection,
    events: Sequence[Event],
    seen: Iterable[tuple[str, str, str, str]],
    names: tuple[str, str],
    reviewer: str,
    reason: str,
    at: str,
) -> list[Event]:
    """The events that say that the first of two documents is the second by now, one for each content that it had.

    ``seen`` are documents that exports showed, by id, identity, name and hash. Raises SolieuError where one of the two
    is not known, or not for sure, and where it is said already.
    """
    old, new = names
    rows = db.execute("select id, identity, filename, sha256 from documents where status = 'ok' order by path")
    here = [Known(*row) for row in rows.fetchall()]
    (target,) = _named(new, here, several=False)
    said = [Known(one.document_id, one.identity, one.filename, one.sha256) for one in events if one.document_id]
    olds = [
        one for one in _named(old, [*here, *said, *map(Known._make, seen)], several=True) if one.sha256 != target.sha256
    ]
    if not olds:
        raise SolieuError(old, f"it is {target.filename} itself", "Name the document that it was before")
    holding = {one.sha256: one.new_sha256 for one in adoptions(events)}
    olds = [one for one in olds if holding.get(one.sha256) != target.sha256]
    if not olds:
        raise SolieuError(
            old, f"it is said already that it is {target.filename} now", "solieu review log shows by whom"
        )
    told, known = describe(db, target.document_id), target._asdict()
    batch = "V-" + event_id("", olds[0].sha256, ADOPTED, target.sha256, at)[2:14]
    return [
        Event(
            event=event_id(batch, one.sha256, ADOPTED, target.sha256, at),
            batch=batch,
            file_hash="",
            row=0,
            figure_id="",
            document_id=one.document_id,
            identity=one.identity,
            filename=one.filename,
            sha256=one.sha256,
            anchor="",
            number="",
            occurrence=0,
            quote="",
            field=ADOPTED,
            old=one.filename,
            machine="",
            new=target.filename,
            reason=reason,
            reviewer=reviewer,
            at=at,
            version=solieu_version(),
            seen=known,
            document=told,
        )
        for one in olds
    ]


def _named(text: str, known: Iterable[Known], several: bool) -> list[Known]:
    """The documents that a person means, each content once: by id or whole name before a part of a name."""
    once = list({one.sha256: one for one in known if one.sha256}.values())
    found = [one for one in once if text in (one.document_id, one.filename)]
    found = found or [one for one in once if is_document(text, one.document_id, one.filename)]
    names = sorted({one.filename for one in found})
    if not found:
        raise SolieuError(text, "there is no such document", "Give an id or a part of its file's name")
    if len(names) > 1 or (len(found) > 1 and not several):
        remedy = f"Give the id of one: {', '.join(f'{one.filename} {one.document_id}' for one in found[:5])}"
        raise SolieuError(text, f"{len(found)} documents are called like that", remedy)
    return found


@dataclass(frozen=True, slots=True)
class Lost:
    """A document that is gone: what it said of itself where the log knows, anchor and number of each figure known of
    it."""

    told: Described | None
    figures: frozenset[tuple[str, str]]


def propose(db: sqlite3.Connection, lost: Lost) -> str | None:
    """The name of the document that a lost one may be now, None where no single one stands out."""
    query = "select d.*, s.sketch from documents d join sketches s on s.document_id = d.id where d.duplicate_of is null"
    cursor = db.execute(f"{query} and d.replaced_by is null and d.status = 'ok' order by d.path")
    names = [column[0] for column in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    if lost.told:
        fits = sorted(((resembles(lost.told, described(row)), row["filename"]) for row in rows), reverse=True)
        if fits and fits[0][0] >= HINTED and (len(fits) == 1 or fits[1][0] < fits[0][0]):
            return str(fits[0][1])
    return _holding(db, lost.figures, {row["id"]: row["filename"] for row in rows})


def _holding(db: sqlite3.Connection, figures: frozenset[tuple[str, str]], names: dict[str, str]) -> str | None:
    """The one document in which most of these sentences stand."""
    held: Counter[str] = Counter()
    for document, anchor, number in db.execute("select document_id, anchor, number from figures"):
        if (anchor, number) in figures and document in names:
            held[document] += 1
    best = held.most_common(2)
    if not best or best[0][1] < _HALF * len(figures) or (len(best) > 1 and best[1][1] == best[0][1]):
        return None
    return names[best[0][0]]
