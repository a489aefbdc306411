"""The lines of a Markdown file parted into headings, paragraphs, tables and blocks of HTML.

A list is taken as the lines that it prints: reports number their headings, paragraphs and lists by hand, and what such
a number means is told by :mod:`extract.layout`, the same for all formats.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from extract.markdown.tables import Found, table_at
from extract.text.lines import MARKER, RULE, Wrapping, clean, grouped, is_final, wrapping

_HEADING = re.compile(r"[ ]{0,3}#{1,6}[ \t]+\S")
_HTML = re.compile(
    r"\s*</?(?:table|thead|tbody|tfoot|tr|td|th|div|p|center|ul|ol|li|h[1-6]|hr|blockquote|section)\b", re.I
)
_QUOTE = re.compile(r"^[ ]{0,3}>[ ]?")
_SIGN_BEFORE = re.compile(r"^[ \t]*(?:\*{1,3}|_{1,3})(?=\S)|\\(?=[-+*.()\[\]#|])")
_MOST_HTML = 5_000


@dataclass(frozen=True, slots=True)
class Block:
    """``text`` of a paragraph, heading (with its ``#``) or of HTML as it stands, ``rows`` of a table."""

    kind: Literal["prose", "table", "html"]
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


def blocks_of(lines: Sequence[str]) -> Iterator[Block]:
    """The blocks in reading order."""
    how = wrapping([clean(line) for line in lines if "|" not in line])
    prose: list[str] = []

    def flush() -> Iterator[Block]:
        yield from (Block("prose", text) for text in _paragraphs(prose, how))
        prose.clear()

    at = strays = 0
    while at < len(lines):
        line = _QUOTE.sub("", lines[at])
        stray = at < strays and line.strip() == "|"
        found: Found | None = None if stray else table_at(lines, at)
        if found is not None:
            yield from flush()
            yield from _of_table(found, how)
            at, strays = found.end, max(strays, found.strays)
            continue
        if _HTML.match(line):
            yield from flush()
            end = _html_end(lines, at)
            yield Block("html", "\n".join(lines[at:end]))
            at = end
            continue
        at += 1
        if not line.strip() or RULE.fullmatch(line) or line.strip() == "|":
            yield from flush()
        elif _HEADING.match(line):
            yield from flush()
            yield Block("prose", line.strip())
        else:
            prose.append(line)
    yield from flush()


def _line(line: str) -> str:
    """Without what stands before and behind, but for the two blanks that are a line break."""
    return line.strip() + ("  " if line.endswith("  ") else "")


def _of_table(found: Found, how: Wrapping) -> Iterator[Block]:
    if found.rows:
        yield Block("table", rows=tuple(tuple(_cell(cell, how) for cell in row) for row in found.rows))
    for text in found.prose:
        yield Block("prose", text)


def _cell(text: str, how: Wrapping) -> str:
    """A cell's paragraphs, a line break between two."""
    return "\n".join(
        paragraph.replace("\n", " ")
        for part in re.split(r"<br\s*/?>", text)
        for paragraph in _paragraphs(part.split("\n"), how)
    )


def _paragraphs(lines: Sequence[str], how: Wrapping) -> list[str]:
    """Lines without a blank one between them as paragraphs; a number that begins a line goes on with a sentence or a
    title that has not ended."""
    plain = [clean(_SIGN_BEFORE.sub("", line)) for line in lines]
    groups: list[list[int]] = []
    for group in grouped(plain, how):
        before, first = plain[groups[-1][-1]] if groups else "", plain[group[0]]
        if before and first[:1].isdigit() and not is_final(before) and not MARKER.match(first):
            groups[-1] += group
        else:
            groups.append(group)
    return ["\n".join(_line(lines[index]) for index in group) for group in groups]


def _html_end(lines: Sequence[str], start: int) -> int:
    """The line behind a block of HTML: behind the end of its table, else at the next blank line."""
    depth = 0
    for at in range(start, min(len(lines), start + _MOST_HTML)):
        depth += len(re.findall(r"<table\b", lines[at], re.I)) - len(re.findall(r"</table\s*>", lines[at], re.I))
        if depth <= 0 and (at + 1 == len(lines) or not lines[at + 1].strip() or "</table" in lines[at].lower()):
            return at + 1
    return start + 1
