"""What words name as a thing that is counted: two ways of writing it that come out alike mean the same thing.

Abbreviations are written out, letters and tones as dictionaries have them, and what only says where, when or that there
is a number is left out. Every other word stays, in its order: ``doanh nghiệp cung cấp dịch vụ cho cơ quan`` is not
``cơ quan cung cấp dịch vụ cho doanh nghiệp``, and a state, a channel or a sector more is another thing.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import dropwhile

from rules.language.fold import spelt
from rules.language.periods import find_times
from rules.language.provinces import provinces_in
from rules.language.syllables import syllables
from rules.language.wording import Wording, Words

_PLACE, _TIME = "\uf8ff", "\uf8fe"
"""Stand for a province's name and for a time while the small words before them are looked for."""
_NAMED = Wording(rf"(?:(?<!\w){{province_kinds}}\s+)?{_PLACE}")
_ITSELF = Wording(r"^[\s,;:]*{province_kinds}(?!\w)")
_WHEN = Wording(rf"(?:(?<!\w){{before_a_time_of_a_thing}}\s*)*{_TIME}")
_NOTHING = Words("adds_nothing_to_a_thing")
_LEANS = Words("leans_on_what_is_told")
_GENERAL = Words("general_things")
_NUMBER = re.compile(r"[\d.,]+\Z")
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
LEAST_SYLLABLES = 2
"""So many syllables must be left of a thing when what every report counts is taken out."""


@lru_cache(maxsize=20_000)
def thing_words(text: str) -> str:
    """The words that name a thing, as they are compared; empty where there are none.

    >>> thing_words("Toàn tỉnh hiện có") == "", thing_words("TTHC") == thing_words("Thủ tục  hành chính")
    (True, True)
    >>> thing_words("Tổng số trạm y tế xã trên địa bàn tỉnh đến nay")
    'trạm y tế xã'
    """
    for time in reversed(find_times(text)):
        text = f"{text[: time.start]}{_TIME}{text[time.end :]}"
    for start, end, _ in reversed(provinces_in(text)):
        text = f"{text[:start]}{_PLACE}{text[end:]}"
    text = _NOTHING.sub(" ", _WHEN.sub(" ", _NAMED.sub(" ", text)))
    text = _ITSELF.sub(" ", text)
    said = [spelt(norm) for norm in syllables(text) if norm[0].isalnum()]
    said = list(dropwhile(_NUMBER.match, said))  # the number of a row or of a list
    return " ".join(word for word in said if not _YEAR.match(word))


@lru_cache(maxsize=20_000)
def tells_a_thing(words: str, least: int = LEAST_SYLLABLES) -> bool:
    """Whether words as :func:`thing_words` gives them tell by themselves what is counted: not words that lean on what
    was told before, nor only what every report counts; ``least`` syllables more must be there.

    >>> [tells_a_thing(words) for words in ("lò gạch thủ công", "ban hành kế hoạch", "xã còn lại miền núi")]
    [True, False, False]
    """
    if _LEANS.search(words):
        return False
    return len(_GENERAL.sub(" ", words).split()) >= least
