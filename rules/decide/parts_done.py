"""What became of what a sentence has just counted: ``xảy ra 692 vụ; làm rõ 611 vụ``, ``có 149 sản phẩm, 141 sản phẩm đã
lên sàn``, ``chỉ ra 57 hạn chế, 51/57 đã chấn chỉnh``.

Nothing is decided here: :mod:`rules.decide.parts` asks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rules.draft import Draft, same_sentence
from rules.language.wording import Wording

_BECAME = Wording(r"\s*(?:{and}\s+|{in_it}\s+)?(?:{has_been}\s+)*{became_of_it}(?:\s+{adds_to_done})*\s*")
_OPENS = Wording(r"\s*(?:{and}\s+|{in_it}\s+)?(?:{has_some}\s+)?")
_CLAUSES = re.compile(r"[,;:]")
_TELLS_STATE = Wording(r"\s+(?:[^\W\d]+\s+)?{tells_state}\b")
LEAST_WHOLE = 10
"""Of fewer, a fraction may be of anything."""
MOST_BACK = 4
"""So many figures before, shares and changes among them, the whole is looked for."""


def some_of_it(drafts: Sequence[Draft], index: int) -> int | None:
    """The last figure before in the sentence that counts the same and is more, where the figure's clause says what was
    done with some of that, or which of it they are, and counts nothing new."""
    draft = drafts[index]
    if draft.kind not in ("count", "amount") or draft.claim.bracket is not None or draft.denominator is not None:
        return None
    said = _is_said(draft)
    states = _OPENS.fullmatch(_clause_before(draft)) and _TELLS_STATE.match(draft.text, draft.claim.end)
    if not said and not states:
        return None
    for i in range(index - 1, max(-1, index - 1 - MOST_BACK), -1):
        other = drafts[i]
        if not same_sentence(other, draft):
            return None
        if other.unit == "%" or other.kind == "change" or other.claim.bracket is not None:
            continue
        if states and not said and _TELLS_STATE.match(other.text, other.claim.end):
            # "35 chỉ tiêu đạt, 5 chỉ tiêu chưa đạt": both are of what was counted before.
            return None
        counts = other.kind == draft.kind and other.denominator is None and other.status == draft.status
        if said and other.whole is not None and _is_said(other):
            # "rà soát 90 văn bản; bãi bỏ 20 văn bản, thay thế 8 văn bản"
            other = drafts[i := other.whole]
        return i if counts and _count_the_same(other, draft) and other.value > draft.value else None
    return None


def _is_said(draft: Draft) -> bool:
    """Whether the clause before a number says nothing but what was done."""
    return bool(_BECAME.fullmatch(_clause_before(draft)))


def _clause_before(draft: Draft) -> str:
    """The words of the number's own clause that stand before it."""
    return _CLAUSES.split(draft.text[draft.claim.segment[0] : draft.claim.number.start])[-1]


def _count_the_same(one: Draft, other: Draft) -> bool:
    """Whether two figures count things of one name: ``thửa đất`` and ``thửa``, no ``cảnh báo`` and ``sự cố``."""
    first, second = one.unit.lower().split()[:1], other.unit.lower().split()[:1]
    return first == second or other.inherits


def fraction_of_it(drafts: Sequence[Draft], index: int) -> int | None:
    """The count of the paragraph that a fraction is of: the last that is just its lower number, of the same unit."""
    draft = drafts[index]
    if draft.kind != "rate" or draft.denominator is None or draft.denominator < LEAST_WHOLE:
        return None
    for i in range(index - 1, -1, -1):
        other = drafts[i]
        if other.block != draft.block:
            return None
        if other.value == draft.denominator and other.kind == "count" and other.denominator is None:
            return i if _count_the_same(other, draft) else None
    return None
