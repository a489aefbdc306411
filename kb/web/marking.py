"""Marks a number in a text. Gives pieces, never HTML: templates escape each of them."""

from __future__ import annotations

import re

Marked = tuple[str, str, str]
"""What stands before the mark, what is marked, what stands behind it."""


def marked_at(text: str, start: int, number: str) -> Marked:
    """The number at its offset in the text; where it does not stand there, its first place; else nothing marked."""
    end = start + len(number)
    return (text[:start], number, text[end:]) if text[start:end] == number else marked(text, number)


def marked(text: str, number: str) -> Marked:
    """The first place at which the number stands by itself in the text (``12`` is not in ``2.128``)."""
    found = re.search(rf"(?<![\d.,]){re.escape(number)}(?![.,]?\d)", text)
    return (text[: found.start()], number, text[found.end() :]) if found else (text, "", "")
