"""HTML: the report on a web page, in reading order, without the page around it.

Parsed by selectolax as browsers do; lxml.html stops in silence at very long lines and deep nesting.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from extract.digits import Digits, digits_in
from extract.document import Source
from extract.html.answers import refuse_answer
from extract.html.article import NEVER, Article, find_article
from extract.html.notes import Body, Notes, find_notes, without_label
from extract.html.styles import BLOCKS, OWN_LEAD, Open, item_lead, opened, sober
from extract.html.tables import GridBuilder, is_header_row, is_layout, span
from extract.html.tree import Node, decode, parse, text_of
from extract.inline import Inline, count_letters, lowered, raised
from extract.pieces import Note, Paragraph, Piece, Pieces, paragraphs_of

MOST_MISSING = 0.02
"""Share of the article's letters that may be missing before people are told."""
_EDGE_LETTERS = 400


def read_html(source: Source, data: bytes) -> Pieces:
    """The pieces of a web page. A page without text gives none. Raises :class:`~extract.document.ReadError` where it is
    what a server answers that has no such page."""
    text, doubts = decode(data)
    nodes = parse(text)
    if not nodes:
        return Pieces((), notes=doubts)
    article = find_article(nodes)
    root = nodes[article.root]
    reader = _Reader(nodes, root, article, find_notes(nodes, root, article.dropped))
    reader.read()
    title = next((node for node in nodes if node.tag == "title"), None)
    refuse_answer(source, text_of(nodes, title.index, title.end) if title else "", reader.pieces)
    return Pieces(reader.pieces, notes=(*doubts, *article.notes, *reader.doubts()), digits=reader.digits())


def read_fragment(text: str) -> Pieces:
    """The pieces of a report in HTML that has no page around it: nothing is passed over but what is never printed."""
    nodes = parse(text)
    if not nodes:
        return Pieces(())
    root = next((node.index for node in nodes if node.tag == "body"), 0)
    never = frozenset(node.index for node in nodes if node.tag in NEVER)
    article = Article(root, never, None, ())
    reader = _Reader(nodes, nodes[root], article, find_notes(nodes, nodes[root], never))
    reader.read()
    return Pieces(reader.pieces, notes=reader.doubts(), digits=reader.digits())


