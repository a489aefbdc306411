"""The same slot with two values: in one document, or in two documents that speak of the same period.

A slot is metric, item, place, level, status, period and scale. Many slots hold two values because two things fell into
one metric (the trainees of two courses); a contradiction is told only where the words are the same, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal

from kb.check.changes import starts_of_changes
from kb.check.finding import Finding, finding
from kb.check.ranks import PROVINCES_SINCE
from kb.check.report import Passage, Report
from kb.check.rounding import Range
from kb.check.said import Said
from kb.check.texts import told
from rules.relations.subjects import is_same_thing

MOST = 30
"""A slot with more values than this is a list of many things."""
CLOSE = Decimal("0.5")
"""Two values of one thing are within this share of each other; further apart they are about two things."""


def find(report: Report) -> list[Finding]:
    """The slots of which a document says two values or more."""
    starts = starts_of_changes(report)
    leads = {said.id: _lead(passage, said) for passage in report.passages for said in passage.figures}
    found: list[Finding] = []
    for group in _slots((said for said in report.figures if said.id not in starts), lambda said: said.period).values():
        tied = list(dict.fromkeys(one for pair in _contradictions(group, leads) for one in pair))
        if tied:
            values = [said.shown for said in {one.value: one for one in reversed(tied)}.values()][::-1]
            first = ", ".join(values[:-1])
            message = told("same_document", what=tied[0].what, first=first, last=values[-1])
            found.append(finding("same_document", tied, values[0], values[-1], message))
    return found


def find_between(figures: list[Said]) -> list[Finding]:
    """The slots of which two documents say different values, and those that a later document restates in silence."""
    found: list[Finding] = []
    for group in _slots((said for said in figures if said.own_period), lambda said: said.own_period).values():
        group.sort(key=lambda said: (said.issued_on or "", said.document, said.seq))
        if len({said.document for said in group}) < 2:
            continue
        for one, other in _contradictions(group, {}):
            if one.document == other.document:
                continue
            later = (one.issued_on or "")[:4] < (other.issued_on or "")[:4]
            rule = "restated" if later else "between_documents"
            message = told(rule, what=one.what, period=one.own_period, one=one.shown, other=other.shown)
            found.append(finding(rule, [one, other], one.number, other.number, message))
    return found


def _slots(figures: Iterable[Said], period: Callable[[Said], str | None]) -> dict[tuple[object, ...], list[Said]]:
    groups: dict[tuple[object, ...], list[Said]] = {}
    for said in figures:
        if said.metric and said.kind not in ("change", "frequency") and said.status != "maximum" and not said.value_max:
            when = period(said)
            key = (said.metric, said.item, said.where, said.level, said.status, when, said.kind, said.basis)
            groups.setdefault(key, []).append(said)
    return {key: group for key, group in groups.items() if len(group) > 1}


def _contradictions(group: list[Said], leads: Mapping[str, str]) -> Iterator[tuple[Said, Said]]:
    """Each value that differs from the first one said of the same thing, once."""
    told: set[Decimal] = set()
    seen: dict[tuple[str, Decimal], Said] = {}
    for other in group:
        for one in seen.values() if other.value not in told and len(seen) <= MOST else ():
            if _contradict(one, other, leads):
                told |= {one.value, other.value}
                yield one, other
                break
        seen.setdefault((other.document, other.value), other)


def _contradict(one: Said, other: Said, leads: Mapping[str, str]) -> bool:
    if one.id == other.part_of or one.part_of == other.id:
        return False
    if _range(one).meets(_range(other), max(one.step, other.step) / 2):
        return False
    if one.document == other.document and one.passage == other.passage:
        return False
    if one.kind == "rank" and _of_a_region(one) != _of_a_region(other):
        return False
    if one.kind == "rank" or _explained(one, other) or _explained(other, one):
        return True
    low, high = sorted((abs(one.value), abs(other.value)))
    if low < high * CLOSE or not is_same_thing(one.subject, other.subject):
        return False
    return one.kind == "score" or is_same_thing(leads.get(one.id, ""), leads.get(other.id, ""))


def _of_a_region(rank: Said) -> bool:
    """Whether a rank says that it is one among fewer than all provinces (``6/14``)."""
    return rank.denominator is not None and rank.denominator < PROVINCES_SINCE


def _range(said: Said) -> Range:
    """What the value can be. Nobody writes ``over 2.500`` of something that is more than twice as much."""
    return Range(said.range.low, min(said.range.high, 2 * said.value))


def _explained(one: Said, note: Said) -> bool:
    """Whether ``note`` stands in the footnote whose mark ``one`` bears: it is about the same thing."""
    return note.footnote in one.marks and one.document == note.document


def _lead(passage: Passage, said: Said) -> str:
    """The words of the sentence, or of the table row, that stand before a figure."""
    return re.sub(r"\d\S*", " ", passage.text[passage.sentence(said)[0] : said.start])
