"""Which figure is a part of which: parts have their whole's unit.

They follow it in brackets, behind ``trong đó``/``gồm``, or stand in the footnote that its mark leads to (or that leads
to its neighbour, where only the neighbour adds up).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from rules.draft import Draft, same_sentence
from rules.language.provinces import place_called
from rules.language.units import unit_classes
from rules.language.wording import Wording

LEAST_SUM = 20
"""Smaller wholes add up by chance."""
MOST_BETWEEN = 20
"""How many figures behind a whole its parts may end."""
_BREAKDOWN = Wording(r"\b{breakdown}\b")
_OPENS = re.compile(r"\s*(?:trong đó|gồm|bao gồm|cụ thể|cấp|chia ra|chia theo)\b", re.IGNORECASE)


def link_parts(drafts: Sequence[Draft], bearers: Mapping[str, list[int]]) -> None:
    """Set ``parent`` of every figure that is a part of another in a stated breakdown."""
    for index, draft in enumerate(drafts):
        if draft.kind in ("change", "rank", "score", "frequency"):
            continue
        parent = _bracketed_whole(drafts, index)
        if parent is None:
            parent = _whole_before_cue(drafts, index)
        if parent is None:
            parent = _whole_named(drafts, index)
        if parent is not None and _is_part(draft, drafts[parent]):
            draft.parent = parent
    _link_sums(drafts)
    for label, marked in bearers.items():
        _link_footnote(drafts, label, marked)


def _bracketed_whole(drafts: Sequence[Draft], index: int) -> int | None:
    bracket = drafts[index].claim.bracket
    if bracket is None:
        return None
    for i in range(index - 1, -1, -1):
        other = drafts[i]
        if not same_sentence(other, drafts[index]):
            return None
        if other.claim.number.end <= bracket[0]:
            closed = other.claim.bracket
            if closed and closed[1] < bracket[0] and _alike(other.unit, drafts[index].unit) and i:
                # "21 ấp … (13 ấp), Năm Căn (05 ấp)": a sibling, not the whole
                continue
            return i
    return None


def _whole_before_cue(drafts: Sequence[Draft], index: int) -> int | None:
    """The figure whose breakdown (``trong đó có …``) this one stands in: the last one before the cue."""
    draft = drafts[index]
    text, start = draft.text, draft.claim.number.start
    if draft.claim.bracket is not None:
        return None
    low = draft.claim.sentence[0]
    cues = [m for m in _BREAKDOWN.finditer(text, low, start) if _is_cue(text, m) and not _closes(text, m.end(), start)]
    if not cues:
        return None
    cue = cues[-1]
    before = [
        i
        for i in range(index - 1, -1, -1)
        if drafts[i].block == draft.block
        and drafts[i].claim.number.end <= cue.start()
        and drafts[i].claim.bracket is None
    ]
    if not before:
        return None
    first = drafts[before[0]]
    opens = cue.start() <= low + 2
    if first.claim.sentence != draft.claim.sentence and not (opens and first.claim.sentence[1] <= low):
        return None
    near = [i for i in before if same_sentence(drafts[i], first)]
    return next((i for i in near if _is_part(draft, drafts[i])), before[0])


def _whole_named(drafts: Sequence[Draft], index: int) -> int | None:
    """The whole of ``gồm 12 chỉ số, … 05 chỉ số đạt`` or ``trong 10 chỉ số có 07/10 chỉ số``: a count of the same unit
    earlier in the segment, behind ``gồm`` or ``trong``."""
    draft = drafts[index]
    for i in range(index - 1, -1, -1):
        other = drafts[i]
        if not same_sentence(other, draft) or other.claim.segment != draft.claim.segment:
            return None
        opens = re.search(r"(?:gồm(?: có)?|trong)\s*$", other.text[: other.claim.number.start], re.IGNORECASE)
        if opens and other.denominator is None and _alike(other.unit, draft.unit) and other.claim.bracket is None:
            return i
    return None


def _closes(text: str, start: int, end: int) -> bool:
    """Whether the brackets that a cue stands in close before ``end``: what follows is no part any more."""
    depth = 0
    for letter in text[start:end]:
        depth += (letter == "(") - (letter == ")")
        if depth < 0:
            return True
    return False


def _link_sums(drafts: Sequence[Draft]) -> None:
    """Parts that no cue announces but that add up exactly to a figure just before them in their paragraph (``187 người
    – chuyên trách 58, kiêm nhiệm 129``). Parts without a unit of their own take the whole's."""
    for whole, draft in enumerate(drafts):
        if draft.kind not in ("count", "amount") or draft.value < LEAST_SUM or _in_table(draft):
            continue
        run = _adding_up(drafts, whole)
        for i in run:
            drafts[i].parent = whole
            if not drafts[i].unit or drafts[i].inherits or drafts[i].rule == "thing_before":
                drafts[i].unit, drafts[i].kind, drafts[i].inherits = draft.unit, draft.kind, True


def _adding_up(drafts: Sequence[Draft], whole: int) -> list[int]:
    draft = drafts[whole]
    following = [
        i
        for i in range(whole + 1, min(len(drafts), whole + 1 + MOST_BETWEEN))
        if drafts[i].block == draft.block and drafts[i].kind in ("count", "amount")
    ]
    for at, first in enumerate(following):
        bracket, run, total = drafts[first].claim.bracket, [], Decimal(0)
        for i in following[at:]:
            part = drafts[i]
            if part.claim.bracket != bracket and not (bracket is None or _siblings(drafts[first], part)):
                continue
            if part.claim.bracket is not None and bracket is None:
                continue
            if part.value >= draft.value or not (part.unit == "" or part.inherits or _alike(part.unit, draft.unit)):
                break
            run.append(i)
            total += part.value
            if total >= draft.value:
                break
        if total == draft.value and len(run) > 1 and all(drafts[i].parent in (None, whole) for i in run):
            return run
    return []


