"""The rules on the reports beside the repository, in each of their formats: floors, and no number dropped in silence.

Our scorer and the one that lies there are asked the same and must say the same.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import SHARED, TYPESET
from digit_runs import accounts_of

from kb.cli import main
from kb.store import read_base

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the shared reports are not here"),
]
ENDINGS = ("txt", "docx", "pdf", "html")
AGREED = ("f1", "value", "metric_f1", "footnote", "marks")
"""Completeness is not asked: a unit that is cut short counts as wrong there, and here one shared word is enough."""
FLOORS = {"f1": 0.985, "value": 0.99, "complete_recall": 0.94, "metric_f1": 0.9, "footnote": 0.97, "marks": 0.95}
MOST_BELOW_TEXT = 0.015


def golds(ending: str) -> list[str]:
    """The gold files, each with its document in one format."""
    return [f"{SHARED / 'gold' / name}.jsonl={name}.{ending}" for name in TYPESET]


@pytest.fixture(scope="module")
def answers(shared_base: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What ``solieu score`` says of each format."""
    nothing = tmp_path_factory.mktemp("shared") / "accepted.json"
    read: dict[str, dict[str, Any]] = {}
    for ending in ENDINGS:
        base = shared_base(ending)
        words = ["score", *golds(ending), "--db", str(base), "--json", "--against", str(nothing)]
        result = CliRunner().invoke(main, words)
        assert result.exit_code == 0, result.output
        read[ending] = json.loads(result.stdout)
    return read


@pytest.mark.parametrize("ending", ENDINGS)
def test_both_scorers_agree(
    answers: dict[str, dict[str, Any]], shared_base: Callable[[str], Path], ending: str
) -> None:
    command = [sys.executable, str(SHARED / "score.py"), str(shared_base(ending)), *golds(ending), "--json"]
    theirs = json.loads(subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout)
    ours = {**answers[ending]["documents"], "ALL": answers[ending]["all"]}
    assert {name: [one[m] for m in AGREED] for name, one in ours.items()} == {
        name: [one[m] for m in AGREED] for name, one in theirs.items()
    }


@pytest.mark.parametrize("ending", ENDINGS)
def test_no_measure_is_below_its_floor(answers: dict[str, dict[str, Any]], ending: str) -> None:
    measured = {measure: answers[ending]["all"][measure] for measure in FLOORS}
    assert not {measure: value for measure, value in measured.items() if value < FLOORS[measure]}, measured


@pytest.mark.parametrize("ending", [ending for ending in ENDINGS if ending != "txt"])
def test_no_format_is_far_below_text(answers: dict[str, dict[str, Any]], ending: str) -> None:
    for measure in ("f1", "value", "complete_recall"):
        assert answers[ending]["all"][measure] >= answers["txt"]["all"][measure] - MOST_BELOW_TEXT, measure


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_run_of_digits_is_accounted_for(shared_base: Callable[[str], Path], ending: str) -> None:
    with closing(read_base(shared_base(ending))) as db:
        for document, filename in db.execute("select id, filename from documents").fetchall():
            accounts = accounts_of(db, document)
            assert not accounts.unsound, f"{filename}\n" + "\n".join(accounts.unsound)
            assert accounts.runs > 100
            assert accounts.leftovers < 0.02 * accounts.runs, filename
