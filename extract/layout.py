"""What a paragraph is by its look: a heading (and how deep), a list item, or prose; and whether it goes on in the next.

The numbering of Vietnamese administrative documents is fixed by decree 30/2020/NĐ-CP, annex I: Phần, Chương, Mục,
then I. 1. 1.1. a) and dashes. Reports follow it loosely, so a numbered line counts as a heading only while it is short
and does not end as a sentence does.
"""

from __future__ import annotations

import re

from extract.document import BlockKind
from extract.layout_words import WORDS
from extract.pieces import Paragraph

HEADING_LENGTH = 220
"""Longest heading in characters: titles of annexes reach 200."""

LEAD_LENGTH = 120
"""A paragraph that is longer and ends in a colon leads into what follows, it heads nothing."""

_PART = re.compile(rf"{WORDS.parts}\b(?:\s+(?:{WORDS.numbered}\s+)?[IVXLC\d]+)?")
_NUMBERED = (
    (re.compile(r"[IVXL]{1,6}\s*[.)/\-–]\s*(?=\S)"), 2),
    (re.compile(r"\d{1,2}\.\d{1,2}\.\d{1,2}[.)]?\s+"), 5),
    (re.compile(r"\d{1,2}\.\d{1,2}[.)]?\s+"), 4),
    (re.compile(r"\d{1,2}\s?[.)/]\s+"), 3),
    (re.compile(r"[a-zđ]\d?[.)]\s+"), 6),
)
_BULLET = re.compile(r"[-–—+•●▪*§✓➢]\s*(?=\S)")
_BRACKETED = re.compile(r"\(\s?(?:\d{1,2}|[a-zđ]|[ivx]{1,4})\s?\)\s+")
_FINAL = re.compile(r"[.;:!?…/][\"”’»)\]]*$")
_SENTENCES = re.compile(r"[^\W\d_]{2,}[.;] +[^\W\d_]")
_HANGING = re.compile(rf"(?:\b{WORDS.hanging}|,)$")


def numbering(text: str) -> tuple[int, int] | None:
    """The heading level (1 outermost to 6) and the length of the printed number that ``text`` begins with, or None."""
    part = _PART.match(text)
    if part:
        return 1, part.end()
    for pattern, level in _NUMBERED:
        found = pattern.match(text)
        if found:
            return level, found.end()
    return None


def is_list_start(text: str) -> bool:
    """Whether ``text`` begins with a bullet, a dash or a bracketed number."""
    return bool(_BULLET.match(text) or _BRACKETED.match(text))


def depth_of_item(text: str) -> int:
    """How deep an item of a list stands by its sign: 2 for ``+``, 1 for a dash, 0 for a number, a letter or prose."""
    sign = text.lstrip()[:1]
    return 2 if sign == "+" else 1 if sign and sign in "-–—" else 0


def stands_outside(text: str, lead: str) -> bool:
    """Whether an item stands above the item ``lead``, or is numbered beside it.

    >>> [stands_outside(*pair) for pair in (("- Thu", "+ Chi:"), ("2. Thu", "1. Chi:"), ("a) Thu", "1. Chi:"))]
    [True, True, False]
    """
    own, other = numbering(text), numbering(lead)
    if own and other:
        return own[0] <= other[0]
    return depth_of_item(text) < depth_of_item(lead)


def ends_sentence(text: str) -> bool:
    """Whether ``text`` ends as a sentence, a clause of a list or a lead does (``.`` ``;`` ``:`` …)."""
    return bool(_FINAL.search(text.rstrip()))


def is_capitals(text: str) -> bool:
    """Whether the letters of ``text`` are capitals (four of five at least; bracketed remarks may be small)."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 4 and sum(c.isupper() for c in letters) >= 0.8 * len(letters)


def _tells(text: str) -> bool:
    """Whether a text is too long for a heading, or several sentences."""
    return len(text) > HEADING_LENGTH or (text.rstrip().endswith(".") and bool(_SENTENCES.search(text)))


def classify(paragraph: Paragraph) -> tuple[BlockKind, int | None]:
    """The kind of a paragraph and, for a heading, its level (1 outermost). The format's own word wins."""
    text = paragraph.text
    number = numbering(text)
    # What leads into a list and what tells something in sentences is no heading, whatever its style.
    lead = text.rstrip().endswith(":") and (is_list_start(text) or len(text) > LEAD_LENGTH)
    if paragraph.kind == "heading" and not lead and not _tells(text):
        return "heading", number[0] if number else paragraph.level or 1
    if paragraph.kind == "list_item":
        return "list_item", None
    short = len(text) <= HEADING_LENGTH
    if number and short and not ends_sentence(text) and not (number[0] == 6 and not paragraph.bold):
        return "heading", number[0]
    if number and short and paragraph.bold and not text.rstrip().endswith((";", ",")):
        return "heading", number[0]
    if short and is_capitals(text) and not is_list_start(text) and not ends_sentence(text):
        return "heading", 1
    if number or is_list_start(text):
        return "list_item", None
    return "paragraph", None


def goes_on(first: Paragraph, second: Paragraph) -> bool:
    """Whether ``second`` is the rest of the sentence that ``first`` broke off: at a page's end, at a footnote area, at
    a stray line break of the source."""
    if not first.text or not second.text or ends_sentence(first.text):
        return False
    if first.kind == "heading" or second.kind in ("heading", "list_item"):
        return False
    if is_list_start(second.text) or numbering(second.text):
        return False
    head = next((c for c in second.text if not c.isspace() and c not in "(“\"'‘"), "")
    if head.islower():
        return not is_capitals(first.text)
    if is_capitals(first.text) or is_capitals(second.text):
        return False
    if first.bold or (numbering(first.text) and len(first.text) <= HEADING_LENGTH):
        return False
    return (first.torn and len(first.text) > 60) or bool(_HANGING.search(first.text.rstrip()))
