"""What a check sees: the figures of one document as they hold now, with the passages and tables that they stand in."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from kb.check.rounding import Range, range_of, readings, step_of
from kb.check.texts import Told, load_texts
from rules.figure import MONEY
from rules.language.fold import bare_letters
from rules.language.sentences import sentence_at

_FIGURE = (
    *("id", "document_id", "seq", "number", "value", "value_max", "denominator", "unit", "qualifier", "kind", "status"),
    *("metric_id", "item", "subject", "place_id", "level", "period_effective", "period", "part_of", "in_table"),
    *("passage_id", "passage_start", "issued_on", "metric_unit", "better", "footnote", "metric", "marks"),
    *("place", "metric_en"),
)


@dataclass(frozen=True, slots=True)
class Said:
    """A figure as it holds now. ``value`` is exact, ``step`` the worth of its last printed digit, ``start`` its offset
    in its passage; ``period`` is its own or its document's; ``place`` is a province's id, ``place_name`` the words.
    """

    id: str
    document: str
    seq: int
    number: str
    value: Decimal
    value_max: Decimal | None
    denominator: Decimal | None
    unit: str
    qualifier: str
    kind: str
    status: str
    metric: str | None
    item: str | None
    subject: str
    place: str | None
    level: str | None
    period: str | None
    own_period: str | None
    part_of: str | None
    in_table: bool
    passage: int
    start: int
    issued_on: str | None
    metric_unit: str | None
    better: str | None
    footnote: str | None
    name: str | None
    marks: frozenset[str]
    place_name: str
    name_en: str | None
    step: Decimal

    @property
    def range(self) -> Range:
        """What the true value can be, by the printed digits and the qualifier."""
        return range_of(self.value, self.step, self.qualifier, whole=self.kind in ("count", "rank"))

    @property
    def where(self) -> str:
        """The province, or the district, commune or office, of which no id is known."""
        return self.place or bare_letters(self.place_name or "")

    @property
    def end(self) -> int:
        """The offset behind the printed number."""
        return self.start + len(self.number)

    @property
    def percent(self) -> bool:
        """Whether it is printed in percent."""
        return self.unit == "%"

    @property
    def is_money(self) -> bool:
        """Whether it is a sum of money."""
        return self.unit == MONEY

    @property
    def shown(self) -> str:
        """As printed, with its unit: ``1.237 dịch vụ``, ``95,9%``."""
        if self.percent:
            return f"{self.number}%"
        return " ".join(filter(None, (self.number, self._scale_word, self.unit)))

    @property
    def scale(self) -> tuple[Decimal, str]:
        """What one of a sum of money is worth, and its words: `` tỷ đồng`` are thousand millions."""
        return (self._scale, f" {self._scale_word} {self.unit}") if self._scale_word else (Decimal(1), "")

    @property
    def _scale_word(self) -> str:
        if not self.is_money:
            return ""
        return next((word for size, word in load_texts().scales if self._scale == size), "")

    @property
    def _scale(self) -> Decimal:
        """What one of the printed number is worth."""
        read = next((read for read, _ in readings(self.number) if read), Decimal(1))
        return abs(self.value) / read

    @property
    def what(self) -> Told:
        """What is measured, short: in English where the catalogue knows it, else in the report's own words."""
        names = (self.name or self.subject, self.name_en or self.subject)
        return Told(*(f"{words} ({self.item})" if self.item else words for words in names))

    @property
    def basis(self) -> str:
        """The scale that the value stands on; values of different scales are never set against each other."""
        if self.kind in ("rank", "change"):
            return self.kind
        if self.kind == "score" and self.denominator is not None:
            return f"/{self.denominator.normalize():f}"
        if self.kind == "score" and not self.percent:
            return "/1" if self.value <= 1 else "points"
        if self.percent or (self.metric_unit == "%" and self.denominator):
            return "%"
        return self.unit if self.is_money or self.kind == "frequency" else "count"


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


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation as it holds now: ``others`` are those of its others that still hold, ``is_whole`` says that all do."""

    relation: str
    how: str
    figure: Said
    others: tuple[Said, ...]
    words: str
    counts: tuple[int, ...]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A row of ``relations``: one of the others of a relation."""

    number: int
    relation: str
    how: str
    figure: str
    other: str | None
    words: str
    counts: tuple[int, ...]


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
        return [tie for tie in self._ties if tie.relation in names and tie.is_whole]

    def of(self, name: str, said: Said) -> list[Tie]:
        """The relations of a figure of this name, all of whose figures still hold."""
        return [tie for tie in self._ties_of.get((name, said.id), ()) if tie.is_whole]

    def with_others(self, name: str) -> list[Tie]:
        """The relations of this name whose figure and some of whose others still hold."""
        return [tie for tie in self._ties if tie.relation == name and tie.others]

    @cached_property
    def _ties(self) -> tuple[Tie, ...]:
        now = {said.id: said for said in self.figures}
        together: dict[int, list[Row]] = {}
        for row in self.rows:
            together.setdefault(row.number, []).append(row)
        return tuple(
            Tie(
                first.relation, first.how, now[first.figure], others, first.words, first.counts, len(others) == expected
            )
            for first, others, expected in _tied(together.values(), now)
        )

    @cached_property
    def _ties_of(self) -> dict[tuple[str, str], list[Tie]]:
        found: dict[tuple[str, str], list[Tie]] = {}
        for tie in self._ties:
            found.setdefault((tie.relation, tie.figure.id), []).append(tie)
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
    for said in _figures(db, "figures_final where document_id = ? order by seq", document):
        figures.setdefault(said.passage, []).append(said)
    query = "select id, kind, page, text, table_seq, footnote, cells from passages where document_id = ? order by seq"
    passages = tuple(
        Passage(id, kind, page, text, table, footnote, _cells(cells), tuple(figures.get(id, ())))
        for id, kind, page, text, table, footnote, cells in db.execute(query, (document,))
    )
    labels = frozenset(row[0] for row in db.execute("select label from footnotes where document_id = ?", (document,)))
    query = "select number, relation, how, figure_id, other_id, words, counts from relations where document_id = ?"
    rows = tuple(
        Row(number, relation, how, figure, other, words or "", tuple(json.loads(counts)))
        for number, relation, how, figure, other, words, counts in db.execute(f"{query} order by id", (document,))
    )
    return Report(document, filename, passages, labels, rows)


