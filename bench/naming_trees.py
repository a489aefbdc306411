"""Grows the trees of ``rules/naming/trees.json`` on annotated documents, and says how well metrics are found by them.

    python -m bench.naming_trees GOLD.jsonl=DOCUMENT …  [--examples] [--write rules/naming/trees.json]

It comes after ``python -m bench.naming_memory`` and ``python -m bench.naming``. What the first ranking says of a
document, which the trees go by, is said by weights fitted without the document's set; and each set is left out in turn
of the trees by which it is measured: a new writer is what the program meets. Needs LightGBM (MIT), the extra ``fit``.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np

from bench.naming import GREATEST, Case, Documented, documents_of, fit, scored
from rules.decide.metric import LIKELY
from rules.naming.profiles import Numbers, default_profiles
from rules.naming.rank import Weights, clues_and_chances, found_alone
from rules.naming.trees import FEATURES, Table, Trees, kept_of, load_trees, rows_of, second_chances

ROUNDS = 150
GROWN: Mapping[str, Any] = {
    "objective": "binary",
    "num_leaves": 31,
    "max_depth": 8,
    "learning_rate": 0.06,
    "min_data_in_leaf": 60,
    "lambda_l2": 5.0,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "max_bin": 63,
    "seed": 1,
    "deterministic": True,
    "force_col_wise": True,
    "num_threads": 1,
    "verbose": -1,
}
DIGITS = 5
PARTS = 4
"""In so many parts the sets are left out of the first ranking's weights."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A document with what the first ranking says of it: the clues of each figure's candidates and their chances."""

    document: Documented
    clues: Sequence[Numbers]
    first: Sequence[Numbers]


def weights_of(documents: Sequence[Documented]) -> dict[str, Weights]:
    """Weights of the first ranking, quickly: what neighbours measure is said by weights that have seen them."""
    alone = fit(documents, "alone", {})
    found = {document.name: found_alone(document.sheets, alone) for document in documents}
    return {"alone": alone, "among": fit(documents, "among", found, alone)}


def first_left_out(documents: Sequence[Documented]) -> list[Ranked]:
    """What the first ranking says of each document by weights fitted without its set."""
    ranked: dict[str, Ranked] = {}
    sources = list(dict.fromkeys(document.source for document in documents))
    for part in range(PARTS):
        out = set(sources[part::PARTS])
        weighed = weights_of([document for document in documents if document.source not in out])
        for document in documents:
            if document.source in out:
                clues, first = clues_and_chances(document.sheets, weighed, default_profiles())
                ranked[document.name] = Ranked(document, clues, first)
    return [ranked[document.name] for document in documents]


def grow(documents: Sequence[Ranked]) -> list[list[list[float]]]:
    """Trees as lists of nodes (:mod:`rules.naming.trees`), fitted to whether each candidate is the right one."""
    metrics = default_profiles().metrics
    tables: list[Table] = []
    right: list[bool] = []
    counts: list[float] = []
    for ranked in documents:
        share = min(1.0, GREATEST / max(1, len(ranked.document.cases)))
        for case, clues, first in zip(ranked.document.cases, ranked.clues, ranked.first, strict=True):
            if case.wanted is None:
                continue
            kept = kept_of(clues, first)
            candidates = case.sheet.candidates
            tables.append(rows_of(candidates, clues, first, kept))
            right += [metrics[at].id == case.wanted for at in candidates.metrics[kept]]
            counts += [share] * len(kept)
    data = lightgbm.Dataset(
        np.concatenate(tables), np.array(right, dtype=float), weight=np.array(counts), params={"max_bin": 63}
    )
    grown = lightgbm.train(dict(GROWN), data, ROUNDS).dump_model()
    return [_nodes(tree["tree_structure"]) for tree in grown["tree_info"]]


def _nodes(root: Mapping[str, Any]) -> list[list[float]]:
    """A tree's nodes, each before those it goes to."""
    nodes: list[list[float]] = []

    def add(node: Mapping[str, Any]) -> int:
        at = len(nodes)
        if "split_feature" not in node:
            nodes.append([-1, 0, at, at, round(node["leaf_value"], DIGITS)])
            return at
        nodes.append([node["split_feature"], _single(node["threshold"]), at, at, round(node["internal_value"], DIGITS)])
        nodes[at][2:4] = [add(node["left_child"]), add(node["right_child"])]
        return at

    add(root)
    return nodes


