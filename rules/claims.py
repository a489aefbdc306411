"""Which words are about which number: a sentence with several numbers, cut into one claim for each.

Vietnamese states a figure in two ways: *number unit thing* (``1.764 trạm BTS``) and *thing is number
unit* (``tỷ lệ … đạt 71,3%``). Between two numbers the words up to the last comma or ``và`` belong to the first where
the second is of the second way; a semicolon, a full stop and brackets part claims whatever stands there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rules.figure import Qualifier
from rules.language.cues import Lead, find_lead, qualifier_behind
from rules.language.numbers import DASHES, Number
from rules.language.sentences import find_sentences
from rules.language.units import Unit, find_unit
from rules.language.wording import Wording, Words

MOST_BEFORE_BRACKET = 6
"""How many words before a bracket are taken to be what it is about."""

_JOINT = Wording(r",\s|:\s| {joints} |\s?;\s?", re.NOFLAG)
# nothing follows the unit: what is counted stands before the number (``kiêm nhiệm 146 người,``)
_CLOSED = Wording(r"\s*(?:[,;.:)\n]|$|\(|{closing}\b)", re.NOFLAG)
_FROM_UP = Wording(r"(?:[^.;,\d]|\dG){0,60}\b{or_more}\b", re.NOFLAG)
_PART = Wording(r"(?:,|;|\(|\b{and})?\s*\b{opens_parts}\b")
_FROM = Words("from")
# "phấn đấu mỗi năm phát triển từ 5 bộ dữ liệu": a goal says from how many on it is met
_AIMED_FROM = Wording(r"(?<!\w)(?:{strive}|{opens_demands}|{goals})(?!\w)[^;]*(?<!\w){brings_about}\s+{from}\s*$")
_GOES_ON_TO = Wording(r"[^;]*?(?<!\w){end_opens}(?:\s+{end_opens})?\s+\d", re.NOFLAG)
_FROM_HERE = Wording(r"\b{from}\s+$")
ON_TO = r"\s*(?:%|[^\W\d]+(?:\s[^\W\d]+){0,3}?)?(?:\s+{year}\s+\d{4})?\s*(?:{landing}|{moves_to})\s+"
"""A template: what stands between the number that a change starts from and its end (``xã năm 2030 lên``)."""
_ON_TO = Wording(ON_TO + r"\d")
_YEARLY = Words("yearly")
_PERCENT = re.compile(r"\s?%")


@dataclass(slots=True)
class Claim:
    """A number with the words that are about it alone; all offsets are in the block's text.

    ``sentence`` and ``segment`` (between semicolons) surround it; ``before`` ends where its cues begin, ``behind``
    begins behind its unit. ``thing_before`` says that the thing counted stands before the number. ``bracket`` is the
    innermost pair of brackets that it stands in, or None.
    """

    number: Number
    sentence: tuple[int, int]
    segment: tuple[int, int]
    before: tuple[int, int]
    behind: tuple[int, int]
    bracket: tuple[int, int] | None
    lead: Lead
    unit: Unit | None
    qualifier: Qualifier | None
    thing_before: bool = False

    @property
    def end(self) -> int:
        """The end of number and unit."""
        return self.unit.end if self.unit else self.number.end

    @property
    def own(self) -> tuple[int, int]:
        """From the first to the last word of the claim."""
        return self.before[0], self.behind[1]

    def is_outset(self, text: str) -> bool:
        """Whether a change starts from it: ``nâng từ 27 mô hình lên 34 mô hình``."""
        return bool(_ON_TO.match(text, self.number.end) and _FROM_HERE.search(text[: self.number.start]))


def find_claims(text: str, numbers: Sequence[Number]) -> list[Claim]:
    """A claim for each number of a block's text, in order."""
    claims: list[Claim] = []
    for begin, end in _unbroken(find_sentences(text), numbers):
        inside = [n for n in numbers if begin <= n.start < end]
        claims += _sentence_claims(text, (begin, end), inside)
    return claims


def _unbroken(sentences: Iterable[tuple[int, int]], numbers: Sequence[Number]) -> list[tuple[int, int]]:
    """The sentences, those as one that a number reaches over: a narrow cell breaks ``9,49/`` ``9,5`` into two lines."""
    out: list[tuple[int, int]] = []
    for begin, end in sentences:
        if out and any(number.start < out[-1][1] and number.end > begin for number in numbers):
            out[-1] = out[-1][0], end
        else:
            out.append((begin, end))
    return out


