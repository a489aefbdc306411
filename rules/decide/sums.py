"""Parts that show themselves by adding up behind a figure of their paragraph, and what adding up is.

Nothing is decided here: what is found over all figures together is handed to :mod:`rules.decide.parts`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from rules.draft import Draft, Part, Quantity, same_sentence
from rules.language.units import unit_classes
from rules.language.wording import Wording
from rules.scene import Stage

LEAST_SUM = 20
"""Smaller wholes add up by chance."""
MOST_BETWEEN = 20
"""How many figures behind a whole its parts may end."""
LEAST_RATES = 2
"""So many rates have a mean."""
Breakdown = Mapping[int, Part]
"""The index of each figure that was found to be a part."""
MOST_PER_CENT = 100
"""No share is more."""
MISPRINT = Decimal("0.05")
"""By how much of the whole a list in brackets may miss it through an error of its author."""
_BEFORE_WHOLE = Wording(r"{before_whole}\s*$")
_MADE_OF = Wording(r"\b{opens_breakdown}\b")
_NOT_SUMMED = Wording(r"\b{not_summed}\b")
_BALANCES = Wording(r"(?<!\w){balances}(?!\w)")
_LISTS = re.compile(r"[^.;:()\d]{1,40}:\s*")


def in_sums(stage: Stage) -> Breakdown:
    """Parts that no cue announces but that add up exactly to a figure just before them in their paragraph (``187 người
    – chuyên trách 58, kiêm nhiệm 129``). Parts without a unit of their own have the whole's."""
    drafts = stage.drafts
    own = [draft.fields.quantity.value for draft in drafts]
    wholes = [draft.whole for draft in drafts]
    found: dict[int, Part] = {}
    for whole, draft in enumerate(drafts):
        # "đã xây 760/760 căn nhà: xây mới 475 căn, sửa chữa 285 căn"
        all_of_it = draft.kind == "rate" and draft.denominator == draft.value
        counts = own[whole].kind in ("count", "amount") and draft.denominator is None
        if _in_table(draft) or not (counts or all_of_it):
            continue
        run = _adding_up(drafts, own, wholes, whole) or _told_to_add_up(drafts, own, wholes, whole)
        told = (
            _BEFORE_WHOLE.search(draft.text[: draft.claim.number.start])
            or any(drafts[i].denominator for i in run)
            # "13 cơ quan, đơn vị: 05 sở, 03 huyện và 05 xã"
            or (run and _LISTS.fullmatch(draft.text, draft.claim.number.end, drafts[run[0]].claim.number.start))
        )
        clauses = (drafts[i].text[drafts[i].claim.segment[0] : drafts[i].claim.number.start] for i in run)
        if any(map(_BALANCES.search, clauses)):
            # "xuất khẩu 4,9 tỷ USD, nhập khẩu 3,7 tỷ USD, xuất siêu 1,2 tỷ USD"
            continue
        for i in run if told or draft.value >= LEAST_SUM else ():
            lends = names_nothing(own[i])
            wholes[i], found[i] = whole, Part(whole, lends)
            if lends:
                own[i] = replace(own[i], unit=own[whole].unit, kind=own[whole].kind, inherits=True)
    return found


def _adding_up(drafts: Sequence[Draft], own: Sequence[Quantity], wholes: Sequence[int | None], whole: int) -> list[int]:
    """The figures behind a whole that add up to it, none of them a part of another."""
    most = own[whole].value
    following = [
        i
        for i in range(whole + 1, min(len(drafts), whole + 1 + MOST_BETWEEN))
        if drafts[i].block == drafts[whole].block
        and (own[i].kind in ("count", "amount") or is_no_rate(own[i]) or _is_fraction_of(own[i], own[whole]))
    ]
    for at, first in enumerate(following):
        bracket, run, total = drafts[first].claim.bracket, [], Decimal(0)
        for i in following[at:]:
            part = drafts[i]
            if part.claim.bracket != bracket and not (bracket is None or _siblings(drafts[first], part)):
                continue
            if part.claim.bracket is not None and bracket is None:
                continue
            if own[i].value >= most or not _counts_the_same(own[i], own[whole]):
                break
            run.append(i)
            total += own[i].value
            if total >= most:
                break
        if total == most and len(run) > 1 and all(wholes[i] in (None, whole) for i in run):
            return run
    return []


