"""Fits what the clues of ``rules/naming`` weigh on annotated documents, and says how well metrics are found.

    python -m bench.naming GOLD.jsonl=DOCUMENT …  [--examples] [--write rules/naming/weights.toml]

Each document is left out in turn of the fit by which it is measured (in FOLDS parts). What is printed of a document:
precision, recall and F1 of the metrics that the phrase rules choose, and of those that the ranking chooses.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from extract.read import read
from kb.build.reading import letterhead_of
from kb.score.pairs import pair, printed
from kb.score.rows import read_gold
from rules.catalogue import load_catalogue
from rules.decide.metric import LIKELY
from rules.figure import Figure, Letterhead
from rules.find import find_figures
from rules.naming.clues import CLUES, NONE_CLUES
from rules.naming.memory import forgetting
from rules.naming.profiles import default_profiles
from rules.naming.rank import ROUNDS, Sheet, Weights, among, best_of, chances_of, found_alone
from rules.trace import Trace
from tests.documents_of import document_of
from tests.sentence_files import read_cases

FOLDS, INNER_FOLDS = 6, 2
GREATEST = 80
"""A document counts for at most so many figures."""
STEPS, SHORT, RATE, RIDGE = 250, 80, 0.05, 0.002

_OF_A_WRITER = re.compile(r"([a-z])\d\d_")
EXAMPLES, SENTENCES = "examples", "sentences"
Numbers = NDArray[np.float64]
Single = np.float32


@dataclass(frozen=True, slots=True)
class Case:
    """A figure with what a person says that it measures: an id, "" for nothing, None where nothing is said of it."""

    sheet: Sheet
    wanted: str | None
    phrase: str | None


@dataclass(frozen=True, slots=True)
class Documented:
    """An annotated document with its figures in order. ``source`` is the set it belongs to: one writer's, mostly."""

    name: str
    cases: tuple[Case, ...]
    source: str

    @property
    def sheets(self) -> list[Sheet]:
        """The sheets of its figures."""
        return [case.sheet for case in self.cases]


def cases_of(gold: Path, path: Path) -> Documented:
    """The figures of a document that the rules find, with the metrics that a person gave them."""
    document, source = read(path), source_of(gold)
    head, trace = letterhead_of(document, {}), Trace()
    with forgetting(source):
        findings = find_figures(document, head, None, trace)
    rows = read_gold(gold)
    found = [printed(figure.number, figure.quote) for figure in findings.figures]
    pairs = {at: row for row, at in pair([row.printed for row in rows], found).items()}
    cases = []
    for at, sheet in enumerate(cast("Sequence[Sheet]", trace.sheets)):
        row = rows[pairs[at]] if at in pairs else None
        said = row is not None and not row.optional and not (row.metric or "").startswith("new:")
        wanted = None if row is not None and not said else (row.metric or "") if row is not None else ""
        cases.append(Case(sheet, wanted, sheet.chosen))
    return Documented(path.name, tuple(cases), source)


def source_of(gold: Path) -> str:
    """The set that a document belongs to: its folder, and there the letter that its writer's names begin with."""
    letter = _OF_A_WRITER.match(gold.name)
    return f"{gold.parent.name} {letter[1]}" if letter else gold.parent.name


def examples() -> list[Documented]:
    """The marked sentences of the catalogue, those of a group of metrics as one document. A near miss says only what a
    figure is not: it is left out."""
    groups: dict[str, list[Case]] = {}
    for metric in load_catalogue():
        for sentence in metric.examples:
            cases = groups.setdefault(metric.group, [])
            before = len(cases)
            for figure, sheet in _read(sentence.text, EXAMPLES):
                asked = figure.start < sentence.end and sentence.start < figure.end
                cases.append(Case(_moved(sheet, before), metric.id if asked else None, sheet.chosen))
    return [Documented(f"examples of {group}", tuple(cases), EXAMPLES) for group, cases in groups.items()]


def sentences(folder: Path) -> list[Documented]:
    """The sentences of a folder in the format of ``tests/sentences``, those of a file as one document."""
    files: dict[str, list[Case]] = {}
    for case in read_cases(folder):
        cases = files.setdefault(case.name.partition(":")[0], [])
        before = len(cases)
        said = {one.start: one.metric for one in case.figures}
        for figure, sheet in _read(case.text, SENTENCES):
            metric = said.get(figure.start)
            wanted = None if metric is None else "" if metric == "-" else metric
            cases.append(Case(_moved(sheet, before), wanted, sheet.chosen))
    return [Documented(f"sentences of {name}", tuple(cases), SENTENCES) for name, cases in files.items()]


