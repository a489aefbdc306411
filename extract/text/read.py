"""Plain text: ``read_text(source, data) -> Pieces``.

Paragraphs parted by blank lines or hard-wrapped, tables as tab-separated lines, as ``| a | b |`` rows or as a stream of
cells each ended by a line ``|``, footnotes as raised marks and bodies. The work in order: decode, part the lines into
regions, make paragraphs and grids of each, take the marks out, gather the footnotes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from extract.decoding import decode
from extract.digits import digits_in
from extract.document import ReadError, Source
from extract.layout_words import WORDS
from extract.pieces import Grid, Paragraph, Pieces, typed_labels
from extract.text.aligned import open_tables
from extract.text.letterhead import in_columns
from extract.text.lines import (
    MARKER,
    Wrapping,
    clean,
    group_lines,
    without_emphasis,
    wrapping,
)
from extract.text.notes import Labelled, bracket_labels, gather_notes, label_plain_bodies, read_label, take_marks
from extract.text.sheets import sheets_of
from extract.text.tables import (
    RECIPIENTS,
    aligned_rows,
    grid_of,
    holds_prose,
    is_layout,
    is_prose,
    opening,
    pipe_cells,
    rows_agree,
    stream_grid,
    tab_rows,
)

PIPE_RULE = re.compile(r"\s*\|?(?:\s*:?-{2,}:?\s*\|)+\s*(?::?-{2,}:?\s*)?")
PAGE_NUMBER = re.compile(rf"\s*(?:-\s*)?(?:{WORDS.page}\s*)?\d{{1,3}}(?:\s*/\s*\d{{1,3}})?(?:\s*-)?\s*", re.IGNORECASE)
HEADING = re.compile(r"(#{1,6})\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file with its page; ``page`` is None where the file has no form feeds."""

    text: str
    page: int | None


Item = Labelled | Grid


def read_text(source: Source, data: bytes) -> Pieces:
    """Pieces of a plain text. Raises :class:`ReadError`: ``empty`` without a letter, ``error`` for bytes of an encoding
    that is not known (:mod:`extract.decoding`)."""
    found = decode(data, source.filename)
    text = found.text
    if not any(c.isalnum() for c in text):
        raise ReadError(source.filename, "the file holds no text", "check that the right file was saved", "empty")
    lines = list(_lines(text))
    how = wrapping([clean(line.text) for line in lines if "\t" not in line.text.strip()])
    brackets = bracket_labels([clean(line.text) for line in lines])
    parted = _with_open_tables(lines, brackets)
    items: list[Item] = []
    for part in parted:
        if isinstance(part, Grid):
            items.append(part)
            continue
        for region in _regions(part):
            items += _read_region(region, how, brackets)
    pages = lines[-1].page
    pieces = tuple(gather_notes(label_plain_bodies(_mark_page_ends(items))))
    left_out = digits_in(text.split("\f")) - digits_in(line.text for line in lines)  # page numbers
    return Pieces(pieces, pages, found.notes, digits=digits_in([text]) - left_out - typed_labels(pieces))


def _lines(text: str) -> Iterator[Line]:
    """Lines with their pages; a page number alone on a page's first or last line is left out."""
    sheets = text.split("\f")
    if len(sheets) > 1 and not sheets[-1].strip():
        sheets.pop()
    for number, sheet in enumerate(sheets, start=1):
        rows = sheet.split("\n")
        page = number if len(sheets) > 1 else None
        used = [i for i, row in enumerate(rows) if row.strip()]
        edge = {i for i in (used[:1] + used[-1:]) if page and PAGE_NUMBER.fullmatch(rows[i])} or _page_numbers(rows)
        yield from (Line(row, page) for i, row in enumerate(rows) if i not in edge)


def _page_numbers(rows: Sequence[str]) -> set[int]:
    """Lines that hold nothing but a page number: alone between blank lines, and counting up by one."""
    blank = [not row.strip() for row in rows]
    alone = [i for i, row in enumerate(rows) if re.fullmatch(r"\s*\d{1,3}\s*", row)]
    alone = [i for i in alone if (not i or blank[i - 1]) and (i + 1 == len(rows) or blank[i + 1])]
    counted = [int(rows[i]) for i in alone]
    rising = counted == list(range(counted[0], counted[0] + len(counted))) if counted else False
    return set(alone) if rising and len(alone) > 1 else set()


def _is_tabbed(line: str) -> bool:
    return "\t" in line.rstrip().lstrip("\t ") or (line.startswith("\t") and "\t" in line.strip("\n")[1:].rstrip(" "))


def _is_piped(line: str) -> bool:
    return line.count("|") > 1 and len(line.strip()) > 2


def _with_open_tables(lines: Sequence[Line], brackets: frozenset[str]) -> Iterator[Sequence[Line] | Grid]:
    """The lines in order, their open tables as such."""
    for page, sheet in groupby(lines, key=lambda line: line.page):
        rest = [Line(text, page) for text in in_columns([line.text for line in sheet])]
        done = 0
        for table in open_tables(["" if _is_piped(line.text) or "\t" in line.text else line.text for line in rest]):
            if table.start > done:
                yield rest[done : table.start]
            empty = not any(row[0] for row in table.rows)
            yield grid_of([row[empty:] for row in table.rows], page, brackets)
            done = table.end
        if done < len(rest):
            yield rest[done:]


def _sort(line: str) -> str:
    """What a line alone looks like: a row of one of the three kinds of tables, or prose."""
    if _is_tabbed(line):
        return "tab"
    if _is_piped(line):
        return "pipe"
    return "aligned" if len(re.findall(r"\S {2,}(?=\S)", line)) > 1 else "prose"


