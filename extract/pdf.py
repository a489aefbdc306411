"""Reading a PDF that has a text layer: the order of work.

1. letters and rulings of every page, from pdfium (:mod:`extract.pdf_chars`, :mod:`extract.pdf_rulings`)
2. ruled tables take their letters; what is left becomes lines (:mod:`extract.pdf_tables`, :mod:`extract.pdf_lines`)
3. running heads and page numbers go; they can only be told by looking at all pages (:mod:`extract.pdf_furniture`)
4. the notes at each page's foot are set apart; only when every label is known can a raised figure be called a mark
   (:mod:`extract.pdf_notes`)
5. columns, then paragraphs, joined over pages (:mod:`extract.pdf_columns`, :mod:`extract.pdf_paragraphs`)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.document import Source
from extract.pdf_columns import Column, in_columns
from extract.pdf_furniture import furniture
from extract.pdf_lines import SAME_BASELINE, SHAKY_BASELINE, Line, lines_of
from extract.pdf_notes import FINAL, FootPart, Marks, foot_of, label_of, raised_labels
from extract.pdf_open import PageContent, doubts, open_pages
from extract.pdf_paragraphs import Frame, compose, frame_of, joins_over_page, paragraphs_of, side_frame, usual_pitch
from extract.pdf_tables import RuledTable, take_tables
from extract.pieces import Grid, GridCell, Note, Piece, Pieces


@dataclass(slots=True)
class _Page:
    """A page on its way: ``lines`` are its text outside of tables, ``blocks`` what is read in order."""

    number: int
    width: float
    height: float
    tables: list[RuledTable]
    lines: list[Line]
    rules: list[tuple[float, float, float]]
    foot: FootPart = field(default_factory=FootPart)
    blocks: list[Column | RuledTable] = field(default_factory=list)
    frame: Frame = field(default_factory=lambda: Frame(0.0, 0.0))


@dataclass(slots=True)
class _Group:
    """The lines of a paragraph and the frame they stand in; ``ends_page`` and ``starts_page`` say that it may be the
    half of one."""

    lines: list[Line]
    frame: Frame
    starts_page: bool = False
    ends_page: bool = False


def read_pdf(source: Source, data: bytes) -> Pieces:
    """The pieces of a PDF's bytes. Raises :class:`~extract.document.ReadError` where it is locked, damaged, has too
    many pages, or has no text layer (``status`` ``empty``)."""
    contents, notes = open_pages(source, data)
    pages = [_page(number, content) for number, content in enumerate(contents)]
    _drop_furniture(pages)
    _set_feet_apart(pages)
    marks = Marks(
        {page.number: {label for label, _ in page.foot.notes} for page in pages},
        {page.number: page.lines + [x for t in page.tables for c in t.cells for x in c.lines] for page in pages},
    )
    _lay_out(pages)
    pieces = _pieces(pages, marks)
    return Pieces(pieces, pages=len(pages), notes=(*notes, *doubts(contents)))


def _page(number: int, content: PageContent) -> _Page:
    letters, rulings = content.letters, content.rulings
    slack = SHAKY_BASELINE if letters.hidden else SAME_BASELINE
    tables, rest = take_tables(rulings, letters.glyphs, number)
    rules = [
        (x0, x1, y) for x0, x1, y in rulings.level if not any(t.bounds[1] - 2 <= y <= t.bounds[3] + 2 for t in tables)
    ]
    return _Page(number, letters.width, letters.height, tables, lines_of(rest, number, slack), rules)


def _drop_furniture(pages: list[_Page]) -> None:
    found = furniture([page.lines for page in pages], [page.height for page in pages])
    for page, dropped in zip(pages, found, strict=True):
        page.lines = [line for index, line in enumerate(page.lines) if index not in dropped]


def _body_size(pages: Sequence[_Page]) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[round(line.size * 2) / 2] += sum(len(word.text) for word in line.words)
    if not sizes:
        return 0.0
    largest = sizes.most_common(1)[0][1]
    # Where notes fill as many lines as the text does, the text is what is printed larger.
    return max(size for size, count in sizes.items() if count >= 0.5 * largest)


def _set_feet_apart(pages: list[_Page]) -> None:
    body = _body_size(pages)
    before: FootPart | None = None
    left_over: set[str] = set()
    for page in pages:
        cells = [line for table in page.tables for cell in table.cells for line in cell.lines]
        lowest = max((table.bounds[3] for table in page.tables), default=0.0)
        above = [line for line in page.lines if line.base < lowest]
        below = page.lines[len(above) :]
        marks = raised_labels(page.lines) | raised_labels(cells) | left_over
        below, page.foot = foot_of(below, page.rules, body, before, marks)
        page.lines = above + below
        left_over = raised_labels(page.lines) - {label for label, _ in page.foot.notes}
        left_over = {label for label in left_over if label_of(label)}
        before = page.foot


def _lay_out(pages: list[_Page]) -> None:
    for page in pages:
        lines = page.lines
        for table in sorted(page.tables, key=lambda table: table.bounds[1]):
            above = [line for line in lines if line.base < table.bounds[1] + 1]
            lines = lines[len(above) :]
            page.blocks.extend(in_columns(above, page.width))
            page.blocks.append(table)
        page.blocks.extend(in_columns(lines, page.width))
    whole = frame_of([line for page in pages for line in _alone(page)])
    widths = Counter(round(page.width) for page in pages)
    common = widths.most_common(1)[0][0] if widths else 0
    for page in pages:
        lines = _alone(page)
        own = frame_of(lines)
        if whole is not None and (own is None or (len(lines) < 12 and round(page.width) == common)):
            page.frame = whole
        elif own is not None:
            page.frame = Frame(own.left, own.right, own.indent or (whole.indent if whole else 0.0))


def _alone(page: _Page) -> list[Line]:
    return [line for block in page.blocks if isinstance(block, Column) and block.alone for line in block.lines]


def _pieces(pages: list[_Page], marks: Marks) -> list[Piece]:
    columns = [block.lines for page in pages for block in page.blocks if isinstance(block, Column)]
    feet = [[x for _, lines in page.foot.notes for x in lines] for page in pages]
    pitches = usual_pitch([*columns, *feet])
    items: list[_Group | RuledTable | list[tuple[str, list[_Group]]]] = []
    notes: list[tuple[str, list[_Group]]] = []
    for page in pages:
        groups = _groups(page, pitches)
        if groups and isinstance(groups[0], _Group):
            groups = _joined(items, groups)
        items.extend(groups)
        carried = [_Group(g, page.frame) for g in paragraphs_of(page.foot.carried, page.frame, pitches)]
        if carried and notes:
            _carry(notes[-1][1], carried)
        elif carried:
            items.extend(carried)
        fresh = [
            (label, [_Group(g, page.frame) for g in paragraphs_of(lines, page.frame, pitches)])
            for label, lines in page.foot.notes
        ]
        notes.extend(fresh)
        if fresh:
            items.append(fresh)
    return [piece for item in items for piece in _written(item, marks)]


def _groups(page: _Page, pitches: dict[int, float]) -> list[_Group | RuledTable]:
    out: list[_Group | RuledTable] = []
    for block in page.blocks:
        if isinstance(block, Column):
            frame = page.frame if block.alone else side_frame(block.lines, page.frame)
            out.extend(_Group(lines, frame) for lines in paragraphs_of(block.lines, frame, pitches))
        else:
            out.append(block)
    if out and isinstance(out[0], _Group):
        out[0].starts_page = True
    if out and isinstance(out[-1], _Group):
        out[-1].ends_page = True
    return out


def _joined(
    items: list[_Group | RuledTable | list[tuple[str, list[_Group]]]], groups: list[_Group | RuledTable]
) -> list[_Group | RuledTable]:
    """A paragraph that surely goes on over the page break is one paragraph; the notes between come behind it."""
    last = next((item for item in reversed(items) if not isinstance(item, list)), None)
    first = groups[0]
    if not (isinstance(last, _Group) and isinstance(first, _Group) and last.ends_page):
        return groups
    if not joins_over_page(last.lines, first.lines, (last.frame, first.frame)):
        return groups
    last.lines.extend(first.lines)
    last.ends_page = first.ends_page
    return groups[1:]


def _carry(note: list[_Group], carried: list[_Group]) -> None:
    """The rest of a note on the next page joins its last paragraph where that broke off."""
    if note and not note[-1].lines[-1].text.endswith(FINAL):
        note[-1].lines.extend(carried[0].lines)
        carried = carried[1:]
    note.extend(carried)


def _written(item: _Group | RuledTable | list[tuple[str, list[_Group]]], marks: Marks) -> list[Piece]:
    if isinstance(item, _Group):
        torn = item.ends_page and not item.lines[-1].text.endswith(FINAL)
        return [compose(item.lines, marks, item.frame, torn=torn)]
    if isinstance(item, RuledTable):
        return [_grid(item, marks)]
    return [Note(label, tuple(compose(group.lines, marks) for group in groups)) for label, groups in item]


def _grid(table: RuledTable, marks: Marks) -> Grid:
    cells = tuple(
        GridCell(
            cell.row,
            cell.column,
            (compose(cell.lines, marks),) if cell.lines else (),
            cell.row_span,
            cell.column_span,
        )
        for cell in table.cells
    )
    page = next((line.page + 1 for cell in table.cells for line in cell.lines), None)
    return Grid(cells, page)
