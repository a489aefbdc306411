"""What each part of naming a metric brings: phrases, candidates, facets, the ranking, neighbours, memory, trees.

    python -m bench.naming_parts GOLD.jsonl=DOCUMENT …  [--examples]

Each row is one part more than the row before. The sets of documents, one writer's each, are left out of the fit by
which they are measured, a quarter of them at a time; only the annotated documents are counted.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from bench.naming import Case, Documented, documents_of, fit, scored
from bench.naming_trees import PARTS, first_left_out, grow, named_by, weights_of, write_trees
from rules.decide.metric import LIKELY
from rules.naming.clues import CLUES, NONE_CLUES
from rules.naming.facet_clues import FACET_CLUES
from rules.naming.profiles import default_profiles
from rules.naming.rank import Weights, best_of, chances_of, softmax
from rules.naming.trees import load_trees

PHRASE_CLUES = (*(name for name in CLUES if name.startswith("phrase")), "known_by_phrases")
PHRASE_NONE_CLUES = ("no_phrase",)
LIKE_CLUES = tuple(name for name in CLUES if name.startswith("like"))
LIKE_NONE_CLUES = tuple(name for name in NONE_CLUES if "like" in name)
Given = dict[str, list[str]]


def without(document: Documented, clues: Sequence[str], none: Sequence[str]) -> Documented:
    """A document whose figures do not know some clues."""
    columns, rows = [CLUES.index(name) for name in clues], [NONE_CLUES.index(name) for name in none]
    cases = []
    for case in document.cases:
        blind = replace(case.sheet.candidates, clues=case.sheet.candidates.clues.copy())
        blind = replace(blind, none=blind.none.copy())
        blind.clues[:, columns], blind.none[rows] = 0.0, 0.0
        cases.append(replace(case, sheet=replace(case.sheet, candidates=blind)))
    return replace(document, cases=tuple(cases))


def sets_out(documents: Sequence[Documented]) -> Iterator[tuple[list[Documented], list[Documented]]]:
    """Each quarter of the sets, and all others."""
    sources = list(dict.fromkeys(document.source for document in documents))
    for part in range(PARTS):
        out = set(sources[part::PARTS])
        yield [one for one in documents if one.source in out], [one for one in documents if one.source not in out]


def by_phrases(documents: Sequence[Documented]) -> Given:
    """What the phrases of the catalogue chose."""
    return {document.name: [case.phrase or "" for case in document.cases] for document in documents}


def by_likeness(documents: Sequence[Documented]) -> Given:
    """The first candidate, which the words are most like."""
    metrics = default_profiles().metrics
    return {
        document.name: [
            metrics[case.sheet.candidates.metrics[0]].id if len(case.sheet.candidates.metrics) else ""
            for case in document.cases
        ]
        for document in documents
    }


def ranked_alone(documents: Sequence[Documented]) -> Given:
    """What the ranking of each figure by itself says, its document left out of the fit."""
    given: Given = {}
    begin: Weights | None = None
    for out, rest in sets_out(documents):
        begin = weighed = fit(rest, "alone", {}, begin)
        for document in out:
            chances = [softmax(one.candidates.clues, one.candidates, weighed) for one in document.sheets]
            given[document.name] = _named(document.cases, chances)
    return given


def ranked_among(documents: Sequence[Documented]) -> Given:
    """The same with what its neighbours measure."""
    given: Given = {}
    for out, rest in sets_out(documents):
        weighed = weights_of(rest)
        for document in out:
            given[document.name] = _named(document.cases, chances_of(document.sheets, weighed, default_profiles()))
    return given


def by_trees(documents: Sequence[Documented]) -> Given:
    """What the trees say besides."""
    given: Given = {}
    ranked = first_left_out(documents)
    with tempfile.TemporaryDirectory() as folder:
        for number, (out, _) in enumerate(sets_out(documents)):
            names, file = {document.name for document in out}, Path(folder) / f"{number}.json"
            write_trees(file, grow([one for one in ranked if one.document.name not in names]), {})
            for one in ranked:
                if one.document.name in names:
                    found = named_by(one, load_trees(file))
                    given[one.document.name] = [metric if chance >= LIKELY else "" for metric, chance in found]
    return given


def _named(cases: Sequence[Case], chances: Sequence[np.ndarray]) -> list[str]:
    metrics, named = default_profiles().metrics, []
    for case, likely in zip(cases, chances, strict=True):
        best = best_of(case.sheet, likely)
        named.append(metrics[best[0]].id if best is not None and best[1] >= LIKELY else "")
    return named


def among_candidates(cases: Sequence[Case]) -> float:
    """The share of figures with a metric whose metric is a candidate."""
    metrics = default_profiles().metrics
    wanted = [case for case in cases if case.wanted]
    there = sum(case.wanted in {metrics[at].id for at in case.sheet.candidates.metrics} for case in wanted)
    return there / max(1, len(wanted))


def main(words: Sequence[str]) -> None:
    """Print the table."""
    annotated = documents_of([word for word in words if word != "--examples"])
    documents = [*annotated, *documents_of([word for word in words if word == "--examples"])]
    forgotten = [without(one, LIKE_CLUES, LIKE_NONE_CLUES) for one in documents]
    no_phrases = [without(one, PHRASE_CLUES, PHRASE_NONE_CLUES) for one in forgotten]
    words_alone = [without(one, FACET_CLUES, ()) for one in no_phrases]
    parts: tuple[tuple[str, Callable[[Sequence[Documented]], Given], Sequence[Documented]], ...] = (
        ("phrases alone", by_phrases, documents),
        ("the first candidate", by_likeness, documents),
        ("ranking by words and unit", ranked_alone, words_alone),
        ("… and facets", ranked_alone, no_phrases),
        ("… and what the phrases chose", ranked_alone, forgotten),
        ("… and neighbours", ranked_among, forgotten),
        ("… and remembered figures", ranked_among, documents),
        ("… and trees", by_trees, documents),
    )
    cases = [case for document in annotated for case in document.cases]
    print(f"{len(annotated)} documents, {len(cases)} figures; right one among candidates {among_candidates(cases):.2f}")
    print(f"{'':32}P     R     F1")
    for name, part, some in parts:
        given = part(some)
        found = [metric for document in annotated for metric in given[document.name]]
        print(f"{name:32}{'  '.join(f'{value:.2f}' for value in scored(cases, found))}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
