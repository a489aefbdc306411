"""Value before, value after and the stated change: ``từ 10 xuống 54`` is a fall of 44 places.

A rank that grows is a fall. The same is said by a sentence with both ends (``từ 10 xuống 54``), by one that names the
end before in brackets (``xếp thứ 36, giảm 12 bậc so với năm 2022 (xếp thứ 24)``), by one that tells the two one after
the other (``đầu năm có 45 hộ, cuối năm còn 36 hộ, giảm 9 hộ``), by a row or column of a table that holds the
differences, and by the values of two years that stand anywhere in the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from kb.check.finding import Finding, finding, plain, propose
from kb.check.report import Report
from kb.check.rounding import Range
from kb.check.said import Said
from kb.check.texts import Told, load_texts, told
from kb.check.ties import Tie

_YEAR = re.compile(r"\d{4}\Z")
_WAYS = (("sentence",), ("brackets",), ("row",), ("below", "beside"))
"""The ways in which the words tell a change with both of its ends, the nearest first."""
Triple = tuple[Said, Said, Said]


def find(report: Report) -> list[Finding]:
    """The changes of a document that its own values contradict; what is said several times is one finding."""
    triples: dict[tuple[object, ...], list[Said]] = {}
    points = {tie.figure.id for tie in report.ties("in_points") if tie.figure.percent}
    seen: set[str] = set()
    for triples_told in (*(_told_by(report, ways) for ways in _WAYS), _between_years(report)):
        for before, after, change in triples_told:
            if change.id in points:
                change = replace(change, kind="points")
            key = (after.metric, after.item, after.where, before.value, after.value, change.value)
            # Where the two ends stand beside their change, years elsewhere in the document are not asked.
            new = change.id not in seen
            seen.add(change.id)
            if (new or key in triples) and not _holds((before, after, change)):
                triples.setdefault(key, []).extend([before, after, change])
    return [_told(list(dict.fromkeys(figures)), report.labels) for figures in triples.values()]


def starts_of_changes(report: Report) -> set[str]:
    """The figures that a sentence only names as where a change began: of an earlier time (``từ 45 lên 21``, ``tăng 24
    bậc so với năm trước (45)``)."""
    return {tie.others[0].id for tie in report.ties("from_to", "since")}


def _told(figures: list[Said], labels: frozenset[str]) -> Finding:
    before, after, change = figures[:3]
    difference = _difference(before, after)
    if change.percent and not after.percent and before.value:
        difference = round(100 * difference / before.value, 2)
    scale, words = after.scale if not change.percent else (Decimal(1), "")
    expected = plain(difference / scale, 4) + words.removesuffix(f" {change.unit}")
    unit = f" {change.unit}" if change.unit and not change.percent else change.unit
    printed = plain(change.value / scale, 4) + words
    other = load_texts().words["rank"] if after.kind == "rank" else after.unit
    message = told(
        "change",
        what=Told(*(words or other for words in after.what)),
        before=before.shown,
        after=after.shown,
        expected=f"{expected}{unit}",
        printed=printed,
    )
    repair = propose([before, after, change], _holds, labels)
    return finding("change", figures, expected, printed, message, repair)


def _difference(before: Said, after: Said) -> Decimal:
    return before.value - after.value if after.kind == "rank" else after.value - before.value


def _holds(figures: Sequence[Said]) -> bool:
    """Whether the change is the difference, or, of a change in percent, the growth in percent."""
    before, after, change = figures
    ends = (after.range, before.range)
    if not all(one.is_bounded for one in (*ends, change.range)):
        return True
    difference = ends[1] - ends[0] if after.kind == "rank" else ends[0] - ends[1]
    slack = change.step / 2
    if (not change.percent or after.percent) and change.range.meets(difference, slack):
        return True
    if change.kind == "points":
        return False
    grown = difference.share_of(before.range) if change.percent and difference.low >= 0 else None
    if change.percent and difference.high <= 0:
        fallen = Range(-difference.high, -difference.low).share_of(before.range)
        grown = Range(-fallen.high, -fallen.low) if fallen else None
    return grown is not None and change.range.meets(grown, slack)


def _may(before: Said, after: Said, change: Said) -> bool:
    if change.kind != "change" or "change" in (before.kind, after.kind) or before.kind != after.kind:
        return False
    if after.kind == "rank":
        return not change.percent
    return (
        (before.percent == after.percent)
        and before.is_money == after.is_money
        and (change.percent or not after.percent)
    )


def _told_by(report: Report, ways: Sequence[str]) -> Iterator[Triple]:
    """The changes that the words tell in these ways, where kinds and units of the three go together."""
    for tie in report.ties("change"):
        if tie.how in ways:
            triple = _read(report, tie)
            if triple is not None:
                yield triple


def _read(report: Report, tie: Tie) -> Triple | None:
    change, (before, after) = tie.figure, tie.others
    if tie.how == "sentence" and not (after.metric or after.percent):
        after = _like(after, before)
    if tie.how == "brackets":
        if change.value > 0 and any(one.others == (after,) for one in report.of("less_than", change)):
            change = replace(change, value=-change.value)
        if report.of("planned", before):
            # What is planned is no rounded number: a plan of 80% is 80,0%.
            before = replace(before, step=min(before.step, after.step))
    if tie.how == "below":
        if before.kind != after.kind or before.kind == "change":
            return None
        if before.period and after.period and before.period > after.period:
            before, after = after, before
        return before, after, replace(change, kind="change")
    if tie.how == "beside":
        if before.period == after.period or before.status != after.status:
            return None
        may = _may(before, after, change)
        if (before.period or "") > (after.period or ""):
            before, after = after, before
        return (before, after, change) if may else None
    return (before, after, change) if _may(before, after, change) else None


def _like(after: Said, before: Said) -> Said:
    """The end of a change that bears no word of its own: it is of the kind of its beginning."""
    what = {name: getattr(before, name) for name in ("kind", "unit", "metric", "item", "name", "subject", "better")}
    return replace(after, **what)


def _between_years(report: Report) -> Iterator[Triple]:
    """A change of a year against the values of that year and of the one before, each of which is said in one way."""
    values: dict[tuple[object, ...], dict[str, dict[str, list[Said]]]] = {}
    for said in report.figures:
        if said.metric and said.kind in ("rank", "score") and said.status == "actual" and said.period:
            years = values.setdefault(_slot(said), {}).setdefault(said.basis, {})
            years.setdefault(said.period, []).append(said)
    for change in report.figures:
        if change.kind != "change" or not change.metric or not _YEAR.match(change.period or ""):
            continue
        for years in values.get(_slot(change), {}).values():
            now, then = years.get(change.period or "", []), years.get(str(int(change.period or "0") - 1), [])
            one_way = len({one.value for one in now}) == 1 == len({one.value for one in then})
            # ``tăng 1,84%`` of an index in percent are points; of the same index told in points it says nothing.
            one_way = one_way and (now[0].kind == "rank" or change.percent == now[0].percent)
            if one_way and _may(then[0], now[0], change):
                yield then[0], now[0], change


def _slot(said: Said) -> tuple[object, ...]:
    return (said.metric, said.item, said.where, said.level)
