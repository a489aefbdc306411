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
from kb.check.report import Passage, Report, Said
from kb.check.rounding import Range
from rules.language.fold import bare_letters

_EVENTS = re.compile(
    r"\b(?:tap huan|dao tao|boi duong|hoi nghi|lop|khoa|dot|cuoc|su kien|ke hoach|van ban|quyet dinh)\b"
)
_EMPTY_WORDS = frozenset(
    {*("cua", "tren", "dia", "ban", "tinh", "toan", "cac", "va", "duoc", "da", "la", "co", "tai", "cho", "trong")}
    | {*("nam", "den", "voi", "so", "truc", "tuyen", "ty", "le", "tong")}
)
SAME_WORDS = 0.75
"""Share of words that two subjects must have in common."""
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
            vi = f"{tied[0].what}: cùng một văn bản ghi {first} và {values[-1]}."
            en = f"{tied[0].what_en}: the same document says {first} and {values[-1]}."
            found.append(finding("same_document", tied, values[0], values[-1], (vi, en)))
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
            vi, en = ("văn bản năm sau", "one of a later year") if later else ("văn bản khác", "another")
            vi = f"{one.what}, {one.own_period}: một văn bản ghi {one.shown}, {vi} ghi {other.shown}."
            en = f"{one.what_en}, {one.own_period}: one document says {one.shown}, {en} {other.shown}."
            found.append(finding(rule, [one, other], one.number, other.number, (vi, en)))
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
    if one.kind == "rank" or _explained(one, other) or _explained(other, one):
        return True
    low, high = sorted((abs(one.value), abs(other.value)))
    if low < high * CLOSE or not _same_words(one.subject, other.subject):
        return False
    return one.kind == "score" or _same_words(leads.get(one.id, ""), leads.get(other.id, ""))


def _range(said: Said) -> Range:
    """What the value can be. Nobody writes ``trên 2.500`` of something that is more than twice as much."""
    return Range(said.range.low, min(said.range.high, 2 * said.value))


def _explained(one: Said, note: Said) -> bool:
    """Whether ``note`` stands in the footnote whose mark ``one`` bears: it is about the same thing."""
    return note.footnote in one.marks and one.document == note.document


def _lead(passage: Passage, said: Said) -> str:
    """The words of the sentence, or of the table row, that stand before a figure."""
    return re.sub(r"\d\S*", " ", passage.text[passage.sentence(said)[0] : said.start])


def _same_words(one: str, other: str) -> bool:
    if one == other:
        return not _EVENTS.search(" ".join(bare_letters(word) for word in re.findall(r"\w+", one)))
    folded = [" ".join(bare_letters(word) for word in re.findall(r"\w+", words)) for words in (one, other)]
    if any(_EVENTS.search(words) for words in folded):
        return False
    first, second = (set(words.split()) - _EMPTY_WORDS for words in folded)
    return bool(first) and len(first & second) >= SAME_WORDS * len(first | second)
