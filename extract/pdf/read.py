"""Reading a PDF: the order of work.

1. letters and rulings of every page, from pdfium (:mod:`extract.pdf.chars`, :mod:`extract.pdf.rulings`); a page that is
   a picture, or whose letters are a bad recognition of its picture, is recognised (:mod:`extract.pdf.pictures`), and so
   is one whose fonts do not say which letters they draw, where no other reader does (:mod:`extract.pdf.without_tables`)
2. ruled tables take their letters; what is left becomes lines (:mod:`extract.pdf.tables`, :mod:`extract.pdf.lines`)
3. running heads and page numbers go; they can only be told by looking at all pages (:mod:`extract.pdf.furniture`)
4. the notes at each page's foot are set apart; only when every label is known can a raised figure be called a mark
   (:mod:`extract.pdf.notes`)
5. columns, then paragraphs, joined over pages (:mod:`extract.pdf.columns`, :mod:`extract.pdf.paragraphs`,
   :mod:`extract.pdf.flow`)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from extract.digits import digits_in
from extract.document import Source
from extract.pdf.aligned import take_aligned
from extract.pdf.chars import PageLetters, View
from extract.pdf.columns import Column, in_columns
from extract.pdf.counted import printed_digits
from extract.pdf.flow import Page, flow, written
from extract.pdf.furniture import furniture
from extract.pdf.half_ruled import loosened
from extract.pdf.lines import SAME_BASELINE, SHAKY_BASELINE, Line, lines_of
from extract.pdf.notes import FootPart, Marks, foot_of, raised_labels
from extract.pdf.open import PageContent, doubts, open_pages, refuse_textless
from extract.pdf.paragraphs import Frame, frame_of
from extract.pdf.pictures import see_pages
from extract.pdf.rulings import Rulings
from extract.pdf.seen import page_of, refuse_unseen, seen_notes, shown, usual_of
from extract.pdf.tables import take_heads, take_tables
from extract.pdf.torn import mend, torn_notes
from extract.pdf.without_tables import WITHOUT_TABLES, is_unread, read_otherwise
from extract.pieces import Paragraph, Piece, Pieces, typed_labels, with_paragraphs


def read_pdf(source: Source, data: bytes) -> Pieces:
    """The pieces of a PDF's bytes. Raises :class:`~extract.document.ReadError` where it is locked, damaged, has too
    many pages, or has no text, or only pictures of text that cannot be recognised here."""
    contents, notes = open_pages(source, data)
    notes += read_otherwise(data, contents)
    seen = see_pages(source, data, contents)
    others = [content.solid for n, content in enumerate(contents) if n not in seen.unread]
    refuse_unseen(source, seen, others, WITHOUT_TABLES if any(map(is_unread, contents)) else "it is a scan")
    if not seen.pages:
        refuse_textless(source, contents)
    usual = usual_of(list(seen.pages.values()))
    pages = [
        page_of(seen.pages[number], number, usual)
        if number in seen.pages
        else _page(number, PageContent(PageLetters(0.0, 0.0), Rulings()) if number in seen.unread else content)
        for number, content in enumerate(contents)
    ]
    torn = torn_notes({page.number + 1: page.torn for page in pages})
    told = (*notes, *doubts(contents, {*seen.pages, *seen.unread}), *seen_notes(seen), *torn)
    views = {n: content.view for n, content in enumerate(contents) if content.view and n not in seen.pages}
    pieces = displayed(shown(laid_out(pages), seen.pages), views)
    recognised = bool(seen.pages or seen.unread)
    digits = None if recognised else printed_digits([content.letters.glyphs for content in contents])
    if digits is not None:
        left_out = digits_in(line.text for page in pages for line in page.dropped)
        digits = digits - left_out - typed_labels(pieces)
    return Pieces(pieces, pages=len(pages), notes=told, digits=digits)


def laid_out(pages: list[Page]) -> list[Piece]:
    """The pieces of pages whose lines and tables are known, in the order in which they are read."""
    _drop_furniture(pages)
    _set_feet_apart(pages)
    printed = {page.number: page.lines + page.cell_lines for page in pages}
    _lay_out(pages)
    items, labels = flow(pages, {label for lines in printed.values() for label in raised_labels(lines)})
    return written(items, Marks(labels, printed))


def displayed(pieces: list[Piece], views: dict[int, View]) -> list[Piece]:
    """The pieces with the boxes of pages (from 0) that lie on their side where they stand on the page as displayed."""
    turned = {number + 1: view for number, view in views.items() if view.further}
    if not turned:
        return pieces

    def back(paragraph: Paragraph) -> Paragraph:
        words = (
            (a, b, turned[box.page].displayed(box) if box.page in turned else box) for a, b, box in paragraph.words
        )
        return replace(paragraph, words=tuple(words))

    return [with_paragraphs(piece, back) for piece in pieces]


def _page(number: int, content: PageContent) -> Page:
    letters, rulings = content.letters, content.rulings
    slack = SHAKY_BASELINE if letters.hidden else SAME_BASELINE
    tables, rest = take_tables(rulings, letters.glyphs, number)
    lines = lines_of(rest, number, slack)
    torn = mend([*lines, *(line for table in tables for cell in table.cells for line in cell.lines)])
    tables, lines = loosened(tables, lines)
    aligned, lines = take_aligned(take_heads(tables, lines))
    tables = sorted([*tables, *aligned], key=lambda table: table.bounds[1])
    rules = [
        (x0, x1, y) for x0, x1, y in rulings.level if not any(t.bounds[1] - 2 <= y <= t.bounds[3] + 2 for t in tables)
    ]
    return Page(number, letters.width, letters.height, tables, lines, rules, torn=torn)


def _drop_furniture(pages: list[Page]) -> None:
    found = furniture([page.lines for page in pages], [page.height for page in pages])
    for page, dropped in zip(pages, found, strict=True):
        page.dropped = [line for index, line in enumerate(page.lines) if index in dropped]
        page.lines = [line for index, line in enumerate(page.lines) if index not in dropped]


def _body_size(pages: Sequence[Page]) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[round(line.size * 2) / 2] += sum(len(word.text) for word in line.words)
    if not sizes:
        return 0.0
    largest = sizes.most_common(1)[0][1]
    # Where notes fill as many lines as the text does, the text is what is printed larger.
    return max(size for size, count in sizes.items() if count >= 0.5 * largest)


def _set_feet_apart(pages: list[Page]) -> None:
    body = _body_size(pages)
    before: FootPart | None = None
    left_over: set[str] = set()
    for page in pages:
        lowest = max((table.bounds[3] for table in page.tables), default=0.0)
        above = [line for line in page.lines if line.base < lowest]
        below = page.lines[len(above) :]
        marks = raised_labels(page.lines) | raised_labels(page.cell_lines) | left_over
        below, page.foot = foot_of(below, page.rules, body, before, marks)
        page.lines = above + below
        left_over = raised_labels(page.lines) - {label for label, _ in page.foot.notes}
        before = page.foot


def _lay_out(pages: list[Page]) -> None:
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


def _alone(page: Page) -> list[Line]:
    return [line for block in page.blocks if isinstance(block, Column) and block.alone for line in block.lines]