def _tied(together: Iterable[list[Row]], now: Mapping[str, Said]) -> Iterator[tuple[Row, tuple[Said, ...], int]]:
    """Of each relation whose figure still holds its first row, those of the others that hold, and how many it has."""
    for rows in together:
        others = [row.other for row in rows if row.other is not None]
        if rows[0].figure in now:
            yield rows[0], tuple(now[other] for other in others if other in now), len(others)


def all_of_provinces(db: sqlite3.Connection) -> list[Said]:
    """The figures about whole provinces, of which copies and parts are left out: what documents can contradict.
    Where a change began (``từ 45 lên 21``) is of an earlier time than the figure says."""
    return list(_figures(db, "figures_of_provinces where rule not like 'ends_of_a_change%'"))


def of_another_time(db: sqlite3.Connection) -> set[str]:
    """The ranks and scores that stand in brackets as those of an earlier time, by their ids."""
    query = """
    select f.id from relations r join figures f on f.id = r.figure_id
    where r.relation = 'earlier' and f.metric_id is not null and f.kind in ('rank', 'score')
    """
    return {row[0] for row in db.execute(query)}


def _figures(db: sqlite3.Connection, source: str, *values: str) -> Iterator[Said]:
    for row in db.execute(f"select {', '.join(_FIGURE)} from {source}", values):
        fields: dict[str, Any] = dict(zip(Said.__slots__, row, strict=False))
        for name in ("value", "value_max", "denominator"):
            fields[name] = None if fields[name] is None else Decimal(str(fields[name]))
        fields["marks"] = frozenset(json.loads(fields["marks"]))
        fields["in_table"] = bool(fields["in_table"])
        yield Said(**fields, step=step_of(fields["number"], fields["value"]))


def _cells(text: str | None) -> tuple[Cell, ...]:
    return tuple(
        Cell(column, columns, bool(header), start, end)
        for column, columns, _, header, start, end in json.loads(text or "[]")
    )
