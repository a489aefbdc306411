"""Sentences with their answers marked inside (``tests/sentences``): each is a test of the whole chain of rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sentence_files import Case, differences, read_cases

FOLDER = Path(__file__).parent / "sentences"
CASES = list(read_cases(FOLDER))


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_sentence(case: Case) -> None:
    assert differences(case) == [], case.text
