"""CONTRIBUTING leads to what is there: every path that it names exists, every question has one file, recipes hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
QUESTIONS = re.findall(r"^\| (.+?) \| (.+) \|$", TEXT.split("## Where is …")[1].split("\n## ")[0], re.M)[2:]
OWN = ("extract", "rules", "kb", "tests", "corpus", "bench", "docs", ".ci")
MADE = ("kb.db", "all.db", "report.pdf", "corpus/report.pdf", "corpus/corrections.jsonl")
"""What is only there once somebody has made it."""


def paths() -> list[str]:
    """The paths that links and backticks name, those with a place holder or a star left out."""
    named = re.findall(r"\]\(([^)#]+)\)", TEXT) + re.findall(r"`([\w./-]+)`", TEXT)
    known = [one.rstrip("/") for one in named if "://" not in one and one.split("/")[0] in OWN and "/" in one]
    return sorted(set(known) - set(MADE))


@pytest.mark.parametrize("path", paths())
def test_what_is_named_is_there(path: str) -> None:
    assert (ROOT / path).exists()


def test_each_question_has_one_file() -> None:
    assert len(QUESTIONS) >= 20
    assert len({question for question, _ in QUESTIONS}) == len(QUESTIONS)
    for question, answer in QUESTIONS:
        (link,) = re.findall(r"\[([^\]]+)\]\(([^)]+)\)", answer)
        assert link[0] == link[1] and (ROOT / link[1]).is_file(), question