def _regions(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Runs of lines of one sort: tabbed table, piped table, or prose (with streams of cells)."""
    run: list[Line] = []
    sort = ""
    for line in lines:
        now = _sort(line.text)
        short = 0 < len(line.text.strip()) < 6 or re.search(r"\S {2,}\S|^ {3,}\S", line.text)
        if now == "prose" and sort == "aligned" and short:
            now = "aligned"
        if now == "prose" and sort == "tab" and line.text.strip() and not _ends_row(run):
            now = "tab"  # a cell with a line break in it
        if run and (now != sort or line.page != run[-1].page):
            yield run
            run = []
        run.append(line)
        sort = now
    if run:
        yield run


def _ends_row(run: Sequence[Line]) -> bool:
    """Whether the last line of a tabbed run is a whole row, so that what follows is no cell of it."""
    widths = Counter(line.text.count("\t") for line in run)
    return len(run) < 2 or run[-1].text.count("\t") >= widths.most_common(1)[0][0]


def _read_region(region: Sequence[Line], how: Wrapping, brackets: frozenset[str]) -> list[Item]:
    first = region[0].text
    if _is_tabbed(first) and not _is_numbered_prose(region):
        return _read_tabbed(region, brackets)
    aligned = aligned_rows([line.text for line in region]) if _sort(first) == "aligned" else None
    if aligned:
        return [grid_of(aligned, region[0].page, brackets)]
    if _is_piped(first) and len(region) > 1:
        rows = [pipe_cells(line.text) for line in region if not PIPE_RULE.fullmatch(line.text)]
        if rows_agree(rows):
            return [grid_of(rows, region[0].page, brackets)]
    if sum(line.text.strip() == "|" for line in region) > 1:
        return _read_stream(region, how, brackets)
    return _read_prose(region, how, brackets)


def _read_tabbed(region: Sequence[Line], brackets: frozenset[str]) -> list[Item]:
    """The tables of a run of tabbed lines, each below its titles."""
    items: list[Item] = []
    page = region[0].page
    for titles, lines in sheets_of([line.text for line in region]):
        items += [_labelled(title, False, page, brackets) for title in titles]
        items.append(grid_of(tab_rows(lines), page, brackets))
    return items


def _is_numbered_prose(region: Sequence[Line]) -> bool:
    """Whether tabs only part list numbers from their texts, or one line is alone."""
    return all(re.fullmatch(r"\s*\S{1,6}\t+[^\t]*", line.text) and MARKER.match(clean(line.text)) for line in region)


def _read_prose(region: Sequence[Line], how: Wrapping, brackets: frozenset[str]) -> list[Item]:
    items: list[Item] = []
    block: list[str] = []
    for line in [*region, Line("", None)]:
        if line.text.strip():
            block.append(line.text)
        elif block:
            items += [_labelled(t, b, region[0].page, brackets) for t, b in _paragraphs(block, how)]
            block = []
    return items


def _paragraphs(block: Sequence[str], how: Wrapping) -> list[tuple[str, bool]]:
    """Paragraphs of lines without a blank one between them, each with whether it is bold."""
    plain, bold = without_emphasis("\n".join(block))
    return [(text, bold) for text in group_lines([clean(line) for line in plain.split("\n")], how)]


def _labelled(text: str, bold: bool, page: int | None, brackets: frozenset[str]) -> Labelled:
    heading = HEADING.match(text)
    label, rest = read_label(text[heading.end() :] if heading else text)
    words, marks = take_marks(rest, brackets)
    level = len(heading[1]) if heading else None
    kind = "heading" if heading else None
    return Labelled(Paragraph(words, marks, (), kind, level, page, False, bold), label)  # type: ignore[arg-type]


def _mark_page_ends(items: Sequence[Item]) -> list[Item]:
    """Items with ``torn`` set on the last paragraph of a page."""
    out: list[Item] = []
    for item, after in zip(items, [*items, None][1:], strict=True):
        if isinstance(item, Labelled) and isinstance(after, Labelled) and item.paragraph.page != after.paragraph.page:
            p = item.paragraph
            item = Labelled(Paragraph(p.text, p.marks, p.words, p.kind, p.level, p.page, True, p.bold), item.label)
        out.append(item)
    return out


def _read_stream(region: Sequence[Line], how: Wrapping, brackets: frozenset[str]) -> list[Item]:
    """Prose and tables of a region in which a line ``|`` ends each cell."""
    items: list[Item] = []
    chunk: list[Line] = []
    cells: list[list[str]] = []

    def end_table() -> None:
        if not any(any(cell) for cell in cells):
            cells.clear()
        if is_layout(cells) or holds_prose(cells):
            for cell in cells:
                items.extend(_read_prose([Line(text, region[0].page) for text in cell], how, brackets))
        elif cells:
            items.append(stream_grid(cells, how, region[0].page, brackets))
        cells.clear()

    for line in region:
        if line.text.strip() != "|":
            chunk.append(line)
            continue
        signing = bool(cells and RECIPIENTS.match(" ".join(cells[0])))
        at = opening([clean(one.text) for one in chunk], how, signing or not (items or cells), not cells)
        if at is None and is_prose([one.text for one in chunk]):
            end_table()
            items += _read_prose(chunk, how, brackets)
            chunk = []
            continue
        if at is not None:
            end_table()
            items += _read_prose(chunk[:at], how, brackets) if at else []
        cells.append([clean(one.text) for one in chunk[at or 0 :]])
        chunk = []
    end_table()
    return items + (_read_prose(chunk, how, brackets) if chunk else [])
