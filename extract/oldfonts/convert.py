"""Words in an old Vietnamese charset made into Unicode: by the name of their font, or judged by a whole document.

- a reader that knows fonts calls :func:`convert` for each run, and nothing happens to a run of any other font
- a reader that knows none calls :func:`judge` with all of a document's words, then :func:`decoded`

Few letters show nothing: ``é`` is French, Unicode, TCVN3 for ``ộ``. So nothing is ever judged by a short string.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from extract.oldfonts.charts import CHARTS, Charset
from extract.syllables import is_syllable, share

FEWEST_WORDS = 40
"""A document of fewer words is never judged by its letters."""
WRONG_BELOW, RIGHT_FROM = 0.33, 0.45
"""Shares of well-formed Vietnamese words with marks. Measured: old charsets read as Latin-1 give .05 to .30, digital
documents and converted ones .53 to .94."""
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_FONTS: tuple[tuple[re.Pattern[str], Charset], ...] = (
    (re.compile(r"\.vn(?!i)|vn(?:time|arial|avant|book|centur|clarendon|helve|park|souther|timeh)", re.I), "TCVN3"),
    (re.compile(r"\.?vni[-_ ]", re.I), "VNI"),
    (re.compile(r"vps[-_ ]", re.I), "VPS"),
    (re.compile(r"vi(?:scii)?[-_ ](?:times|arial|hoang|courier)", re.I), "VISCII"),
)
_UNICODE = re.compile(
    "[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u0300-\u036f\u1ea0-\u1ef9]"
)
_DASHED = re.compile(r"[^\W\d_]*(?:-[^\W\d_]*)+")
_HYPHEN = re.compile("-")


@lru_cache(maxsize=1_000)
def charset_of(font: str | None) -> Charset | None:
    """The charset of a font by its name (``ABCDEF+.VnTimeH``, ``VNI-Times``), None for every other font."""
    name = _SUBSET.sub("", font or "").strip()
    return next((charset for pattern, charset in _FONTS if pattern.match(name)), None)


@lru_cache(maxsize=1_000)
def chart_of(font: str | None) -> dict[int, str] | None:
    """The letters of an old Vietnamese font by the code points that stand for them, None for every other font.

    For readers that see one letter after the other: marks of VNI come out as combining ones, for NFC to join.
    """
    charset = charset_of(font)
    return CHARTS[charset] if charset else None


def convert(text: str, font: str | None) -> str:
    """A run's words in Unicode (NFC) where its font is an old Vietnamese one, else as they are.

    Letters that only Unicode has show that the font's name is a left-over. A font whose name ends in H (``.VnTimeH``)
    shows capitals for small letters; the letters are kept as they were typed.
    """
    charset = charset_of(font)
    if charset is None or _UNICODE.search(text):
        return text
    return decoded(text, charset)


def decoded(text: str, charset: Charset) -> str:
    """Words of a charset in Unicode (NFC); what its chart does not hold stays."""
    return unicodedata.normalize("NFC", restored(text, charset).translate(CHARTS[charset]))


def restored(text: str, charset: Charset) -> str:
    """Words as long as before, the letters again that programs take for signs between words."""
    return _DASHED.sub(lambda found: _horned(found.group()), text) if charset == "TCVN3" else text


def is_horned(before: str, after: str) -> bool:
    """Whether a hyphen between these letters (in Unicode, one may be empty) is an ``ư`` of TCVN3, which lies on the
    soft hyphen and comes out of many programs as a hyphen: so in ``n-íc``, and not between two whole syllables."""
    if not before and not after:
        return False
    return is_syllable(f"{before}ư{after}") and not (is_syllable(before) and is_syllable(after))


def _horned(word: str) -> str:
    chart = CHARTS["TCVN3"]
    for found in _HYPHEN.finditer(word):
        before, after = word[: found.start()].rpartition("-")[2], word[found.end() :].partition("-")[0]
        if is_horned(before.translate(chart), after.translate(chart)):
            word = f"{word[: found.start()]}\u00ad{word[found.end() :]}"
    return word


def judge(text: str) -> Charset | None:
    """The old charset that a whole document's words are in, read as Latin-1; None where they are not, or in doubt.

    A document is Unicode if its words have the form of Vietnamese. It is of a charset only if they get that form by
    that charset's chart, clearly more than by any other.
    """
    before = share(text)
    if before.words < FEWEST_WORDS or before.value >= WRONG_BELOW:
        return None
    scores = sorted(((share(decoded(text, charset)).value, charset) for charset in CHARTS), reverse=True)
    best, second = scores[0], scores[1]
    clear = best[0] >= RIGHT_FROM and best[0] > before.value + 0.2 and best[0] > second[0] + 0.05
    return best[1] if clear else None
