"""Each metric's own examples and near misses: the catalogue's words must find what the catalogue says.

A metric without phrases is linked by evidence, not by a phrase: of its sentences only the numbers are asked for here.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.catalogue import Example, load_catalogue
from rules.find import find_figures
from tests.documents_of import document_of

OPEN = set((Path(__file__).parent / "open_examples.list").read_text(encoding="utf-8").splitlines())
"""Sentences of the catalogue that the ranking still takes for another metric, or for the one that they only seem to
name; one that comes right turns these tests red until it is taken off the list."""
CATALOGUE = load_catalogue()
EXAMPLES = [(m.id, e) for m in CATALOGUE if m.phrases for e in m.examples]
NEAR_MISSES = [(m.id, e) for m in CATALOGUE for e in m.near_misses]
KNOWN_BY_WORDINGS = [(m.id, e) for m in CATALOGUE if not m.phrases for e in m.examples]


def metric_of(example: Example) -> str | None:
    """The metric of the marked number; an empty word where it is no figure at all."""
    found = {f.start: f for f in find_figures(document_of(example.text)).figures}
    return found[example.start].metric if example.start in found else ""


def cases(pairs: list[tuple[str, Example]]) -> list[object]:
    """A parameter for each sentence; those of the list are known to be read otherwise."""
    known = pytest.mark.xfail(strict=True, reason="known to be read otherwise")
    return [
        pytest.param(metric, example, id=f"{metric}-{at}", marks=[known] if example.text in OPEN else [])
        for at, (metric, example) in enumerate(pairs)
    ]


def test_few_sentences_are_open() -> None:
    assert len(OPEN) <= 0.06 * (len(EXAMPLES) + len(NEAR_MISSES))


@pytest.mark.parametrize(("metric", "example"), cases(EXAMPLES))
def test_example_gets_its_metric(metric: str, example: Example) -> None:
    assert metric_of(example) == metric, example.text


@pytest.mark.parametrize(("metric", "example"), cases(NEAR_MISSES))
def test_near_miss_gets_another(metric: str, example: Example) -> None:
    assert metric_of(example) != metric, example.text


@pytest.mark.parametrize(
    ("metric", "example"), KNOWN_BY_WORDINGS, ids=[f"{m}-{n}" for n, (m, _) in enumerate(KNOWN_BY_WORDINGS)]
)
def test_example_without_a_phrase_holds_a_figure(metric: str, example: Example) -> None:
    assert metric_of(example) != "", example.text
