"""Candidates for a figure's metric, and the clues by which they are told apart: how much of a wording stands at which
height, what the figure's own words say besides, unit, facets, what the phrase rules chose, what neighbours measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from rules.draft import Draft
from rules.language.units import unit_classes
from rules.matching import fits
from rules.naming.context import Context
from rules.naming.facets import facets_in
from rules.naming.profiles import Indexes, Numbers, Profiles

MOST = 24
"""How many candidates are ranked."""
CLUES = (
    *("own", "near", "all", "own_pairs", "near_pairs", "all_pairs", "unsaid_own", "unit_same", "unit_kin"),
    *("unit_other", "phrase", "phrase_of_another", "facets_shared", "facet_missing", "facet_beside", "length", "topic"),
    *("own_whole", "near_whole", "own_most", "own_nearly", "near_most", "near_nearly", "all_nearly", "all_whole"),
    *("little_unsaid", "half_unsaid", "much_unsaid", "own_by_length", "near_by_length", "all_by_length"),
    *("own_and_nothing_else", "unit_and_own", "phrase_and_own", "phrase_of_another_and_own", "cell_own", "cell_near"),
    *("cell_all", "cell_unsaid", "rate_own", "phrases_silent", "known_by_phrases", "of_whole", "of_previous"),
    *("of_left", "of_above", "of_whole_bare", "of_previous_bare", "bare_all"),
    *("unsaid_modifiers", "modified", "short_and_unsaid", "unsaid_by_length", "growth_alone", "change_own"),
)
"""The clues of a candidate, in their order."""
NONE_CLUES = (
    *("bias", "change", "rate", "amount", "percent", "cell", "no_phrase", "best_own", "best_near", "best_all"),
    "bare",
)
"""The clues that a figure has no metric of the catalogue."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """The metrics that may be meant, best first by their words: their indexes in the profiles, the clues of each (a row
    of CLUES) and the clues that none of them is (NONE_CLUES)."""

    metrics: Indexes
    clues: Numbers
    none: Numbers


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What figures that a figure goes with were found to measure: pairs of a metric's index and a chance."""

    whole: tuple[int, float] | None = None
    previous: tuple[int, float] | None = None
    left: tuple[int, float] | None = None
    above: tuple[int, float] | None = None


NO_NEIGHBOURS = Neighbours()
_OF_WHOLE = CLUES.index("of_whole")


def candidates_of(draft: Draft, context: Context, profiles: Profiles) -> Candidates:
    """The candidates of a figure, without the clues that only the whole document gives: its topic and neighbours."""
    words = [np.zeros(len(profiles.metric_of)) for _ in range(3)]
    pairs = [np.zeros(len(profiles.metric_of)) for _ in range(3)]
    said_own, known_own = 0.0, np.zeros(len(profiles.metrics))
    for term in context.all:
        holding = profiles.wordings_with.get(term)
        if holding is None:
            continue
        weight, pair = profiles.weight[term], "_" in term
        into = pairs if pair else words
        into[2][holding] += weight
        if term in context.near:
            into[1][holding] += weight
            if term in context.own:
                into[0][holding] += weight
                if not pair:
                    said_own += weight
                    known_own[profiles.metrics_with[term]] += weight
    own, near, everywhere = (found / np.maximum(profiles.totals, 1e-9) for found in words)
    has_pairs = profiles.pair_totals > 0
    of_pairs = [
        np.where(has_pairs, found / np.maximum(profiles.pair_totals, 1e-9), single)
        for found, single in zip(pairs, (own, near, everywhere), strict=True)
    ]
    score = own + 0.6 * near + 0.3 * everywhere + 0.5 * of_pairs[0] + 0.3 * of_pairs[1] + 0.2 * of_pairs[2]
    score += profiles.lengths * np.minimum(everywhere, 1.0)
    best = np.maximum.reduceat(score, profiles.starts)
    best[~_fitting(profiles, draft.kind, draft.unit, draft.denominator is not None)] = 0.0
    chosen = profiles.index.get(draft.metric or "", -1)
    if chosen >= 0:
        best[chosen] = max(best[chosen], 1e-6)
    order = np.argsort(-best, kind="stable")[:MOST]
    if chosen >= 0 and chosen not in order:
        order[-1] = chosen
    order = order[best[order] > 0]
    # Of each candidate the wording that fits best.
    ends = np.append(profiles.starts[1:], len(score))
    wording = np.array([profiles.starts[m] + score[profiles.starts[m] : ends[m]].argmax() for m in order], dtype=int)
    unsaid = 1.0 - known_own[order] / said_own if said_own > 0 else np.zeros(len(order))
    modifiers = _unknown(context.modifiers, order, profiles)
    bare = said_own < 2.0
    clues = _clues(
        draft, context, profiles, order, unsaid, bare,
        [found[wording] for found in (own, near, everywhere, *of_pairs)], profiles.lengths[wording], chosen, modifiers,
    )  # fmt: skip
    top = [float(found[wording].max()) if len(order) else 0.0 for found in (own, near, everywhere)]
    cell = draft.here == "table"
    none = np.array(
        [
            1.0, draft.kind == "change", draft.kind == "rate", draft.kind == "amount", draft.unit == "%", cell,
            chosen < 0, *top, bare,
        ],
        dtype=float,
    )  # fmt: skip
    return Candidates(order, clues, none)


