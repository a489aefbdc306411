"""Which figure is a part of which by the words of its sentence: it follows its whole in brackets or behind ``trong đó``
or ``gồm``, or it is what was done of what was taken in.

Nothing is decided here: :mod:`rules.decide.parts` asks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from rules.decide.sums import MOST_PER_CENT, alike, is_no_rate, sums_up
from rules.draft import Draft, same_sentence
from rules.language.provinces import place_called
from rules.language.wording import Wording, Words

_BEFORE_WHOLE = Wording(r"{before_whole}\s*$")
_IN_DETAIL = Words("in_detail")
_MADE_OF = Words("made_of")

_BREAKDOWN = Wording(r"\b{breakdown}\b")
_STANDS_BESIDE = Wording(r"\b{stands_beside}\b")
_ANEW = Wording(r"[\s,;]*\b{starts_anew}\b")
_TAKEN_IN = Wording(r"\b{taken_in}\b")
_SECTORS = Words("sectors")
_WITHIN = Wording(r"\b{tells_some}\b")
_APART = Wording(r"(?:{and}\s+)?{tells_apart}\b")
_MAKES_UP = Words("makes_up")
MOST_TO_COLON = 40
"""So many letters may stand between a whole and the colon that opens the list of its parts."""
MOST_LISTED = 20
_JUST_AND = Wording(r"(?:,|\b{and})\s*$", re.NOFLAG)
_DONE = Wording(r"\b{done_of_it}\b")


def bracketed_whole(drafts: Sequence[Draft], index: int) -> int | None:
    """The figure before the brackets around this one, or the one inside them that ``trong đó`` breaks down. What stands
    there to be held against it (``cao hơn cả nước (68,9%)``, ``(cùng kỳ: 62,4%)``) is no part."""
    draft = drafts[index]
    bracket = draft.claim.bracket
    if bracket is None:
        return None
    text, start = draft.text, draft.claim.number.start
    cue = [m for m in _WITHIN.finditer(text, bracket[0], start) if draft.unit != "%"]
    for i in range(index - 1, -1, -1):
        other = drafts[i]
        if not same_sentence(other, draft):
            return None
        inside = other.claim.bracket == bracket
        if inside and cue and other.claim.number.end <= cue[-1].start() and is_part(draft, other):
            return i
        if other.claim.number.end <= bracket[0]:
            closed = other.claim.bracket
            if closed and closed[1] < bracket[0] and alike(other.unit, draft.unit) and i:
                # "21 ấp … (13 ấp), Năm Căn (05 ấp)": a sibling, not the whole
                continue
            opens = _BREAKDOWN.match(text, bracket[0] + 1)
            twin = drafts[i - 1] if i else None
            if twin is not None and _is_told_with(twin, other) and not alike(other.unit, draft.unit):
                # "1.214 vụ/2.306 bị can (án cũ 187 vụ/412 bị can)"
                return i - 1 if alike(twin.unit, draft.unit) else i
            beside = _STANDS_BESIDE.search(text, other.claim.end, start)
            return None if beside and not opens else i
    return None


def _is_told_with(one: Draft, other: Draft) -> bool:
    """Whether nothing but a stroke stands between two figures: the same matters, counted by two things."""
    return same_sentence(one, other) and one.text[one.claim.end : other.claim.number.start].strip() == "/"


def told_apart(drafts: Sequence[Draft], index: int) -> int | None:
    """``Hộ nghèo còn 812 hộ, riêng bản Nậm Xả 64 hộ``; ``nhập 20 tỷ đồng, xăng dầu chiếm 2 tỷ đồng``: what is told
    apart of the last figure before that counts the same."""
    draft = drafts[index]
    if draft.claim.bracket is not None or draft.unit == "%" or draft.kind not in ("count", "amount"):
        return None
    low = draft.claim.segment[0]
    clause = re.split(r"[,;(]", draft.text[low : draft.claim.lead.start])[-1].lstrip()
    makes_up = any(word in _MAKES_UP for word in draft.claim.lead.words)
    if not makes_up and not _APART.match(clause):
        return None
    for i in range(index - 1, -1, -1):
        other = drafts[i]
        if not same_sentence(other, draft):
            return None
        if other.claim.bracket is None and other.kind == draft.kind and alike(other.unit, draft.unit):
            return i if other.value > draft.value and other.status == draft.status else None
    return None


def whole_before_colon(drafts: Sequence[Draft], index: int) -> int | None:
    """``tổ chức 09 buổi tập huấn: Sở Y tế 03 buổi, Sở Tài chính 02 buổi``: what is listed behind the colon that follows
    a count, at least two of them, together no more."""
    draft = drafts[index]
    colon = draft.text.rfind(":", draft.claim.sentence[0], draft.claim.number.start)
    if colon < 0 or draft.kind != "count" or draft.claim.bracket is not None or draft.denominator is not None:
        return None
    first = next((i for i in range(index, -1, -1) if not _is_behind(drafts[i], draft, colon)), -1)
    if first < 0 or not same_sentence(drafts[first], draft) or drafts[first].kind != "count":
        return None
    whole = drafts[first]
    between = draft.text[whole.claim.end : colon]
    if whole.claim.number.end > colon or len(between) > MOST_TO_COLON or re.search(r"[\d,;.]", between):
        return None
    listed = [one for one in drafts[first + 1 : first + 1 + MOST_LISTED] if _is_behind(one, draft, colon)]
    same = [one for one in listed if one.claim.bracket is None and one.unit != "%"]
    fit = all(one.kind == "count" and one.denominator is None and alike(one.unit, whole.unit) for one in same)
    less = sum((one.value for one in same), Decimal(0)) <= whole.value
    return first if fit and less and len(same) > 1 else None


def _is_behind(one: Draft, draft: Draft, colon: int) -> bool:
    """Whether a figure stands behind the colon, in the sentence of another."""
    return same_sentence(one, draft) and one.claim.number.start > colon


def rate_of_part(drafts: Sequence[Draft], index: int) -> int | None:
    """The rate behind the fraction that this rate's fraction is a part of: ``17/20 hồ sơ (85%), trong đó xã 8/9 hồ sơ
    (88,9%)``."""
    own = _fraction_before(drafts, index)
    whole = drafts[own].whole if own is not None else None
    if whole is None or drafts[whole].denominator is None:
        return None
    behind = whole + 1
    return behind if behind < len(drafts) and _fraction_before(drafts, behind) == whole else None


def _fraction_before(drafts: Sequence[Draft], index: int) -> int | None:
    """The fraction that a rate says once more in percent."""
    rate, before = drafts[index], drafts[index - 1] if index else None
    if before is None or rate.unit != "%" or before.denominator is None or not same_sentence(before, rate):
        return None
    between = rate.text[before.claim.end : rate.claim.number.start]
    return index - 1 if "," not in between.strip(" ,") and ";" not in between else None


def whole_before_cue(drafts: Sequence[Draft], index: int) -> int | None:
    """The figure whose breakdown (``trong đó có …``) this one stands in: the last one before the cue."""
    draft = drafts[index]
    text, start = draft.text, draft.claim.number.start
    if draft.claim.bracket is not None or _is_share(drafts, index):
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
    whole = next((i for i in near if is_part(draft, drafts[i])), before[0])
    return None if _is_over(drafts, whole, index, cue) else whole


def _is_share(drafts: Sequence[Draft], index: int) -> bool:
    """Whether a rate only says of the count before it how much of all that is: ``trong đó 95 hồ sơ, chiếm 77,5%``."""
    draft, before = drafts[index], drafts[index - 1] if index else None
    if before is None or draft.unit != "%" or before.unit == "%" or not same_sentence(before, draft):
        return False
    return not draft.words(draft.claim.before).strip(" ,;(")


def _is_over(drafts: Sequence[Draft], whole: int, index: int, cue: re.Match[str]) -> bool:
    """Whether the breakdown ended before this figure: behind a semicolon, where its parts already make up the whole, or
    where another thing is told (``trong đó 04 sở; đến nay đã kiểm tra 02 sở``)."""
    draft = drafts[index]
    parts = [i for i in range(whole + 1, index) if drafts[i].whole == whole and drafts[i].claim.bracket is None]
    low = draft.claim.segment[0]
    others = [drafts[i] for i in range(whole + 1, index) if drafts[i].claim.number.start > cue.end()]
    counts = draft.kind in ("count", "amount") and draft.unit != "%"
    same = [one.value for one in others if (one.kind, one.unit) == (draft.kind, draft.unit)]
    if counts and max(same, default=Decimal(0)) > drafts[whole].value:
        # "cây A 7.315 ha, trong đó cho trái 6.840 ha; cây B 12.310 ha; cây C 1.542 ha"
        return True
    if not parts or drafts[parts[0]].claim.segment[0] >= low or drafts[parts[0]].block != draft.block:
        return False
    if len(parts) > 1 and sums_up([drafts[i] for i in parts], drafts[whole]):
        return True
    if draft.text[cue.end() : cue.end() + 2].strip().startswith(":"):
        return False
    first = draft.text[cue.end() : drafts[parts[0]].claim.number.start]
    return bool(_ANEW.match(draft.text, low)) and not _ANEW.match(first)


def growth_whole(drafts: Sequence[Draft], index: int) -> int | None:
    """The growth that the growth of a sector breaks down: ``GRDP tăng 8,4%, trong đó: nông, lâm nghiệp tăng 4,4%;
    công nghiệp - xây dựng tăng 12% (công nghiệp tăng 15%; xây dựng tăng 11%)``."""
    draft = drafts[index]
    if draft.kind != "change" or draft.unit != "%" or not _SECTORS.search(draft.words(draft.claim.before)):
        return None
    if _STANDS_BESIDE.search(draft.words(draft.claim.before)):
        return None
    bracket = draft.claim.bracket
    if bracket is not None:
        before = (i for i in range(index - 1, -1, -1) if drafts[i].claim.number.end <= bracket[0])
        found = next((i for i in before if drafts[i].block == draft.block), None)
    else:
        found = whole_before_cue(drafts, index)
    if found is None or drafts[found].kind != "change" or drafts[found].unit != "%":
        return None
    return found if drafts[found].status == draft.status and drafts[found].place == draft.place else None


def whole_named(drafts: Sequence[Draft], index: int) -> int | None:
    """The whole of ``gồm 12 chỉ số, … 05 chỉ số đạt`` or ``trong 10 chỉ số có 07/10 chỉ số``: a count of the same unit
    earlier in the segment, behind ``gồm`` or ``trong``."""
    draft = drafts[index]
    for i in range(index - 1, -1, -1):
        other = drafts[i]
        if not same_sentence(other, draft) or other.claim.segment != draft.claim.segment:
            return None
        opens = _BEFORE_WHOLE.search(other.text[other.claim.sentence[0] : other.claim.number.start])
        listed = opens and opens.group().strip().lower() in _MADE_OF
        if listed and _JUST_AND.search(draft.text, other.claim.end, draft.claim.number.start):
            # "gồm 12 quyết định và 5 kế hoạch": the second of a list
            return None
        if opens and other.denominator is None and alike(other.unit, draft.unit) and other.claim.bracket is None:
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


def _is_cue(text: str, match: re.Match[str]) -> bool:
    word = match.group().lower()
    if word in _IN_DETAIL:
        return text[match.end() : match.end() + 2].strip().startswith((":", ","))
    return not (word in _MADE_OF and text[: match.start()].rstrip().lower().endswith("bao"))


def done_of_all(drafts: Sequence[Draft], index: int) -> int | None:
    """What was taken in, of which this was done: ``tiếp nhận 726 phản ánh, đã xử lý 726 phản ánh``; ``được giao 40, đã
    hoàn thành 40/40 nhiệm vụ``."""
    draft = drafts[index]
    before = index - 1
    while before >= 0 and same_sentence(drafts[before], draft) and drafts[before].unit == "%":
        before -= 1
    if before < 0 or drafts[before].claim.segment != draft.claim.segment or draft.claim.bracket is not None:
        return None
    all_ = drafts[before]
    taken = _TAKEN_IN.search(all_.words(all_.claim.before) + all_.text[all_.claim.before[1] : all_.claim.number.start])
    done = _DONE.search(draft.text, all_.claim.end, draft.claim.number.start)
    return before if taken and done and not _DONE.search(all_.words(all_.claim.before)) else None


def is_part(part: Draft, whole: Draft) -> bool:
    """Whether a figure can be a part of another by kind, unit, size, place and time."""
    if whole.kind in ("change", "rank", "score"):
        return False
    if (part.status == "target") != (whole.status == "target"):
        # "đạt 40%, trong đó tỉnh 45%, xã 35%; mục tiêu năm nay là 80%"
        return False
    # a district or a commune lies in the whole's place, if that is none itself
    lower = place_called(part.place) is None and (
        part.claim.bracket is not None or place_called(whole.place) is not None
    )
    if is_no_rate(part.fields.quantity.value) and whole.value <= MOST_PER_CENT:
        return False
    if (part.unit == "%") != (whole.unit == "%") or (part.place != whole.place and part.unit != "%" and not lower):
        return False
    timed = part.fields.period.origin == "sentence" and part.period and part.period != whole.period
    if timed and part.claim.bracket and not _BREAKDOWN.match(part.text, part.claim.bracket[0] + 1):
        # "đạt 5,62 tỷ USD (9 tháng năm 2024: 4,98 tỷ USD)"
        return False
    if part.unit == "%":
        return part.claim.bracket is None or (part.place == whole.place and (part.inherits or part.level is not None))
    if part.claim.number.denominator is not None and part.kind == "rate":
        same = part.inherits or alike(part.unit, whole.unit)
        if whole.denominator is not None:
            return same and part.value <= whole.value and (part.denominator or 0) < whole.denominator
        return same and part.denominator == whole.value
    return (part.inherits or alike(part.unit, whole.unit)) and part.value <= whole.value


IN_WORDS = (
    ("rate_of_part", rate_of_part),
    ("told_apart", told_apart),
    ("brackets", bracketed_whole),
    ("breakdown", whole_before_cue),
    ("named_whole", whole_named),
    ("done_of_all", done_of_all),
    ("behind_colon", whole_before_colon),
)
"""The ways in which a sentence says what is a part, by the name of each rule; the first that finds a whole speaks."""
