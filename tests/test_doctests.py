"""The examples in docstrings of the three packages are true: each module that has some is run."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = [
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for package in ("extract", "rules", "kb")
    for path in sorted((ROOT / package).rglob("*.py"))
    if ">>> " in path.read_text(encoding="utf-8")
]
"""Only these are imported; which module has examples is seen in its text."""


def test_there_are_examples() -> None:
    assert len(MODULES) >= 11


@pytest.mark.parametrize("module", MODULES)
def test_examples_are_true(module: str, capsys: pytest.CaptureFixture[str]) -> None:
    result = doctest.testmod(importlib.import_module(module), optionflags=doctest.REPORT_NDIFF)
    assert result.attempted
    assert not result.failed, capsys.readouterr().out
