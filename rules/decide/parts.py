"""Which figure is a part of which, in words: it follows its whole in brackets or behind ``trong đó``/``gồm``.

Parts that nothing announces but that add up, and those of a footnote, are found by :mod:`rules.decide.sums`, those of
tables by :mod:`rules.decide.parts_in_rows` and :mod:`rules.decide.parts_in_columns`; it is decided here.
"""

from __future__ import annotations

from rules.decide.parts_in_columns import in_columns, in_remarks
from rules.decide.parts_in_rows import in_rows, in_total_rows
from rules.decide.parts_in_words import IN_WORDS, is_part
from rules.decide.sums import Breakdown, in_notes, in_sums
from rules.draft import Decided, Draft, Part
from rules.figure import Evidence
from rules.scene import Scene


def decide(draft: Draft, scene: Scene) -> Decided[Part | None]:
    """The whole that the figure's own sentence makes it a part of."""
    if draft.kind in ("change", "rank", "score", "frequency"):
        return draft.fields.part_of
    for rule, find in IN_WORDS:
        whole = find(scene.drafts, scene.at)
        if whole is not None:
            return _decided(scene, Part(whole), rule) if is_part(draft, scene.drafts[whole]) else draft.fields.part_of
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


_IN_TABLES = (("row", in_rows), ("column", in_columns), ("remark", in_remarks), ("total_row", in_total_rows))
"""Where a table holds a figure's whole, by the name of each rule; the first that finds one speaks."""
