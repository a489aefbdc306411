"""When two spellings are the same: one place that folds case, tones and marks.

| who asks | what still differs | function |
| --- | --- | --- |
| the rules, of words | the tone, the letter: ``số`` is not ``so`` | :func:`toned`, :func:`toned_words` |
| a search, a likeness of sentences | words and signs, no mark at all | :func:`bare`, :func:`bare_words` |
| a person, what the rules compare | case, the place of the tone mark | :func:`spelt` |
| names that last: ids, spellings of a name in a table | letters and digits alone | :func:`bare_letters` |

Ids of documents and figures are made of these: a change of :func:`bare_words` or :func:`bare_letters` orphans every
correction of people. SQLite's own tokenizer folds as :func:`bare` does, once đ is written d; a test holds them equal.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TONES = {"\u0300": "2", "\u0301": "1", "\u0303": "4", "\u0309": "3", "\u0323": "5"}
_LONE_Y = re.compile(r"^([hklmstrv]|qu)y(\d?)$")
_TONE_OF = {digit: mark for mark, digit in _TONES.items()}
_VOWELS = re.compile(r"(?:qu(?=[aăâeêioôơy])|gi(?=[aăâeêoôơuư])|[^aăâeêioôơuưy\W\d])*(?P<vowels>[aăâeêioôơuưy]+)")
_PLAIN_I = re.compile(r"^([klmt]|qu)i$")
_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=20_000)
def toned(syllable: str) -> str:
    """A syllable as the rules compare it: lower case, the tone as a digit at its end, a lone final y as i.

    >>> toned("hoà") == toned("hòa"), toned("Uỷ") == toned("ủy"), toned("Tỷ") == toned("tỉ"), toned("số") == toned("so")
    (True, True, True, False)
    """
    tone = ""
    letters: list[str] = []
    for c in unicodedata.normalize("NFD", syllable.lower()):
        if c in _TONES:
            tone = _TONES[c]
        else:
            letters.append(c)
    whole = unicodedata.normalize("NFC", "".join(letters)) + tone
    return _LONE_Y.sub(r"\1i\2", whole)


@lru_cache(maxsize=20_000)
def spelt(syllable: str) -> str:
    """A :func:`toned` syllable as it is printed, the tone on the letter where dictionaries put it, ``tỷ`` and ``kỳ``
    as officials write them.

    >>> [spelt(toned(word)) for word in ("Hoà", "thuỷ", "QUÝ", "giải", "nguyễn", "Tỷ", "khuya", "4G", "2023")]
    ['hòa', 'thủy', 'quý', 'giải', 'nguyễn', 'tỷ', 'khuya', '4g', '2023']
    """
    letters, tone = (syllable[:-1], syllable[-1]) if syllable[-1:] in _TONE_OF and len(syllable) > 1 else (syllable, "")
    parts = _VOWELS.match(letters)
    if parts is None:
        return syllable
    letters = _PLAIN_I.sub(r"\1y", letters)
    if not tone:
        return letters
    begin, vowels = parts.span("vowels")
    marked = [at for at in range(begin, vowels) if letters[at] in "ăâêôơư"]
    if marked:
        at = marked[-1]
    elif vowels < len(letters):
        at = vowels - 1
    else:
        at = begin + 1 if vowels - begin == 3 else begin
    return unicodedata.normalize("NFC", letters[: at + 1] + _TONE_OF[tone] + letters[at + 1 :])


def toned_words(text: str) -> str:
    """The words of a text, each :func:`toned`, one blank between two; signs are left out.

    >>> toned_words("Thừa Thiên - Huế") == toned_words("THỪA THIÊN HUẾ"), toned_words("Thanh Hoá")
    (True, 'thanh hoa1')
    """
    return " ".join(toned(word) for word in _WORD.findall(text))


def bare(text: str) -> str:
    """A text in lower case without any mark, đ as d; blanks and signs stay.

    >>> bare("Trạm BTS, Đà Nẵng")
    'tram bts, da nang'
    """
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFD", text.lower())
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).replace("đ", "d")


def bare_words(text: str) -> str:
    """The words of a text without any mark, one blank between two; signs are left out.

    >>> bare_words("Số: 12/BC-UBND, ngày 5/6")
    'so 12 bc ubnd ngay 5 6'
    """
    return " ".join(_WORD.findall(bare(text)))


def bare_letters(text: str) -> str:
    """Letters and digits alone, without case, marks, blanks and signs.

    >>> bare_letters("Số: 12/BC-UBND") == bare_letters("số 12/BC-UBND"), bare_letters("ỦY BAN  Nhân dân")
    (True, 'uybannhandan')
    """
    return "".join(letter for letter in bare(text.casefold()) if letter.isalnum())