@dataclass(slots=True)
class _Reader:
    """One walk over the nodes of the article."""

    nodes: list[Node]
    root: Node
    article: Article
    notes: Notes
    pieces: list[Piece] = field(default_factory=list)
    sinks: list[list[Piece]] = field(default_factory=list)
    stack: list[Open] = field(default_factory=list)
    inline: Inline = field(default_factory=Inline)
    body: Body | None = None
    held: list[Piece] = field(default_factory=list)
    letters: int = 0
    made_letters: int = 0
    made: list[str] = field(default_factory=list)
    set_apart: list[str] = field(default_factory=list)

    def read(self) -> None:
        self.sinks.append(self.pieces)
        if self.article.title is not None:
            headline = self.nodes[self.article.title]
            words = text_of(self.nodes, headline.index, headline.end)
            self.pieces.append(Paragraph(words, kind="heading", level=1, bold=True))
            self.made_letters += count_letters(words)
            self.made.append(words)
        bodies = {body.start: body for body in self.notes.bodies}
        index = self.root.index
        while index < self.root.end:
            self.close(index)
            if index in bodies:
                self.begin_note(bodies[index])
            node = self.nodes[index]
            if index in self.article.dropped or index in self.notes.skipped:
                index = node.end
            elif index in self.notes.marks:
                self.inline.mark(self.notes.marks[index])
                index = node.end
            elif not node.tag:
                self.words(node)
                index += 1
            else:
                self.enter(node)
                index += 1
        self.close(self.root.end)
        self.flush()

    def close(self, index: int) -> None:
        """End what ends before node ``index``: elements, innermost first, then the note."""
        while self.stack and self.stack[-1].node.end <= index:
            self.leave()
        if self.body is not None and self.body.end <= index:
            self.end_note()

    def words(self, node: Node) -> None:
        here = self.stack[-1]
        text = node.text
        if here.node.tag == "sup" and not any(c.isalnum() for c in text):
            text = "" if self._holds_mark(here.node) else text
        self.letters += count_letters(text)
        if here.height == "sup":
            text = raised(text.strip())
        elif here.height == "sub":
            text = lowered(text.strip())
        lines = text.split("\n") if any(o.node.tag == "pre" for o in self.stack) else [text]
        for place, line in enumerate(lines):
            if place:
                self.inline.end_line()
            self.inline.add(line, here.bold)

    def _holds_mark(self, node: Node) -> bool:
        return any(index in self.notes.marks for index in range(node.index, node.end))

    def enter(self, node: Node) -> None:
        tag = node.tag
        if tag == "br":
            self.inline.end_line()
        if tag in BLOCKS:
            self.flush()
        outer = self.stack[-1] if self.stack else None
        made = opened(node, outer)
        if tag == "li":
            self.begin_item(made)
        elif tag == "table" and not self.in_cell() and not self.is_layout(node):
            made.grid = GridBuilder()
        elif tag in ("tr", "td", "th"):
            self.begin_cell(made)
        self.stack.append(made)

    def is_layout(self, node: Node) -> bool:
        """Whether the table is none to people; only where little stands before or behind it can it be a letterhead."""
        behind = 0
        for other in self.nodes[node.end : self.root.end]:
            behind += len(other.text)
            if behind > _EDGE_LETTERS:
                break
        return is_layout(self.nodes, node, min(self.letters, behind) <= _EDGE_LETTERS)

    def in_cell(self) -> bool:
        return len(self.sinks) > 1 and any(o.grid for o in self.stack)

    def grid_of(self, node: Node) -> GridBuilder | None:
        """The grid that a row or cell belongs to: the innermost table's, none where that table is laid flat."""
        table = next((o for o in reversed(self.stack) if o.node.tag == "table"), None)
        return table.grid if table else None

    def begin_item(self, made: Open) -> None:
        made.kind = "list_item"
        if self.body is None:
            around = next((o for o in reversed(self.stack) if o.node.tag in ("ul", "ol", "menu")), None)
            made.lead = item_lead(made.node, around)

    def begin_cell(self, made: Open) -> None:
        builder = self.grid_of(made.node)
        if builder is None:
            return
        if made.node.tag == "tr":
            builder.row()
            made.is_header = is_header_row(self.nodes, made.node)
        else:
            row = next((o for o in reversed(self.stack) if o.node.tag == "tr"), None)
            made.is_header = row is not None and row.is_header
            self.sinks.append([])

    def leave(self) -> None:
        here = self.stack[-1]
        tag = here.node.tag
        if tag in BLOCKS:
            self.flush()
        self.stack.pop()
        if tag in ("td", "th"):
            builder = self.grid_of(here.node)
            if builder is not None:
                paragraphs = [p for piece in self.sinks.pop() for p in paragraphs_of(piece)]
                rows, columns = span(here.node, "rowspan"), span(here.node, "colspan")
                builder.cell(paragraphs, rows, columns, here.is_header)
        elif tag == "table" and here.grid is not None:
            self.sinks[-1].append(here.grid.grid())
            self.pieces.extend(self.held)
            self.held = []

    def begin_note(self, body: Body) -> None:
        self.flush()
        if self.body is not None:
            self.end_note()
        self.body = body
        self.sinks.append([])

    def end_note(self) -> None:
        self.flush()
        body, self.body = self.body, None
        if body is None:
            return
        paragraphs = [p for piece in self.sinks.pop() for p in paragraphs_of(piece)]
        if body.cut and paragraphs:
            paragraphs[0] = self._cut(paragraphs[0], without_label(paragraphs[0].text, body.label))
        note = Note(body.label, tuple(replace(p, kind=None, level=None) for p in paragraphs))
        (self.held if self.in_cell() else self.sinks[-1]).append(note)

    def _cut(self, paragraph: Paragraph, count: int) -> Paragraph:
        self.made_letters -= count_letters(paragraph.text[:count])
        self.set_apart.append(paragraph.text[:count])
        marks = tuple((max(offset - count, 0), label) for offset, label in paragraph.marks)
        return replace(paragraph, text=paragraph.text[count:], marks=marks)

    def flush(self) -> None:
        """The words so far are a paragraph."""
        here = self.stack[-1] if self.stack else None
        if here is None or not (self.inline.text.strip() or self.inline.lines or self.inline.marks):
            self.inline = Inline()
            return
        item = next((o for o in reversed(self.stack) if o.lead), None)

        def lead(text: str) -> str:
            said = item.lead if item else ""
            if item:
                item.lead = ""
            said = "" if OWN_LEAD.match(text) else said
            self.made_letters += count_letters(said)
            self.made.append(said)
            return said

        paragraphs = self.inline.take(here.kind, here.level, here.centred, lead)
        self.sinks[-1].extend(sober(p) for p in paragraphs)

    def digits(self) -> Digits:
        """The digits that must have been read: those of the article's nodes but for marks and what is passed over."""
        apart = {*self.article.dropped, *self.notes.skipped, *self.notes.marks}
        texts: list[str] = []
        index = self.root.index
        while index < self.root.end:
            node = self.nodes[index]
            texts.append("" if index in apart else node.text)
            index = node.end if index in apart else index + 1
        return digits_in([*texts, *self.made]) - digits_in(self.set_apart)

    def doubts(self) -> tuple[str, ...]:
        read = sum(count_letters(p.text) for piece in self.pieces for p in paragraphs_of(piece)) - self.made_letters
        if self.letters and (self.letters - read) / self.letters > MOST_MISSING:
            return (f"{(self.letters - read) / self.letters:.0%} of the letters of the article were not read",)
        return ()
