"""The trees that rank metrics last: walked as they are written, the same row by row as all at once, and told of."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from rules.figure import Letterhead
from rules.find import find_figures
from rules.naming.profiles import default_profiles
from rules.naming.rank import Sheet, clues_and_chances, evidence, final_chances, weights
from rules.naming.trees import FEATURES, OF_FIRST, kept_of, load_trees, rows_of
from rules.strict_toml import CatalogueError
from rules.trace import Trace
from tests.documents_of import document_of

# One tree: own words above a half are for a metric, the more so where another's phrase is not there.
OWN, PHRASE = FEATURES.index("own"), FEATURES.index("phrase_of_another")
TREE = [
    [OWN, 0.5, 1, 2, -0.2],
    [-1, 0, 1, 1, -1.0],
    [PHRASE, 0.5, 3, 4, 0.6],
    [-1, 0, 3, 3, 1.5],
    [-1, 0, 4, 4, -0.5],
]


def written(path: Path, trees: object, features: object = FEATURES) -> Path:
    path.write_text(json.dumps({"measured": {}, "features": features, "trees": trees}), encoding="utf-8")
    return path


def row(own: float, phrase: float) -> np.ndarray:
    values = np.zeros(len(FEATURES), np.float32)
    values[[OWN, PHRASE]] = own, phrase
    return values


def test_a_row_goes_to_the_leaf_that_its_features_lead_to(tmp_path: Path) -> None:
    trees = load_trees(written(tmp_path / "trees.json", [TREE, [[-1, 0, 0, 0, 0.25]]]))
    chances = trees.chances(np.stack([row(0.5, 0), row(0.9, 0), row(0.9, 1)]))
    assert chances == pytest.approx([1 / (1 + np.exp(-odds)) for odds in (-0.75, 1.75, -0.25)])


def test_what_each_feature_moved_adds_up_to_the_way_from_root_to_leaf(tmp_path: Path) -> None:
    trees = load_trees(written(tmp_path / "trees.json", [TREE]))
    assert trees.shares(row(0.9, 1)) == pytest.approx({"own": 0.8, "phrase_of_another": -1.1})


@pytest.mark.parametrize(
    ("trees", "features"), [([[["x"]]], FEATURES), ([], FEATURES[1:]), (3, FEATURES), ([[[1, 2]]], FEATURES)]
)
def test_a_file_that_asks_for_something_else_is_refused(tmp_path: Path, trees: object, features: object) -> None:
    with pytest.raises(CatalogueError, match=r"trees\.json.*naming_trees"):
        load_trees(written(tmp_path / "trees.json", trees, features))


def sheets_of(*lines: str) -> list[Sheet]:
    trace = Trace()
    find_figures(document_of(*lines), Letterhead(), None, trace)
    return [sheet for sheet in trace.sheets if isinstance(sheet, Sheet)]


def test_chances_are_those_of_one_of_the_candidates_or_none_and_the_likeliest_are_looked_at() -> None:
    sheets = sheets_of(
        "Toàn tỉnh có 1.125 đơn vị sự nghiệp công lập và 57 chi cục.", "Bệnh viện có 320 giường, sửa 14 cây cầu."
    )
    profiles = default_profiles()
    clues, first = clues_and_chances(sheets, weights(), profiles)
    for some, before, after in zip(clues, first, final_chances(sheets, weights(), load_trees(), profiles), strict=True):
        assert len(after) == len(before)
        assert after.sum() == pytest.approx(1.0) and (after >= -1e-9).all()
        kept = kept_of(some, before)
        assert int(before[:-1].argmax()) in kept
        # of the others the trees say nothing: a share of what the first ranking said is left
        assert np.allclose(np.delete(after[:-1], kept), np.delete(before[:-1], kept) * OF_FIRST)


def test_an_explanation_tells_the_clues_that_moved_the_best_candidate_most() -> None:
    sheets, profiles = (
        sheets_of("Trong kỳ, Sở Tư pháp đã thẩm định 86 dự thảo văn bản quy phạm pháp luật."),
        default_profiles(),
    )
    told = evidence(sheets, 0, profiles)
    assert told and all(name in FEATURES for name, _ in told)
    assert [abs(moved) for _, moved in told] == sorted((abs(moved) for _, moved in told), reverse=True)
    clues, first = clues_and_chances(sheets, weights(), profiles)
    kept = kept_of(clues[0], first[0])
    rows = rows_of(sheets[0].candidates, clues[0], first[0], kept)
    chances = OF_FIRST * first[0][kept] + (1 - OF_FIRST) * load_trees().chances(rows)
    shares = load_trees().shares(rows[int(chances.argmax())])
    assert dict(told).items() <= shares.items()