def with_neighbours(found: Candidates, neighbours: Neighbours, bare: bool) -> Numbers:
    """The clues with those of the neighbours filled in."""
    clues = found.clues.copy()
    for at, one in enumerate((neighbours.whole, neighbours.previous, neighbours.left, neighbours.above)):
        if one is not None:
            same = (found.metrics == one[0]) * one[1]
            clues[:, _OF_WHOLE + at] = same
            if at < 2 and bare:
                clues[:, _OF_WHOLE + 4 + at] = same
    return clues


def _clues(
    draft: Draft,
    context: Context,
    profiles: Profiles,
    order: Indexes,
    unsaid: Numbers,
    bare: bool,
    covers: Sequence[Numbers],
    length: Numbers,
    chosen: int,
    modifiers: Numbers,
) -> Numbers:
    own, near, everywhere, own_pairs, near_pairs, all_pairs = covers
    same, kin, other = _units(profiles, draft.unit)
    same, kin, other = same[order], kin[order], other[order]
    facets_own, facets_near = np.uint64(facets_in(context.own_text)), np.uint64(facets_in(context.near_text))
    some, every = profiles.some_facets[order], profiles.every_facet[order]
    shared, missing = (some & facets_own) != 0, (every & ~facets_near) != 0
    beside = (facets_own & ~some) != 0
    phrase = order == chosen
    another = np.full(len(order), chosen >= 0) & ~phrase
    cell = draft.here == "table"
    unknown = np.zeros(len(order))
    known = profiles.by_phrases[order]
    growth = profiles.growth[order]
    columns = [
        own, near, everywhere, own_pairs, near_pairs, all_pairs, unsaid, same, kin, other, phrase, another, shared,
        missing, beside, length, unknown, own > 0.95, near > 0.95, own > 0.6, own > 0.8, near > 0.6, near > 0.8,
        everywhere > 0.8, everywhere > 0.95, unsaid < 0.2, unsaid > 0.5, unsaid > 0.8, own * length, near * length,
        everywhere * length, (own > 0.95) & (unsaid < 0.2), same * own, phrase * own, another * own, cell * own,
        cell * near, cell * everywhere, cell * unsaid, (draft.kind == "rate") * own, known & (chosen < 0), known,
        *(unknown for _ in range(6)), bare * everywhere, modifiers,
        (modifiers > 0.5) * (draft.kind == "count"),
        (1.0 - length) * unsaid, unsaid * length, growth & (draft.kind == "change"), (draft.kind == "change") * own,
    ]  # fmt: skip
    return np.stack([np.asarray(column, dtype=float) for column in columns], axis=1)


def _unknown(modifiers: Sequence[str], order: Indexes, profiles: Profiles) -> Numbers:
    """The share of the modifiers' weight that no wording of each candidate has; a word of no metric weighs most."""
    total, known = 0.0, np.zeros(len(profiles.metrics))
    for term in dict.fromkeys(modifiers):
        weight = profiles.weight.get(term, profiles.most)
        total += weight
        if term in profiles.metrics_with:
            known[profiles.metrics_with[term]] += weight
    return 1.0 - known[order] / total if total else np.zeros(len(order))


@lru_cache(maxsize=512)
def _fitting(profiles: Profiles, kind: str, unit: str, fraction: bool) -> np.ndarray:
    return np.array([fits(metric, kind, unit, fraction) for metric in profiles.metrics])  # type: ignore[arg-type]


@lru_cache(maxsize=512)
def _units(profiles: Profiles, unit: str) -> tuple[Numbers, Numbers, Numbers]:
    """For each metric whether the unit is its own, of the same class, of another class."""
    ours = unit_classes(unit)
    classes = [unit_classes(metric.unit) for metric in profiles.metrics]
    # a noun that is taken whole begins with the metric's own: "người có công" are "người"
    same = np.array(
        [f"{unit} ".lower().startswith(f"{metric.unit} ".lower()) for metric in profiles.metrics], dtype=float
    )
    kin = np.array([bool(ours & theirs) for theirs in classes], dtype=float)
    other = np.array([bool(ours and theirs and not ours & theirs) for theirs in classes], dtype=float)
    return same, kin, other
