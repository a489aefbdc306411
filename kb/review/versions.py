"""Which documents of the base are older versions of others, and which of them a document is that is there no longer.

Both are made anew from the documents and the logs whenever something changed, so that a base that was deleted and built
again says the same. What a person said (``adopted``) goes before what the documents are like.
"""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kb.review.log import ADOPTED, Event, reversed_events
from kb.review.same_report import KEYS, Described, described, is_newer, is_version, may_be

_MANY = 300
"""Documents that are held against each other, each against each: more would take longer than all else of a build."""
_COLUMNS = tuple(key for key in KEYS if key != "sketch")
_DOCUMENTS = f"""
select d.id, d.identity, d.sha256, d.replaced_by, {", ".join(f"d.{name}" for name in _COLUMNS)}
from documents d
where d.duplicate_of is null and d.status = 'ok'
order by d.path
"""


@dataclass(frozen=True, slots=True)
class _Document:
    """A document of the base; its sketch is read only where it is asked for."""

    id: str
    identity: str
    sha256: str
    replaced_by: str | None
    told: Described


@dataclass(frozen=True, slots=True)
class Adopted:
    """What a person said: the document of the first content is that of the second by now."""

    sha256: str
    new_sha256: str
    new_identity: str


def adoptions(events: Iterable[Event]) -> list[Adopted]:
    """What people said of documents and nobody took back, the latest last."""
    some = list(events)
    undone = reversed_events(some)
    return [
        Adopted(one.sha256, one.seen.get("sha256", ""), one.seen.get("identity", ""))
        for one in some
        if one.field == ADOPTED and not one.reverses and one.event not in undone
    ]


def descriptions(events: Iterable[Event]) -> dict[str, Described]:
    """What the logs say of documents, by the hash of their content; of an adoption it is the new one's."""
    found: dict[str, Described] = {}
    for one in events:
        if one.document:
            key = one.seen.get("sha256", "") if one.field == ADOPTED else one.sha256
            found.setdefault(key, described(one.document))
    return found


def describe(db: sqlite3.Connection, document: str) -> dict[str, str]:
    """What the log is to keep of a document."""
    query = f"select {', '.join(f'd.{name}' for name in _COLUMNS)}, s.sketch from documents d"
    query += " left join sketches s on s.document_id = d.id where d.id = ?"
    row = db.execute(query, (document,)).fetchone()
    return {key: word for key, word in zip(KEYS, row, strict=True) if word} if row else {}


def settle(db: sqlite3.Connection, events: Sequence[Event]) -> None:
    """Mark older versions (``replaced_by``), and write down which documents the ones are that are gone
    (``document_names``). Within the caller's transaction."""
    documents = [_document(row) for row in db.execute(_DOCUMENTS)]
    adopted = adoptions(events)
    _Settling(db, documents, adopted, descriptions(events)).write(events)


