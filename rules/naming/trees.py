"""The chance of each candidate of a figure, by boosted trees over its clues and what the first ranking says of it.

The trees are data (``trees.json``, written by ``python -m bench.naming_trees`` with what was measured of documents left
out); here they are read and walked, all rows of a document at once. The library that grows them is not needed.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from extract.collector import collector_resting
from rules.naming.clues import CLUES, NONE_CLUES, Candidates
from rules.naming.profiles import Indexes, Numbers
from rules.strict_toml import CatalogueError

FILE = Path(__file__).parent / "trees.json"
LIKELIEST, MOST = 6, 8
"""So many candidates are taken by their first chance, the others by how like remembered figures are."""
COMPARED = (
    *("own", "near", "all", "own_pairs", "near_pairs", "all_pairs", "unsaid_own", "strange_own", "needs_own"),
    *("needs_near", "needs_all", "facets_unknown", "length", "own_by_length", "near_by_length", "row_unsaid"),
    *("header_unsaid", "unsaid_modifiers", "unit_unsaid"),
)
"""Clues of which it tells by how much a candidate is above all others."""
FIRST = (
    *("first_chance", "first_chance_of_none", "first_rank", "first_best", "first_margin", "first_second"),
    *("candidates", "first_chance_of_phrase", "place_by_words"),
)
FEATURES = (*CLUES, *(f"none_{name}" for name in NONE_CLUES), *FIRST, *(f"above_{name}" for name in COMPARED))
"""What the trees ask for, in order."""
OF_FIRST = 0.3
"""So much of a chance is what the first ranking says: more of it reads known documents worse, less of it new ones."""
AT_ONCE = 1_000
"""So many rows are led through all trees at once."""
Table = NDArray[np.float32]
_COMPARED = [CLUES.index(name) for name in COMPARED]
_PHRASE, _LIKE = CLUES.index("phrase"), CLUES.index("like_near")


@dataclass(frozen=True, slots=True, eq=False)
class Trees:
    """Trees one behind the other, from the ``roots`` on. A node asks for a ``feature`` whether it is above a
    ``threshold``: if not, the row goes to the node ``next``, else to the one behind it; a leaf goes to itself.
    ``value`` is what a row is worth that ends at the node, on the scale of log odds. ``depth`` is the longest way."""

    roots: Indexes
    feature: Indexes
    threshold: NDArray[np.float32]
    next: Indexes
    value: Numbers
    depth: int

    def chances(self, rows: Table) -> Numbers:
        """The chance of each row."""
        odds = np.zeros(len(rows))
        for start in range(0, len(rows), AT_ONCE):
            some = rows[start : start + AT_ONCE]
            lines, at = np.arange(len(some))[:, None], np.broadcast_to(self.roots, (len(some), len(self.roots)))
            for _ in range(self.depth):
                at = self.next[at] + (some[lines, self.feature[at]] > self.threshold[at])
            odds[start : start + AT_ONCE] = self.value[at].sum(axis=1)
        return np.asarray(1.0 / (1.0 + np.exp(-odds)))

    def shares(self, row: Table) -> dict[str, float]:
        """By how much each feature moved the log odds of a row on its way through all trees."""
        moved: dict[str, float] = {}
        for root in self.roots.tolist():
            at = root
            while self.next[at] != at:
                asked = int(self.feature[at])
                to = int(self.next[at]) + bool(row[asked] > self.threshold[at])
                moved[FEATURES[asked]] = moved.get(FEATURES[asked], 0.0) + float(self.value[to] - self.value[at])
                at = to
        return moved


def second_chances(
    candidates: Sequence[Candidates], clues: Sequence[Numbers], first: Sequence[Numbers], trees: Trees
) -> list[Numbers]:
    """For each figure the chances of its candidates and, last, of none of them, by the first ranking and by the trees.
    ``clues`` are those with neighbours, ``first`` the chances of the first ranking. Of what is not among
    the likeliest the trees say that it has no chance."""
    kept = [kept_of(some, chances) for some, chances in zip(clues, first, strict=True)]
    rows = [rows_of(*figure) for figure in zip(candidates, clues, first, kept, strict=True)]
    all_chances = trees.chances(np.concatenate(rows)) if rows else np.zeros(0)
    found, start = [], 0
    for one, chosen in zip(first, kept, strict=True):
        chances = np.zeros(len(one))
        chances[chosen] = all_chances[start : start + len(chosen)]
        chances /= max(1.0, float(chances.sum()))
        chances[-1] = 1.0 - chances[:-1].sum()
        # The trees know what was annotated better, the few weights what never was, as a metric that is new.
        found.append(OF_FIRST * one + (1 - OF_FIRST) * chances)
        start += len(chosen)
    return found


def kept_of(clues: Numbers, first: Numbers) -> Indexes:
    """Which candidates of a figure the trees look at."""
    if not len(clues):
        return np.zeros(0, dtype=int)
    order = np.argsort(-first[:-1], kind="stable")
    kept, rest = order[:LIKELIEST], order[LIKELIEST:]
    more = rest[np.argsort(-clues[rest, _LIKE], kind="stable")][: MOST - LIKELIEST]
    phrase = np.flatnonzero(clues[:, _PHRASE] > 0)
    return np.array(list(dict.fromkeys((*kept, *more, *phrase))), dtype=int)


def rows_of(candidates: Candidates, clues: Numbers, first: Numbers, kept: Indexes) -> Table:
    """A row of FEATURES for each candidate that is kept."""
    if not len(kept):
        return np.zeros((0, len(FEATURES)), np.float32)
    chances, ours = first[:-1], clues[kept]
    ranked = np.sort(chances)[::-1]
    best, second = ranked[0], ranked[1] if len(ranked) > 1 else 0.0
    own = chances[kept]
    rank = (chances[None, :] > own[:, None]).sum(axis=1)
    margin = np.where(rank == 0, own - second, own - best)
    of_phrase = float(chances[clues[:, _PHRASE] > 0].sum())
    compared = clues[:, _COMPARED]
    highest = compared.max(axis=0)
    other = np.partition(compared, -2, axis=0)[-2] if len(compared) > 1 else np.zeros(len(_COMPARED))
    lead = compared[kept] - np.where(compared[kept] >= highest, other, highest)
    same = np.ones(len(kept))
    said = np.stack(
        [
            own, same * first[-1], rank, same * best, margin, same * second, same * len(chances), same * of_phrase,
            kept,
        ],
        axis=1,
    )  # fmt: skip
    none = np.broadcast_to(candidates.none, (len(kept), len(candidates.none)))
    return np.concatenate([ours, none, said, lead], axis=1).astype(np.float32)


@cache
@collector_resting()
def load_trees(path: Path = FILE) -> Trees:
    """The trees of a file. CatalogueError where it asks for other features, or is not of this form."""
    data = json.loads(path.read_text(encoding="utf-8"))
    remedy = "Grow them anew with python -m bench.naming_trees"
    try:
        if tuple(data["features"]) != FEATURES:
            raise CatalogueError(path.name, "its trees ask for other features than there are", remedy)
        return _trees(data["trees"])
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise CatalogueError(path.name, f"it is no file of trees ({error})", remedy) from error


def _trees(trees: Sequence[Sequence[Sequence[float]]]) -> Trees:
    """Trees from lists of nodes: feature, threshold, below, above, value; a leaf has -1 for its feature."""
    roots: list[int] = []
    nodes: list[tuple[int, float, int, float]] = []
    depth = 0
    for tree in trees:
        roots.append(len(nodes))
        level, start = [0], len(nodes)
        for deep in count():
            # The nodes of a level stand together, those of one parent side by side.
            behind = start + len(level)
            further: list[int] = []
            for place, number in enumerate(level):
                feature, threshold, below, above, value = tree[number]
                if feature < 0:
                    nodes.append((0, np.inf, start + place, value))
                    continue
                nodes.append((int(feature), threshold, behind + len(further), value))
                further += [int(below), int(above)]
            if not further:
                depth = max(depth, deep)
                break
            level, start = further, behind
    table = list(zip(*nodes, strict=True)) if nodes else [(), (), (), ()]
    return Trees(
        np.array(roots, dtype=int),
        np.array(table[0], dtype=int),
        np.array(table[1], dtype=np.float32),
        np.array(table[2], dtype=int),
        np.array(table[3], dtype=float),
        depth,
    )