def _single(threshold: float) -> float:
    """A threshold as it is written: of as many digits as the clues have."""
    return float(f"{threshold:.7g}")


def named_by(ranked: Ranked, trees: Trees) -> list[tuple[str, float]]:
    """The best metric of each figure and its chance."""
    metrics, found = default_profiles().metrics, []
    sheets = [sheet.candidates for sheet in ranked.document.sheets]
    for one, chances in zip(sheets, second_chances(sheets, ranked.clues, ranked.first, trees), strict=True):
        best = int(chances[:-1].argmax()) if len(chances) > 1 else -1
        found.append((metrics[one.metrics[best]].id, float(chances[best])) if best >= 0 else ("", 0.0))
    return found


def write_trees(path: Path, nodes: Sequence[Sequence[Sequence[float]]], measured: Mapping[str, float]) -> None:
    """Write trees, a line each, and what was measured of documents whose set was left out."""
    lines = [json.dumps(tree, separators=(",", ":")) for tree in nodes]
    head = f'{{"measured":{json.dumps(dict(measured))},\n"features":{json.dumps(FEATURES)},\n"trees":[\n'
    path.write_text(head + ",\n".join(lines) + "\n]}\n", encoding="utf-8")


def measure(documents: Sequence[Ranked], folder: Path) -> tuple[list[Case], list[str]]:
    """Print how well metrics are found of each set that is left out; return all cases and what they got."""
    cases: list[Case] = []
    given: list[str] = []
    print(f"{'':34}first  P     R     F1    | trees  P     R     F1  (left out, from {LIKELY} on)")
    for source in dict.fromkeys(ranked.document.source for ranked in documents):
        write_trees(folder / "left_out.json", grow([one for one in documents if one.document.source != source]), {})
        trees = load_trees.__wrapped__(folder / "left_out.json")
        ours = [one for one in documents if one.document.source == source]
        some = [case for one in ours for case in one.document.cases]
        found = [metric if chance >= LIKELY else "" for one in ours for metric, chance in named_by(one, trees)]
        before = [
            _first_of(case, chances)
            for one in ours
            for case, chances in zip(one.document.cases, one.first, strict=True)
        ]
        figures = "   |   ".join(
            "  ".join(f"{value:.3f}" for value in scored(some, names)) for names in (before, found)
        )
        print(f"{source:34}{figures}", flush=True)
        cases += some
        given += found
    return cases, given


def _first_of(case: Case, chances: Numbers) -> str:
    """The metric that the first ranking gives a figure."""
    at = int(chances[:-1].argmax()) if len(chances) > 1 else -1
    likely = at >= 0 and chances[at] >= LIKELY
    return default_profiles().metrics[case.sheet.candidates.metrics[at]].id if likely else ""


def main(words: Sequence[str]) -> None:
    """Measure and, where asked to, write the trees."""
    words = list(words)
    write = Path(words.pop(words.index("--write") + 1)) if "--write" in words else None
    documents = documents_of(words)
    run(first_left_out(documents), write)


def run(ranked: Sequence[Ranked], write: Path | None) -> None:
    """Measure the trees of these documents and write them."""
    with tempfile.TemporaryDirectory() as folder:
        cases, given = measure(ranked, Path(folder))
    precision, recall, both = (round(value, 3) for value in scored(cases, given))
    print(f"ALL  {precision}  {recall}  {both}")
    if write:
        measured = {
            "documents": len(ranked),
            "figures": len(cases),
            "precision": precision,
            "recall": recall,
            "f1": both,
        }
        write_trees(write, grow(ranked), measured)


if __name__ == "__main__":
    main(sys.argv[1:])
