"""Finding a figure again that was written down earlier, perhaps read from another form or version of its document.

The order: the same id; the same sentence, number and occurrence in the same document (its id but for the document's
own key); the same slot, where it was and is the only one; the same number in a sentence that is alike for nine tenths.
What is found by none of them is an orphan. Nothing is guessed between two that fit alike.

Which document: one with the letterhead's identity, else with the same bytes, else the one that it is by now
(``kb/review/versions.py``), else, where no letterhead tells, of the same name. A report and its annex share a
letterhead, so the same bytes or the same name go first among them. Copies go last: comparisons leave them out, and with
them what would be laid over them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from typing import NamedTuple, Protocol

from kb.review.slot import Slots
from kb.review.state import rows_of
from rules.language.fold import bare_words

ALIKE = 90.0
"""Of 100: from here on a sentence is the same one, reworded or misread."""
_CLEARLY = 1.0


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


class _Document(NamedTuple):
    id: str
    identity: str
    filename: str
    sha256: str
    copy: bool
    replaced_by: str | None


class Finder:
    """Finds figures of one base; ``ids`` are those that will be asked for."""

    def __init__(self, db: sqlite3.Connection, ids: Iterable[str]) -> None:
        self._db, self._slots = db, Slots(db)
        wanted = sorted(set(ids))
        here = rows_of(db, "select f.id, f.id, f.document_id from figures f", "f.id", wanted)
        self._known: dict[str, tuple[str, str]] = {one: (figure, document) for one, figure, document in here}
        if any(one.startswith("H-") for one in wanted):
            # One that is found as another figure by now is that one, and no second one.
            query = "select a.id, coalesce(a.found_as, a.id), a.document_id from figures_added a"
            added = rows_of(db, query, "a.id", wanted)
            self._known |= {one: (figure, document) for one, figure, document in added}
        columns = "id, identity, filename, sha256, duplicate_of is not null, coalesce(replaced_by, duplicate_of)"
        query = f"select {columns} from documents"
        self._documents = {
            row[0]: _Document(*row) for row in map(tuple, db.execute(f"{query} order by path").fetchall())
        }
        self._by_identity = self._grouped(lambda one: one.identity)
        self._by_content = self._grouped(lambda one: one.sha256)
        self._by_name = self._grouped(lambda one: one.filename if _has_no_letterhead(one.identity) else "")
        self._by_old_content: dict[str, list[_Document]] = {}
        for sha256, document in db.execute("select sha256, document_id from document_names order by document_id"):
            self._by_old_content.setdefault(sha256, []).append(self._documents[document])
        self._anchors: dict[str, dict[tuple[str, str, int], str]] = {}
        self._numbers: dict[str, dict[str, list[tuple[str, int, str]]]] = {}
        self._found: dict[tuple[str, str, str, int, str], str | None] = {}

    def find_id(self, figure_id: str) -> str | None:
        """The figure of this id (of those that were asked for), None where the base has none."""
        return self._known[figure_id][0] if figure_id in self._known else None

    def find(self, what: Anchored) -> str | None:
        """Its id in the base now, None where it is not found for sure."""
        if what.figure_id.startswith("H-"):
            return self.find_id(what.figure_id)
        if what.figure_id in self._known:
            figure, document = self._known[what.figure_id]
            return figure if self._documents[document].sha256 == what.sha256 else self._moved(what) or figure
        key = (what.figure_id, what.sha256, what.filename, what.occurrence, what.slot)
        if key not in self._found:
            self._found[key] = self._search(what)
        return self._found[key]

    def _moved(self, what: Anchored) -> str | None:
        """The figure under another id in the very file that it was read from: a second document of the same letterhead,
        first by its name, takes over the ids of the sentences that both hold."""
        same = [one for one in self._by_content.get(what.sha256, ()) if not one.copy]
        return self._exact(same, what)

    def _search(self, what: Anchored) -> str | None:
        groups = self._groups(what)
        for find in (self._exact, self._of_slot, self._reworded):
            for documents in groups:
                if found := find(documents, what):
                    return found
        return None

    def _exact(self, documents: Iterable[_Document], what: Anchored) -> str | None:
        key = (what.anchor, what.number, what.occurrence)
        return _only(self._anchored(one.id).get(key) for one in documents)

    def _of_slot(self, documents: Iterable[_Document], what: Anchored) -> str | None:
        if not what.slot:
            return None
        fields = what.slot.removesuffix(what.identity)
        found: list[str | None] = []
        for one in documents:
            figure = self._slots.of(one.id, one.identity).get(fields + one.identity)
            # The same bytes do not print another number: there it is another figure that took the slot.
            if figure and (one.sha256 != what.sha256 or self._number(figure) == what.number):
                found.append(figure)
        return _only(found)

    def _reworded(self, documents: Iterable[_Document], what: Anchored) -> str | None:
        return _only(self._alike(one.id, what) for one in documents)

    def documents(self, what: Anchored) -> list[str]:
        """The ids of the documents that are this figure's document: the newest version first, which comparisons show,
        then the likeliest, copies last."""
        some = [one for group in self._groups(what) for one in group]
        newer = [later for one in some for later in reversed(self._newer(one))]
        return list(dict.fromkeys(one.id for one in (*newer, *some)))

    def carried(self, what: Anchored, figure_id: str, document_id: str) -> list[str]:
        """The figures that are this one (found as ``figure_id``) in newer versions of its document; of a copy, the same
        sentence of its original."""
        found: list[str] = []
        home = self._documents[document_id]
        for one in self._newer(home):
            figure = self._exact([one], what)
            if not home.copy:
                figure = figure or self._of_slot([one], what) or self._reworded([one], what)
            if figure and figure != figure_id:
                found.append(figure)
        return found

    def _newer(self, one: _Document) -> list[_Document]:
        """The versions that came after a document, one by one, the originals of copies among them."""
        newer: list[_Document] = []
        while one.replaced_by in self._documents and self._documents[one.replaced_by] not in newer:
            one = self._documents[one.replaced_by]
            newer.append(one)
        return newer

    def _groups(self, what: Anchored) -> list[list[_Document]]:
        """The documents in which a figure is looked for: first all of those between which nothing decides."""
        found = self._by_identity.get(what.identity) or self._by_content.get(what.sha256)
        if not found and (now := self._by_old_content.get(what.sha256)):
            newest = [one for one in now if one.replaced_by is None]
            return [newest, *([one] for one in now if one.replaced_by is not None)]
        if not found and _has_no_letterhead(what.identity):
            found = self._by_name.get(what.filename)
        firsts = [one for one in found or () if not one.copy]
        own = [one for one in firsts if one.sha256 == what.sha256]
        own = own or [one for one in firsts if one.filename == what.filename]
        copies = [one for one in found or () if one.copy]
        copies.sort(key=lambda one: (one.sha256 != what.sha256, one.filename != what.filename))
        return [own or firsts, *([one] for one in copies)]

    def _grouped(self, key: Callable[[_Document], str]) -> dict[str, list[_Document]]:
        groups: dict[str, list[_Document]] = {}
        for one in self._documents.values():
            groups.setdefault(key(one), []).append(one)
        groups.pop("", None)
        return groups

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
                by_number.setdefault(number, []).append((figure, occurrence, bare_words(quote)))
            self._numbers[document] = by_number
        wanted = bare_words(what.quote)
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


def alike(one: str, other: str) -> bool:
    """Whether two sentences are the same one, reworded or misread."""
    from rapidfuzz import fuzz

    return fuzz.ratio(bare_words(one), bare_words(other)) >= ALIKE


def _only(found: Iterable[str | None]) -> str | None:
    """The one thing that was found, None where it is nothing, or several."""
    some = {one for one in found if one}
    return some.pop() if len(some) == 1 else None


def _has_no_letterhead(identity: str) -> bool:
    return identity.startswith("sha256:")