def _told_to_add_up(
    drafts: Sequence[Draft], own: Sequence[Quantity], wholes: Sequence[int | None], whole: int
) -> list[int]:
    """The counts of one name behind ``gồm`` that add up to a count of another: ``802 lao động được đào tạo, gồm 422 học
    viên cao đẳng và 380 học viên sơ cấp``."""
    behind = whole + 1
    if own[whole].kind != "count" or behind >= len(drafts) or not same_sentence(drafts[behind], drafts[whole]):
        return []
    if not _MADE_OF.search(drafts[whole].text, drafts[whole].claim.end, drafts[behind].claim.number.start):
        return []
    named = [*own[:whole], replace(own[whole], unit=own[behind].unit), *own[behind:]]
    run = _adding_up(drafts, named, wholes, whole)
    return run if run and run[0] == behind else []


def _is_fraction_of(part: Quantity, whole: Quantity) -> bool:
    """Whether a fraction is one of the whole (``19 nhiệm vụ … đã xong 13/19``)."""
    return part.denominator == whole.value and part.kind == "rate"


def in_fractions(stage: Stage) -> Breakdown:
    """The fractions behind a fraction in its block that add up to it above and below the stroke, whatever they are
    called: ``17/20 hồ sơ … cơ quan: 8/9, doanh nghiệp: 9/11``."""
    found: dict[int, Part] = {}
    fractions = [i for i, draft in enumerate(stage.drafts) if draft.denominator is not None and draft.kind == "rate"]
    for at, whole in enumerate(fractions):
        of_all, run = stage.drafts[whole], []
        for i in fractions[at + 1 : at + 1 + MOST_BETWEEN]:
            part = stage.drafts[i]
            if part.block != of_all.block or (part.denominator or 0) >= (of_all.denominator or 0):
                break
            run.append(i)
            done = sum((stage.drafts[k].value for k in run), Decimal(0))
            there = sum((stage.drafts[k].denominator or Decimal(0) for k in run), Decimal(0))
            if (done, there) == (of_all.value, of_all.denominator) and len(run) > 1:
                found |= {k: Part(whole) for k in run}
                break
    return found


def in_brackets(stage: Stage) -> Breakdown:
    """The counts in the brackets right behind a count that they add up to, whatever each is called (``60 điểm cầu (30
    đảng ủy và 30 ủy ban)``). Where one of them counts the same as the whole, an error of the author is let pass."""
    inside: dict[tuple[int, tuple[int, int]], list[int]] = {}
    for at, draft in enumerate(stage.drafts):
        if draft.claim.bracket is not None and draft.kind in ("count", "amount") and not _in_table(draft):
            inside.setdefault((draft.block, draft.claim.bracket), []).append(at)
    found: dict[int, Part] = {}
    for (block, bracket), own in inside.items():
        before = [
            i
            for i in range(own[0])
            if stage.drafts[i].block == block and stage.drafts[i].end <= stage.drafts[own[0]].base + bracket[0]
        ]
        if before and len(own) > 1 and _fills(stage.drafts, own, before[-1]):
            found |= {i: Part(before[-1], not stage.drafts[i].unit) for i in own}
    return found


def _fills(drafts: Sequence[Draft], own: Sequence[int], whole: int) -> bool:
    of_all, parts = drafts[whole], [drafts[i] for i in own]
    if any(drafts[i].whole not in (None, whole) or drafts[i].kind != of_all.kind for i in own):
        return False
    if not same_sentence(parts[0], of_all) or any(part.status != of_all.status for part in parts):
        return False
    missed = abs(sum((part.value for part in parts), Decimal(0)) - of_all.value)
    known = any(drafts[i].whole == whole for i in own) and all(part.value < of_all.value for part in parts)
    return sums_up(parts, of_all) or (known and missed <= of_all.value * MISPRINT)


