"""Marks a number or the words of a search in a text. Gives pieces, never HTML: templates escape each of them."""

from __future__ import annotations

import re

from kb.search import fold

Marked = tuple[str, str, str]
"""What stands before the mark, what is marked, what stands behind it."""

_WORD = re.compile(r"\w+")

# Around the first word found, so many characters of a long passage are shown.
BEFORE = 120
AROUND = 420


def marked_at(text: str, start: int, number: str) -> Marked:
    """The number at its offset in the text; where it does not stand there, its first place; else nothing marked."""
    end = start + len(number)
    return (text[:start], number, text[end:]) if text[start:end] == number else marked(text, number)


def marked(text: str, number: str) -> Marked:
    """The first place at which the number stands by itself in the text (``12`` is not in ``2.128``)."""
    found = re.search(rf"(?<![\d.,]){re.escape(number)}(?![.,]?\d)", text)
    return (text[: found.start()], number, text[found.end() :]) if found else (text, "", "")


def marked_words(text: str, words: str) -> list[tuple[str, bool]]:
    """The text around the words that were searched for, in pieces, each with whether it is one of the words."""
    wanted = set(_WORD.findall(fold(words)))
    spots = [(match.start(), match.end()) for match in _WORD.finditer(text) if fold(match[0]) in wanted]
    first, last = _window(text, spots[0][0] if spots else 0)
    pieces: list[tuple[str, bool]] = [("… ", False)] if first else []
    at = first
    for start, end in spots:
        if end > last:
            break
        if start > at:
            pieces.append((text[at:start], False))
        pieces.append((text[start:end], True))
        at = end
    pieces.append((text[at:last], False))
    return [*pieces, (" …", False)] if last < len(text) else pieces


def _window(text: str, first: int) -> tuple[int, int]:
    if len(text) <= AROUND:
        return 0, len(text)
    start = 0 if first <= BEFORE else text.rfind(" ", 0, first - BEFORE) + 1
    end = text.find(" ", start + AROUND)
    return start, len(text) if end < 0 else end
