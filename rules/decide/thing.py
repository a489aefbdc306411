"""Which thing a figure counts, in words that are alike for all who count it: ``thủ tục hành chính`` for ``12 TTHC``.

By it figures that no metric covers are set side by side, so it is given only where the figure's own words tell the
whole of it: every word that may narrow it is in it, and a part of another figure, a number inside brackets, and one
whose thing was told before have none. What is missing is missing in a comparison; what is wrong would be compared.
"""

from __future__ import annotations

from rules.decide.scopes import thing_follows
from rules.draft import Decided, Draft
from rules.figure import MONEY, RANK
from rules.language.things import LEAST_SYLLABLES, tells_a_thing, thing_words
from rules.language.wording import Wording
from rules.naming.facets_found import narrowing_words
from rules.scene import Scene

MOST_SYLLABLES = 24
"""A thing of more words is a clause that was not understood."""
LEAST_BEHIND_OTHERS = 4
"""So many syllables of its own tell the thing of a number that stands behind another of its sentence, and counts
nothing itself."""
MEASURE = " · "
"""Stands before what the thing is measured in, where it is not counted by itself."""
_PART = Wording(r"\b{opens_parts}\b")
_CUT = 3


def decide(draft: Draft, scene: Scene) -> Decided[str]:
    """The thing with its measure (``tỷ lệ hộ dùng nước sạch · %``); empty where the words do not tell the whole."""
    words = _of_cell(draft) if draft.here == "table" else _of_sentence(draft, scene)
    if not words or len(words.split()) > MOST_SYLLABLES or not tells_a_thing(words):
        return Decided("")
    above = narrowing_words(_above(draft, scene), words)
    narrowed = f" ({', '.join(above)})" if above else ""
    measure = _measure(draft)
    return Decided(f"{words}{narrowed}{MEASURE + measure if measure else ''}", draft.here)


def _of_cell(draft: Draft) -> str:
    """Section, row and column, each once."""
    cell = draft.cell
    if cell is None:
        return ""
    row = thing_words(cell.row_name)
    if cell.row_place or cell.province:
        # The province whose row it is tells nothing; what the table lists stands above it.
        row = thing_words(cell.caption)
    elif not tells_a_thing(row, 1):
        return ""  # "Cộng": of all that the table lists
    parts = [thing_words(cell.section), row, *map(thing_words, cell.headers)]
    words = " ".join(dict.fromkeys(part for part in parts if part))
    return _with_unit(draft, words)


def _of_sentence(draft: Draft, scene: Scene) -> str:
    claim = draft.claim
    if draft.cell is not None or claim.bracket is not None or draft.whole is not None or draft.inherits:
        return ""
    before = draft.words(claim.before)
    if _PART.search(before):
        return ""
    counted = claim.unit is not None and claim.unit.family == "noun"
    behind = draft.words((claim.unit.start if claim.unit and counted else claim.end, claim.behind[1]))
    if claim.thing_before or not (counted or thing_follows(draft)):
        behind = "" if claim.thing_before else behind
    context: str | None = thing_words(before) or _governing(draft, scene)
    if context is None:
        return ""
    own = _with_unit(draft, thing_words(behind))
    least = LEAST_SYLLABLES if draft.kind == "count" else LEAST_BEHIND_OTHERS
    if scene.previous is not None and not (tells_a_thing(own, least) or tells_a_thing(context, LEAST_BEHIND_OTHERS)):
        return ""  # "41 vụ cháy, làm chết 19 người": of what is told by the number before
    words = " ".join(filter(None, (thing_words(scene.lead), context, thing_words(behind))))
    return _with_unit(draft, words)


def _governing(draft: Draft, scene: Scene) -> str | None:
    """What the words before the first number of the sentence say of those behind it, which have none of their own:
    ``rà soát 12 thủ tục, 15 quy trình``. None where a number before is a share, a change or in brackets: then what
    follows may be told by it."""
    claim = draft.claim
    earlier = [other for other in scene.drafts[max(0, scene.at - _CUT) : scene.at] if other.block == draft.block]
    earlier = [other for other in earlier if other.claim.segment == claim.segment]
    if not any(start < claim.number.start and start >= claim.segment[0] for start in draft.others):
        return ""
    if not earlier or len(earlier) == _CUT or any(other.kind != "count" for other in earlier):
        return None
    return thing_words(draft.words(earlier[0].claim.before))


def _with_unit(draft: Draft, words: str) -> str:
    """The words with the counted noun before them, where they do not hold it."""
    if draft.kind != "count" or not draft.unit:
        return words
    noun = thing_words(draft.unit)
    return words if f" {noun} " in f" {words} " else f"{noun} {words}".strip()


def _above(draft: Draft, scene: Scene) -> str:
    """What stands above and may say which of them are counted."""
    caption = draft.cell.caption if draft.cell is not None else ""
    return " ".join((*scene.trail[-1:], caption))


def _measure(draft: Draft) -> str:
    if draft.kind == "rate":
        return "%" if draft.denominator is not None else draft.unit
    if draft.kind == "rank":
        return RANK
    return "" if draft.kind == "count" else draft.unit or MONEY
