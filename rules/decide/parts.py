"""Which figure is a part of which, in words: it follows its whole in brackets or behind ``trong đó``/``gồm``.

Parts that nothing announces but that add up, and those of a footnote, are found by :mod:`rules.decide.sums`, those of
tables by :mod:`rules.decide.parts_in_rows` and :mod:`rules.decide.parts_in_columns`; it is decided here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rules.decide.parts_in_columns import in_columns, in_remarks
from rules.decide.parts_in_rows import in_rows, in_total_rows
from rules.decide.sums import Breakdown, alike, in_notes, in_sums
from rules.draft import Decided, Draft, Part, same_sentence
from rules.figure import Evidence
from rules.language.provinces import place_called
from rules.language.wording import Wording, Words
from rules.scene import Scene

_BEFORE_WHOLE = Wording(r"{before_whole}\s*$")
_IN_DETAIL = Words("in_detail")
_MADE_OF = Words("made_of")

_BREAKDOWN = Wording(r"\b{breakdown}\b")


def decide(draft: Draft, scene: Scene) -> Decided[Part | None]:
    """The whole that the figure's own sentence makes it a part of."""
    if draft.kind in ("change", "rank", "score", "frequency"):
        return draft.fields.part_of
    for rule, find in _IN_WORDS:
        whole = find(scene.drafts, scene.at)
        if whole is not None:
            return _decided(scene, Part(whole), rule) if _is_part(draft, scene.drafts[whole]) else draft.fields.part_of
    return draft.fields.part_of


def decide_sum(draft: Draft, scene: Scene) -> Decided[Part | None]:
    """The whole that it adds up to with its neighbours, though nothing announces that."""
    return _found(draft, scene, scene.stage.once(in_sums), "adds_up")


def decide_in_table(draft: Draft, scene: Scene) -> Decided[Part | None]:
    """The whole in a table: the row that stands over the figure's, else a total of its row, else one of its column."""
    for rule, find in _IN_TABLES:
        if scene.at in (found := scene.stage.once(find)):
            return _found(draft, scene, found, rule)
    return draft.fields.part_of


def decide_in_note(draft: Draft, scene: Scene) -> Decided[Part | None]:
    """The whole outside of the footnote that the figure stands in."""
    return _found(draft, scene, scene.stage.once(in_notes), "footnote")


def _found(draft: Draft, scene: Scene, found: Breakdown, rule: str) -> Decided[Part | None]:
    part = found.get(scene.at)
    return _decided(scene, part, rule) if part is not None else draft.fields.part_of


def _decided(scene: Scene, part: Part, rule: str) -> Decided[Part | None]:
    whole = scene.drafts[part.whole]
    return Decided(part, "beside", (Evidence("part_of", rule, whole.start, whole.end),))


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
            if closed and closed[1] < bracket[0] and alike(other.unit, drafts[index].unit) and i:
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
        opens = _BEFORE_WHOLE.search(other.text[: other.claim.number.start])
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


def _is_part(part: Draft, whole: Draft) -> bool:
    if whole.kind in ("change", "rank", "score"):
        return False
    lower = part.claim.bracket is not None and place_called(part.place) is None
    if (part.unit == "%") != (whole.unit == "%") or (part.place != whole.place and part.unit != "%" and not lower):
        return False
    if part.fields.period.origin == "sentence" and part.period and part.period != whole.period and part.claim.bracket:
        # "đạt 5,62 tỷ USD (9 tháng năm 2024: 4,98 tỷ USD)"
        return False
    if part.unit == "%":
        return part.claim.bracket is None or (part.place == whole.place and (part.inherits or part.level is not None))
    if part.claim.number.denominator is not None and part.kind == "rate":
        return alike(part.unit, whole.unit) and whole.denominator is None and part.denominator == whole.value
    return (part.inherits or alike(part.unit, whole.unit)) and part.value <= whole.value


_IN_WORDS = (("brackets", _bracketed_whole), ("breakdown", _whole_before_cue), ("named_whole", _whole_named))
"""The ways in which a sentence says what is a part, by the name of each rule; the first that finds a whole speaks."""
_IN_TABLES = (("row", in_rows), ("column", in_columns), ("remark", in_remarks), ("total_row", in_total_rows))
"""Where a table holds a figure's whole, by the name of each rule; the first that finds one speaks."""
