"""The bytes of a text -> its letters: UTF-8, UTF-16, Windows-1258 and the old Vietnamese charsets.

One bad byte does not refuse a text: it is told, and a number that it may have been a digit of is left out with it.
Bytes that are no UTF-8 are of a charset only where their words become well-formed Vietnamese by it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from extract.document import ReadError
from extract.oldfonts.convert import RIGHT_FROM, decoded, judge
from extract.syllables import share

MOST_LOST = 0.005
"""Share of the characters that may be lost before the text is one of another encoding, or damaged."""
FEWEST_WORDS = 8
"""A text of fewer words is not judged by them."""
LOST = "\ufffd"
_TOUCHED = re.compile(rf"[\d.,]*{LOST}[\d.,{LOST}]*")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text in NFC with line feeds, and what people are told of how it was read."""

    text: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, place: str) -> Decoded:
    """The text in ``data``. Raises ReadError where its bytes are of no encoding that is known."""
    encoding = _wide(data)
    if encoding:
        return _cleared(data.decode(encoding, "replace"), encoding.upper(), place)
    try:
        return _cleared(data.decode("utf-8-sig"), "UTF-8", place)
    except UnicodeDecodeError as error:
        text = data.decode("utf-8-sig", "replace")
        lost = text.count(LOST)
        if lost <= _allowed(text) and sum(c > "\x7f" for c in text) >= 10 * lost:
            return _cleared(text, "UTF-8", place)
        return _by_words(data) or _refuse(place, error.start)


def _wide(data: bytes) -> str | None:
    """UTF-16 by its mark or by its zero bytes."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    if data[:4000].count(0) > len(data[:4000]) // 4:
        return "utf-16-le" if data[:200:2].count(0) < data[1:200:2].count(0) else "utf-16-be"
    return None


def _allowed(text: str) -> float:
    return max(1, MOST_LOST * len(text))


def _cleared(text: str, encoding: str, place: str) -> Decoded:
    """The text without what is no character; a number that touches it goes, as it may lack a digit."""
    zeros = text.count("\x00")
    if zeros > _allowed(text):
        raise ReadError(place, "the file holds zero bytes, it is no text", "save it as plain text in UTF-8")
    lost = zeros + text.count(LOST)
    notes: tuple[str, ...] = ()
    if lost:
        text = _TOUCHED.sub(_without_digits, text.replace("\x00", LOST))
        notes = (f"{lost} bytes are no {encoding}: the letters there are lost, and every number that they touch",)
    return Decoded(_lines(text), notes)


def _without_digits(found: re.Match[str]) -> str:
    return LOST if any(c.isdigit() for c in found.group()) else found.group()


def _by_words(data: bytes) -> Decoded | None:
    """By the form of the words: Windows-1258, whose accents stand alone, or a charset of before Unicode."""
    vietnamese = unicodedata.normalize("NFC", data.decode("cp1258", "replace"))
    found = share(vietnamese)
    if found.words >= FEWEST_WORDS and found.value >= RIGHT_FROM and vietnamese.count(LOST) <= _allowed(vietnamese):
        made = _cleared(vietnamese, "Windows-1258", "")
        return Decoded(made.text, ("read as Windows-1258, judged by its words", *made.notes))
    text = data.decode("latin-1")
    charset = judge(text)
    if charset is None:
        return None
    return Decoded(_lines(decoded(text, charset)), (f"read as {charset}, judged by its words",))


def _refuse(place: str, start: int) -> Decoded:
    raise ReadError(
        place,
        f"byte {start + 1} is not UTF-8 text, and the words are in none of the old Vietnamese encodings for sure"
        " (TCVN3, VNI, VPS, VISCII, Windows-1258)",
        "convert it to UTF-8 and put it in again",
    )


def _lines(text: str) -> str:
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
