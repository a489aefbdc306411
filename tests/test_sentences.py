"""Sentences with their answers marked inside (``tests/sentences``): each is a test of the whole chain of rules.

``tests/sentences/open.list`` names the sentences that the rules still read otherwise than their authors; one that comes
right turns this test red until it is taken off the list.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.sentence_files import Case, differences, read_cases

FOLDER = Path(__file__).parent / "sentences"
OPEN = set((FOLDER / "open.list").read_text(encoding="utf-8").splitlines())
CASES = list(read_cases(FOLDER))


def _parameters() -> list[object]:
    return [
        pytest.param(
            case,
            id=case.name,
            marks=[pytest.mark.xfail(strict=True, reason="known to be read otherwise")] if case.text in OPEN else [],
        )
        for case in CASES
    ]


@pytest.mark.parametrize("case", _parameters())
def test_sentence(case: Case) -> None:
    assert differences(case) == [], case.text


def test_open_sentences_stand_in_the_files() -> None:
    texts = {case.text for case in CASES}
    assert texts >= OPEN, sorted(OPEN - texts)


def test_few_sentences_are_open() -> None:
    assert len(OPEN) <= 0.20 * len(CASES)


def test_each_file_stands_in_the_readme_with_its_question() -> None:
    told = (FOLDER / "README.md").read_text(encoding="utf-8").split("Files, each with its question:")[1]
    assert sorted(re.findall(r"`(\w+)`\s\(", told)) == sorted(path.stem for path in FOLDER.glob("*.txt"))
