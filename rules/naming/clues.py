"""Candidates for a figure's metric, and the clues by which they are told apart: how much of a wording stands at which
height, what the figure's own words say besides, unit, facets, what the phrase rules chose, what neighbours measure, and
which remembered figure it is like."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from rules.draft import Draft
from rules.language.provinces import place_called
from rules.language.units import unit_classes
from rules.matching import fits
from rules.naming.context import Context
from rules.naming.facet_clues import FACET_CLUES, facet_clues
from rules.naming.memory import Recalled, Said, recall, said_for
from rules.naming.profiles import Indexes, Numbers, Profiles
from rules.naming.refused import Refused, of_named_indices

MOST = 24
"""How many candidates are ranked."""
RECALLED, LEAST_LIKE = 4, 0.3
"""How many metrics of remembered figures are candidates beside those, and how like a figure must be at least."""
CLUES = (
    *("own", "near", "all", "own_pairs", "near_pairs", "all_pairs", "unsaid_own", "unit_same", "unit_kin"),
    *("unit_other", "phrase", "phrase_of_another", "length", "topic"),
    *("own_whole", "near_whole", "own_most", "own_nearly", "near_most", "near_nearly", "all_nearly", "all_whole"),
    *("little_unsaid", "half_unsaid", "much_unsaid", "own_by_length", "near_by_length", "all_by_length"),
    *("own_and_nothing_else", "unit_and_own", "phrase_and_own", "phrase_of_another_and_own", "cell_own", "cell_near"),
    *("cell_all", "cell_unsaid", "rate_own", "phrases_silent", "known_by_phrases", "of_whole", "of_previous"),
    *("of_left", "of_above", "of_whole_bare", "of_previous_bare", "bare_all"),
    *("unsaid_modifiers", "modified", "short_and_unsaid", "unsaid_by_length", "growth_alone", "change_own"),
    *("kind_same", "fraction_of_count", "unit_unsaid", "narrowed", "narrows", "narrowed_near", "narrows_near"),
    *("row_unsaid", "header_unsaid", "of_whole_alike", "phrase_narrowed"),
    *("short_and_modified", "by_unit_alone", "by_unit_and_modified", "index_named"),
    *("strange_own", "short_and_strange", "kin_of_previous", "kin_of_left"),
    *("phrase_row_unsaid", "phrase_unit_unsaid", "phrase_strange"),
    *FACET_CLUES,
    *("like_own", "like_near", "likest_own", "likest_near", "like_none_own", "like_none_near"),
)
"""The clues of a candidate, in their order."""
NONE_CLUES = (
    *("bias", "change", "rate", "amount", "percent", "cell", "no_phrase", "best_own", "best_near", "best_all"),
    *("bare", "of_an_owner", "of_a_lower_place", "part", "least_strange", "least_unit_unsaid"),
    *("none_like_own", "none_like_near", "best_like_own", "best_like_near"),
)
"""The clues that a figure has no metric of the catalogue."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """The metrics that may be meant, best first by their words: their indexes in the profiles, the clues of each (a row
    of CLUES) and the clues that none of them is (NONE_CLUES). ``said`` are the terms by which the figure is remembered.
    """

    metrics: Indexes
    clues: Numbers
    none: Numbers
    said: Said


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What figures that a figure goes with were found to measure: pairs of a metric's index and a chance. ``alike``
    says that it has the level of its whole: it is a part of another sort."""

    whole: tuple[int, float] | None = None
    previous: tuple[int, float] | None = None
    left: tuple[int, float] | None = None
    above: tuple[int, float] | None = None
    alike: bool = False


_OF_WHOLE = CLUES.index("of_whole")
_OF_WHOLE_ALIKE = CLUES.index("of_whole_alike")
_KIN = {1: CLUES.index("kin_of_previous"), 2: CLUES.index("kin_of_left")}


def said_of(draft: Draft) -> Hashable:
    """All of a draft that its candidates depend on, besides its context: figures that agree in both have the same (a
    column of sixty provinces is looked at once)."""
    fraction, whole = draft.denominator is not None, draft.whole is not None
    lower = _is_lower(draft.place)
    return draft.kind, draft.unit, fraction, draft.metric, draft.here, draft.owner is not None, lower, whole


