"""What a server answers where a report was asked for, saved as if it were one: ``404 Not Found``, a gate before a page.

Known by its title or its first words, and only where hardly anything else is said: a report may well tell of such
answers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.document import ReadError, Source
from extract.layout_words import WORDS
from extract.pieces import Paragraph, Piece

MOST_LETTERS = 1_000
LONGEST = 100
FIRST = 3
"""Paragraphs that may say it."""
_LEAD = rf"(?:http(?:/[\d.]+)?|{WORDS.answer_leads})\s*:?\s*"
_CODE = r"(?:4[0-5]\d|5[0-2]\d)"
_ANSWER = re.compile(
    rf"(?:{_LEAD})?{_CODE}[\s–—:|.-]+{WORDS.answers}[^\d]*|{_LEAD}{_CODE}(?:[\s–—:|.-]+[^\d]*)?|{WORDS.answers}\W*",
    re.IGNORECASE,
)


def refuse_answer(source: Source, title: str, pieces: Sequence[Piece]) -> None:
    """Raise ReadError (``empty``) where a page is such an answer. ``title`` is that of the page's head."""
    texts = [piece.text.strip() for piece in pieces if isinstance(piece, Paragraph)]
    if len(texts) < len(pieces) or sum(map(len, texts)) > MOST_LETTERS:
        return
    said = next((one for one in (title, *texts[:FIRST]) if len(one) <= LONGEST and _ANSWER.fullmatch(one)), None)
    if said is not None:
        raise ReadError(
            source.filename,
            f"it is no report, but the answer of a server that has no such page ({said})",
            "Fetch the file again from where it came",
            "empty",
        )
