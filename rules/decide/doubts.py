"""Doubt is data: flags that say what looks wrong about a figure.

The printed value is never changed; a flag is a sign that its reading may be wrong (``rules/trust`` says how much it
weighs).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from decimal import Decimal
from itertools import takewhile

from rules.catalogue import Catalogue
from rules.draft import Decided, Doubts, Draft
from rules.language.terms import misprinted
from rules.language.wording import Wording
from rules.scene import Scene, Stage

FLAGS = (
    *(
        "ambiguous_number",
        "decimal_point",
        "foreign_number_style",
        "fraction_and_percentage_disagree",
        "leftover_beside",
    ),
    "no_unit",
    *("numerator_over_denominator", "ocr", "ocr_like_subject", "out_of_bounds", "period_from_heading", "rate_over_100"),
    *("reread", "shared_quote"),
)
"""Every flag that a figure can bear; those about how a number is printed are set where it is read (numbers.py)."""
MOST_IN_A_QUOTE = 16
"""More figures than these in one sentence, or in the prose of one row, are told by words that tell them all; of the
annotated reports no sentence has more than 13."""
HUNDRED = Decimal(100)
ABOUT = Decimal(2)
"""How far a percentage that is about or nearly so may be from its fraction, in percent."""

# What is set against a plan or an earlier time may well be more than all of it (đạt 112,5% kế hoạch).
_MAY_EXCEED = Wording(r"{no_whole}\b")
_NOTHING_BEFORE = Wording(r"[\s,;:(~=]*(?:{before_share}[\s,:]*)*")
_NOTHING_BEHIND = Wording(r"\s*(?:$|[,;.:)(]|{of_the_total}|{and}\b)")


def decide(draft: Draft, scene: Scene) -> Decided[Doubts]:
    """The flags of a figure."""
    before = scene.drafts[scene.at - 1] if scene.at else None
    crowded = scene.stage.once(_quoted)[_quote_of(draft)] > MOST_IN_A_QUOTE and not _is_value(draft)
    doubts = [
        *_printed(draft),
        *_misread(draft, scene),
        *(["shared_quote"] if crowded else []),
        *_doubts(draft, before, scene.stage.matcher.catalogue),
    ]
    return Decided(Doubts(tuple(dict.fromkeys(doubts))))


def _quoted(stage: Stage) -> Counter[tuple[int, ...]]:
    """How many figures each quote serves; a cell that is a value has its header and its row's name besides."""
    return Counter(_quote_of(draft) for draft in stage.drafts if not _is_value(draft))


def _quote_of(draft: Draft) -> tuple[int, ...]:
    cell = draft.cell
    return (draft.block, *draft.claim.sentence) if cell is None else (cell.table, cell.row)


def _is_value(draft: Draft) -> bool:
    return draft.cell is not None and draft.cell.is_value


def _printed(draft: Draft) -> list[str]:
    """The number's own flags. A thing counted has no decimals: ``1.500 trạm`` reads one way only, ``1,234 trạm`` in
    two; ``12 350 trạm`` may be the 350 stations of number 12, ``1 204 560 trạm`` is one number."""
    text = draft.claim.number.text
    one_reading = draft.kind == "count" and "," not in text and " " not in text
    settled = bool(draft.unit) and (one_reading or text.count(" ") > 1)
    return [name for name in draft.claim.number.flags if not (name == "ambiguous_number" and settled)]


def _misread(draft: Draft, scene: Scene) -> list[str]:
    """The reader's own doubts that touch the printed number (``ocr``)."""
    doubts = scene.stage.document.doubts
    begin, end = draft.start, draft.base + draft.claim.number.end
    near = doubts[bisect_right(doubts, begin, key=lambda doubt: doubt.end) :]  # in the order of the text
    return [doubt.reason for doubt in takewhile(lambda doubt: doubt.start < end, near)]


def _doubts(draft: Draft, before: Draft | None, catalogue: Catalogue) -> list[str]:
    told = {
        "out_of_bounds": _out_of_bounds(draft, catalogue),
        "numerator_over_denominator": draft.denominator is not None
        and draft.kind != "change"
        and draft.value > draft.denominator,
        "rate_over_100": _over_100(draft, catalogue),
        "fraction_and_percentage_disagree": before is not None and _disagree(before, draft),
        "period_from_heading": draft.fields.period.origin == "heading",
        "leftover_beside": draft.touched,
        "no_unit": not draft.unit,
        "ocr_like_subject": misprinted(draft.fields.subject.value) is not None,
    }
    return [name for name, holds in told.items() if holds]


def _out_of_bounds(draft: Draft, catalogue: Catalogue) -> bool:
    if draft.metric is None or draft.kind == "change" or draft.denominator is not None:
        return False
    metric = catalogue[draft.metric]
    comparable = metric.unit == draft.unit or metric.kind == draft.kind
    return comparable and draft.level is None and not metric.low <= draft.value <= metric.high


def _over_100(draft: Draft, catalogue: Catalogue) -> bool:
    most = max(draft.value, draft.fields.quantity.value.value_max or draft.value)
    if draft.unit != "%" or draft.kind != "rate" or most <= HUNDRED:
        return False
    if draft.metric is not None and catalogue[draft.metric].unit == "%" and catalogue[draft.metric].high > HUNDRED:
        return False
    around = f"{draft.words(draft.claim.before)} | {draft.words(draft.claim.behind)}"
    if draft.cell is not None:
        around += f" | {draft.cell.row_name} | {draft.cell.all_headers}"
    return not _MAY_EXCEED.search(around)


def _disagree(first: Draft, second: Draft) -> bool:
    """``412/430 … đạt 95,81%`` and ``95,81% (412/430)``: the percentage must be the fraction's, within its printed
    digits (rounded or cut off), or within ABOUT where it is said to be no exact one."""
    if first.block != second.block or first.claim.sentence != second.claim.sentence:
        return False
    fraction, percent = (first, second) if second.unit == "%" else (second, first)
    if fraction.denominator is None or fraction.kind not in ("rate", "count", "amount") or fraction.unit == "%":
        return False
    if percent.unit != "%" or percent.kind != "rate" or percent.denominator or percent.fields.quantity.value.value_max:
        return False
    qualifier = percent.fields.quantity.value.qualifier
    if qualifier not in ("exact", "about", "nearly") or not _once_more(first, second):
        return False
    digits = -int(percent.claim.number.value.as_tuple().exponent)
    allowed = Decimal(10) ** -digits if qualifier == "exact" else ABOUT
    return abs(fraction.value / fraction.denominator * HUNDRED - percent.value) > allowed


def _once_more(first: Draft, second: Draft) -> bool:
    """Whether the second figure is only the first said again: alone in a bracket behind it, or its predicate and about
    nothing of its own (``đạt 95,81%``; not ``đạt 100% chỉ tiêu``, nor ``tỷ lệ xã có điện đạt 99%``)."""
    claim = second.claim
    if claim.bracket is not None and first.claim.number.end <= claim.bracket[0]:
        alone = second.text[claim.bracket[0] + 1 : claim.number.start]
        return bool(_NOTHING_BEFORE.fullmatch(alone)) and bool(_NOTHING_BEHIND.match(second.text, claim.end))
    return (
        second.unit == "%"
        and claim.lead.predicate
        and bool(_NOTHING_BEFORE.fullmatch(second.words(claim.before)))
        and bool(_NOTHING_BEHIND.match(second.text, claim.end))
    )
