"""The metric that each figure of a document fits best, and how likely that is.

Each figure is ranked twice: alone, by its words; then with what its whole, the figure before it in its sentence, and
the cells to its left and above were found to measure. These chances are those of a multinomial logistic model over the
candidates and none of them; its weights are ``weights.toml``, which ``python -m bench.naming`` fits. At last boosted
trees look at the likeliest once more (``trees.py``); both have a share in what holds.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from rules.draft import same_sentence
from rules.naming.clues import CLUES, NONE_CLUES, Candidates, Neighbours, candidates_of, said_of, with_neighbours
from rules.naming.context import context_of
from rules.naming.profiles import Numbers, Profiles, profiles_for
from rules.naming.refused import refused
from rules.naming.trees import OF_FIRST, Trees, kept_of, load_trees, rows_of, second_chances
from rules.scene import Scene, Stage
from rules.strict_toml import CatalogueError, check_keys, load_toml

FILE = Path(__file__).parent / "weights.toml"
ROUNDS = ("alone", "among")
SHOWN = 3
"""How many candidates of a figure are told."""
LEAST_SHOWN = 0.05
TOLD = 4
"""How many clues an explanation tells of a figure's metric."""
MOST_BACK = 60
"""How many figures back the cell above is looked for."""
_TOPIC = CLUES.index("topic")
_BARE = NONE_CLUES.index("bare")


@dataclass(frozen=True, slots=True)
class Weights:
    """What each clue of a candidate weighs, and each clue that the figure has no metric."""

    clues: Numbers
    none: Numbers


@dataclass(frozen=True, slots=True)
class Ranking:
    """The candidates of a figure with their chances, best first; what is left of 1 is the chance that it is none."""

    best: tuple[tuple[str, float], ...]

    def chance(self, metric: str) -> float:
        """The chance of a metric, 0 where it is not among the best."""
        return next((chance for name, chance in self.best if name == metric), 0.0)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A figure as it is ranked: its candidates, what the phrases had chosen, and the indexes of the figures it goes
    with; ``alike`` says that it has the level of its whole."""

    candidates: Candidates
    chosen: str | None
    whole: int | None
    previous: int | None
    left: int | None
    above: int | None
    alike: bool = False


def rank(stage: Stage) -> Sequence[Ranking]:
    """A ranking of each draft of the stage, in their order."""
    profiles = profiles_for(stage.matcher)
    sheets = sheets_of(stage, profiles)
    if stage.trace is not None:
        stage.trace.sheets = sheets
    return [
        _ranking(sheet, chances, profiles)
        for sheet, chances in zip(sheets, final_chances(sheets, weights(), load_trees(), profiles), strict=True)
    ]


def sheets_of(stage: Stage, profiles: Profiles) -> Sequence[Sheet]:
    """What each draft is ranked by, but for what its neighbours were found to measure."""
    first: list[Candidates] = []
    known: dict[Hashable, Candidates] = {}
    for scene in stage.scenes:
        context = context_of(scene.draft, scene)
        barred = refused(scene, context.heights)
        asked = (context, said_of(scene.draft), barred.tobytes())
        if asked not in known:
            known[asked] = candidates_of(scene.draft, context, profiles, barred)
        first.append(known[asked])
    topics = np.zeros(int(profiles.groups.max()) + 1)
    for one in first:
        if len(one.metrics):
            topics[profiles.groups[one.metrics[0]]] += 1
    topics /= max(1.0, topics.sum())
    for one in first:
        one.clues[:, _TOPIC] = topics[profiles.groups[one.metrics]]
    return [
        Sheet(found, scene.draft.metric, scene.draft.whole, _previous(scene), *_cells(scene), _alike(scene))
        for scene, found in zip(stage.scenes, first, strict=True)
    ]


def final_chances(
    sheets: Sequence[Sheet], weighed: Mapping[str, Weights], trees: Trees, profiles: Profiles
) -> list[Numbers]:
    """For each figure the chances of its candidates and, last, of none of them, as the trees see them."""
    clues, first = clues_and_chances(sheets, weighed, profiles)
    return second_chances([sheet.candidates for sheet in sheets], clues, first, trees)


def evidence(sheets: Sequence[Sheet], at: int, profiles: Profiles) -> tuple[tuple[str, float], ...]:
    """What moved the chance of the best candidate of a figure most, and by how much log odds."""
    sheet, alone = sheets[at], weights()["alone"]
    beside = {sheet.whole, sheet.previous, sheet.left, sheet.above}
    found = [found_alone([one], alone)[0] if number in beside else None for number, one in enumerate(sheets)]
    clues = among(sheet, found, profiles)
    first = softmax(clues, sheet.candidates, weights()["among"])
    kept = kept_of(clues, first)
    rows = rows_of(sheet.candidates, clues, first, kept)
    if not len(rows):
        return ()
    trees = load_trees()
    shares = trees.shares(rows[int(((1 - OF_FIRST) * trees.chances(rows) + OF_FIRST * first[kept]).argmax())])
    return tuple(sorted(shares.items(), key=lambda one: -abs(one[1]))[:TOLD])


def chances_of(sheets: Sequence[Sheet], weighed: Mapping[str, Weights], profiles: Profiles) -> list[Numbers]:
    """For each figure the chances of its candidates and, last, of none of them, after both rounds."""
    return clues_and_chances(sheets, weighed, profiles)[1]


def clues_and_chances(
    sheets: Sequence[Sheet], weighed: Mapping[str, Weights], profiles: Profiles
) -> tuple[list[Numbers], list[Numbers]]:
    """For each figure the clues of its candidates with what neighbours measure, and the chances after both rounds."""
    found = found_alone(sheets, weighed["alone"])
    clues = [among(sheet, found, profiles) for sheet in sheets]
    return clues, [softmax(some, sheet.candidates, weighed["among"]) for some, sheet in zip(clues, sheets, strict=True)]


def found_alone(sheets: Sequence[Sheet], weighed: Weights) -> list[tuple[int, float] | None]:
    """What each figure is found to measure by itself: a metric's index and its chance, None without a candidate."""
    return [best_of(sheet, softmax(sheet.candidates.clues, sheet.candidates, weighed)) for sheet in sheets]


