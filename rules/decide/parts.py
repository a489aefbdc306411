"""Which figure is a part of which.

Parts in the words of a sentence are found by :mod:`rules.decide.parts_in_words`, what became of what it counted by
:mod:`rules.decide.parts_done`, those that nothing announces but that
add up by :mod:`rules.decide.sums`, those of lists, footnotes and tables by ``parts_in_lists``, ``parts_in_notes``,
``parts_in_rows`` and ``parts_in_columns``; it is decided here.
"""

from __future__ import annotations

from rules.decide.parts_done import fraction_of_it, some_of_it
from rules.decide.parts_in_columns import in_columns, in_remarks, within_columns
from rules.decide.parts_in_lists import in_lists
from rules.decide.parts_in_notes import in_notes
from rules.decide.parts_in_rows import in_rows, in_total_rows, some_in_rows, under_lines
from rules.decide.parts_in_words import IN_WORDS, growth_whole, is_part, rate_of_part
from rules.decide.sums import Breakdown, in_brackets, in_fractions, in_sums
from rules.draft import Decided, Draft, Part
from rules.figure import Evidence
from rules.scene import Scene


def decide(draft: Draft, scene: Scene) -> Decided[Part | None]:
    """The whole that the figure's own sentence makes it a part of."""
    if (whole := growth_whole(scene.drafts, scene.at)) is not None:
        return _decided(scene, Part(whole), "growth")
    if draft.kind in ("change", "rank", "score", "frequency"):
        return draft.fields.part_of
    for rule, find in IN_WORDS:
        whole = find(scene.drafts, scene.at)
        if whole is not None:
            return _decided(scene, Part(whole), rule) if is_part(draft, scene.drafts[whole]) else draft.fields.part_of
    return draft.fields.part_of


def decide_sum(draft: Draft, scene: Scene) -> Decided[Part | None]:
    """The whole that it adds up to with its neighbours, though nothing announces that."""
    for found in (scene.stage.once(in_sums), scene.stage.once(in_fractions)):
        if scene.at in found:
            return _found(draft, scene, found, "adds_up")
    if draft.whole is None and (rate := rate_of_part(scene.drafts, scene.at)) is not None:
        return _decided(scene, Part(rate), "rate_of_part")
    return draft.fields.part_of


def decide_in_brackets(draft: Draft, scene: Scene) -> Decided[Part | None]:
    """The whole before the brackets whose numbers make it up, whatever they are called."""
    return _found(draft, scene, scene.stage.once(in_brackets), "fills_brackets")


def decide_in_list(draft: Draft, scene: Scene) -> Decided[Part | None]:
    """The whole that the paragraph above the figure's list states."""
    return _found(draft, scene, scene.stage.once(in_lists), "list")


def decide_in_table(draft: Draft, scene: Scene) -> Decided[Part | None]:
    """The whole in a table: the row that stands over the figure's, else a total of its row, else one of its column."""
    for rule, find in _IN_TABLES:
        if scene.at in (found := scene.stage.once(find)):
            return _found(draft, scene, found, rule)
    return draft.fields.part_of


def decide_in_note(draft: Draft, scene: Scene) -> Decided[Part | None]:
    """The whole outside of the footnote that the figure stands in."""
    return _found(draft, scene, scene.stage.once(in_notes), "footnote")


def decide_done(draft: Draft, scene: Scene) -> Decided[Part | None]:
    """The whole of what was done with some of it, where no sentence, list, table or footnote holds another whole."""
    for rule, find in (("some_of_it", some_of_it), ("fraction_of_it", fraction_of_it)) if draft.whole is None else ():
        whole = find(scene.drafts, scene.at)
        if whole is not None and is_part(draft, scene.drafts[whole]):
            return _decided(scene, Part(whole), rule)
    return draft.fields.part_of


def _found(draft: Draft, scene: Scene, found: Breakdown, rule: str) -> Decided[Part | None]:
    part = found.get(scene.at)
    return _decided(scene, part, rule) if part is not None else draft.fields.part_of


def _decided(scene: Scene, part: Part, rule: str) -> Decided[Part | None]:
    whole = scene.drafts[part.whole]
    return Decided(part, "beside", (Evidence("part_of", rule, whole.start, whole.end),))


_IN_TABLES = (
    ("row", in_rows),
    ("column", in_columns),
    ("remark", in_remarks),
    ("total_row", in_total_rows),
    ("row_above", some_in_rows),
    ("header", within_columns),
    ("line_above", under_lines),
)
"""Where a table holds a figure's whole, by the name of each rule; the first that finds one speaks,
sums before words."""
