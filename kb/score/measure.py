"""How much of what people annotated the rules found, and how much of what they found is right, field by field.

A figure marked optional counts for nothing, whether found or not. A field is judged on the figures that were found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kb.fields import SCORED
from kb.score.pairs import pair, words_of
from kb.score.rows import PARTS, Part, Row

_CLOSE = Decimal("0.000001")
_KINDS_OF_PLACE = frozenset({"tinh", "thanh", "pho", "tp", "huyen", "thi", "xa", "phuong"})
COMPLETE = tuple(field.name for field in SCORED if field.scored == "complete")
"""A record is complete where all of these are right."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One figure: expected, found or both. ``wrong`` are the fields that differ (``metric`` among them), ``asked``
    those that were judged; both are empty where it was missed or is spurious."""

    part: Part
    expected: Row | None
    found: Row | None
    asked: frozenset[str] = frozenset()
    wrong: frozenset[str] = frozenset()

    @property
    def counts(self) -> bool:
        """Whether it counts at all: an optional figure does not."""
        return self.expected is None or not self.expected.optional


Scores = Mapping[str, float | None]
"""A measure's name -> a count or a share from 0 to 1 (four digits); None where there was nothing to measure."""


def judge(expected: Sequence[Row], found: Sequence[Row]) -> tuple[Verdict, ...]:
    """A verdict for every expected figure of a document, in order, then for every spurious one.

    Where a missed figure stood is not known for sure: outside tables and footnotes it counts with the figure before.
    """
    pairs = pair([row.printed for row in expected], [row.printed for row in found])
    verdicts: list[Verdict] = []
    before: Part = "prose"
    for at, row in enumerate(expected):
        partner = found[pairs[at]] if at in pairs else None
        if row.part is None and partner and partner.part in ("prose", "lists"):
            before = partner.part
        part = row.part or before
        if partner is None:
            verdicts.append(Verdict(part, row, None))
        else:
            verdicts.append(Verdict(part, row, partner, *_compare(row, partner, pairs)))
    spurious = sorted(set(range(len(found))) - set(pairs.values()))
    return (*verdicts, *(Verdict(found[at].part or "prose", None, found[at]) for at in spurious))


def _compare(expected: Row, found: Row, pairs: Mapping[int, int]) -> tuple[frozenset[str], frozenset[str]]:
    """The fields that were judged, and those of them that are wrong."""
    asked = {field for field, applies in _ASKED.items() if applies(expected)} | set(_SAME)
    wrong = {field for field in asked & set(_SAME) if not _SAME[field](expected, found)}
    asked |= expected.said.keys()
    wrong |= {field for field, word in expected.said.items() if word != found.said.get(field)}
    if "part_of" in asked and (found.part_of is None or pairs.get(expected.part_of or 0) != found.part_of):
        wrong.add("part_of")
    if "period" in asked and expected.period != found.period:
        wrong.add("period")
    if "metric" in asked and expected.metric != found.metric:
        wrong.add("metric")
    return frozenset(asked), frozenset(wrong)


_ASKED: Mapping[str, Callable[[Row], bool]] = {
    # A period that no words state is the document's own, however it is written.
    "period": lambda row: row.period is not None,
    "part_of": lambda row: row.part_of is not None,
    # An id that the catalogue does not have yet is a wish: whatever was found is neither right nor wrong.
    "metric": lambda row: not (row.metric or "").startswith("new:"),
}
_SAME: Mapping[str, Callable[[Row, Row], bool]] = {
    "value": lambda a, b: _close(a.value, b.value) and _close(a.value_max, b.value_max),
    "denominator": lambda a, b: _close(a.denominator, b.denominator),
    "unit": lambda a, b: _same_unit(a.unit, b.unit),
    "place": lambda a, b: _bare_place(a.place) == _bare_place(b.place),
    "footnote": lambda a, b: a.footnote == b.footnote,
    "marks": lambda a, b: a.marks == b.marks,
    "in_table": lambda a, b: a.in_table == b.in_table,
}
FIELDS = tuple(field.name for field in SCORED)


def _close(one: Decimal | None, other: Decimal | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= _CLOSE * max(Decimal(1), abs(one))


def _same_unit(wanted: str, found: str) -> bool:
    """A counted noun may be found longer than it was annotated (``hồ sơ trực tuyến`` for ``hồ sơ``); one that is cut
    short is wrong (``trường`` for ``trường hợp``)."""
    some, others = words_of(wanted) or [wanted.strip()], words_of(found) or [found.strip()]
    return some == others or (bool(some) and set(some) <= set(others))


def _bare_place(place: str) -> frozenset[str]:
    return frozenset(words_of(place)) - _KINDS_OF_PLACE


def scores(verdicts: Iterable[Verdict]) -> Scores:
    """All measures of these verdicts, in the order in which they are shown."""
    count = _count(verdicts)
    precision, recall = _share(count["right"], count["found"]), _share(count["right"], count["gold"])
    metric_precision = _share(count["link right"], count["link found"])
    metric_recall = _share(count["link right"], count["link gold"])
    return {
        "gold": count["gold"],
        "found": count["found"],
        "precision": precision,
        "recall": recall,
        "f1": _f1(precision, recall),
        **{field: _share(count[f"{field} right"], count[f"{field} asked"]) for field in FIELDS},
        "complete": _share(count["complete"], count["right"]),
        "complete_recall": _share(count["complete"], count["gold"]),
        "metric_precision": metric_precision,
        "metric_recall": metric_recall,
        "metric_f1": _f1(metric_precision, metric_recall),
    }


def by_part(verdicts: Sequence[Verdict]) -> dict[Part, Scores]:
    """The measures of prose, lists, footnotes and tables, each by itself."""
    return {part: scores(verdict for verdict in verdicts if verdict.part == part) for part in PARTS}


def _count(verdicts: Iterable[Verdict]) -> Counter[str]:
    count: Counter[str] = Counter()
    for verdict in verdicts:
        if not verdict.counts:
            continue
        expected, found = verdict.expected, verdict.found
        count["gold"] += expected is not None
        count["found"] += found is not None
        count["right"] += expected is not None and found is not None
        count["complete"] += bool(verdict.asked) and verdict.wrong.isdisjoint(COMPLETE)
        for field in verdict.asked:
            count[f"{field} asked"] += 1
            count[f"{field} right"] += field not in verdict.wrong
        _count_metric(verdict, count)
    return count


def _count_metric(verdict: Verdict, count: Counter[str]) -> None:
    wanted = verdict.expected.metric if verdict.expected else None
    given = verdict.found.metric if verdict.found else None
    if wanted and wanted.startswith("new:"):
        return
    count["link gold"] += wanted is not None
    count["link found"] += given is not None
    count["link right"] += wanted is not None and wanted == given


def _share(some: int, of: int) -> float | None:
    return round(some / of, 4) if of else None


def _f1(precision: float | None, recall: float | None) -> float | None:
    """Of the rounded shares, so that a reader can work it out from what is shown; None where nothing was there."""
    if precision is None and recall is None:
        return None
    if not precision or not recall:
        return 0.0
    return round(2 * precision * recall / (precision + recall), 4)