def _read(text: str, source: str) -> Iterator[tuple[Figure, Sheet]]:
    """The figures of a paragraph that stands alone, each with its sheet; none where no metric is looked for."""
    trace = Trace()
    with forgetting(source):
        found = find_figures(document_of(text), Letterhead(), None, trace)
    # Nothing is ranked where each figure is one of many things each.
    if trace.sheets:
        yield from zip(found.figures, cast("Sequence[Sheet]", trace.sheets), strict=True)


def _moved(sheet: Sheet, by: int) -> Sheet:
    """A sheet whose neighbours stand further back."""
    whole, previous, left, above = (
        None if index is None else index + by for index in (sheet.whole, sheet.previous, sheet.left, sheet.above)
    )
    return replace(sheet, whole=whole, previous=previous, left=left, above=above)


def fit(
    documents: Sequence[Documented],
    round_: str,
    found: Mapping[str, Sequence[tuple[int, float] | None]],
    begin: Weights | None = None,
) -> Weights:
    """The weights of a round. ``found`` is what the round before found the figures of each document to measure;
    ``begin`` are weights of almost the same documents, from which it is a short way."""
    profiles = default_profiles()
    clues, none, truth, counts = [], [], [], []
    for document in documents:
        share = min(1.0, GREATEST / max(1, len(document.cases)))
        for case in document.cases:
            if case.wanted is None:
                continue
            ids = [profiles.metrics[at].id for at in case.sheet.candidates.metrics]
            if case.wanted and case.wanted not in ids:
                continue
            rows = (
                case.sheet.candidates.clues if round_ == "alone" else among(case.sheet, found[document.name], profiles)
            )
            clues.append(rows)
            none.append(case.sheet.candidates.none)
            truth.append(ids.index(case.wanted) if case.wanted else len(ids))
            counts.append(share)
    return _descend(clues, np.array(none), truth, np.array(counts), begin)


def _descend(
    clues: Sequence[Numbers], none: Numbers, truth: Sequence[int], counts: Numbers, begin: Weights | None
) -> Weights:
    """Adam's steps to the ridge fit of the multinomial model."""
    most = max(len(rows) for rows in clues)
    # Half of the digits are twice as fast, and enough for three behind the comma.
    table, there = np.zeros((len(clues), most, len(CLUES)), np.float32), np.zeros((len(clues), most), dtype=bool)
    target, none = np.zeros((len(clues), most + 1), np.float32), none.astype(np.float32)
    for at, rows in enumerate(clues):
        table[at, : len(rows)], there[at, : len(rows)] = rows, True
        target[at, truth[at] if truth[at] < len(rows) else most] = 1.0
    counts, flat = (counts / counts.mean()).astype(np.float32), table.reshape(-1, len(CLUES))
    size = len(CLUES)
    both = np.zeros(size + len(NONE_CLUES)) if begin is None else np.concatenate([begin.clues, begin.none])
    both = both.astype(np.float32)
    first, second = np.zeros_like(both), np.zeros_like(both)
    steps = STEPS if begin is None else SHORT
    for step in range(1, steps + 1):
        named = np.where(there, (flat @ both[:size]).reshape(there.shape), -1e9)
        scores = np.concatenate([named, (none @ both[size:])[:, None]], axis=1)
        likely = np.exp(scores - scores.max(axis=1, keepdims=True))
        likely /= likely.sum(axis=1, keepdims=True)
        off = (likely - target) * counts[:, None]
        slope = np.concatenate([np.where(there, off[:, :most], 0.0).ravel() @ flat, none.T @ off[:, most]])
        slope = slope / len(clues) + RIDGE * both
        first, second = 0.9 * first + 0.1 * slope, 0.99 * second + 0.01 * slope * slope
        way = RATE * (1 - 0.8 * step / steps)
        both -= way * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    return Weights(*(some.astype(float).round(3) for some in (both[:size], both[size:])))


def apply(document: Documented, weighed: Mapping[str, Weights]) -> list[tuple[str, float]]:
    """The best metric of each figure and its chance."""
    metrics, sheets = default_profiles().metrics, document.sheets
    best = [
        best_of(sheet, chances)
        for sheet, chances in zip(sheets, chances_of(sheets, weighed, default_profiles()), strict=True)
    ]
    return [("", 0.0) if one is None else (metrics[one[0]].id, one[1]) for one in best]


