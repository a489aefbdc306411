"""Weights fitted on figures that people judged: a logistic model for each target of ``rules/trust``.

Documents differ more than the figures of one document do. So a document counts for at most GREATEST figures, a sign
must have been seen in DOCUMENTS of them, and what is said of a model was measured with each document left out whole.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rules.trust.model import TARGETS, Weights

GREATEST = 60
DOCUMENTS = 3
"""In how many documents a sign must have been seen to say anything."""
RIDGE = 4.0
"""How strongly weights are held to nothing: of 1, 2, 3, 4, 5 and 10 it said most truly what a document left out was
like."""
_STEPS = 50
_STILL = 1e-7
_BINS = 10
CERTAIN = 0.95
"""What is said from this chance on is measured by itself."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A found figure that a person has judged, with its signs. ``right`` are the targets of which it can be said."""

    document: str
    signs: frozenset[str]
    right: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Fitted:
    """The weights of a target, and what was measured of them on documents left out."""

    weights: Weights
    measured: Mapping[str, float]


def fit(judgements: Sequence[Judgement]) -> dict[str, Fitted]:
    """The weights of each target; one of which nothing was judged, or always the same, has a bias alone."""
    fitted = {}
    for target in TARGETS:
        known = [one for one in judgements if target in one.right]
        weights = _fit(known, target)
        fitted[target] = Fitted(weights, measure(known, target, left_out(known, target, weights)))
    return fitted


def left_out(known: Sequence[Judgement], target: str, near: Weights | None = None) -> list[float]:
    """The chance of each figure by weights that were fitted without its document. ``near`` are weights of all of them:
    steps that begin there are few."""
    weights = {
        document: _fit([one for one in known if one.document != document], target, near)
        for document in {one.document for one in known}
    }
    return [weights[one.document].chance(one.signs) for one in known]


def measure(known: Sequence[Judgement], target: str, chances: Sequence[float]) -> dict[str, float]:
    """How true the chances were: ``documents``, ``figures``, the share that was ``right``, the expected
    calibration ``error`` over ten bins, ``sure`` the share that was said to be CERTAIN, and ``sure_right`` the share of
    these that was right."""
    said, right = np.array(chances), np.array([one.right[target] for one in known], dtype=float)
    if not len(said):
        return {"documents": 0, "figures": 0}
    bins = np.minimum((said * _BINS).astype(int), _BINS - 1)
    error = sum(
        float(abs(said[bins == at].mean() - right[bins == at].mean()) * (bins == at).mean())
        for at in set(bins.tolist())
    )
    sure = said >= CERTAIN
    measured = {"right": float(right.mean()), "error": error, "sure": float(sure.mean())}
    if sure.any():
        measured["sure_right"] = float(right[sure].mean())
    counts = {"documents": len({one.document for one in known}), "figures": len(known)}
    return counts | {name: round(value, 3) for name, value in measured.items()}


def _fit(known: Sequence[Judgement], target: str, near: Weights | None = None) -> Weights:
    """Newton's steps to the ridge logistic fit; the same figures in any order give the same weights."""
    sizes = Counter(one.document for one in known)
    names = _telling(known)
    if not known:
        return Weights(0.0, {})
    table = np.zeros((len(known), 1 + len(names)))
    table[:, 0] = 1.0
    column = {name: at for at, name in enumerate(names, 1)}
    for row, one in enumerate(known):
        table[row, [column[name] for name in one.signs if name in column]] = 1.0
    right = np.array([one.right[target] for one in known], dtype=float)
    counts = np.array([min(1.0, GREATEST / sizes[one.document]) for one in known])
    start = np.zeros(table.shape[1])
    if near is not None:
        start[0], start[1:] = near.bias, [near.signs.get(name, 0.0) for name in names]
    weights = _newton(table, right, counts, start)
    return Weights(round(float(weights[0]), 3), {name: round(float(weights[at]), 3) for name, at in column.items()})


def _newton(
    table: NDArray[np.float64], right: NDArray[np.float64], counts: NDArray[np.float64], start: NDArray[np.float64]
) -> NDArray[np.float64]:
    weights = start.copy()
    hold = np.full(table.shape[1], RIDGE)
    hold[0] = 0.01  # so that a bias stays finite where all were right
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-np.clip(table @ weights, -30, 30)))
        slope = table.T @ (counts * (likely - right)) + hold * weights
        bend = (table * (counts * likely * (1 - likely))[:, None]).T @ table + np.diag(hold)
        step = np.linalg.solve(bend, slope)
        weights -= step
        if np.abs(step).max() < _STILL:
            break
    return weights


def _telling(known: Sequence[Judgement]) -> list[str]:
    seen: dict[str, set[str]] = defaultdict(set)
    for one in known:
        for name in one.signs:
            seen[name].add(one.document)
    return sorted(name for name, documents in seen.items() if len(documents) >= DOCUMENTS)
