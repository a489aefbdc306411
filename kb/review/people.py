"""Who decides in a row, who has said of a figure that it is right, and how each person is spelt: two spellings are not
two people."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kb.review.file import Row
from kb.review.state import IN_FORCE, rows_of


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
        self._confirmed = {key for key, word in said.items() if word == "ok"}

    def called(self, name: str) -> str:
        """A person's name as it was spelt first: capitals and blanks make nobody else of them."""
        return self._spelt.setdefault(_folded(name), name)

    def confirmed(self, figure: str, name: str) -> bool:
        """Whether this person's last word on a figure is that it is right."""
        return (figure, _folded(name)) in self._confirmed


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())
