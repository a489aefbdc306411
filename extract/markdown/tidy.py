"""What is no part of the report goes, what converters write in ways of their own gets the common one: a list of lines.

Gone: front matter, fences around the whole, pictures, comments, marks of pages. Footnotes' bodies are taken out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_FRONT = re.compile(r"\A\s*---[ \t]*\n(?:[^\n]*\n){0,60}?(?:---|\.\.\.)[ \t]*\n")
_FRONT_LINE = re.compile(r"\s*(?:[\w-]+\s*:.*|-\s.*|#.*|\s+.*)?")
_FENCE = re.compile(r"[ ]{0,3}(?:`{3,}|~{3,})[ \t]*[\w-]*[ \t]*")
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)(?:\{[^}\n]*\})?|!\[\[[^\]]*\]\]|<!--.*?-->", re.DOTALL)
_PAGE_MARK = re.compile(
    r"\s*(?:\{\d+\}-{3,}|\\(?:newpage|pagebreak)|-{2,}\s*(?:page|trang)\s*\d+\s*-{2,}|<div[^>]*page-?break[^>]*>(?:</div>)?)\s*",
    re.IGNORECASE,
)
_ANCHOR = re.compile(r"\[\]\{[^}]*\}|(?<=\S)[ ]?\{(?:#[\w-]+|\.[\w-]+|[\w-]+=\"[^\"]*\")(?:\s+[^}\n]*)?\}")
_FORMULA = re.compile(r"\$\s*(?:\\(?:mathrm|text|mathbf)\{)?([-+]?\d[\d.,]*)\}?\s*(\\?%)?\s*\$")
_RAISED = re.compile(
    r"\$\s*(?:\\mathrm\{(\w{1,3})\}|(\w{1,3}))?\s*\^\s*\{?(\w{1,3}|\*)\}?\s*\$|(?<=[^\s^])\^(\d{1,3})\^"
)
_UNDERLINED = re.compile(r"={3,}\s*")
_NOTE = re.compile(r"[ ]{0,3}\[\^([^\]\s]{1,40})\]:[ \t]*(.*)")
_TARGET = re.compile(r"[ ]{0,3}\[([^\]^\[]+)\]:[ \t]*<?(?:https?:|mailto:|ftp:|[./#])\S*(?:[ \t]+[\"'(].*)?[ \t]*")
"""Where a link by name leads to: ``[1]: https://example.org``."""
_NAMED = re.compile(r"\[([^\[\]]+)\]\[([^\[\]]*)\]")
_HEADING_LINE = re.compile(r"[ ]{0,3}#{1,6}[ \t]")


@dataclass(frozen=True, slots=True)
class Tidied:
    """The lines that are left, and footnotes as ``(label, words)`` in the order of their bodies."""

    lines: list[str]
    notes: list[tuple[str, str]]


def tidy(text: str) -> Tidied:
    """The lines of a Markdown file, put in order."""
    text = _without_front_matter(text)
    text = _IMAGE.sub(" ", text)
    text = _FORMULA.sub(lambda m: m[1] + ("%" if m[2] else ""), text)
    text = _RAISED.sub(lambda m: f"{m[1] or m[2] or ''}<sup>{m[3] or m[4]}</sup>", text)
    text = _ANCHOR.sub("", text)
    names = {found[1].lower() for found in map(_TARGET.fullmatch, text.split("\n")) if found}
    if names:
        text = _NAMED.sub(lambda m: m[1] if (m[2] or m[1]).lower() in names else m[0], text)
    kept: list[str] = []
    for line in text.replace("\f", "\n").split("\n"):
        if _FENCE.fullmatch(line) or _TARGET.fullmatch(line) or _PAGE_MARK.fullmatch(line):
            line = ""
        if kept and _UNDERLINED.fullmatch(line) and kept[-1].strip() and not _HEADING_LINE.match(kept[-1]):
            kept[-1], line = f"# {kept[-1].strip()}", ""
        kept.append(line)
    return _take_notes(kept)


def _without_front_matter(text: str) -> str:
    found = _FRONT.match(text)
    if found and all(_FRONT_LINE.fullmatch(line) for line in found.group().strip().split("\n")[1:-1]):
        return text[found.end() :]
    return text


def _take_notes(lines: list[str]) -> Tidied:
    """A body goes on over further lines until a blank one, and over indented lines behind that."""
    left: list[str] = []
    notes: list[tuple[str, str]] = []
    open_note = blank = False
    for line in lines:
        found = _NOTE.match(line)
        if found:
            notes.append((found[1], found[2]))
            left.append("")
            open_note, blank = True, False
        elif open_note and not line.strip():
            blank = True
        elif open_note and (not blank or line.startswith(("    ", "\t"))):
            label, words = notes[-1]
            notes[-1] = (label, f"{words} {line.strip()}")
            blank = False
        else:
            open_note = False
            left.append(line)
    return Tidied(left, notes)