def fit_both(documents: Sequence[Documented]) -> dict[str, Weights]:
    """The weights of both rounds. What neighbours measure is said by weights fitted without their document."""
    found: dict[str, Sequence[tuple[int, float] | None]] = {}
    alone = fit(documents, "alone", {})
    for out, rest in folds(documents, INNER_FOLDS):
        weighed = fit(rest, "alone", {}, alone)
        found |= {document.name: found_alone(document.sheets, weighed) for document in out}
    return {"alone": alone, "among": fit(documents, "among", found, alone)}


def folds(documents: Sequence[Documented], parts: int = FOLDS) -> Iterator[tuple[list[Documented], list[Documented]]]:
    """Each part of the documents, and all others."""
    for part in range(min(parts, len(documents))):
        yield (
            [one for at, one in enumerate(documents) if at % parts == part],
            [one for at, one in enumerate(documents) if at % parts != part],
        )


def scored(cases: Sequence[Case], given: Sequence[str]) -> tuple[float, float, float]:
    """Precision, recall and F1 of the metrics given to figures."""
    judged = [(case.wanted, one) for case, one in zip(cases, given, strict=True) if case.wanted is not None]
    right = sum(bool(wanted) and wanted == one for wanted, one in judged)
    precision = right / max(1, sum(bool(one) for _, one in judged))
    recall = right / max(1, sum(bool(wanted) for wanted, _ in judged))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def documents_of(words: Sequence[str]) -> list[Documented]:
    """The documents of a command's words: ``GOLD=DOCUMENT`` each, and with ``--examples`` the catalogue's and the
    tests' sentences."""
    pairs = [word.rpartition("=") for word in words if "=" in word]
    documents = [cases_of(Path(gold), Path(path)) for gold, _, path in pairs]
    if "--examples" in words:
        documents += [*examples(), *sentences(Path("tests/sentences"))]
    return documents


def main(words: Sequence[str]) -> None:
    """Measure and, where asked to, write the weights."""
    words = list(words)
    write = Path(words.pop(words.index("--write") + 1)) if "--write" in words else None
    started = time.process_time()
    documents = documents_of(words)
    print(f"{len(documents)} documents read in {time.process_time() - started:.0f} s of CPU")
    left_out: dict[str, list[tuple[str, float]]] = {}
    for out, rest in folds(documents):
        weighed = fit_both(rest)
        left_out |= {document.name: apply(document, weighed) for document in out}
    print(f"{'':42}phrases  P    R    F1 | ranking P    R    F1  (left out of the fit, from {LIKELY} on)")
    rows = [(document.name, [document]) for document in documents] + [("ALL", documents)]
    for name, some in rows:
        cases = [case for document in some for case in document.cases]
        ranked = [metric if chance >= LIKELY else "" for document in some for metric, chance in left_out[document.name]]
        old = "  ".join(f"{value:.2f}" for value in scored(cases, [case.phrase or "" for case in cases]))
        print(f"{name[:40]:42}      {old} |       {'  '.join(f'{value:.2f}' for value in scored(cases, ranked))}")
    if write:
        cases = [case for document in documents for case in document.cases]
        ranked = [m if chance >= LIKELY else "" for document in documents for m, chance in left_out[document.name]]
        write_weights(write, fit_both(documents), len(documents), len(cases), scored(cases, ranked))


def write_weights(
    path: Path, weighed: Mapping[str, Weights], documents: int, figures: int, measured: tuple[float, float, float]
) -> None:
    """Write the weights of both rounds, and what was measured with documents left out."""
    lines = ["# What clues of a metric weigh. Written by python -m bench.naming --write; do not edit it by hand."]
    lines += ["", "[measured]", f"documents = {documents}", f"figures = {figures}"]
    lines += [f"{name} = {value:.3f}" for name, value in zip(("precision", "recall", "f1"), measured, strict=True)]
    for name in ROUNDS:
        for part, names, values in (("clues", CLUES, weighed[name].clues), ("none", NONE_CLUES, weighed[name].none)):
            lines += ["", f"[{name}.{part}]"]
            lines += [f"{clue} = {float(value):.3f}" for clue, value in zip(names, values, strict=True)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
