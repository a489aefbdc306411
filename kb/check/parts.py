"""Parts against the whole: ``336 cán bộ, gồm 92 chuyên trách, 244 kiêm nhiệm``.

Where the sentence says that they are all (``gồm``, ``còn lại``), they must add up. Where only some are named (``trong
đó``), they may overlap (stations of 4G and of 5G), and add up to less or to more: too much is told only of parts that
shut each other out, by their levels or their words (``chuyên trách``, ``kiêm nhiệm``). No part is more than its whole.
The parts of a rate lie around it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import reduce

from kb.check.finding import Finding, finding, plain, plain_as, propose
from kb.check.repairs import FAULTS
from kb.check.report import Passage, Report
from kb.check.rounding import Range
from kb.check.said import Said
from kb.check.texts import told

_NEARLY = Decimal("0.1")
"""What is listed and not known to be parts is set against a whole that it misses by no more than this share."""


def find(report: Report) -> list[Finding]:
    """The breakdowns of a document that do not come out."""
    by_id = {said.id: said for said in report.figures}
    groups: dict[tuple[str, int], list[Said]] = {}
    for said in report.figures:
        if said.part_of in by_id and said.kind not in ("change", "rank", "score"):
            groups.setdefault((said.part_of or "", said.passage), []).append(said)
    found: list[Finding] = []
    for (whole_id, passage), parts in groups.items():
        whole = by_id[whole_id]
        parts = [part for part in parts if _same_thing(part, whole)]
        if parts and whole.percent:
            found += _around(whole, parts)
        elif parts and len({part.denominator is None for part in parts}) == 1:
            ways = [list(_sum(report, whole, way, report.passage_of[passage])) for way in _ways(parts)]
            found += ways[0] if all(ways) else []
    return [*found, *_of_one_denominator(report), *_unlinked(report)]


def _ways(parts: list[Said]) -> list[list[Said]]:
    """All parts, and, where the whole may be divided twice over, those by level and the others apart."""
    by_level = [part for part in parts if part.level is not None]
    others = [part for part in parts if part.level is None]
    return [parts, by_level, others] if len(by_level) > 1 and len(others) > 1 else [parts]


def _same_thing(part: Said, whole: Said) -> bool:
    if part.status != whole.status or part.percent != whole.percent:
        return False
    if part.denominator is not None and (whole.denominator or whole.value) != part.denominator:
        return False
    return part.is_money == whole.is_money


def _sum(report: Report, whole: Said, parts: list[Said], passage: Passage, listed: bool = False) -> Iterator[Finding]:
    """``listed``: the parts are told to be all there are."""
    everything = listed or (len(parts) > 1 and _says_all(report, whole, parts, passage))
    parts = [part for part in parts if not _within_a_part(report, part, parts)]
    if _run_is_all(whole, parts):
        return
    if not everything and len(parts) > 1 and _may_overlap(report, whole, parts):
        # Each of them is still no more than the whole.
        parts = [part for part in parts if part.range.low > whole.range.high][:1]
        if not parts:
            return
    if everything and report.of("overlaps", parts[-1]):
        return

    def holds(figures: Sequence[Said]) -> bool:
        total = reduce(Range.__add__, (part.range for part in figures[1:]))
        return total.meets(figures[0].range) if everything else total.low <= figures[0].range.high

    tied = [whole, *parts]
    if holds(tied):
        return
    total = plain_as(sum((part.value for part in parts), Decimal(0)), parts[0])
    terms = " + ".join(part.shown for part in parts)
    printed = whole.shown if whole.scale[1] else whole.number
    shown = {"whole": whole.shown, "terms": terms, "total": total, "printed": printed}
    message = told("parts_all", **shown)
    if len(parts) == 1:
        message = told("part_too_large", part=parts[0].shown, whole=whole.shown)
    # Where parts are only too many, any number with a digit less would do: that proposes nothing.
    repair = propose(tied, holds, report.labels, FAULTS if everything else ("mark", "separator", "magnitude"))
    yield finding("parts", tied, total, printed, message, repair)


def _says_all(report: Report, whole: Said, parts: list[Said], passage: Passage) -> bool:
    """Whether the sentence says that these parts are all there are."""
    first, last = parts[0], parts[-1]
    ids = {part.id for part in parts}
    others = [one for one in passage.figures if first.start < one.start < last.start and not one.percent]
    if any(one.id not in ids and one.part_of not in ids and one.unit == first.unit for one in others):
        return False
    if any(_goes_on(tie.figure, last) for tie in report.ties("listed_behind") if tie.others == (last,)):
        return False
    rest = [tie.figure for tie in report.ties("rest") if tie.others == (whole,)]
    if any(one.passage == passage.id and one.start <= last.start for one in rest):
        return True
    return any(tie.how == "all" for tie in report.of("part_of", first))


def _goes_on(behind: Said, last: Said) -> bool:
    """Whether what is listed right behind the last part is a further thing of the same rank, not known as a part."""
    return behind.part_of is None and behind.kind == last.kind and behind.level == last.level


def _run_is_all(whole: Said, parts: list[Said]) -> bool:
    """Whether some neighbours among the parts add up to the whole: the others divide it in another way."""
    for start in range(len(parts)):
        for end in range(start + 2, len(parts) + 1):
            run = parts[start:end]
            total = reduce(Range.__add__, (part.range for part in run))
            if len(run) < len(parts) and total.is_bounded and total.meets(whole.range):
                return True
    return False


def _may_overlap(report: Report, whole: Said, parts: list[Said]) -> bool:
    """Whether a thing may be counted in two of the parts: nothing in their words shuts it out."""
    if report.of("overlaps", parts[-1]):
        return True
    levels = [part.level for part in parts]
    some = any(tie.how == "some" for tie in report.of("part_of", parts[0]))
    if not some or (None not in levels and len(set(levels)) == len(parts)):
        return False
    return not any(tie.others[0] in parts for part in parts for tie in report.of("excludes", part))


def _within_a_part(report: Report, part: Said, parts: list[Said]) -> bool:
    """Whether it is told of the part before it: ``tiếp nhận mới 91.269, trong đó trực tuyến 70.486``."""
    return any(tie.others[0] in parts for tie in report.of("within", part))


def _around(whole: Said, parts: list[Said]) -> Iterator[Finding]:
    """A rate lies between the rates of the levels that it is broken down by."""
    levels = {part.level for part in parts}
    if len(parts) < 3 or None in levels or len(levels) < len(parts) or any(p.metric != whole.metric for p in parts):
        return
    low, high = min(part.range.low for part in parts), max(part.range.high for part in parts)
    if Range(low, high).meets(whole.range):
        return
    terms = ", ".join(part.shown for part in parts)
    message = told("parts_around", whole=whole.shown, terms=terms)
    yield finding("parts", [whole, *parts], f"{plain(low)}–{plain(high)}", whole.number, message)


def _unlinked(report: Report) -> Iterator[Finding]:
    """Lists behind their whole that were not read as its parts, or that a colon alone says to be them.

    Money of which each sum is more than what it is told to be of (``31,2 triệu đồng, trong đó cấp tỉnh 9,6 tỷ đồng``),
    and counts of one unit that end their sentence and nearly add up (``42 chỉ tiêu. Kết quả: 35 đạt, 5 chưa đạt, …``).
    """
    for tie in report.ties("lists"):
        whole, parts = tie.figure, list(tie.others)
        if whole.kind not in ("count", "amount") or whole.qualifier != "exact" or whole.denominator is not None:
            continue
        if any(part.part_of not in (None, whole.id) or part.denominator for part in parts):
            continue
        if (
            len({(one.kind, one.status, one.is_money) for one in (whole, *parts)}) > 1
            or len({p.unit for p in parts}) > 1
        ):
            continue
        if whole.is_money:
            untied = all(part.range.low > whole.range.high for part in parts)
        else:
            total = sum((part.value for part in parts), Decimal(0))
            untied = len(parts) > 2 and abs(total - whole.value) <= _NEARLY * whole.value
            # Known parts that are too many were told of above.
            untied = untied and (total < whole.value or all(part.part_of is None for part in parts))
        if untied:
            yield from _sum(report, whole, parts, report.passage_of[parts[0].passage], listed=True)


def _of_one_denominator(report: Report) -> Iterator[Finding]:
    """``16/28 đạt, 3/28 chưa đạt, còn 9/28 chưa đánh giá``: fractions of one whole add up to no more than it."""
    for passage in report.passages:
        groups: dict[tuple[object, ...], list[Said]] = {}
        for said in passage.figures:
            if said.denominator and said.kind in ("rate", "count") and not said.percent:
                key = (said.denominator, said.unit, said.level, passage.sentence(said), said.part_of)
                groups.setdefault(key, []).append(said)
        for (denominator, *_), parts in groups.items():
            rest = [tie.figure for tie in report.ties("left_over") if tie.figure in passage.figures]
            rest = [one for one in rest if parts[0].start < one.start <= parts[-1].start]
            if len(parts) < 3 or not any(one.denominator == denominator for one in rest):
                continue
            total = sum((part.value for part in parts), Decimal(0))
            if total > parts[0].denominator:  # type: ignore[operator]
                terms = " + ".join(part.number for part in parts)
                message = told("parts_of_one", terms=terms, total=plain(total), denominator=denominator)
                yield finding("parts", parts, str(denominator), plain(total), message)
