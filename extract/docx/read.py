"""DOCX: every letter that Word prints in the body, its tables, text boxes and notes, in reading order.

python-docx gives no text at all for content controls, tracked insertions and inner tables, so the order of reading is
our own, on its element classes. Heads and feet that run through the pages are left out; that of the first page alone
is read, for some letterheads stand there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from docx.oxml.ns import qn
from lxml.etree import _Element

from extract.digits import Digits, digits_in
from extract.document import ReadError, Source
from extract.docx.heads import beside_pages, heads
from extract.docx.notes import Notes
from extract.docx.numbering import Numbering
from extract.docx.package import Package, open_package
from extract.docx.runs import DELETED, MATH, MC, Runs, choose, formula
from extract.docx.styles import Styles
from extract.docx.tables import grid, is_layout, slots
from extract.inline import Inline, count_letters
from extract.pieces import Note, Paragraph, ParagraphKind, Piece, Pieces, digits_of, paragraphs_of

MOST_MISSING = 0.02
"""Share of the letters of the parts that may be missing before people are told."""


Insert = Callable[[str, bytes], Pieces | None]
"""What reads a file that is inserted into a document (its part's name, its bytes); None where it cannot be read."""


def _none(name: str, data: bytes) -> Pieces | None:
    return None


def read_docx(source: Source, data: bytes, insert: Insert = _none) -> Pieces:
    """The pieces of a DOCX file; ``insert`` reads files of other formats that stand in it. Raises ReadError where it is
    damaged, unsafe, or holds pictures or charts instead of text."""
    package = open_package(data, source.filename)
    root = package.xml(package.main)
    body = root.find(qn("w:body"))
    if body is None:
        raise ReadError(source.filename, "is a Word file without a body", "open it in Word and save it anew as DOCX")
    return _Reader(package, body, insert).read()


def digits_there(data: bytes, place: str) -> Digits:
    """The digits that the words of a DOCX file hold but for page numbers, whatever is read of them. Raises ReadError
    where it is damaged."""
    package = open_package(data, place)
    roots = (package.xml(package.main), _part(package, "footnotes"), _part(package, "endnotes"))
    parts = [root for root in roots if root is not None]
    numbers = digits_in(t.text or "" for root in parts for t in root.iter(qn("w:t")))
    numbers -= digits_in(word for root in parts for word in beside_pages(root))
    return digits_in(_words(parts)) - numbers


class _Reader:
    """One walk through the document; the lists of pieces and pending notes grow with it."""

    def __init__(self, package: Package, body: _Element, insert: Insert) -> None:
        parts = {kind: _part(package, kind) for kind in ("styles", "numbering", "settings", "footnotes", "endnotes")}
        self.package = package
        self.place = package.place
        self.insert = insert
        self.body = body
        self.roots = [r for r in (body, parts["footnotes"], parts["endnotes"]) if r is not None]
        self.styles = Styles(parts["styles"])
        self.numbering = Numbering(parts["numbering"])
        bodies = {"footnote": parts["footnotes"], "endnote": parts["endnotes"]}
        self.notes = Notes(bodies, parts["settings"], body)
        self.pending: list[tuple[str, str, str]] = []
        self.runs = Runs(self.styles, self.notes, lambda kind, ident, label: self.pending.append((kind, ident, label)))
        self.left_out: list[str] = []
        self.made: list[str] = []
        self.unread_parts = 0
        self.head, self.running = heads(package, body)
        self.roots += [self.head] if self.head is not None else []
        self.inserted: list[Piece] = []
        self.inserted_notes: list[str] = []
        self.carried: Inline | None = None

    def read(self) -> Pieces:
        pieces: list[Piece] = []
        parts = [self.body] if self.head is None else [self.head, self.body]
        for piece in (piece for part in parts for piece in self.blocks(part)):
            pieces.append(piece)
            # Each body stands right behind its mark, so that labels which begin anew in a section stay apart.
            pieces.extend(self.pending_notes())
        pieces.extend(self.pending_notes())
        if not pieces and self.runs.charts + self.runs.sheets == self.runs.drawings > 0:
            remedy = "copy the tables that they were made of into the document, and save it again"
            raise ReadError(self.place, "holds charts and no text; a chart's figures are not read", remedy, "empty")
        if not pieces and self.runs.drawings:
            raise ReadError(self.place, "holds pictures and no text", "put it through text recognition first")
        return Pieces(pieces, notes=tuple(self.doubts(pieces)), digits=self.digits())

    def blocks(self, parent: _Element) -> Iterator[Piece]:
        """The paragraphs and tables below ``parent``, text boxes behind the paragraph that they are anchored in."""
        for child in parent:
            tag = child.tag
            if tag == qn("w:p"):
                yield from self.paragraph(child)
            elif tag == qn("w:tbl"):
                yield from self.table(child)
            elif tag == f"{MC}AlternateContent":
                chosen = choose(child)
                if chosen is not None:
                    yield from self.blocks(chosen)
            elif isinstance(tag, str) and tag.startswith(MATH):
                inline = Inline()
                inline.add(formula(child))
                yield from inline.take()
            elif tag == qn("w:altChunk"):
                yield from self.chunk(child)
            elif isinstance(tag, str) and tag not in DELETED:
                yield from self.blocks(child)  # controls, insertions, and whatever wrapper Word invents next

    def chunk(self, element: _Element) -> Iterator[Piece]:
        """A file of another format that Word shows as a part of the document."""
        name = self.package.target(element.get(qn("r:id"), ""))
        read = self.insert(name, self.package.archive.read(name)) if name else None
        if read is None:
            self.unread_parts += 1
            return
        self.inserted += read.pieces
        self.inserted_notes += read.notes
        yield from read.pieces

    def paragraph(self, element: _Element) -> Iterator[Piece]:
        by_style = self.styles.is_contents(element)
        by_field = self.runs.in_contents()
        inline, self.carried = self.carried or Inline(), None
        boxes = self.runs.read(element, inline)
        by_field = by_field or self.runs.in_contents()
        # The field alone is not believed: one that never ends would swallow the report.
        if by_style or (by_field and inline.text.rstrip()[-1:].isdigit()):
            self.left_out += [p.text for p in inline.take()]
        elif _goes_on(element):
            self.carried = inline
        else:
            yield from self.take(element, inline)
        for box in boxes:
            yield from self.blocks(box)
        if element.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
            self.notes.end_section()

    def take(self, element: _Element, inline: Inline) -> list[Paragraph]:
        level = self.styles.heading(element)
        kind: ParagraphKind | None = "heading" if level else None
        lead = ""
        place = self.styles.list_place(element)
        has_text = bool(inline.text.strip() or inline.lines)
        if place and has_text:
            counted = self.numbering.count(*place, self.styles.of(element))
            if counted:
                lead = f"{counted[1]} " if counted[1] else ""
                kind = kind or ("list_item" if counted[0].bullet else None)
        self.made.append(lead)
        return inline.take(kind, level, self.styles.centred(element), lead=lambda text: lead)

    def table(self, element: _Element) -> Iterator[Piece]:
        found = slots(element)
        if is_layout(element, found, self.styles):
            for slot in found:
                yield from self.blocks(slot.element)
        else:
            yield grid(found, self.cell)

    def cell(self, element: _Element) -> list[Paragraph]:
        """The paragraphs of a cell, those of a table inside it row by row."""
        out: list[Paragraph] = []
        for block in self.blocks(element):
            out.extend(paragraphs_of(block))
        return out

    def pending_notes(self) -> Iterator[Note]:
        while self.pending:
            kind, ident, label = self.pending.pop(0)
            element = self.notes.take(kind, ident)
            if element is None:
                continue
            paragraphs = self.cell(element)
            if paragraphs and paragraphs[0].text.startswith(label) and not label.isalnum():
                self.runs.set_apart.append(label)
                paragraphs[0] = _without(paragraphs[0], len(label))  # a mark of one's own choice is typed into the body
            yield Note(label, tuple(paragraphs))

    def there(self) -> Iterator[str]:
        """The words of the document's parts, found without a look at what they are."""
        return _words(self.roots)

    def digits(self) -> Digits:
        """The digits that must have been read."""
        return (
            digits_in(self.there())
            + digits_of(self.inserted)
            + digits_in([*self.made, *self.runs.signs])
            - digits_in(_words(self.notes.left()))
            - digits_in([*self.left_out, *self.runs.hidden, *self.runs.set_apart])
        )

    def doubts(self, pieces: Iterable[Piece]) -> Iterator[str]:
        unmarked = self.notes.left()
        left_out, hidden = _letters(self.left_out), _letters(self.runs.hidden)
        there = _letters(self.there()) + self.runs.letters_made - _letters(_words(unmarked)) - left_out - hidden
        read = _letters(p.text for piece in pieces for p in paragraphs_of(piece)) - _letters(self.made)
        read -= _letters(p.text for piece in self.inserted for p in paragraphs_of(piece))
        if there > 0 and (there - read) / there > MOST_MISSING:
            yield f"{(there - read) / there:.0%} of the letters of the file were not read"
        if unmarked:
            yield f"{len(unmarked)} notes without a mark in the text were left out, as Word does"
        if left_out:
            yield f"a table of contents was left out ({left_out} letters)"
        if hidden:
            yield f"hidden text was left out ({hidden} letters)"
        if self.notes.by_page:
            yield "footnotes are numbered anew on each page in Word; here they are numbered through"
        if self.runs.charts:
            yield f"{self.runs.charts} charts or diagrams were not read"
        if self.runs.large_pictures:
            yield f"{self.runs.large_pictures} large pictures were not read; figures in them are missing"
        if self.unread_parts:
            yield f"{self.unread_parts} inserted files inside the document were not read"
        if self.runs.sheets:
            yield f"{self.runs.sheets} workbooks inside the document were not read"
        if self.running:
            yield f"heads and feet that run through the pages were left out: {self.running}"
        yield from self.inserted_notes


def _goes_on(element: _Element) -> bool:
    """Whether the end of a paragraph was deleted, and the next paragraph is a part of it."""
    following = element.getnext()
    deleted = element.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:del')}") is not None
    return deleted and following is not None and following.tag == qn("w:p")


def _part(package: Package, kind: str) -> _Element | None:
    name = package.related(kind)
    return package.xml(name) if name else None


def _without(paragraph: Paragraph, count: int) -> Paragraph:
    text = paragraph.text[count:].lstrip()
    cut = len(paragraph.text) - len(text)
    marks = tuple((max(offset - cut, 0), label) for offset, label in paragraph.marks)
    return Paragraph(text, marks, kind=paragraph.kind, level=paragraph.level, bold=paragraph.bold)


def _letters(texts: Iterable[str]) -> int:
    return sum(map(count_letters, texts))


def _words(roots: Iterable[_Element]) -> Iterator[str]:
    """All ``w:t`` below ``roots`` but those that were deleted, only tell how to say a word, or stand there twice."""
    stack = list(roots)
    while stack:
        here = stack.pop()
        if here.tag in DELETED or here.tag == qn("w:rt"):
            continue
        if here.tag in (qn("w:t"), f"{MATH}t"):
            yield here.text or ""
        elif here.tag == f"{MC}AlternateContent":
            yield from max((list(_words([form])) for form in here), key=_letters, default=[])
        else:
            stack.extend(here)
