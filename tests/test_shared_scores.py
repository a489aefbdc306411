"""The scores of the documents beside the repository do not fall: ``scores-….json`` there holds the floors.

Documents are grouped as ``score_all.py`` there groups them, and scored by ``score.py`` there; only the bases are fewer.
"""

from __future__ import annotations

import importlib.util
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from conftest import SHARED, TYPESET

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the shared reports are not here"),
]
SCORES = max(SHARED.glob("scores-*.json"), default=None)
FLOORS: dict[str, dict[str, float | None]] = json.loads(SCORES.read_text("utf-8")) if SCORES else {}
COUNTS = ("gold", "found")
"""Not rates: more figures found are not better, and precision and recall say it."""
ROUNDED = 1e-4
"""The floors are written with four decimals."""
SIGNED = "lam-dong-cchc-2025.signed.pdf"
THREE, PRESS, ALL = "three of before .", "press, ", "ALL NEW"


def members(group: str) -> list[tuple[Path, Path]]:
    """The gold and the document of each member of a group of the scores."""
    gold, real = SHARED / "gold", SHARED / "real"
    if group.startswith(THREE):
        return [(gold / f"{n}.jsonl", SHARED / "reports" / f"{n}.{group.removeprefix(THREE)}") for n in TYPESET]
    if group.startswith(PRESS):
        return [(one, real / "press" / f"{one.stem}.txt") for one in sorted((gold / "press").glob("*.jsonl"))]
    return [(gold / f"{group.split('.')[0]}.jsonl", real / group)]


SINGLE = [group for group in FLOORS if group != ALL]


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    """The scorer that lies beside the repository."""
    specification = importlib.util.spec_from_file_location("shared_score", SHARED / "score.py")
    assert specification and specification.loader
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def counted(
    scorer: ModuleType, built: Callable[..., Path], shared_base: Callable[[str], Path]
) -> dict[str, Counter[str]]:
    """The counts of each group. The signed form of a report has its own base: here it is a duplicate."""
    new = [file for group in SINGLE if not group.startswith(THREE) for _, file in members(group)]
    real, signed = built("real", *(f for f in new if f.name != SIGNED)), built("real-signed", SHARED / "real" / SIGNED)
    counts: dict[str, Counter[str]] = {}
    for group in SINGLE:
        base = signed if group == SIGNED else real
        if group.startswith(THREE):
            base = shared_base(group.removeprefix(THREE))
        counts[group] = Counter()
        for gold, file in members(group):
            counts[group].update(scorer.score(str(base), str(gold), file.name))
    counts[ALL] = Counter()
    for group in SINGLE:
        if not group.startswith(THREE):
            counts[ALL].update(counts[group])
    return counts


LEEWAY = 0.005
"""The reports that the rules were made on may be read half a point worse in a field where unseen ones gain."""


@pytest.mark.parametrize("group", FLOORS)
def test_no_score_is_below_its_floor(scorer: ModuleType, counted: dict[str, Counter[str]], group: str) -> None:
    now: dict[str, float | None] = scorer.rates(counted[group])
    assert counted[group]["gold"] == FLOORS[group]["gold"], "other gold than the floors are of"
    fallen = {
        field: f"{now[field]} < {floor}"
        for field, floor in FLOORS[group].items()
        if field not in COUNTS
        and floor is not None
        and (now[field] or 0) < floor - (LEEWAY if group.startswith(THREE) else 0) - ROUNDED
    }
    assert not fallen


def test_there_are_floors() -> None:
    assert len(FLOORS) >= 10 and all(file.is_file() for group in SINGLE for _, file in members(group))
