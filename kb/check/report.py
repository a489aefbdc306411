"""What a check sees: the figures of one document as they hold now, with the passages and tables that they stand in."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, field
from functools import cached_property

from kb.check.said import Said, read_figures
from kb.check.ties import Row, Tie, load_rows, tie
from rules.language.sentences import sentence_at


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table row: where it stands in the row's text and which columns it covers."""

    column: int
    columns: int
    is_header: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A block of text with its figures in reading order; ``cells`` are those of a table row."""

    id: int
    kind: str
    page: int | None
    text: str
    table: int | None
    footnote: str | None
    cells: tuple[Cell, ...]
    figures: tuple[Said, ...]

    def sentence(self, said: Said) -> tuple[int, int]:
        """The start and end of the sentence that a figure stands in."""
        return sentence_at(self.text, said.start)

    def column(self, said: Said) -> int | None:
        """The column of the table that a figure stands in."""
        return next((cell.column for cell in self.cells if cell.start <= said.start < cell.end), None)

    def cell_text(self, column: int) -> str:
        """The words of the cell that covers a column; empty where there is none."""
        for cell in self.cells:
            if cell.column <= column < cell.column + cell.columns:
                return self.text[cell.start : cell.end].strip()
        return ""

    @property
    def is_header(self) -> bool:
        """Whether the row only names the columns."""
        return bool(self.cells) and all(cell.is_header for cell in self.cells if cell.end > cell.start)


@dataclass(frozen=True)
class Report:
    """A document that was read: its passages in reading order, the labels of its footnotes, and what its words say
    about how the figures belong together."""

    id: str
    filename: str
    passages: tuple[Passage, ...]
    labels: frozenset[str] = field(default_factory=frozenset)
    rows: tuple[Row, ...] = ()

    def ties(self, *names: str) -> list[Tie]:
        """The relations of these names in the order that they were found in, all of whose figures still hold."""
        return [one for one in self._ties if one.relation in names and one.is_whole]

    def of(self, name: str, said: Said) -> list[Tie]:
        """The relations of a figure of this name, all of whose figures still hold."""
        return [one for one in self._ties_of.get((name, said.id), ()) if one.is_whole]

    def with_others(self, name: str) -> list[Tie]:
        """The relations of this name whose figure and some of whose others still hold."""
        return [one for one in self._ties if one.relation == name and one.others]

    @cached_property
    def _ties(self) -> tuple[Tie, ...]:
        return tie(self.rows, self.figures)

    @cached_property
    def _ties_of(self) -> dict[tuple[str, str], list[Tie]]:
        found: dict[tuple[str, str], list[Tie]] = {}
        for one in self._ties:
            found.setdefault((one.relation, one.figure.id), []).append(one)
        return found

    @cached_property
    def passage_of(self) -> dict[int, Passage]:
        """The passages by their ids."""
        return {passage.id: passage for passage in self.passages}

    @cached_property
    def figures(self) -> tuple[Said, ...]:
        """All figures in reading order."""
        return tuple(sorted((one for p in self.passages for one in p.figures), key=lambda said: said.seq))

    @cached_property
    def tables(self) -> tuple[tuple[Passage, ...], ...]:
        """The rows of each table."""
        rows: dict[int, list[Passage]] = {}
        for passage in self.passages:
            if passage.table is not None and passage.cells:
                rows.setdefault(passage.table, []).append(passage)
        return tuple(map(tuple, rows.values()))


def load_report(db: sqlite3.Connection, document: str, filename: str) -> Report:
    """The document of this id as the checks see it."""
    figures: dict[int, list[Said]] = {}
    for said in read_figures(db, "figures_final where document_id = ? order by seq", document):
        figures.setdefault(said.passage, []).append(said)
    query = "select id, kind, page, text, table_seq, footnote, cells from passages where document_id = ? order by seq"
    passages = tuple(
        Passage(id, kind, page, text, table, footnote, _cells(cells), tuple(figures.get(id, ())))
        for id, kind, page, text, table, footnote, cells in db.execute(query, (document,))
    )
    labels = frozenset(row[0] for row in db.execute("select label from footnotes where document_id = ?", (document,)))
    return Report(document, filename, passages, labels, load_rows(db, document))


def all_of_provinces(db: sqlite3.Connection) -> list[Said]:
    """The figures about whole provinces, of which copies and parts are left out: what documents can contradict.
    Where a change began (``từ 45 lên 21``) is of an earlier time than the figure says."""
    return list(read_figures(db, "figures_compared where owner is null and rule not like 'ends_of_a_change%'"))


def of_another_time(db: sqlite3.Connection) -> set[str]:
    """The ranks and scores that stand in brackets as those of an earlier time, by their ids."""
    query = """
    select f.id from relations r join figures f on f.id = r.figure_id
    where r.relation = 'earlier' and f.metric_id is not null and f.kind in ('rank', 'score')
    """
    return {row[0] for row in db.execute(query)}


def _cells(text: str | None) -> tuple[Cell, ...]:
    return tuple(
        Cell(column, columns, bool(header), start, end)
        for column, columns, _, header, start, end in json.loads(text or "[]")
    )
