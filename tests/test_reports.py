"""The rules on whole reports of the corpus: no measure below its floor, nothing lost that an accepted run had.

A change that is better on the whole and loses something is accepted with ``solieu score --accept``, and its diff read.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kb.cli import main

GOLDS = sorted((Path(__file__).parent / "reports").glob("*.figures.jsonl"))
FLOORS = {
    "f1": 0.985,
    "value": 0.99,
    "complete_recall": 0.93,
    "metric_f1": 0.8,
    "footnote": 0.99,
    "marks": 0.97,
    "period": 0.97,
    "part_of": 0.9,
}


@pytest.fixture(scope="module")
def answer(corpus_base: Path) -> dict[str, Any]:
    """What ``solieu score`` says of the corpus."""
    result = CliRunner().invoke(main, ["score", *map(str, GOLDS), "--db", str(corpus_base), "--json", "--show", "5"])
    assert result.exit_code == 0, result.output
    read: dict[str, Any] = json.loads(result.stdout)
    return read


def test_every_document_is_annotated(answer: dict[str, Any]) -> None:
    assert len(answer["documents"]) == len(GOLDS) >= 14


@pytest.mark.parametrize(("measure", "floor"), FLOORS.items())
def test_no_measure_is_below_its_floor(answer: dict[str, Any], measure: str, floor: float) -> None:
    by_document = {name: measured[measure] for name, measured in answer["documents"].items()}
    assert answer["all"][measure] >= floor, by_document


def test_no_accepted_figure_is_lost(answer: dict[str, Any]) -> None:
    lost = [f"{one['document']}: {one['marked']}" for one in answer["changes"] if one["what"] == "lost"]
    assert not lost, "\n".join(lost)


def test_the_accepted_run_is_of_these_reports() -> None:
    accepted = json.loads((GOLDS[0].parent / "accepted.json").read_text(encoding="utf-8"))
    assert sorted(Path(name).stem for name in accepted) == [gold.name.removesuffix(".figures.jsonl") for gold in GOLDS]
