"""The format of ``tests/sentences/*.txt``: sentences with their answers marked inside (see the README there)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from rules.figure import Figure
from rules.find import find_figures
from tests.documents_of import document_of

_MARK = re.compile(r"\[\[([^\[\]]+)\]\]")
FIELDS = ("value", "unit", "qualifier", "kind", "status", "level", "period", "metric")


@dataclass(frozen=True, slots=True)
class Expected:
    """A figure as the sentence's author sees it; ``start`` is its offset in the text without marks."""

    start: int
    number: str
    value: str
    unit: str
    qualifier: str
    kind: str
    status: str
    level: str
    period: str
    metric: str
    part: str | None


@dataclass(frozen=True, slots=True)
class Case:
    """A text with its figures."""

    name: str
    text: str
    figures: tuple[Expected, ...]


def read_cases(folder: Path) -> Iterator[Case]:
    """All cases of the files of a folder, named ``file:line``."""
    for path in sorted(folder.glob("*.txt")):
        lines = [*path.read_text(encoding="utf-8").splitlines(), ""]
        block: list[str] = []
        first = 0
        for number, line in enumerate(lines, 1):
            if line.strip() and not line.startswith("#"):
                first = first or number
                block.append(line)
            elif not line.strip() and block:
                yield _case(f"{path.stem}:{first}", block)
                block, first = [], 0


def _case(name: str, lines: list[str]) -> Case:
    words = [line for line in lines if not re.match(r"[^|]+\|[^|]+\|[^|]*\|[^|]+\|[^|]+\|", line)]
    answers = [line for line in lines if line not in words]
    marked = " ".join(words)
    text, starts = "", []
    position = 0
    for match in _MARK.finditer(marked):
        text += marked[position : match.start()]
        starts.append(len(text))
        text += match[1]
        position = match.end()
    text += marked[position:]
    if len(starts) != len(answers):
        raise ValueError(f"{name}: {len(starts)} marks but {len(answers)} answers")
    figures = []
    for start, answer in zip(starts, answers, strict=True):
        cells = [cell.strip() for cell in answer.split("|")]
        part = cells[9] if len(cells) > 9 else None
        figures.append(Expected(start, *cells[:9], part))
    return Case(name, text, tuple(figures))


def differences(case: Case) -> list[str]:
    """What the rules see otherwise than the author; empty where they agree."""
    found = find_figures(document_of(case.text)).figures
    by_start = {figure.start: figure for figure in found}
    told: list[str] = []
    expected = {e.start for e in case.figures}
    told += [f"spurious: {f.number}" for f in found if f.start not in expected]
    for wanted in case.figures:
        figure = by_start.get(wanted.start)
        if figure is None:
            told.append(f"missed: {wanted.number}")
            continue
        for name, ours, theirs in _compare(figure, wanted):
            told.append(f"{wanted.number} {name}: {ours!r}, expected {theirs!r}")
    return told


def _compare(figure: Figure, wanted: Expected) -> Iterator[tuple[str, object, object]]:
    value, bar, whole = wanted.value.partition("/")
    low, _, high = value.partition("..")
    pairs: list[tuple[str, object, object]] = [
        ("number", figure.number, wanted.number),
        ("value", figure.value, Decimal(low)),
        ("value_max", figure.value_max, Decimal(high) if high else None),
        ("denominator", figure.denominator, Decimal(whole) if bar else None),
        ("qualifier", figure.qualifier, wanted.qualifier),
        ("kind", figure.kind, wanted.kind),
        ("status", figure.status, wanted.status),
        ("level", figure.level or "-", wanted.level),
        ("period", figure.period or "-", wanted.period),
        ("metric", figure.metric or "-", wanted.metric),
    ]
    if not _same_unit(figure.unit, wanted.unit):
        yield "unit", figure.unit, wanted.unit
    for name, ours, theirs in pairs:
        if ours != theirs:
            yield name, ours, theirs


def _same_unit(ours: str, theirs: str) -> bool:
    if theirs in ("-", ""):
        return ours == ""
    words = re.compile(r"\w+")
    return ours == theirs or bool(set(words.findall(ours.lower())) & set(words.findall(theirs.lower())))