def _siblings(a: Draft, b: Draft) -> bool:
    """Whether two numbers stand each in brackets of their own in one sentence."""
    return a.claim.bracket is not None and b.claim.bracket is not None and same_sentence(a, b)


def _in_table(draft: Draft) -> bool:
    return draft.cell is not None and draft.cell.is_value


def _is_cue(text: str, match: re.Match[str]) -> bool:
    word = match.group().lower()
    if word == "cụ thể":
        return text[match.end() : match.end() + 2].strip().startswith((":", ","))
    return not (word == "gồm" and text[: match.start()].rstrip().lower().endswith("bao"))


def _is_part(part: Draft, whole: Draft) -> bool:
    if whole.kind in ("change", "rank", "score"):
        return False
    lower = part.claim.bracket is not None and place_called(part.place) is None
    if (part.unit == "%") != (whole.unit == "%") or (part.place != whole.place and part.unit != "%" and not lower):
        return False
    if part.period_from == "sentence" and part.period and part.period != whole.period and part.claim.bracket:
        # "đạt 5,62 tỷ USD (9 tháng năm 2024: 4,98 tỷ USD)"
        return False
    if part.unit == "%":
        return part.claim.bracket is None or (part.place == whole.place and (part.inherits or part.level is not None))
    if part.claim.number.denominator is not None and part.kind == "rate":
        return _alike(part.unit, whole.unit) and whole.denominator is None and part.denominator == whole.value
    return (part.inherits or _alike(part.unit, whole.unit)) and part.value <= whole.value


def _alike(a: str, b: str) -> bool:
    shared = set(a.lower().replace(",", " ").split()) & set(b.lower().replace(",", " ").split())
    return a == b or bool(shared) or bool(unit_classes(a) & unit_classes(b))


def _link_footnote(drafts: Sequence[Draft], label: str, marked: Sequence[int]) -> None:
    body = [i for i, d in enumerate(drafts) if d.footnote == label]
    if not body or not marked:
        return
    bearer = marked[0]
    if _link_sum_of_body(drafts, body, bearer):
        return
    tops = [
        i
        for i in body
        if drafts[i].parent is None
        and drafts[i].kind == drafts[bearer].kind
        and _alike(drafts[i].unit, drafts[bearer].unit)
    ]
    tops = [i for i in tops if drafts[i].claim.bracket is None or drafts[i].kind == "rate"]
    tops = [i for i in tops if drafts[i].place == drafts[bearer].place and drafts[i].status == drafts[bearer].status]
    if not tops:
        return
    whole = _adds_up(drafts, tops, bearer)
    opens = _OPENS.match(drafts[body[0]].text) is not None
    several = len([i for i in tops if drafts[i].level is not None]) > 1
    if whole is None and (opens or several or _about(drafts, tops, bearer)):
        whole = bearer
    if whole is None:
        return
    for i in tops:
        if drafts[whole].unit == "%" or drafts[i].value <= drafts[whole].value:
            drafts[i].parent = whole


def _link_sum_of_body(drafts: Sequence[Draft], body: Sequence[int], bearer: int) -> bool:
    """A body whose numbers say of nothing else what they count (``Viettel 703, VNPT 548, …``), or that breaks down in
    so many words (``Gồm 10 bưu cục …``), and that adds up to a count of the bearer's sentence."""
    parts = [i for i in body if drafts[i].kind in ("count", "amount") and drafts[i].claim.bracket is None]
    opens = _OPENS.match(drafts[body[0]].text) is not None
    bare = all(not drafts[i].unit or drafts[i].inherits or drafts[i].rule == "thing_before" for i in parts)
    if len(parts) < 2 or not (opens or bare) or any(drafts[i].parent is not None for i in parts):
        return False
    wholes = [bearer, *(i for i in range(bearer - 1, -1, -1) if same_sentence(drafts[i], drafts[bearer]))]
    total = sum((drafts[i].value for i in parts), Decimal(0))
    whole = next((i for i in wholes if drafts[i].value == total and drafts[i].kind in ("count", "amount")), None)
    if whole is None:
        return False
    for i in parts:
        drafts[i].parent = whole
        if bare:
            drafts[i].unit, drafts[i].kind, drafts[i].inherits = drafts[whole].unit, drafts[whole].kind, True
    return True


def _about(drafts: Sequence[Draft], tops: Sequence[int], bearer: int) -> bool:
    """Whether parts that are printed in round numbers (``hơn 2.000``) come near to the whole."""
    if (
        len(tops) < 2
        or all(drafts[i].qualifier == "exact" for i in tops)
        or drafts[bearer].kind not in ("count", "amount")
    ):
        return False
    total, whole = sum((drafts[i].value for i in tops), Decimal(0)), drafts[bearer].value
    return whole * Decimal("0.9") <= total <= whole * Decimal("1.1")


def _adds_up(drafts: Sequence[Draft], tops: Sequence[int], bearer: int) -> int | None:
    """The figure of the bearer's sentence that the parts add up to."""
    if drafts[bearer].kind not in ("count", "amount"):
        return None
    total = sum((drafts[i].value for i in tops), Decimal(0))
    near = [i for i, d in enumerate(drafts) if same_sentence(d, drafts[bearer]) and d.kind == drafts[bearer].kind]
    if drafts[bearer].value == total:
        return bearer
    return next((i for i in near if drafts[i].value == total), None)