class _Settling:
    def __init__(
        self,
        db: sqlite3.Connection,
        documents: Sequence[_Document],
        adopted: Sequence[Adopted],
        told: Mapping[str, Described],
    ) -> None:
        self._db, self._documents, self._told = db, documents, told
        self._by_content: dict[str, list[_Document]] = {}
        self._by_identity: dict[str, list[_Document]] = {}
        self._by_place: dict[str, list[_Document]] = {}
        for one in documents:
            self._by_content.setdefault(one.sha256, []).append(one)
            self._by_identity.setdefault(one.identity, []).append(one)
            self._by_place.setdefault(one.told.province, []).append(one)
        self._adopted = {one.sha256: one for one in adopted}
        self._sketched: dict[str, Described] = {}

    def write(self, events: Iterable[Event]) -> None:
        newer = self._newer()
        for one in self._documents:
            if one.replaced_by != newer.get(one.id):
                self._db.execute("update documents set replaced_by = ? where id = ?", (newer.get(one.id), one.id))
        names = {
            (sha256, document, how)
            for sha256, identity in {(one.sha256, one.identity) for one in events}
            if not self._is_here(sha256, identity)
            for document, how in self._now(sha256, frozenset())
        }
        if set(map(tuple, self._db.execute("select sha256, document_id, how from document_names"))) != names:
            self._db.execute("delete from document_names")
            self._db.executemany("insert into document_names values (?, ?, ?)", sorted(names))

    def _newer(self) -> dict[str, str]:
        """Of each older version the one that replaces it: what a person named, else the newest of those that are like
        it."""
        newer: dict[str, list[_Document]] = {}
        for some in self._alike():
            for one, other in itertools.combinations(some, 2):
                later = is_newer(one.told, other.told)
                if later is None or not may_be(one.told, other.told):
                    continue
                if is_version(self._whole(one), self._whole(other)):
                    old, new = (other, one) if later else (one, other)
                    newer.setdefault(old.id, []).append(new)
        found = {old: _newest(some).id for old, some in newer.items()}
        for said in self._adopted.values():
            for new in self._here(said.new_sha256, said.new_identity)[:1]:
                for old in self._by_content.get(said.sha256, ()):
                    # The person's word goes before the order that letterheads tell.
                    if old.id != new.id and found.get(new.id) == old.id:
                        del found[new.id]
                    if old.id != new.id:
                        found[old.id] = new.id
        return {old: new for old, new in found.items() if not _comes_back(old, found)}

    def _alike(self) -> list[list[_Document]]:
        """The documents of each place and period; where those are many, of each title by itself."""
        groups: dict[tuple[str, ...], list[_Document]] = {}
        for one in self._documents:
            groups.setdefault((one.told.province, one.told.period), []).append(one)
        for key, some in list(groups.items()):
            if len(some) > _MANY:
                del groups[key]
                for one in some:
                    groups.setdefault((*key, one.told.called), []).append(one)
        return list(groups.values())

    def _is_here(self, sha256: str, identity: str) -> bool:
        return sha256 in self._by_content or (identity in self._by_identity and sha256 not in self._adopted)

    def _here(self, sha256: str, identity: str) -> list[_Document]:
        return self._by_content.get(sha256) or self._by_identity.get(identity, [])

    def _now(self, sha256: str, seen: frozenset[str]) -> set[tuple[str, str]]:
        """Which documents of the base one that is gone is now, and how that is known."""
        if sha256 in seen:
            return set()
        if one := self._adopted.get(sha256):
            found = {document.id for document in self._here(one.new_sha256, one.new_identity)}
            found = found or {document for document, _ in self._now(one.new_sha256, seen | {sha256})}
            return {(document, "adopted") for document in found}
        told = self._told.get(sha256)
        if told is None:
            return set()
        places = {told.province, ""} if told.province else set(self._by_place)
        here = [one for place in sorted(places) for one in self._by_place.get(place, ())]
        return {(one.id, "alike") for one in here if may_be(told, one.told) and is_version(told, self._whole(one))}

    def _whole(self, one: _Document) -> Described:
        """What a document says of itself, with its sketch."""
        if one.id not in self._sketched:
            row = self._db.execute("select sketch from sketches where document_id = ?", (one.id,)).fetchone()
            self._sketched[one.id] = replace(one.told, sketch=row[0] if row else "")
        return self._sketched[one.id]


def _newest(some: Sequence[_Document]) -> _Document:
    """The one that none of the others is newer than, the first by its path where nothing tells."""
    return next((one for one in some if not any(is_newer(other.told, one.told) for other in some)), some[0])


def _comes_back(old: str, newer: Mapping[str, str]) -> bool:
    """Whether a chain of newer versions leads in a circle: then nobody knows which is the newest."""
    seen = {old}
    at = newer.get(old)
    while at is not None and at not in seen:
        seen.add(at)
        at = newer.get(at)
    return at is not None


def _document(row: Sequence[str | None]) -> _Document:
    document, identity, sha256, replaced_by, *words = row
    told = described(dict(zip(_COLUMNS, words, strict=True)))
    return _Document(str(document), str(identity), str(sha256), replaced_by, told)
