"""Markdown: ``read_markdown(source, data) -> Pieces``.

What no parser of Markdown knows, because only converters and offices write it, is put in order first
(:mod:`extract.markdown.blocks`); markdown-it-py then reads emphasis, links, escapes and tags inside a block. The HTML
of it all is read as a page that has no menu: lists, tables, footnotes and letterheads come out as they do from HTML.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import replace

from markdown_it import MarkdownIt

from extract.decoding import decode
from extract.digits import Digits, differences, digits_in
from extract.document import ReadError, Source
from extract.html.read import read_fragment
from extract.markdown.blocks import Block, blocks_of
from extract.markdown.tidy import Tidied, tidy
from extract.pieces import Pieces

_STRAY_STARS = re.compile(r"\*{2,}")
_ALONE = re.compile(r"^\*(?=[^\s*)])|(?<=[^\s*(])\*$")
"""What is left of emphasis over a paragraph that was put in two."""
_MARK = re.compile(r"\[\^([^\]\s]{1,40})\]")
_TAG = re.compile(r"</?[A-Za-z!][^<>]*>")
_LINKED = re.compile(r'<sup><a href="#fn-\d+">[^<]*</a></sup>')
_UNPRINTED = re.compile(r"\[\^[^\]\s]{1,40}\]|\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+\"[^\"\n]*\")?\)|Unnamed: \d+")
"""A footnote's mark, where a link leads to, what a program calls a column without a name."""
_LEVEL = re.compile(r"(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$", re.DOTALL)


def read_markdown(source: Source, data: bytes) -> Pieces:
    """Pieces of a Markdown file. Raises ReadError: ``empty`` without a letter, ``error`` where it is no text."""
    found = decode(data, source.filename)
    text = found.text
    if not any(c.isalnum() for c in text):
        raise ReadError(source.filename, "the file holds no text", "check that the right file was saved", "empty")
    tidied = tidy(text)
    inline = _Inline(tidied)
    body = "\n".join(_as_html(block, inline) for block in blocks_of(tidied.lines))
    notes = "".join(
        f'<li id="fn-{number}"><p>{inline.html(words)}</p></li>' for number, (_, words) in enumerate(tidied.notes, 1)
    )
    section = f'<section class="footnotes"><ol>{notes}</ol></section>' if notes else ""
    pieces = read_fragment(f"<body>{body}{section}</body>")
    lost = differences(_digits(tidied), digits_in([_TAG.sub("", _LINKED.sub("", f"{body}{section}"))]))
    return replace(pieces, notes=(*found.notes, *lost, *pieces.notes))


def _digits(tidied: Tidied) -> Digits:
    """The digits that Markdown prints, counted before anything parses it; from there on the HTML is counted."""
    written = "\n".join((*tidied.lines, *(words for _, words in tidied.notes)))
    return digits_in([_TAG.sub("", html.unescape(_UNPRINTED.sub("", written)))])


class _Inline:
    """What stands inside a block as HTML: markdown-it-py for the signs, footnote marks as links to their bodies."""

    def __init__(self, tidied: Tidied) -> None:
        self._parser = MarkdownIt("commonmark", {"html": True}).enable("strikethrough")
        self._numbers = {label: number for number, (label, _) in enumerate(tidied.notes, 1)}

    def html(self, text: str) -> str:
        """A block's words; a footnote's mark without a body goes, as it stands for nothing that could be found."""
        made = self._parser.renderInline(text.strip())
        made = _MARK.sub(self.mark, made)
        made = _STRAY_STARS.sub("", made)
        return _ALONE.sub("", made) if made.count("*") == 1 else made

    def mark(self, found: re.Match[str]) -> str:
        """A footnote's mark as a link to its body, nothing where it has none."""
        number = self._numbers.get(html.unescape(found[1]))
        if number is None:
            return ""
        label = found[1] if re.fullmatch(r"\d{1,3}|\*{1,3}", found[1]) else str(number)
        return f'<sup><a href="#fn-{number}">{label}</a></sup>'


def _as_html(block: Block, inline: _Inline) -> str:
    if block.kind == "html":
        return _MARK.sub(inline.mark, block.text)
    if block.kind == "table":
        width = max(map(len, block.rows))
        rows = (f"<tr>{_row(row, width, inline)}</tr>" for row in block.rows)
        return f"<table>{''.join(rows)}</table>"
    heading = _LEVEL.match(block.text)
    if heading:
        level = len(heading[1])
        return f"<h{level}>{inline.html(heading[2])}</h{level}>"
    return f"<p>{inline.html(block.text)}</p>"


def _row(row: Sequence[str], width: int, inline: _Inline) -> str:
    """A row's cells; the last one of a short row goes on to the table's edge, as a section's title does."""
    cells = [f"<td>{_cell(cell, inline)}</td>" for cell in row]
    if len(row) < width:
        cells[-1] = f'<td colspan="{width - len(row) + 1}">{_cell(row[-1], inline)}</td>'
    return "".join(cells)


def _cell(text: str, inline: _Inline) -> str:
    return "<br>".join(inline.html(line) for line in text.split("\n") if line)
