"""Finding a figure again that was written down earlier, perhaps read from another form or version of its document.

The order: the same id; the same sentence, number and occurrence in the same document (its id but for the document's
own key); the same slot, where it was and is the only one; the same number in a sentence that is alike for nine tenths.
What is found by none of them is an orphan. Nothing is guessed between two that fit alike.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Iterable
from typing import Protocol

from kb.review_slot import Slots
from kb.review_state import rows_of

ALIKE = 90.0
"""Of 100: from here on a sentence is the same one, reworded or misread."""
_CLEARLY = 1.0
_WORD = re.compile(r"\w+")


class Anchored(Protocol):
    """What a figure is found by: an event or a line of a snapshot."""

    @property
    def figure_id(self) -> str: ...
    @property
    def document_id(self) -> str: ...
    @property
    def identity(self) -> str: ...
    @property
    def filename(self) -> str: ...
    @property
    def sha256(self) -> str: ...
    @property
    def anchor(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def occurrence(self) -> int: ...
    @property
    def quote(self) -> str: ...
    @property
    def slot(self) -> str: ...


class Finder:
    """Finds figures of one base; ``ids`` are those that will be asked for."""

    def __init__(self, db: sqlite3.Connection, ids: Iterable[str]) -> None:
        self._db, self._slots = db, Slots(db)
        wanted = sorted(set(ids))
        self._known = {str(row[0]): str(row[0]) for row in rows_of(db, "select f.id from figures f", "f.id", wanted)}
        if any(one.startswith("H-") for one in wanted):
            # One that the machine reads by now is that figure, and no second one.
            added = rows_of(db, "select a.id, coalesce(a.found_as, a.id) from figures_added a", "a.id", wanted)
            self._known |= {str(row[0]): str(row[1]) for row in added}
        self._by_identity: dict[str, list[tuple[str, str, str, str]]] = {}
        self._by_content: dict[str, list[tuple[str, str, str, str]]] = {}
        query = "select id, identity, filename, sha256 from documents order by duplicate_of is not null, path"
        for document in map(tuple, db.execute(query).fetchall()):
            self._by_identity.setdefault(document[1], []).append(document)
            self._by_content.setdefault(document[3], []).append(document)
        self._anchors: dict[str, dict[tuple[str, str, int], str]] = {}
        self._numbers: dict[str, dict[str, list[tuple[str, int, str]]]] = {}
        self._found: dict[tuple[str, str, int, str], str | None] = {}

    def find_id(self, figure_id: str) -> str | None:
        """The figure of this id (of those that were asked for), None where the base has none."""
        return self._known.get(figure_id)

    def find(self, what: Anchored) -> str | None:
        """Its id in the base now, None where it is not found for sure."""
        if what.figure_id in self._known:
            return self._known[what.figure_id]
        key = (what.figure_id, what.sha256, what.occurrence, what.slot)
        if key not in self._found:
            self._found[key] = None if what.figure_id.startswith("H-") else self._search(what)
        return self._found[key]

    def _search(self, what: Anchored) -> str | None:
        documents = self._documents(what)
        for document, *_ in documents:
            if found := self._anchored(document).get((what.anchor, what.number, what.occurrence)):
                return found
        for document, identity, _, sha256 in documents:
            found = self._slots.of(document, identity).get(what.slot) if what.slot else None
            # The same bytes do not print another number: there it is another figure that took the slot.
            if found and (sha256 != what.sha256 or self._number(found) == what.number):
                return found
        for document, *_ in documents:
            if found := self._alike(document, what):
                return found
        return None

    def documents(self, what: Anchored) -> list[str]:
        """The ids of the documents that are this figure's document: of the same identity, else with the same bytes;
        the one of the same name first, copies last."""
        return [document[0] for document in self._documents(what)]

    def _documents(self, what: Anchored) -> list[tuple[str, str, str, str]]:
        documents = self._by_identity.get(what.identity) or self._by_content.get(what.sha256) or []
        return sorted(documents, key=lambda one: one[2] != what.filename)

    def _anchored(self, document: str) -> dict[tuple[str, str, int], str]:
        if document not in self._anchors:
            query = "select anchor, number, occurrence, id from figures where document_id = ?"
            self._anchors[document] = {
                (anchor, number, occurrence): figure
                for anchor, number, occurrence, figure in self._db.execute(query, (document,))
            }
        return self._anchors[document]

    def _number(self, figure: str) -> str:
        return str(self._db.execute("select number from figures where id = ?", (figure,)).fetchone()[0])

    def _alike(self, document: str, what: Anchored) -> str | None:
        """The one figure with this printed number whose sentence is alike enough, and clearly more than any other."""
        from rapidfuzz import fuzz

        if document not in self._numbers:
            by_number: dict[str, list[tuple[str, int, str]]] = {}
            query = "select number, id, occurrence, quote from figures where document_id = ?"
            for number, figure, occurrence, quote in self._db.execute(query, (document,)):
                by_number.setdefault(number, []).append((figure, occurrence, plain(quote)))
            self._numbers[document] = by_number
        wanted = plain(what.quote)
        fits = sorted(
            (fuzz.ratio(wanted, quote), occurrence == what.occurrence, figure)
            for figure, occurrence, quote in self._numbers[document].get(what.number, ())
        )
        fits = [fit for fit in fits if fit[0] >= ALIKE]
        if not fits:
            return None
        best = [fit for fit in fits if fits[-1][0] - fit[0] < _CLEARLY]
        if len(best) > 1:
            # The same sentence holds the number twice: then it is told by which one it is.
            best = [fit for fit in best if fit[1]]
        return best[0][2] if len(best) == 1 else None


def plain(text: str) -> str:
    """A text as it is compared: words in small letters without accents and signs."""
    folded = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return " ".join(_WORD.findall("".join(one for one in folded if not unicodedata.combining(one))))