def _siblings(a: Draft, b: Draft) -> bool:
    """Whether two numbers stand each in brackets of their own in one sentence."""
    return a.claim.bracket is not None and b.claim.bracket is not None and same_sentence(a, b)


def _in_table(draft: Draft) -> bool:
    return draft.cell is not None and draft.cell.is_value


def names_nothing(quantity: Quantity) -> bool:
    """Whether a number says of no thing of its own that it counts it."""
    return is_no_rate(quantity) or not quantity.unit or quantity.inherits or quantity.rule == "thing_before"


def is_no_rate(quantity: Quantity) -> bool:
    """Whether a number has only taken the per cent of its neighbour: ``507 người, đạt 77%, trong đó cấp xã 402``."""
    return quantity.unit == "%" and quantity.inherits and quantity.value > MOST_PER_CENT


def _counts_the_same(part: Quantity, whole: Quantity) -> bool:
    return not part.unit or not whole.unit or part.inherits or alike(part.unit, whole.unit)


def alike(a: str, b: str) -> bool:
    """Whether two units count the same: they share a word, or stand in one class. ``chủ tàu`` are no ``tàu``: a noun
    behind another noun only tells whose."""
    one, other = sorted((a.lower().replace(",", " ").split(), b.lower().replace(",", " ").split()), key=len)
    shared = bool(set(one) & set(other)) and (one == other or other[-len(one) :] != one)
    return a == b or shared or bool(unit_classes(a) & unit_classes(b))


def sums_up(parts: Sequence[Draft], whole: Draft) -> bool:
    """Whether the parts add up to the whole, as exactly as they are printed: what is told in ``tỷ đồng`` or with a
    comma is rounded (4,3 + 2,4 = 6,8)."""
    missed = abs(sum((part.value for part in parts), Decimal(0)) - whole.value)
    steps = [_step(draft) for draft in (*parts, whole)]
    return missed <= (sum(steps, Decimal(0)) / 2 if whole.kind == "amount" else 0)


def _step(draft: Draft) -> Decimal:
    """What the last printed digit of a number counts."""
    number = draft.claim.number.value
    exponent = number.as_tuple().exponent
    digits = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    return digits * abs(draft.value / number) if number else digits


def are_levels(rates: Sequence[Draft], mean: Draft) -> bool:
    """Whether rates are those of the levels whose mean another is."""
    levels = {rate.level for rate in rates}
    if mean.unit != "%" or any(rate.unit != "%" or rate.status != mean.status for rate in rates):
        return False
    distinct = len(rates) > 1 and None not in levels and len(levels) == len(rates)
    return distinct and min(rate.value for rate in rates) <= mean.value <= max(rate.value for rate in rates)


def is_mean(rates: Sequence[Draft], mean: Draft) -> bool:
    """Whether a rate can be the mean of others, which then break it down: it lies between them."""
    alone = mean.unit != "%" or mean.kind != "rate" or mean.denominator is not None
    if alone or len(rates) < LEAST_RATES or any(rate.unit != "%" or rate.kind != "rate" for rate in rates):
        return False
    if any(rate.status != mean.status for rate in rates):
        return False
    return min(rate.value for rate in rates) <= mean.value <= max(rate.value for rate in rates)


def is_of_means(figure: Draft) -> bool:
    """Whether a column holds means or densities, which do not add up (``Thu nhập bình quân``)."""
    return figure.kind != "score" and figure.cell is not None and bool(_NOT_SUMMED.search(figure.cell.header))


def can_be_part(part: Draft, whole: Draft) -> bool:
    """Whether one value of a table can be a part of another: it counts the same, of the same status, and is no more.
    What no cell names the unit of may count anything. Points are shared out too."""
    if part.kind != whole.kind or part.kind not in ("count", "amount", "score") or part.status != whole.status:
        return False
    if part.denominator is not None or whole.denominator is not None or part.value > whole.value:
        return False
    named = [draft.cell is not None and draft.cell.unit is not None for draft in (part, whole)]
    return not all(named) or alike(part.unit, whole.unit)
