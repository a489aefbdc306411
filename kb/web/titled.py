"""Documents that a search means by their title, number, issuer or file: all words must stand there, in any spelling."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from kb.ask.search_terms import read_terms
from kb.web.unchanged import while_unchanged
from rules.language.fold import bare_words

DOCUMENTS = """
select id, filename, title, number, issuer, issued_on, period, figure_count, status, error, duplicate_of, replaced_by,
    doc_type, place
from documents
where status = 'ok' and duplicate_of is null and replaced_by is null
order by issued_on desc, filename
"""
MOST = 8


@dataclass(frozen=True, slots=True)
class Titled:
    """A document with what it is called, folded."""

    row: dict[str, object]
    called: str


def documents_titled(documents: Sequence[Titled], typed: str, limit: int = MOST) -> list[dict[str, object]]:
    """The documents whose title, number, issuer or file name hold every word of a search; first those whose title has
    the words in the very order, then the newest. Empty for fewer than two words: one word is no title."""
    ways = [[" ".join(map(bare_words, term.words)), *term.phrases] for term in read_terms(typed)]
    ways = [[way for way in one if way] for one in ways]
    if sum(len(one[0].split()) for one in ways if one) < 2:
        return []
    found = [one for one in documents if all(any(f" {way} " in one.called for way in some) for some in ways if some)]
    whole = f" {bare_words(typed)} "
    return [one.row for one in sorted(found, key=lambda one: whole not in one.called)][:limit]


@while_unchanged
def titled(connection: sqlite3.Connection) -> tuple[Titled, ...]:
    """All documents that are compared."""
    cursor = connection.execute(DOCUMENTS)
    names = [column[0] for column in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor]
    keys = ("title", "filename", "number", "issuer", "doc_type", "place", "period")
    return tuple(Titled(row, f" {bare_words(' '.join(str(row[key] or '') for key in keys))} ") for row in rows)
