"""Who decides in a row, who has said of a figure that it is right, and how each person is spelt: two spellings are not
two people."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kb.review.file import Row
from kb.review.state import IN_FORCE, rows_of, same


@dataclass(frozen=True, slots=True)
class ByWhom:
    """Whose word the rows of a file are that name nobody: of who is ``named`` for all of it, else of those who hold its
    batches (``holders``), else of whoever stands for what nobody else is named for (``otherwise``)."""

    named: str
    holders: Mapping[str, str]
    otherwise: str

    def decided(self, row: Row) -> str:
        """Who decided in a row; empty where nobody is known."""
        return row["reviewer"] or self.named or self.holders.get(row["batch"], "") or self.otherwise

    def from_hand_out(self, row: Row) -> str:
        """Who decided in a row where only the hand-out of its batch tells; empty where the file or its sender does."""
        return "" if row["reviewer"] or self.named else self.holders.get(row["batch"], "")


class People:
    """The people of a base, and their word on these figures."""

    def __init__(self, db: sqlite3.Connection, figures: Iterable[str]) -> None:
        self._spelt: dict[str, str] = {}
        for (name,) in map(tuple, db.execute("select reviewer from corrections group by 1 order by min(at)")):
            self.called(name or "")
        said: dict[tuple[str, str], str] = {}
        states = ", ".join(f"'{state}'" for state in IN_FORCE)
        query = "select c.figure_id, c.reviewer, c.new from corrections c"
        more = f" and c.field = 'decision' and c.state in ({states}) order by c.at, c.event"
        for figure, name, word in rows_of(db, query, "c.figure_id", figures, more):
            said[figure, _folded(name or "")] = word
        self._judged = said
        self._db = db

    def called(self, name: str) -> str:
        """A person's name as it was spelt first: capitals and blanks make nobody else of them."""
        return self._spelt.setdefault(_folded(name), name)

    def judged(self, figure: str, name: str) -> str:
        """This person's last word on a figure as a whole: ``ok``, ``drop`` …; empty where there is none."""
        return self._judged.get((figure, _folded(name)), "")

    def said_by_others(self, figure: str, words: Mapping[str, str], name: str) -> dict[str, str]:
        """Those of the fields with these ``words`` that others corrected to them and this person did not, each with who
        did last: whoever writes the same stands beside them, so that it holds when their word is taken back."""
        marks = ", ".join("?" * len(IN_FORCE))
        query = f"""select field, reviewer, new from corrections
            where figure_id = ? and state in ({marks}) order by at, event"""
        said: dict[str, dict[str, str]] = {}
        for field, reviewer, word in self._db.execute(query, (figure, *IN_FORCE)) if words else ():
            if field in words:
                of_field = said.setdefault(field, {})
                of_field.pop(_folded(reviewer or ""), None)
                if same(field, words[field], word or ""):
                    of_field[_folded(reviewer or "")] = reviewer or ""
        own = _folded(name)
        return {field: list(by.values())[-1] for field, by in said.items() if by and own not in by}


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())
