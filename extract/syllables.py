"""Whether words look like Vietnamese: by the form of a syllable (onset, rime, tone), no dictionary.

It tells text that was recognised or decoded well from text that was not: ``tỷ lệ hồ sơ`` from ``ty le ho so``, from
``tû lÖ hå s¬`` and from ``t9 1Q h6 so``.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

ONSETS = (
    *("ngh", "ng", "nh", "ch", "gh", "gi", "kh", "ph", "qu", "th", "tr"),
    *("b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", ""),
)
VOWELS = (
    *("oai", "oay", "oao", "oeo", "uây", "uôi", "ươi", "ươu", "iêu", "yêu", "uya", "uyê", "uyu", "uêu"),
    *("ai", "ao", "au", "ay", "âu", "ây", "eo", "êu", "ia", "iê", "iu", "oa", "oă", "oe", "oi", "ôi", "ơi"),
    *("ua", "uâ", "uê", "ui", "uô", "uơ", "ưa", "ưi", "ươ", "ưu", "uy", "yê", "ya", "oo", "uă"),
    *("a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y"),
)
VOWEL_LETTERS = frozenset("aăâeêioôơuưy")
CODAS = ("ng", "nh", "ch", "c", "m", "n", "p", "t", "")
TONES = "\u0300\u0301\u0303\u0309\u0323"
OWN = re.compile("[ăâđêôơư]|[\u0300\u0301\u0303\u0309\u0323]")
WORD = re.compile(r"[^\W\d_]+")
STOPPED = ("c", "ch", "p", "t")

ALONE = frozenset(
    """
    a ác ai ải ái am ám ảm an án ao ào ảo áo áp át au âm ẩm ấm ân ẩn ấn ập âu ẩu ấu ấy ăn ẵm ẳng ách anh
    ảnh ánh em én eo ép ếch êm ếm im ím in ít ỉu oai oái oan oán oanh oách ọc oi ong óc ói om óng óp ót
    ô ổ ộc ôi ối ổi ôm ốm ôn ồn ổn ông ống ốp ốc ồm ở ơi ơn ớn ớt úa ùa uẩn uất úc ục uể ủi ủng ùn um
    ung úp út uổng uốn uống uy uỷ ủy úy uý uyên uyển ứ ứa ưa ức ực ưng ứng ươi ươm ướm ươn ương ưởng ước
    ướt ượt ưu ý y yên yến yêu yếu yểu yết yểm yếm
    """.split()  # noqa: SIM905
)
"""The syllables without an onset that are words, or parts of words, by themselves; ``ệ``, ``ển``, ``ạm`` are none."""

_SYLLABLE = re.compile(f"(?:{'|'.join(ONSETS)})(?:{'|'.join(VOWELS)})({'|'.join(CODAS)})")


@dataclass(frozen=True, slots=True)
class Share:
    """Of ``words`` words ``marked`` are well-formed syllables with a letter or tone that only Vietnamese has."""

    words: int
    marked: int

    @property
    def value(self) -> float:
        """From 0 to 1; 0 without words."""
        return self.marked / self.words if self.words else 0.0


def is_syllable(word: str) -> bool:
    """Whether a word has the form of one Vietnamese syllable, with or without a tone."""
    parts = _parts(word)
    return parts is not None


def stands_alone(word: str) -> bool:
    """Whether a syllable may be a word: it has an onset, or it is one of those that are words without.

    >>> [stands_alone(word) for word in ("lệ", "ứng", "ệ", "ển")]
    [True, True, False, False]
    """
    parts = _parts(word)
    if parts is None:
        return False
    return parts[0][0] not in VOWEL_LETTERS or unicodedata.normalize("NFC", word.lower()) in ALONE


def is_marked(word: str) -> bool:
    """Whether it is one with a mark of its own: a tone, or one of ă â đ ê ô ơ ư."""
    parts = _parts(word)
    return parts is not None and bool(parts[1] or OWN.search(parts[0]))


def share(text: str) -> Share:
    """How much of a text is well-formed Vietnamese with its marks."""
    words = WORD.findall(unicodedata.normalize("NFC", text))
    return Share(len(words), sum(times for word, times in Counter(words).items() if is_marked(word)))


@lru_cache(maxsize=20_000)
def _parts(word: str) -> tuple[str, str] | None:
    """The syllable without its tone, and the tone; None where it is no syllable."""
    if not word or len(word) > 7 or not (word.islower() or word.isupper() or word.istitle()):
        return None
    bare, tone = [], ""
    for letter in unicodedata.normalize("NFD", word.lower()):
        if letter in TONES:
            tone += letter
        else:
            bare.append(letter)
    plain = unicodedata.normalize("NFC", "".join(bare))
    found = _SYLLABLE.fullmatch(plain)
    if found is None or len(tone) > 1:
        return None
    if found[1] in STOPPED and tone and tone not in "\u0301\u0323":
        return None
    return plain, tone