def candidates_of(draft: Draft, context: Context, profiles: Profiles, refused: Refused) -> Candidates:
    """The candidates of a figure, none of those that are ``refused``, without the clues that only the whole document
    gives: its topic and neighbours."""
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
    fitting = _fitting(profiles, draft.kind, draft.unit, draft.denominator is not None)
    if draft.here == "table" and draft.kind == "count" and not draft.unit:
        # What a bare number in a cell is may be said by nothing but what it measures.
        fitting = fitting | _bare(profiles)
    best[~fitting | refused] = 0.0
    chosen = profiles.index.get(draft.metric or "", -1)
    if chosen >= 0 and refused[chosen]:
        chosen = -1
    if chosen >= 0:
        best[chosen] = max(best[chosen], 1e-6)
    order = np.argsort(-best, kind="stable")[:MOST]
    if chosen >= 0 and chosen not in order:
        order[-1] = chosen
    order = order[best[order] > 0]
    terms = said_for(context, draft.kind)
    recalled = recall(terms, profiles)
    order = np.concatenate([order, _recalled(recalled, order, fitting & ~refused)])
    # Of each candidate the wording that fits best.
    ends = np.append(profiles.starts[1:], len(score))
    wording = np.array([profiles.starts[m] + score[profiles.starts[m] : ends[m]].argmax() for m in order], dtype=int)
    unsaid = 1.0 - known_own[order] / said_own if said_own > 0 else np.zeros(len(order))
    said = (context.modifiers, context.row, context.header)
    strange = [_unknown(words, order, profiles, profiles.metrics_with) for words in said]
    singles = [term for term in context.own if "_" not in term]
    strange += [_unknown(words, order, profiles, profiles.known_with) for words in (context.counted, singles)]
    sets = [profiles.sets[at] for at in wording]
    narrower = _narrower(sets, context)
    by_unit = np.array([bool(one) and one <= set(context.counted) for one in sets], dtype=float)
    bare = said_own < 2.0
    clues = _clues(
        draft, context, profiles, order, unsaid, bare,
        [found[wording] for found in (own, near, everywhere, *of_pairs)], profiles.lengths[wording], chosen,
        strange, narrower, by_unit,
    )  # fmt: skip
    clues = np.concatenate([clues, _likeness(recalled, order)], axis=1)
    top = [float(found[wording].max()) if len(order) else 0.0 for found in (own, near, everywhere)]
    cell = draft.here == "table"
    none = np.array(
        [
            1.0, draft.kind == "change", draft.kind == "rate", draft.kind == "amount", draft.unit == "%", cell,
            chosen < 0, *top, bare, draft.owner is not None, _is_lower(draft.place), draft.whole is not None,
            strange[4].min(initial=1.0), strange[3].min(initial=1.0),
            recalled.none_own, recalled.none_near, recalled.own.max(initial=0.0), recalled.near.max(initial=0.0),
        ],
        dtype=float,
    )  # fmt: skip
    return Candidates(order, clues, none, terms)


def with_neighbours(found: Candidates, neighbours: Neighbours, bare: bool, profiles: Profiles) -> Numbers:
    """The clues with those of the neighbours filled in."""
    clues = found.clues.copy()
    for at, one in enumerate((neighbours.whole, neighbours.previous, neighbours.left, neighbours.above)):
        if one is not None:
            same = (found.metrics == one[0]) * one[1]
            clues[:, _OF_WHOLE + at] = same
            if at in _KIN:
                kin = profiles.kin[one[0]]
                clues[:, _KIN[at]] = [one[1] if metric in kin else 0.0 for metric in found.metrics]
            if at < 2 and bare:
                clues[:, _OF_WHOLE + 4 + at] = same
            if at == 0 and neighbours.alike:
                clues[:, _OF_WHOLE_ALIKE] = same
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
    strange: Sequence[Numbers],
    narrower: Sequence[Numbers],
    by_unit: Numbers,
) -> Numbers:
    own, near, everywhere, own_pairs, near_pairs, all_pairs = covers
    modifiers, row, header, counted, stranger = strange
    same, kin, other = _units(profiles, draft.unit)
    same, kin, other = same[order], kin[order], other[order]
    phrase = order == chosen
    another = np.full(len(order), chosen >= 0) & ~phrase
    cell = draft.here == "table"
    unknown = np.zeros(len(order))
    known = profiles.by_phrases[order]
    growth = profiles.growth[order]
    kinds = np.array([profiles.kinds[at] for at in order])
    columns = [
        own, near, everywhere, own_pairs, near_pairs, all_pairs, unsaid, same, kin, other, phrase, another,
        length, unknown, own > 0.95, near > 0.95, own > 0.6, own > 0.8, near > 0.6, near > 0.8,
        everywhere > 0.8, everywhere > 0.95, unsaid < 0.2, unsaid > 0.5, unsaid > 0.8, own * length, near * length,
        everywhere * length, (own > 0.95) & (unsaid < 0.2), same * own, phrase * own, another * own, cell * own,
        cell * near, cell * everywhere, cell * unsaid, (draft.kind == "rate") * own, known & (chosen < 0), known,
        *(unknown for _ in range(6)), bare * everywhere, modifiers,
        (modifiers > 0.5) * (draft.kind == "count"),
        (1.0 - length) * unsaid, unsaid * length, growth & (draft.kind == "change"), (draft.kind == "change") * own,
        kinds == draft.kind, (kinds == "count") & (draft.denominator is not None), counted, *narrower,
        row, header, unknown,
        phrase * narrower[2], (1.0 - length) * modifiers, by_unit, by_unit * modifiers,
        of_named_indices(profiles, context.heights)[order],
        stranger, (1.0 - length) * stranger,
        unknown, unknown, phrase * row, phrase * counted, phrase * stranger,
    ]  # fmt: skip
    said = np.stack([np.asarray(column, dtype=float) for column in columns], axis=1)
    return np.concatenate([said, facet_clues(context, draft.unit, cell, profiles.facets, order)], axis=1)


