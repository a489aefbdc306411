"""Parts that show themselves by adding up: behind a figure in its paragraph, or in the footnote of a figure.

Nothing is decided here: what is found over all figures together is handed to :mod:`rules.decide.parts`.
"""

from __future__ import annotations

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
Breakdown = Mapping[int, Part]
"""The index of each figure that was found to be a part."""
_OPENS = Wording(r"\s*{opens_parts_behind}\b")


def in_sums(stage: Stage) -> Breakdown:
    """Parts that no cue announces but that add up exactly to a figure just before them in their paragraph (``187 người
    – chuyên trách 58, kiêm nhiệm 129``). Parts without a unit of their own have the whole's."""
    drafts = stage.drafts
    own = [draft.fields.quantity.value for draft in drafts]
    wholes = [draft.whole for draft in drafts]
    found: dict[int, Part] = {}
    for whole, draft in enumerate(drafts):
        if own[whole].kind not in ("count", "amount") or draft.value < LEAST_SUM or _in_table(draft):
            continue
        for i in _adding_up(drafts, own, wholes, whole):
            lends = _names_nothing(own[i])
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
        if drafts[i].block == drafts[whole].block and own[i].kind in ("count", "amount")
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


def _siblings(a: Draft, b: Draft) -> bool:
    """Whether two numbers stand each in brackets of their own in one sentence."""
    return a.claim.bracket is not None and b.claim.bracket is not None and same_sentence(a, b)


def _in_table(draft: Draft) -> bool:
    return draft.cell is not None and draft.cell.is_value


def _names_nothing(quantity: Quantity) -> bool:
    """Whether a number says of no thing of its own that it counts it."""
    return not quantity.unit or quantity.inherits or quantity.rule == "thing_before"


def _counts_the_same(part: Quantity, whole: Quantity) -> bool:
    return not part.unit or part.inherits or alike(part.unit, whole.unit)


def alike(a: str, b: str) -> bool:
    """Whether two units count the same: they share a word, or stand in one class."""
    shared = set(a.lower().replace(",", " ").split()) & set(b.lower().replace(",", " ").split())
    return a == b or bool(shared) or bool(unit_classes(a) & unit_classes(b))


def sums_up(parts: Sequence[Draft], whole: Draft) -> bool:
    """Whether the parts add up to the whole, as exactly as they are printed: what is told in ``tỷ đồng`` or with a
    comma is rounded (19.596 + 2.548 = 22.143)."""
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


def can_be_part(part: Draft, whole: Draft) -> bool:
    """Whether one value of a table can be a part of another: it counts the same, of the same status, and is no more.
    What no cell names the unit of may count anything. Points are shared out too."""
    if part.kind != whole.kind or part.kind not in ("count", "amount", "score") or part.status != whole.status:
        return False
    if part.denominator is not None or whole.denominator is not None or part.value > whole.value:
        return False
    named = [draft.cell is not None and draft.cell.unit is not None for draft in (part, whole)]
    return not all(named) or alike(part.unit, whole.unit)


def in_notes(stage: Stage) -> Breakdown:
    """Parts that stand in a footnote, of the figure that bears its mark or of a neighbour, where only that adds up."""
    bodies: dict[str, list[int]] = {}
    for at, draft in enumerate(stage.drafts):
        if draft.footnote in stage.bearers:
            bodies.setdefault(draft.footnote or "", []).append(at)
    found: dict[int, Part] = {}
    for label, body in bodies.items():
        bearer = stage.bearers[label]
        found |= _sum_of_body(stage.drafts, body, bearer) or _parts_of_body(stage.drafts, body, bearer)
    return found


def _parts_of_body(drafts: Sequence[Draft], body: Sequence[int], bearer: int) -> dict[int, Part]:
    marked = drafts[bearer]
    tops = [i for i in body if drafts[i].whole is None and drafts[i].kind == marked.kind]
    tops = [i for i in tops if alike(drafts[i].unit, marked.unit)]
    tops = [i for i in tops if drafts[i].claim.bracket is None or drafts[i].kind == "rate"]
    tops = [i for i in tops if drafts[i].place == marked.place and drafts[i].status == marked.status]
    if not tops:
        return {}
    whole = _adds_up(drafts, tops, bearer)
    opens = _OPENS.match(drafts[body[0]].text) is not None
    several = len([i for i in tops if drafts[i].level is not None]) > 1
    if whole is None and (opens or several or _about(drafts, tops, bearer)):
        whole = bearer
    if whole is None:
        return {}
    share = drafts[whole].unit == "%"
    return {i: Part(whole) for i in tops if share or drafts[i].value <= drafts[whole].value}


def _sum_of_body(drafts: Sequence[Draft], body: Sequence[int], bearer: int) -> dict[int, Part]:
    """A body whose numbers say of nothing else what they count (``Viettel 703, VNPT 548, …``), or that breaks down in
    so many words (``Gồm 10 bưu cục …``), and that adds up to a count of the bearer's sentence."""
    parts = [i for i in body if drafts[i].kind in ("count", "amount") and drafts[i].claim.bracket is None]
    opens = _OPENS.match(drafts[body[0]].text) is not None
    bare = all(_names_nothing(drafts[i].fields.quantity.value) for i in parts)
    if len(parts) < 2 or not (opens or bare) or any(drafts[i].whole is not None for i in parts):
        return {}
    wholes = [bearer, *(i for i in range(bearer - 1, -1, -1) if same_sentence(drafts[i], drafts[bearer]))]
    total = sum((drafts[i].value for i in parts), Decimal(0))
    whole = next((i for i in wholes if drafts[i].value == total and drafts[i].kind in ("count", "amount")), None)
    return {} if whole is None else {i: Part(whole, lends=bare) for i in parts}


def _about(drafts: Sequence[Draft], tops: Sequence[int], bearer: int) -> bool:
    """Whether parts that are printed in round numbers (``hơn 2.000``) come near to the whole."""
    if (
        len(tops) < 2
        or all(drafts[i].fields.quantity.value.qualifier == "exact" for i in tops)
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
