"""Pages whose fonts do not say which letters they draw: a PDF without tables of Unicode (``ToUnicode``).

Such a page looks well, but what is read from it are the numbers of drawings: ``7RjQ WQK Fy`` for ``Toàn tỉnh có``, and
no digit is right. Its words are judged by the form of their syllables. Where they are lost, pdfplumber is asked, which
looks into the embedded fonts; it may take one table for another there, so it is judged too. What it does not read
either has to be recognised from its picture (:mod:`extract.pdf.pictures`).
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from extract.pdf.lines import SAME_BASELINE, lines_of
from extract.pdf.open import PageContent, listed, plumbed
from extract.syllables import WORD, is_syllable, share

MANY = 0.05  # of the letters: bullets and signs of fonts without tables are fewer
MOST = 0.5  # of the letters: no page with so many is read, whatever its words look like
VIETNAMESE = 0.45
"""The share of marked syllables from which on a text is Vietnamese: digital pages have .53 to .94."""
FEW_WORDS = 12  # no share can be told of fewer
WELL_FORMED = 0.97
"""Of the words with a letter that English has not: ``toãn`` and ``phät`` for ``toàn`` and ``phát`` are of a table that
was taken for another one."""

WITHOUT_TABLES = "its fonts do not say which letters they draw"


def is_unread(content: PageContent) -> bool:
    """Whether a page's letters are not those that it shows."""
    made_up = content.letters.made_up
    if made_up <= MANY * content.solid:
        return False
    found = share(_text(content))
    return made_up > MOST * content.solid or found.words < FEW_WORDS or found.value < VIETNAMESE


def read_otherwise(data: bytes, contents: list[PageContent]) -> list[str]:
    """Put pages of ``contents`` that are unread in their place as pdfplumber reads them, where it reads Vietnamese.
    What people should know of it."""
    unread = [number for number, content in enumerate(contents) if is_unread(content)]
    if not unread:
        return []
    import pdfplumber  # only for files that pdfium does not read

    read = []
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            for number in unread:
                page = plumbed(document.pages[number])
                if _is_vietnamese(_text(page)):
                    contents[number] = page
                    read.append(number + 1)
    except Exception as error:  # pdfminer raises whatever its parser stumbles over
        return [_told(unread), f"pdfplumber could not read them either ({error})"]
    taken = [f"pages that pdfplumber reads by their embedded fonts: {listed(read)}"] if read else []
    return [_told(unread), *taken]


def _told(unread: Sequence[int]) -> str:
    return f"{WITHOUT_TABLES}, on pages: {listed([number + 1 for number in unread])}"


def _is_vietnamese(text: str) -> bool:
    found = share(text)
    own = [word for word in WORD.findall(text) if not word.isascii()]
    whole = sum(map(is_syllable, own)) >= WELL_FORMED * len(own)
    return whole and found.words >= FEW_WORDS and found.value >= VIETNAMESE


def _text(content: PageContent) -> str:
    return "\n".join(line.text for line in lines_of(content.letters.glyphs, 0, SAME_BASELINE))
