"""Parts that stand in a footnote, of the figure that bears its mark or of a neighbour of it.

Nothing is decided here: :mod:`rules.decide.parts` asks.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from decimal import Decimal

from rules.decide.sums import Breakdown, alike, names_nothing, sums_up
from rules.draft import Draft, Part, same_sentence
from rules.language.wording import Wording
from rules.scene import Stage

LEAST_PARTS = 2
"""So few figures make no breakdown."""
LAST_WORDS = 2
"""How many words before a number say what was done with what it counts."""
_OPENS = Wording(r"\s*{opens_parts_behind}\b")
_TOTAL_OF = Wording(r"\b{total}\s+(?!{number_word}\b)(\w+)")
_SIGNS = " -–—+•*"


def in_notes(stage: Stage) -> Breakdown:
    """Parts that stand in a footnote, of the figure that bears its mark or of a neighbour, where only that adds up."""
    bodies: dict[str, list[int]] = {}
    for at, draft in enumerate(stage.drafts):
        if draft.footnote in stage.bearers:
            bodies.setdefault(draft.footnote or "", []).append(at)
    found: dict[int, Part] = {}
    for label, body in bodies.items():
        bearer = stage.bearers[label]
        found |= next(filter(None, (find(stage.drafts, body, bearer) for find in _WAYS)), {})
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
    bare = all(names_nothing(drafts[i].fields.quantity.value) for i in parts)
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


def _sums_of_groups(drafts: Sequence[Draft], body: Sequence[int], bearer: int) -> dict[int, Part]:
    """A body that breaks down several figures at once (``tỉnh A đã ban hành 8 nghị quyết, 40 quyết định; tỉnh B …``):
    those of one unit, or those of which the same was done, add up to one of the bearer's sentence. Whose they are does
    not matter then."""
    parts = [i for i in body if drafts[i].kind in ("count", "amount") and drafts[i].claim.bracket is None]
    parts = [i for i in parts if drafts[i].whole is None]
    near = [i for i, draft in enumerate(drafts) if i != bearer and same_sentence(draft, drafts[bearer])]
    wholes = [bearer, *sorted(near, key=lambda i: (i > bearer, abs(bearer - i)))]
    found: dict[int, Part] = {}
    for key in _KEYS:
        groups: dict[Hashable, list[int]] = {}
        for i in parts:
            if i not in found:
                groups.setdefault(key(drafts[i]), []).append(i)
        for group in groups.values():
            whole = next((i for i in wholes if _makes_up(drafts, group, drafts[i])), None)
            if whole is not None:
                found |= {i: Part(whole) for i in group}
    return found


def _makes_up(drafts: Sequence[Draft], group: Sequence[int], whole: Draft) -> bool:
    own = [drafts[i] for i in group]
    same = all(one.kind == whole.kind and alike(one.unit, whole.unit) for one in own)
    return len(own) >= LEAST_PARTS and same and sums_up(own, whole)


def _done(draft: Draft) -> tuple[str, ...]:
    """The last words before a number: what was done with what it counts."""
    return tuple(draft.words(draft.claim.before).lower().split()[-LAST_WORDS:])


_KEYS: Sequence[Callable[[Draft], Hashable]] = (lambda _: None, lambda draft: draft.unit.lower(), _done)


def _items_of_total(drafts: Sequence[Draft], body: Sequence[int], bearer: int) -> dict[int, Part]:
    """The items of a body that are each a kind of what the bearer's sentence opens with the total of (``Tổng chi …``:
    ``- Chi đầu tư …``, ``- Chi thường xuyên …``), the first figure of each."""
    at = next(i for i, draft in enumerate(drafts) if same_sentence(draft, drafts[bearer]))
    whole = drafts[at]
    total = _TOTAL_OF.search(whole.text, whole.claim.sentence[0], whole.claim.number.start)
    if total is None or whole.kind not in ("count", "amount"):
        return {}
    first = [i for k, i in enumerate(body) if not k or drafts[body[k - 1]].block != drafts[i].block]
    like = all(drafts[i].text.lstrip(_SIGNS).lower().startswith(f"{total[1].lower()} ") for i in first)
    same = all(drafts[i].kind == whole.kind and alike(drafts[i].unit, whole.unit) for i in first)
    less = sum((drafts[i].value for i in first), Decimal(0)) <= whole.value
    return {i: Part(at) for i in first} if len(first) >= LEAST_PARTS and like and same and less else {}


_WAYS = (_sum_of_body, _sums_of_groups, _parts_of_body, _items_of_total)
"""The ways in which a footnote breaks down a figure; the first that finds any speaks."""
