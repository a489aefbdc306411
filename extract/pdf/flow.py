"""From pages to pieces: paragraphs that go on over a page, notes that go on at the next page's foot, endnotes.

Nothing is turned into text before the whole document has been seen: which raised figures are marks depends on every
label in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.pdf.columns import Column
from extract.pdf.lines import Line
from extract.pdf.notes import FINAL, FootPart, Marks, bracket_label
from extract.pdf.paragraphs import Frame, compose, joins_over_page, paragraphs_of, side_frame, usual_pitch
from extract.pdf.tables import RuledTable
from extract.pdf.torn import Torn
from extract.pieces import Grid, GridCell, Note, Piece


@dataclass(slots=True)
class Page:
    """A page on its way, counted from 0: ``lines`` are its text outside of tables, ``rules`` level rulings outside of
    tables (x0, x1, y), ``blocks`` what is read in order, ``frame`` where its text stands, ``dropped`` its head and
    foot, ``torn`` what its fonts tore. In points."""

    number: int
    width: float
    height: float
    tables: list[RuledTable]
    lines: list[Line]
    rules: list[tuple[float, float, float]]
    foot: FootPart = field(default_factory=FootPart)
    blocks: list[Column | RuledTable] = field(default_factory=list)
    frame: Frame = field(default_factory=lambda: Frame(0.0, 0.0))
    dropped: list[Line] = field(default_factory=list)
    torn: Torn = field(default_factory=Torn)

    @property
    def cell_lines(self) -> list[Line]:
        """The lines in its tables."""
        return [line for table in self.tables for cell in table.cells for line in cell.lines]


@dataclass(slots=True)
class Group:
    """The lines of a paragraph and the frame they stand in; ``ends_page`` says that it may be the half of one."""

    lines: list[Line]
    frame: Frame
    ends_page: bool = False


@dataclass(slots=True)
class Body:
    """A note's body."""

    label: str
    groups: list[Group]


Item = Group | RuledTable | Body


def flow(pages: Sequence[Page], raised: set[str]) -> tuple[list[Item], dict[int, set[str]]]:
    """What is read, in order, and the labels of the notes of each page. ``raised`` are all labels that stand raised
    in the text."""
    columns = [block.lines for page in pages for block in page.blocks if isinstance(block, Column)]
    feet = [[line for _, lines in page.foot.notes for line in lines] for page in pages]
    pitches = usual_pitch([*columns, *feet])
    items: list[Item] = []
    for page in pages:
        _add(items, _groups(page, pitches))
        carried = [Group(lines, page.frame) for lines in paragraphs_of(page.foot.carried, page.frame, pitches)]
        before = next((item for item in reversed(items) if isinstance(item, Body)), None)
        if carried and before:
            _carry(before.groups, carried)
        else:
            items.extend(carried)
        for label, lines in page.foot.notes:
            items.append(Body(label, [Group(g, page.frame) for g in paragraphs_of(lines, page.frame, pitches)]))
    labels = {page.number: {label for label, _ in page.foot.notes} for page in pages}
    return _endnotes(items, raised, labels), labels


def _groups(page: Page, pitches: dict[int, float]) -> list[Group | RuledTable]:
    out: list[Group | RuledTable] = []
    for block in page.blocks:
        if isinstance(block, Column):
            frame = page.frame if block.alone else side_frame(block.lines, page.frame)
            out.extend(Group(lines, frame) for lines in paragraphs_of(block.lines, frame, pitches))
        else:
            out.append(block)
    if out and isinstance(out[-1], Group):
        out[-1].ends_page = True
    return out


def _add(items: list[Item], groups: list[Group | RuledTable]) -> None:
    """A paragraph that surely goes on over the page break is one paragraph; the notes between come behind it."""
    last = next((item for item in reversed(items) if not isinstance(item, Body)), None)
    first = groups[0] if groups else None
    if (
        isinstance(last, Group)
        and isinstance(first, Group)
        and last.ends_page
        and joins_over_page(last.lines, first.lines, (last.frame, first.frame))
    ):
        last.lines.extend(first.lines)
        last.ends_page = first.ends_page
        groups = groups[1:]
    items.extend(groups)


def _carry(note: list[Group], carried: list[Group]) -> None:
    """The rest of a note on the next page joins its last paragraph where that broke off."""
    if note and not note[-1].lines[-1].text.endswith(FINAL):
        note[-1].lines.extend(carried[0].lines)
        carried = carried[1:]
    note.extend(carried)


def _endnotes(items: list[Item], raised: set[str], labels: dict[int, set[str]]) -> list[Item]:
    """Paragraphs that begin with ``[13]`` are the bodies of marks that have none: a printed web page has them so."""
    wanted = raised - {label for found in labels.values() for label in found}
    out: list[Item] = []
    for item in items:
        label, words = bracket_label(item.lines[0]) if isinstance(item, Group) else (None, [])
        if isinstance(item, Group) and label in wanted and label is not None:
            wanted.discard(label)
            labels.setdefault(item.lines[0].page, set()).add(label)
            first = [item.lines[0].part(words)] if words else []
            out.append(Body(label, [Group([*first, *item.lines[1:]], item.frame)]))
        else:
            out.append(item)
    return out


def written(items: Sequence[Item], marks: Marks) -> list[Piece]:
    """The pieces, with their text."""
    return [_written(item, marks) for item in items]


def _written(item: Item, marks: Marks) -> Piece:
    if isinstance(item, Group):
        torn = item.ends_page and not item.lines[-1].text.endswith(FINAL)
        return compose(item.lines, marks, item.frame, torn=torn)
    if isinstance(item, RuledTable):
        return _grid(item, marks)
    return Note(item.label, tuple(compose(group.lines, marks) for group in item.groups if group.lines))


def _grid(table: RuledTable, marks: Marks) -> Grid:
    cells = tuple(
        GridCell(
            cell.row,
            cell.column,
            (compose(cell.lines, marks, cell=(cell.bounds[0], cell.bounds[2])),) if cell.lines else (),
            cell.row_span,
            cell.column_span,
        )
        for cell in table.cells
    )
    page = next((line.page + 1 for cell in table.cells for line in cell.lines), None)
    return Grid(cells, page)