def _sentence_claims(text: str, sentence: tuple[int, int], numbers: Sequence[Number]) -> list[Claim]:
    brackets = _brackets(text, sentence)
    stops = [sentence[0], *(i for i in range(*sentence) if text[i] == ";"), sentence[1]]
    found: list[Claim] = []
    floor = sentence[0]
    for number in numbers:
        bracket = next((b for b in reversed(brackets) if b[0] < number.start < b[1]), None)
        low = max([s for s in stops if s <= number.start] + ([bracket[0] + 1] if bracket else []))
        high = min([s for s in stops if s >= number.end] + ([bracket[1]] if bracket else []))
        if text[low : low + 1] == ";":
            low += 1
        unit = find_unit(text, number.end)
        end = unit.end if unit else number.end
        lead = find_lead(text, number.start, max(low, floor))
        if number.value_max is not None and lead.direction and _is_measure_of_change(text, lead, (low, high), number):
            lead.landing = False
        qualifier = qualifier_behind(text, end) or lead.qualifier
        if any(word in _FROM for word in lead.words) and _FROM_UP.match(text, end):
            qualifier = "min"
            lead.landing = lead.landing and not lead.direction
        elif lead.words and lead.words[0] in _FROM and _is_least_of_a_goal(text, number, (low, high)):
            qualifier = "min"
        before = (low, lead.start)
        if bracket and not text[bracket[0] + 1 : lead.start].strip():
            # "PAR Index (tăng 05 bậc)": what stands before the bracket is what it is about
            outer = max([floor, *(stop for stop in stops if stop <= bracket[0])])
            commas = [m.end() for m in re.finditer(r"[,;:]\s", text[outer : bracket[0]])]
            blanks = [i for i in range(outer, bracket[0]) if text[i] == " "][-MOST_BEFORE_BRACKET:]
            before = (max(outer + (commas[-1] if commas else 0), min(blanks, default=outer)), bracket[0])
        found.append(Claim(number, sentence, (low, high), before, (end, high), bracket, lead, unit, qualifier))
        floor = end
    for first, second in pairwise(found):
        _part(text, first, second)
    for claim in found:
        words = text[claim.before[0] : claim.before[1]].strip(" ,;:(")
        claim.thing_before = _closed(text, claim) and bool(words) and not _PART.fullmatch(words)
        cut = _PART.search(text, claim.behind[0], claim.behind[1])
        if cut:
            claim.behind = (claim.behind[0], cut.start())
        inner = next((b for b in brackets if claim.behind[0] <= b[0] < claim.behind[1] and b != claim.bracket), None)
        if inner and any(inner[0] < n.start < inner[1] for n in numbers):
            claim.behind = (claim.behind[0], inner[0])
    return found


def _is_least_of_a_goal(text: str, number: Number, segment: tuple[int, int]) -> bool:
    """Whether a goal is to bring about a number ``từ 5 bộ`` on (plans of provinces); no end of a span follows."""
    if number.value_max is not None or not _AIMED_FROM.search(text[segment[0] : number.start]):
        return False
    return not _GOES_ON_TO.match(text, number.end, segment[1])


def _is_measure_of_change(text: str, lead: Lead, segment: tuple[int, int], number: Number) -> bool:
    """Whether a range behind a word of direction is by how much: what falls ``từ 5 đến 7%`` does not go from one end
    to the other, and what grows so much each year, or by a range with a dash (``tăng từ 14 - 16%``), does neither."""
    by_dash = any(dash in number.text for dash in DASHES) and bool(_PERCENT.match(text, number.end))
    return lead.direction < 0 or by_dash or bool(_YEARLY.search(text, *segment))


def _part(text: str, first: Claim, second: Claim) -> None:
    """Share out the words between two neighbouring numbers."""
    low, high = first.end, second.lead.start
    if first.bracket != second.bracket:
        if second.bracket and (not first.bracket or first.bracket[0] < second.bracket[0]):
            first.behind = (first.behind[0], min(first.behind[1], max(low, second.bracket[0])))
        else:
            start = first.bracket[1] + 1 if first.bracket else low
            second.before = (max(second.before[0], min(start, second.before[1])), second.before[1])
        return
    if first.segment != second.segment:
        return
    joints = [m for m in _JOINT.finditer(text, low, high) if not _in_brackets(text, low, m.start())]
    predicative = second.lead.predicate or second.lead.rank or bool(second.lead.direction) or _closed(text, second)
    part = _PART.search(text, low, high)
    hard = [m for m in joints if m.group()[0] in ",;:"] or joints
    if part and predicative:
        cut = part.start()
    elif predicative and high > low and hard and text[hard[-1].end() : high].strip():
        cut = hard[-1].start()
    elif predicative and not joints and first.unit is not None and first.unit.family == "percent":
        cut = low
    else:
        cut = high
    first.behind = (first.behind[0], min(first.behind[1], max(cut, low)))
    second.before = (min(max(second.before[0], cut), second.before[1]), second.before[1])


def _closed(text: str, claim: Claim) -> bool:
    """Whether a clause ends right behind a number and its unit, or the number alone (``huyện Tuy Đức 1.950, …``)."""
    counted = claim.unit is None or claim.unit.family in ("noun", "measure", "percent", "points")
    return counted and bool(_CLOSED.match(text, claim.end))


def _in_brackets(text: str, start: int, position: int) -> bool:
    return text.count("(", start, position) > text.count(")", start, position)


def _brackets(text: str, span: tuple[int, int]) -> list[tuple[int, int]]:
    """Pairs of round brackets in order of their opening; one that is never closed reaches to the end."""
    opened: list[int] = []
    found: list[tuple[int, int]] = []
    for i in range(*span):
        if text[i] == "(":
            opened.append(i)
        elif text[i] == ")" and opened:
            found.append((opened.pop(), i))
    found += [(i, span[1]) for i in opened]
    return sorted(found)
