"""The order of the rules: a Document in, Findings out.

1. Kind, unit and value of every printed number, in reading order; what nothing explains is no figure but a leftover.
2. Footnote marks of every figure, because a body's figures lean on the figure that bears the mark.
3. Place, status, period, owner and level of every figure: its own words first, then what it inherits.
4. The whole of every part that its sentence calls one.
5. The whole of parts that add up to it; those without a unit of their own have their whole's.
6. The whole of what stands in a list or a table: above it, in its row, in its column.
7. The whole of what stands in a footnote, which lends its unit too; last that of what was done with some of it.
8. The metric of every figure, in reading order; what a metric has as a score is a score.
9. The metric of a figure that names nothing before the one that names it for both, from the last to the first.
10. The metric that the words around fit best, of all that there are.
11. The metric of what names nothing of its own and says more of the figure before it, once that has one.
12. The subject of every figure: its metric's words, else its own.
13. The thing that every figure counts, in words by which figures without a metric are compared.
14. Doubts about every figure.

The letterhead is read first, and last the drafts become figures, whose anchors are made from the source words alone,
their relations are found (what the words say about how the figures belong together), and how likely each is right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from extract.document import Document
from rules.decide import doubts, kind, level, marks, metric, owner, parts, period, place, status, subject, thing
from rules.digits import account, find_printed, touched
from rules.draft import Decided, Draft
from rules.figure import Exclusion, Findings, Leftover, Letterhead
from rules.freeze import freeze
from rules.letterhead import read_letterhead
from rules.matching import Matcher, default_matcher
from rules.personal import find_own
from rules.province_columns import province_columns
from rules.relations.find import find_relations
from rules.scene import Scene, Stage
from rules.trace import Trace
from rules.trust.columns import as_columns
from rules.trust.judge import judged
from rules.trust.suspicion import suspicions

Decide = Callable[[Draft, Scene], Decided[object]]


def every(scenes: Sequence[Scene]) -> Iterable[Scene]:
    """Every figure, in reading order."""
    return scenes


def from_the_last(scenes: Sequence[Scene]) -> Iterable[Scene]:
    """Every figure, from the last to the first."""
    return reversed(scenes)


@dataclass(frozen=True, slots=True)
class Step:
    """``says`` is what is decided and over which figures, as the docstring of this module has it; ``fields`` are
    decided one after the other for a figure, before the next figure ``over`` which the step goes."""

    says: str
    fields: tuple[tuple[str, Decide], ...]
    over: Callable[[Sequence[Scene]], Iterable[Scene]] = every


STEPS = (
    Step(
        "Kind, unit and value of every printed number, in reading order; what nothing explains is no figure but a "
        "leftover.",
        (("quantity", kind.decide),),
    ),
    Step(
        "Footnote marks of every figure, because a body's figures lean on the figure that bears the mark.",
        (("marks", marks.decide),),
    ),
    Step(
        "Place, status, period, owner and level of every figure: its own words first, then what it inherits.",
        (
            ("place", place.decide),
            ("status", status.decide),
            ("period", period.decide),
            ("owner", owner.decide),
            ("level", level.decide),
        ),
    ),
    Step("The whole of every part that its sentence calls one.", (("part_of", parts.decide),)),
    Step(
        "The whole of parts that add up to it; those without a unit of their own have their whole's.",
        (("part_of", parts.decide_sum), ("part_of", parts.decide_in_brackets), ("quantity", kind.decide_part)),
    ),
    Step(
        "The whole of what stands in a list or a table: above it, in its row, in its column.",
        (("part_of", parts.decide_in_list), ("part_of", parts.decide_in_table)),
    ),
    Step(
        "The whole of what stands in a footnote, which lends its unit too; last that of what was done with some of it.",
        (("part_of", parts.decide_in_note), ("part_of", parts.decide_done), ("quantity", kind.decide_part)),
    ),
    Step(
        "The metric of every figure, in reading order; what a metric has as a score is a score.",
        (("metric", metric.decide), ("quantity", kind.decide_measured)),
    ),
    Step(
        "The metric of a figure that names nothing before the one that names it for both, from the last to the first.",
        (("metric", metric.decide_from_behind), ("quantity", kind.decide_measured)),
        over=from_the_last,
    ),
    Step(
        "The metric that the words around fit best, of all that there are.",
        (("metric", metric.decide_ranked), ("quantity", kind.decide_measured)),
    ),
    Step(
        "The metric of what names nothing of its own and says more of the figure before it, once that has one.",
        (("metric", metric.decide_beside),),
    ),
    Step("The subject of every figure: its metric's words, else its own.", (("subject", subject.decide),)),
    Step(
        "The thing that every figure counts, in words by which figures without a metric are compared.",
        (("thing", thing.decide),),
    ),
    Step("Doubts about every figure.", (("doubts", doubts.decide),)),
)
"""The order of work. Who decides a field stands here, and nowhere else is a field of a draft written."""


MOST_OTHERS = 150
"""How many figures of its block on either side a figure knows of: more than a sentence may hold."""


def find_figures(
    document: Document,
    letterhead: Letterhead | None = None,
    matcher: Matcher | None = None,
    trace: Trace | None = None,
) -> Findings:
    """Every figure, exclusion and leftover of a document; each run of digits is in exactly one of them.

    ``letterhead`` is what a person knows of the document better than it says; without one it is read from its text.
    ``trace`` is filled with what was decided on the way; without one nothing of it is kept.
    """
    matcher = matcher or default_matcher()
    letterhead = letterhead or read_letterhead(document)
    personal = find_own(document)
    printed = find_printed(document, personal)
    numbers, *others = STEPS
    candidates = [draft for block in printed for draft in block.drafts]
    _take(numbers, Stage(document, letterhead, candidates, matcher, trace))
    drafts = [draft for draft in candidates if draft.explained]
    exclusions: list[Exclusion] = []
    leftovers: list[Leftover] = []
    for block in printed:
        figures = [draft for draft in block.drafts if draft.explained]
        starts = [draft.claim.number.start for draft in figures]
        for at, draft in enumerate(figures):
            draft.others = (*starts[max(0, at - MOST_OTHERS) : at], *starts[at + 1 : at + 1 + MOST_OTHERS])
        excluded, left = account(block, figures)
        for draft in figures:
            draft.touched = touched(draft, left)
        exclusions += excluded
        leftovers += left
    stage = Stage(document, letterhead, drafts, matcher, trace)
    for step in others:
        _take(step, stage)
    if trace is not None:
        trace.drafts = drafts
        trace.undecided += [draft for draft in candidates if not draft.explained]
    alone = judged(freeze(document, drafts, letterhead), matcher.catalogue)
    columns = stage.once(province_columns)
    found = tuple(as_columns(alone, columns, matcher.catalogue, letterhead.period is not None))
    relations = find_relations(document, found, matcher.catalogue)
    return Findings(found, tuple(exclusions), tuple(leftovers), letterhead, relations, suspicions(found), personal)


def _take(step: Step, stage: Stage) -> None:
    for scene in step.over(stage.scenes):
        for name, decide in step.fields:
            settle(scene.draft, name, decide(scene.draft, scene))


def settle(draft: Draft, name: str, decided: Decided[object]) -> None:
    """Write down what was decided about a field: the one place where fields of a draft are written."""
    setattr(draft.fields, name, decided)
