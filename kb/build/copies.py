"""Which documents say the same, so that no figure is counted twice: by one letterhead, or as draft and signed report.

A letterhead alone does not make a copy: an annex bears the number and date of its report, and its figures must not be
lost to comparisons. A file made before the signature has neither number nor day; it is known by its title and figures.
A version is no copy, its numbers differ: kb/review/versions.py. Where two readers of formats may have made the
difference, the one that is called the later version stands for both.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kb.identity import is_known_by_content
from kb.review.same_report import version_called
from rules.language.fold import bare_letters

_SAME = 0.7
"""The same report as PDF and DOCX shares 97 % of its numbers and more, a report and its annex about a third."""
_SAME_DRAFT = 0.95
"""What no number and no day ties together must share nearly all: next month's report has the same title. Two files of
one format share all: what differs there was changed by somebody."""
_FEWEST = 10
"""Figures: fewer may be the same by chance."""


def mark_copies(db: sqlite3.Connection, documents: list[str]) -> None:
    """Say of each document of one identity which earlier one says the same, if any.

    A letterhead alone does not make a copy: an annex bears the number and date of its report, and its figures must
    not be lost to comparisons.
    """
    originals: list[tuple[str, str, Counter[str]]] = []
    names = dict(
        db.execute(f"select id, filename from documents where id in ({', '.join('?' * len(documents))})", documents)
    )
    for document in sorted(documents, key=lambda one: -(version_called(names[one]) or 0)):
        sha256, before = db.execute("select sha256, duplicate_of from documents where id = ?", (document,)).fetchone()
        rows = db.execute("select number from figures where document_id = ?", (document,)) if len(documents) > 1 else ()
        numbers = Counter(row[0] for row in rows)
        same = (one for one, bytes_of_one, others in originals if sha256 == bytes_of_one or _overlap(numbers, others))
        original = next(same, None)
        if original is None:
            originals.append((document, sha256, numbers))
        if original != before:
            db.execute("update documents set duplicate_of = ? where id = ?", (original, document))


def _overlap(some: Counter[str], others: Counter[str]) -> bool:
    """Whether most printed numbers of the shorter document stand in the other, too."""
    fewer = min(some.total(), others.total())
    return (some & others).total() >= _SAME * fewer if fewer else some == others


@dataclass(frozen=True, slots=True)
class _Told:
    """What decides whether a document is the draft of another; ``numbers`` as printed."""

    id: str
    sha256: str
    format: str | None
    head: tuple[str | None, ...]
    number: str | None
    issued_on: str | None
    numbers: Counter[str]

    def may_be(self, other: _Told) -> bool:
        """Whether nothing that both letterheads say differs; a day left blank differs from none."""
        days = sorted((self.issued_on or "", other.issued_on or ""), key=len)
        alike = all(a == b for a, b in zip(self.head, other.head, strict=True) if a and b)
        numbered = self.number == other.number or not (self.number and other.number)
        return alike and numbered and days[1].startswith(days[0])

    def says(self, other: _Told) -> bool:
        """Whether all numbers of either stand in the other, nearly all where they are of two formats."""
        if self.format == other.format:
            return self.numbers == other.numbers and self.numbers.total() >= _FEWEST
        fewer, more = sorted((self.numbers.total(), other.numbers.total()))
        return fewer >= _FEWEST and (self.numbers & other.numbers).total() >= _SAME_DRAFT * more


Titled = tuple[str, str | None]
"""A title, and the id of the place that it is about."""


def mark_drafts(db: sqlite3.Connection, titles: Iterable[Titled]) -> None:
    """Say of each document of such a title and place and without a whole letterhead which other one says the same."""
    for title, place in {(bare_letters(title), place) for title, place in titles}:
        if title:
            _mark_titled(db, title, place)


def _mark_titled(db: sqlite3.Connection, title: str, place: str | None) -> None:
    columns = "id, identity, title, duplicate_of, issued_on, filename"
    query = f"select {columns} from documents where place_id is ? and title is not null"
    found_rows = db.execute(f"{query} order by issued_on desc, filename, path", (place,)).fetchall()
    found_rows.sort(key=lambda row: (row[4] or "", version_called(row[5]) or 0), reverse=True)
    rows = [row for row in found_rows if bare_letters(row[2]) == title]
    loose = [(document, before) for document, identity, _, before, *_ in rows if is_known_by_content(identity)]
    if not loose or len(rows) < 2:
        for document, before in loose:
            _tell(db, document, None, before)
        return
    whole = [row[0] for row in rows if not is_known_by_content(row[1]) and row[3] is None]
    originals = [_told(db, document) for document in whole]
    for document, before in loose:
        one = _told(db, document)
        found = (o for o in originals if o.sha256 == one.sha256 or (one.may_be(o) and one.says(o)))
        original = next(found, None)
        if original is None:
            originals.append(one)
        _tell(db, document, original.id if original else None, before)


def _told(db: sqlite3.Connection, document: str) -> _Told:
    columns = "sha256, format, number, issued_on, doc_type, period"
    sha256, format_, number, issued_on, *head = db.execute(
        f"select {columns} from documents where id = ?", (document,)
    ).fetchone()
    rows = db.execute("select number from figures where document_id = ?", (document,))
    return _Told(document, sha256, format_, tuple(head), number, issued_on, Counter(row[0] for row in rows))


def _tell(db: sqlite3.Connection, document: str, original: str | None, before: str | None) -> None:
    if original != before:
        db.execute("update documents set duplicate_of = ? where id = ?", (original, document))
