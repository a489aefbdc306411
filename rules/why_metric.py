"""Why a figure has its metric: which phrase won, where it stood, and for what reason the others lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rules.catalogue import Catalogue
from rules.draft import Draft, How
from rules.matching import LEAST_SCORE, Choice
from rules.trace import Naming

MOST_LOST = 5
MOST_CONTEXT = 6
"""Of a metric with many context words an explanation shows the first ones."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A metric that words of the document name. ``phrase`` is the catalogue's, ``words`` are the document's;
    ``origin`` says in which text they stand, ``gap`` how many words they are away from the number (None where the
    number stands in another text). ``reason`` is empty for the winner, else a name with its ``detail`` in words."""

    metric: str
    name: str
    phrase: str
    words: str
    origin: str
    score: float
    gap: int | None
    reason: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class MetricWhy:
    """The metric of a figure and how it came to it. ``won`` is None where it was taken over from the figure
    ``taken_from`` (its words), shared out over a row, or there is none. ``barred`` are words for which no metric was
    looked for. ``lost`` are the best few of ``lost_count``."""

    metric: str | None
    name: str
    how: How
    won: Candidate | None
    taken_from: str | None
    barred: str
    lost: tuple[Candidate, ...]
    lost_count: int


def metric_why(drafts: Sequence[Draft], at: int, naming: Naming, catalogue: Catalogue) -> MetricWhy:
    """Why the draft number ``at`` has its metric: what was decided, and what the trace holds besides, in words."""
    draft = drafts[at]
    named = draft.fields.metric.value
    name = catalogue[draft.metric].name_vi if draft.metric else ""
    won = naming.own if named.how == "own" else None
    lost = _best([*([naming.own] if naming.own and not won else []), *naming.lost, *naming.misfits], draft.metric)
    other = drafts[named.other] if named.other is not None else None
    return MetricWhy(
        metric=draft.metric,
        name=name,
        how=named.how,
        won=_candidate(won, catalogue) if won else None,
        taken_from=f"{other.claim.number.text} {other.unit}".strip() if other else None,
        barred=naming.barred,
        lost=tuple(
            _candidate(choice, catalogue, *_why_lost(choice, draft, naming, catalogue)) for choice in lost[:MOST_LOST]
        ),
        lost_count=len(lost),
    )


def _best(choices: Sequence[Choice], metric: str | None) -> list[Choice]:
    """Of each metric that lost its best phrase, best first; ties stand together at the head."""
    kept: dict[str, Choice] = {}
    for choice in choices:
        old = kept.get(choice.metric)
        if choice.metric != metric and (old is None or _order(choice) < _order(old)):
            kept[choice.metric] = choice
    return sorted(kept.values(), key=_order)


def _order(choice: Choice) -> tuple[bool, float, str]:
    return choice.why_not != "tie", -choice.score, choice.metric


def _candidate(choice: Choice, catalogue: Catalogue, reason: str = "", detail: str = "") -> Candidate:
    found = choice.occurrence
    return Candidate(
        metric=choice.metric,
        name=catalogue[choice.metric].name_vi,
        phrase=" … ".join(found.phrase),
        words=" ".join(choice.scope.text[found.start : found.end].split()),
        origin=choice.scope.origin,
        score=round(choice.score, 2),
        gap=_gap(choice),
        reason=reason,
        detail=detail,
    )


def _gap(choice: Choice) -> int | None:
    if choice.scope.at is None:
        return None
    (start, end), found = choice.scope.at, choice.occurrence
    between = (found.end, start) if found.end <= start else (end, found.start)
    return len(choice.scope.text[between[0] : between[1]].split()) if between[0] < between[1] else 0


def _why_lost(choice: Choice, draft: Draft, naming: Naming, catalogue: Catalogue) -> tuple[str, str]:
    metric = catalogue[choice.metric]
    if choice.why_not == "without":
        word = choice.forbidden
        said = " ".join(choice.scope.text[word.start : word.end].split()) if word else ""
        return "forbidden word", f"“{said}”"
    if choice.why_not == "context":
        shown = ", ".join(f"“{one}”" for one in metric.context[:MOST_CONTEXT])
        return "context missing", f"none of {shown}{' …' if len(metric.context) > MOST_CONTEXT else ''} around"
    if choice.why_not == "fit":
        ours = f"{naming.kind} in {draft.unit}" if draft.unit else f"{naming.kind} without a unit"
        return "kind or unit", f"it is a {metric.kind} in {metric.unit}, the figure a {ours}"
    if choice.why_not == "tie":
        return "tie", "two metrics come out even, so the figure gets neither"
    if choice is naming.own and draft.fields.metric.value.how == "beside":
        return "beside", "its words are not the figure's own, and a figure beside it has a metric"
    if choice is naming.own:
        return "shared out", "a row of things is shared out over a row of figures"
    if choice.score < LEAST_SCORE:
        return "too weak", f"its score is under {LEAST_SCORE}"
    return _against(choice, naming.own or naming.lost[0])


def _against(choice: Choice, winner: Choice) -> tuple[str, str]:
    """Why a metric that might have been right came out below another."""
    ours, theirs = choice.occurrence, winner.occurrence
    gaps = _gap(choice), _gap(winner)
    if choice.scope is not winner.scope:
        return "another text", f"the {winner.scope.origin} decides before the {choice.scope.origin}"
    if theirs.start <= ours.start and ours.end <= theirs.end and ours.weight < theirs.weight:
        return "shorter phrase", f"it stands inside of “{' … '.join(theirs.phrase)}”"
    if gaps[0] is not None and gaps[1] is not None and gaps[0] > gaps[1]:
        return "farther away", f"{winner.metric} is {gaps[1]} word{'' if gaps[1] == 1 else 's'} away"
    if ours.weight < theirs.weight:
        return "shorter phrase", f"{ours.weight} syllables, not {theirs.weight}"
    return "lower score", f"{winner.metric} has {winner.score:.2f}"