def best_of(sheet: Sheet, chances: Numbers) -> tuple[int, float] | None:
    """The index of the likeliest metric and its chance, None where there is no candidate."""
    if len(chances) == 1:
        return None
    at = int(chances[:-1].argmax())
    return int(sheet.candidates.metrics[at]), float(chances[at])


def among(sheet: Sheet, found: Sequence[tuple[int, float] | None], profiles: Profiles) -> Numbers:
    """The clues of a figure's candidates where the others were ``found`` to measure these metrics."""
    others = [None if at is None else found[at] for at in (sheet.whole, sheet.previous, sheet.left, sheet.above)]
    neighbours = Neighbours(others[0], others[1], others[2], others[3], sheet.alike)
    if not any(others):
        return sheet.candidates.clues
    return with_neighbours(sheet.candidates, neighbours, bool(sheet.candidates.none[_BARE]), profiles)


def softmax(clues: Numbers, candidates: Candidates, weighed: Weights) -> Numbers:
    """The chances of the candidates and, last, of none of them."""
    scores = np.append(clues @ weighed.clues if len(clues) else [], candidates.none @ weighed.none)
    likely = np.exp(scores - scores.max())
    return np.asarray(likely / likely.sum())


@cache
def weights() -> Mapping[str, Weights]:
    """The weights of both rounds that the rules come with."""
    return load_weights()


def load_weights(path: Path = FILE) -> Mapping[str, Weights]:
    """The weights of a file. CatalogueError where a clue is unknown, missing or no number."""
    data = load_toml(path)
    check_keys(path.name, data, ROUNDS, ("measured",))
    return {name: _weights(f"{path.name}, {name}", data[name]) for name in ROUNDS}


def _weights(place: str, table: Any) -> Weights:
    remedy = "Fit anew with python -m bench.naming"
    if not isinstance(table, dict):
        raise CatalogueError(place, "it is no table", remedy)
    check_keys(place, table, ("clues", "none"), ())
    for key, names in (("clues", CLUES), ("none", NONE_CLUES)):
        if not isinstance(table[key], dict):
            raise CatalogueError(place, f"{key} is no table", remedy)
        check_keys(f"{place}, {key}", table[key], names, ())
        if not all(isinstance(value, float) for value in table[key].values()):
            raise CatalogueError(place, f"{key} holds what is no number", remedy)
    return Weights(
        np.array([table["clues"][name] for name in CLUES]), np.array([table["none"][name] for name in NONE_CLUES])
    )


def _ranking(sheet: Sheet, chances: Numbers, profiles: Profiles) -> Ranking:
    order = np.argsort(-chances[:-1], kind="stable")
    named = tuple((profiles.metrics[sheet.candidates.metrics[at]].id, float(chances[at])) for at in order)
    return Ranking(named)


def _previous(scene: Scene) -> int | None:
    before = scene.at - 1
    return before if scene.at and same_sentence(scene.drafts[before], scene.draft) else None


def _alike(scene: Scene) -> bool:
    """Whether a part has the level of its whole."""
    whole = scene.draft.whole
    return whole is not None and scene.drafts[whole].level == scene.draft.level


def _cells(scene: Scene) -> tuple[int | None, int | None]:
    """The figures in the cells to the left in the row and above in the column."""
    cell = scene.draft.cell
    if cell is None or not cell.is_value:
        return None, None
    left = above = None
    for at in range(scene.at - 1, max(-1, scene.at - MOST_BACK), -1):
        other = scene.drafts[at].cell
        if other is None or other.table != cell.table:
            break
        if other.row == cell.row and left is None:
            left = at
        if other.column == cell.column and other.row < cell.row:
            above = at
            break
    return left, above
