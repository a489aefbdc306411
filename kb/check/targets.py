"""Target, result and what lies between: ``mục tiêu 70%, kết quả 72,54%, vượt 2,54%``; ``Đạt``, ``Chưa đạt``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from kb.check.finding import Finding, finding, plain, propose
from kb.check.report import Passage, Report
from kb.check.said import Said
from kb.check.texts import load_texts, told


def find(report: Report) -> list[Finding]:
    """The rows and sentences whose target, result and difference do not go together."""
    found: list[Finding] = []
    for passage in report.passages:
        for target, result in _pairs(passage):
            beyond = _difference(report, passage, target, result)
            if beyond:
                found += _compare([target, result, beyond], report.labels)
            elif passage.cells:
                found += _verdict(report, target, result)
    return found


def _pairs(passage: Passage) -> Iterator[tuple[Said, Said]]:
    """A target and a result of the same thing in one row, or in one sentence."""
    figures = [said for said in passage.figures if said.kind in ("rate", "count", "amount", "score")]
    targets = [said for said in figures if said.status == "target"]
    for target in targets:
        results = [said for said in figures if said.status == "actual" and _same(said, target)]
        if not passage.cells:
            results = [said for said in results if passage.sentence(said) == passage.sentence(target)]
        if len(results) == 1 and len([said for said in targets if _same(said, results[0])]) == 1:
            yield target, results[0]


def _same(one: Said, other: Said) -> bool:
    keys = ("metric", "item", "level", "where", "percent", "kind")
    return all(getattr(one, key) == getattr(other, key) for key in keys) and one.value_max is other.value_max is None


def _difference(report: Report, passage: Passage, target: Said, result: Said) -> Said | None:
    """The figure that is told to lie beyond a target or short of it, where there is exactly one."""
    changes = [
        said
        for said in passage.figures
        if said.kind == "change" and said.metric in (None, result.metric) and report.of("beyond", said)
    ]
    if not passage.cells:
        changes = [said for said in changes if passage.sentence(said) == passage.sentence(target)]
    return changes[0] if len(changes) == 1 else None


def _compare(figures: list[Said], labels: frozenset[str]) -> Iterator[Finding]:
    if _holds(figures):
        return
    target, result, beyond = figures
    expected = plain(result.value - target.value, 4)
    shown = {"target": target.shown, "result": result.shown, "beyond": beyond.shown}
    message = told("target", what=result.what, expected=expected, **shown)
    yield finding("target", figures, expected, beyond.number, message, propose(figures, _holds, labels))


def _holds(figures: Sequence[Said]) -> bool:
    """The difference may be in points, or in percent of the target; its sign is the sentence's (``còn thiếu 5%``)."""
    target, result, beyond = figures
    apart = result.value - target.value
    slack = target.step / 2 + result.step / 2 + beyond.step
    said = abs(beyond.value)
    if (not beyond.percent or result.percent) and abs(abs(apart) - said) <= slack:
        return (apart >= 0) == (beyond.value >= 0) or said == 0
    if not beyond.percent or not target.value:
        return False
    return any(
        abs(abs(share) - said) <= beyond.step
        for share in (100 * apart / target.value, 100 * result.value / target.value)
    )


def _verdict(report: Report, target: Said, result: Said) -> Iterator[Finding]:
    """``Đạt`` or ``Chưa đạt`` in a cell of its own, against the two numbers."""
    for said, tie in ((name, tie) for name in ("met", "missed") for tie in report.of(name, result)):
        if tie.others != (target,) or result.better not in ("higher", "lower"):
            continue
        reached = _reached(target, result)
        if reached is not None and reached != (said == "met"):
            words = load_texts().words["met" if reached else "missed"]
            shown = {"target": target.shown, "result": result.shown, "words": tie.words}
            yield finding("target", [target, result], words, tie.words, told("verdict", what=result.what, **shown))


def _reached(target: Said, result: Said) -> bool | None:
    """Whether the result reaches the target; None where the digits do not decide it."""
    if abs(target.value - result.value) < max(target.step, result.step) and target.value != result.value:
        return None
    if result.better == "lower" or target.qualifier in ("max", "under"):
        return result.value <= target.value
    if target.qualifier == "over" and result.value == target.value:
        return None
    return Decimal(result.value) >= target.value