def _recalled(recalled: Recalled, order: Indexes, allowed: np.ndarray) -> Indexes:
    """The metrics of the likest remembered figures that are no candidates yet."""
    likest = np.where(allowed, recalled.near, 0.0)
    likest[order] = 0.0
    found = np.argsort(-likest, kind="stable")[:RECALLED]
    return found[likest[found] >= LEAST_LIKE]


def _likeness(recalled: Recalled, order: Indexes) -> Numbers:
    """How like each candidate's remembered figures are, by how much liker than those of any other, and than those that
    measure nothing."""
    columns = [recalled.own[order], recalled.near[order]]
    for like in (recalled.own, recalled.near):
        first, second = np.sort(like)[-1], np.sort(like)[-2]
        columns.append(np.where(like[order] >= first, like[order] - second, like[order] - first))
    columns += [recalled.own[order] - recalled.none_own, recalled.near[order] - recalled.none_near]
    return np.stack(columns, axis=1)


def _unknown(words: Sequence[str], order: Indexes, profiles: Profiles, having: Mapping[str, Indexes]) -> Numbers:
    """The share of some words' weight that each candidate has not by ``having``; a word of no metric weighs most."""
    total, known = 0.0, np.zeros(len(profiles.metrics))
    for term in dict.fromkeys(words):
        weight = profiles.weight.get(term, profiles.most)
        total += weight
        if term in having:
            known[having[term]] += weight
    return 1.0 - known[order] / total if total else np.zeros(len(order))


def _narrower(wordings: Sequence[frozenset[str]], context: Context) -> list[Numbers]:
    """Of each candidate's wording whether another says more and stands there whole (``khách du lịch``: ``khách du lịch
    quốc tế``), and whether it is such another; then the same where only what it says more stands in the own words."""
    found = [np.zeros(len(wordings)) for _ in range(4)]
    for longer, more in enumerate(wordings):
        near = all(term in context.near for term in more)
        if not near:
            continue
        own = all(term in context.own for term in more)
        for shorter, less in enumerate(wordings):
            if less < more and less and any(term in context.own for term in less):
                if own:
                    found[0][shorter] = found[1][longer] = 1.0
                if all(term in context.own for term in more - less):
                    found[2][shorter] = found[3][longer] = 1.0
    return found


@lru_cache(maxsize=1_024)
def _is_lower(place: str) -> bool:
    return bool(place) and place_called(place) is None


@lru_cache(maxsize=512)
def _fitting(profiles: Profiles, kind: str, unit: str, fraction: bool) -> np.ndarray:
    return np.array([fits(metric, kind, unit, fraction) for metric in profiles.metrics])  # type: ignore[arg-type]


@lru_cache(maxsize=8)
def _bare(profiles: Profiles) -> np.ndarray:
    """The metrics that a number without a unit may be of."""
    return np.array([kind in ("count", "rate", "score", "rank") for kind in profiles.kinds])


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
