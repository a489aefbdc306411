"""The same slot with two values: in one document, or in two documents that speak of the same period.

A slot is metric, item, place, level, status, period and scale. Many slots hold two values because two things fell into
one metric (the trainees of two courses); a contradiction is told only where the words are the same, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from kb.check_finding import Finding, finding
from kb.check_report import Report, Said
from kb.identity import fold

_EVENTS = re.compile(r"\b(?:tap huan|dao tao|boi duong|hoi nghi|lop|khoa|dot|cuoc|su kien|ke hoach|van ban|quyet dinh)\b")
_EMPTY_WORDS = frozenset(
    "cua tren dia ban tinh toan cac va duoc da la co tai cho trong nam den voi so truc tuyen ty le tong".split()
)
SAME_WORDS = 0.75
"""Share of words that two subjects must have in common."""
CLOSE = Decimal("0.5")
"""Two values of one thing are within this share of each other; further apart they are about two things."""


def find(report: Report) -> list[Finding]:
    """The slots of which a document says two values."""
    found: list[Finding] = []
    for group in _slots(report.figures, lambda said: said.period).values():
        for one, other in _contradictions(group):
            vi = f"{one.what}: cùng một văn bản ghi {one.shown} và {other.shown}."
            en = f"{one.what}: the same document says {one.shown} and {other.shown}."
            found.append(finding("same_document", [one, other], one.number, other.number, (vi, en)))
    return found


def find_between(figures: list[Said]) -> list[Finding]:
    """The slots of which two documents say different values, and those that a later document restates in silence."""
    found: list[Finding] = []
    for group in _slots((said for said in figures if said.own_period), lambda said: said.own_period).values():
        if len({said.document for said in group}) < 2:
            continue
        for one, other in _contradictions(sorted(group, key=lambda said: (said.issued_on or "", said.document, said.seq))):
            if one.document == other.document:
                continue
            later = (one.issued_on or "")[:4] < (other.issued_on or "")[:4]
            rule = "restated" if later else "between_documents"
            vi = f"{one.what}, {one.own_period}: văn bản trước ghi {one.shown}, văn bản {'năm sau' if later else 'khác'} ghi {other.shown}."
            en = f"{one.what}, {one.own_period}: one document says {one.shown}, {'one of a later year' if later else 'another'} {other.shown}."
            found.append(finding(rule, [one, other], one.number, other.number, (vi, en)))
    return found


def _slots(figures: Iterable[Said], period: Callable[[Said], str | None]) -> dict[tuple[object, ...], list[Said]]:
    groups: dict[tuple[object, ...], list[Said]] = {}
    for said in figures:
        if said.metric and said.kind not in ("change", "frequency") and said.status != "maximum" and not said.value_max:
            when = period(said)
            key = (said.metric, said.item, said.place, said.level, said.status, when, said.kind, said.basis)
            groups.setdefault(key, []).append(said)
    return {key: group for key, group in groups.items() if len(group) > 1}


def _contradictions(group: list[Said]) -> Iterator[tuple[Said, Said]]:
    """Each value that differs from the first one said of the same thing, once."""
    told: set[object] = set()
    for at, other in enumerate(group):
        for one in group[:at]:
            if _contradict(one, other) and other.value not in told:
                told |= {one.value, other.value}
                yield one, other
                break


def _contradict(one: Said, other: Said) -> bool:
    if one.range.meets(other.range, max(one.step, other.step) / 2) or one.part_of == other.id or other.part_of == one.id:
        return False
    if one.document == other.document and one.passage == other.passage and one.kind not in ("score", "rank"):
        return False
    low, high = sorted((abs(one.value), abs(other.value)))
    if one.kind != "rank" and low < high * CLOSE:
        return False
    return one.kind in ("score", "rank") or _same_words(one.subject, other.subject)


def _same_words(one: str, other: str) -> bool:
    folded = [" ".join(fold(word) for word in re.findall(r"\w+", words)) for words in (one, other)]
    if any(_EVENTS.search(words) for words in folded):
        return False
    first, second = (set(words.split()) - _EMPTY_WORDS for words in folded)
    return bool(first) and len(first & second) >= SAME_WORDS * len(first | second)
