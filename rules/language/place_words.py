"""Places as a document names them: ``tỉnh Quảng Nam``, ``TỈNH ỦY NINH THUẬN``, ``thành phố Cần Thơ``.

Only the words tell a place here; the list of provinces belongs to the rules.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

CENTRAL = ("Hà Nội", "Hồ Chí Minh", "Đà Nẵng", "Hải Phòng", "Cần Thơ", "Huế")
LONG_NAMES = ("thừa thiên huế", "bà rịa - vũng tàu", "bà rịa – vũng tàu", "hồ chí minh", "thừa thiên - huế")
NAME = r"[^\W\d_]+(?:\s*[-–]\s*[^\W\d_]+)?(?:\s+[^\W\d_]+){0,3}(?:\s*[-–]\s*[^\W\d_]+\s+[^\W\d_]+)?"
PROVINCE = re.compile(rf"\b(?:[Tt]ỉnh (?:ủy |uỷ )?|TỈNH (?:ỦY |UỶ |ỦỶ )?)({NAME})")
CITY = re.compile(rf"\b(?:[Tt]hành phố |TP\.?\s*|THÀNH PHỐ |THÀNH ỦY )({NAME})")
LOWER = re.compile(rf"\b(?:HUYỆN (?:ỦY )?|QUẬN |THỊ XÃ |XÃ |PHƯỜNG )({NAME})")
STOP = {
    "năm",
    "đến",
    "giai",
    "quý",
    "tháng",
    "trong",
    "và",
    "lần",
    "khóa",
    "nhiệm",
    "số",
    "về",
    "theo",
    "sáu",
    "của",
    "cải",
}


def find_place(issuer: str, title: str, blocks: Sequence[str]) -> str | None:
    """The province: of the issuer, else of the title, else the one that the text names most often."""
    for text in (issuer, title):
        found = name_in(PROVINCE, text) or name_in(CITY, text)
        if found:
            return found
    named: Counter[str] = Counter()
    for block in blocks:
        named.update(name for m in PROVINCE.finditer(block) if (name := _bare(m[1])))
        named.update(name for m in CITY.finditer(block) if (name := _bare(m[1])) in CENTRAL)
    return named.most_common(1)[0][0] if named else name_in(LOWER, issuer)


def name_in(pattern: re.Pattern[str], text: str) -> str | None:
    """The bare name of the first place that ``pattern`` finds in a text."""
    return next((name for m in pattern.finditer(text) if (name := _bare(m[1]))), None)


def _bare(words: str) -> str | None:
    """A place's name out of the words behind ``tỉnh``: two capitalised words, one before a word that is no name, more
    only for the few provinces that have more."""
    folded = " ".join(words.split()).casefold()
    for name in LONG_NAMES:
        if folded.startswith(name):
            return name.title()
    kept: list[str] = []
    for word in words.split():
        if word.casefold() in STOP or not word[:1].isupper() or len(kept) == 2:
            break
        kept.append(word.capitalize())
    name = " ".join(kept)
    return name if len(kept) == 2 or name in CENTRAL else None
