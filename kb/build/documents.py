"""Documents in and out of the base, each with all of its rows, under ids that do not depend on the order of work."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Literal

from kb.build import difference
from kb.build.copies import Titled, mark_copies, mark_drafts
from kb.build.rows import insert_rows, load_rows, write
from kb.fields import SAID
from kb.identity import document_id, identity_of, keys_of
from kb.likeness import sketch_of
from kb.periods import add_periods
from kb.records import DocumentRow, Reading
from rules.language.provinces import place_called

Status = Literal["ok", "empty", "error"]

_NOTHING = DocumentRow("", "", None, None, None, None, None, None, None, None, "[]", 0, "[]")
_TABLES = (
    *("document_names", "documents_reviewed", "sketches", "relations", "figures"),
    *("footnotes", "exclusions", "leftovers", "findings_checks", "passages"),
)


@dataclass(frozen=True, slots=True)
class File:
    """A row of ``documents`` as far as it does not come out of the file's content."""

    path: str
    filename: str
    sha256: str
    url: str | None
    entry: str
    rules_version: str
    status: Status
    error: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """What a write did: ids of figures that the base did not have before, and of those that it has no longer."""

    gained: frozenset[str]
    lost: frozenset[str]


def put(db: sqlite3.Connection, file: File, reading: Reading | None) -> Change:
    """Write a document, in place of the one that had its path; ``reading`` is None where it could not be read.

    Within the caller's transaction. Others of the same identity change their ids where the order of names says so.
    """
    before, identities, titles = _take_out(db, file.path)
    identity = f"path:{file.path}"
    if file.sha256:
        head = reading.document if reading else None
        named = (head.issuer, head.number, head.issued_on) if head else (None, None, None)
        identity = identity_of(*named, sha256=file.sha256)
    _settle(db, identity, (file, reading))
    for old in identities - {identity}:
        _settle(db, old, None)
    mark_drafts(db, titles | _titles_of(db, file.path))
    after = _figures_of(db, file.path)
    return Change(after - before, before - after)


def remove(db: sqlite3.Connection, path: str) -> Change:
    """Take a document out with all of its rows. Within the caller's transaction."""
    before, identities, titles = _take_out(db, path)
    for identity in identities:
        _settle(db, identity, None)
    mark_drafts(db, titles)
    return Change(frozenset(), before)


def _figures_of(db: sqlite3.Connection, path: str) -> frozenset[str]:
    query = "select f.id from figures f join documents d on d.id = f.document_id where d.path = ?"
    return frozenset(row[0] for row in db.execute(query, (path,)))


def _take_out(db: sqlite3.Connection, path: str) -> tuple[frozenset[str], set[str], set[Titled]]:
    """Delete the document of a path: the ids of its figures, its identity, its title and place."""
    figures, titles = _figures_of(db, path), _titles_of(db, path)
    rows = db.execute("select id, identity from documents where path = ?", (path,)).fetchall()
    for document, _ in rows:
        _delete(db, document)
    return figures, {identity for _, identity in rows}, titles


def _titles_of(db: sqlite3.Connection, path: str) -> set[Titled]:
    query = "select title, place_id from documents where path = ? and title is not null"
    return {(title, place) for title, place in db.execute(query, (path,))}


def _delete(db: sqlite3.Connection, document: str) -> None:
    difference.keep(db, document)
    # Which versions there are is said anew once all documents are in.
    db.execute("update documents set replaced_by = null where replaced_by = ?", (document,))
    for table in _TABLES:
        db.execute(f"delete from {table} where document_id = ?", (document,))
    db.execute("delete from documents where id = ?", (document,))


def _settle(db: sqlite3.Connection, identity: str, newcomer: tuple[File, Reading | None] | None) -> None:
    """Give all documents of an identity the ids that the order of their names says, writing the newcomer among them."""
    members: list[tuple[str, str, str, str | None]] = [
        tuple(row)
        for row in db.execute("select filename, path, sha256, id from documents where identity = ?", (identity,))
    ]
    if newcomer:
        members.append((newcomer[0].filename, newcomer[0].path, newcomer[0].sha256, None))
    members.sort(key=lambda member: member[:2])
    keys = keys_of(identity, [sha256 for _, _, sha256, _ in members])
    moved: list[tuple[str, File, Reading | None]] = []
    for key, (_, _, _, old) in zip(keys, members, strict=True):
        if old is None and newcomer:
            moved.append((key, *newcomer))
        elif old is not None and old != document_id(key):
            moved.append((key, *_load(db, old)))
            _delete(db, old)
    for key, file, reading in moved:
        _insert(db, identity, key, file, reading)
    if members:
        mark_copies(db, [document_id(key) for key in keys])


def _insert(db: sqlite3.Connection, identity: str, key: str, file: File, reading: Reading | None) -> None:
    document = document_id(key)
    head = reading.document if reading else _NOTHING._replace(sha256=file.sha256)
    place = place_called(head.place, head.period, head.issued_on)
    notes = json.loads(head.notes) + list(reading.faults if reading else ())
    values: dict[str, object] = {
        "id": document,
        "filename": file.filename,
        "path": file.path,
        "sha256": file.sha256,
        "format": head.format or None,
        "title": head.title,
        "doc_type": head.doc_type,
        "number": head.number,
        "issuer": head.issuer,
        "issued_on": head.issued_on,
        "place": head.place,
        "place_id": place.id if place else None,
        "period": head.period,
        "pages": head.pages,
        "url": file.url,
        "identity": identity,
        "entry": file.entry,
        "status": file.status,
        "error": file.error,
        "notes": json.dumps(notes, ensure_ascii=False),
        "characters": head.characters,
        "personal": head.personal,
        "figure_count": len(reading.figures) if reading else 0,
        "rules_version": file.rules_version,
    }
    add_periods(db, (head.period, head.issued_on, *_periods(reading)))
    write(db, "documents", tuple(values), [tuple(values.values())])
    if reading:
        insert_rows(db, document, key, reading)
        write(db, "sketches", ("document_id", "sketch"), [(document, _sketch(reading))])
        difference.note(db, document)


def _periods(reading: Reading | None) -> list[str]:
    """The periods that its figures name."""
    at = [field.name for field in SAID].index("period")
    return [str(figure.said[at]) for figure in (reading.figures if reading else ()) if figure.said[at]]


def _sketch(reading: Reading) -> str:
    texts = [passage.text for passage in reading.passages]
    return sketch_of(texts, ((texts[one.passage], one.passage_start, one.number) for one in reading.figures))


def _load(db: sqlite3.Connection, document: str) -> tuple[File, Reading | None]:
    """A document as it was put, to be put again under another id."""
    columns = "path, filename, sha256, url, entry, rules_version, status, error"
    file = File(*db.execute(f"select {columns} from documents where id = ?", (document,)).fetchone())
    return file, load_rows(db, document) if file.status == "ok" else None
