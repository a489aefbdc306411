"""Numerator, denominator and percentage: ``841/858 đạt 98,02%``, ``4,5 tỷ/239 tỷ; tỷ lệ 1,92%``, ``95.516 trong số
123.290 hồ sơ, chiếm 77,47%``, and the metrics of which one is the share of others.

A percentage may be rounded or cut off; numerator and denominator are good to half of their last digit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kb.check.finding import Finding, finding, plain, propose
from kb.check.repairs import FAULTS
from kb.check.report import Passage, Report, Said
from kb.check.rounding import Range

# Between a fraction and the percentage that only says it again stands its noun, a mark, and no other thing.
_AGAIN = re.compile(
    r"(?P<noun>[^.;:()\d]{0,90}?)\s*[,;(=~–-]?\s*"
    r"(?:(?:và|tương ứng|tương đương|với|tỷ lệ|tỉ lệ|đạt|chiếm|bằng|là|mới|chỉ|khoảng)[\s:]*)*\s*"
)
_LINK = re.compile(r"(?:tỷ lệ|tỉ lệ|đạt|chiếm|bằng|tương ứng|tương đương|[=~(])[^\w]*(?:tỷ lệ|tỉ lệ|là|với|\W)*$")
OF_A_PLAN = re.compile(
    r"\s*%?\s*(?:so với|kế hoạch|KH\b|dự toán|chỉ tiêu|mục tiêu|cùng kỳ|nghị quyết|năm trước|yêu cầu)", re.IGNORECASE
)
_OTHER_PLAN = re.compile(r"\s*%?\s*(?:so với|cùng kỳ|nghị quyết|năm trước)", re.IGNORECASE)
_OVER = re.compile(
    r"[^.;()\d]{0,40}(?:/|\btrên tổng(?: số)?\b|\btrong tổng(?: số)?\b|\btrong số\b|\btrên\b)\s*(?:tổng số\s*)?"
)
_SHARE_FOLLOWS = re.compile(r"[^.;()\d]{0,60}?[,(]?\s*(?:chiếm|đạt|bằng|tương ứng)(?: tỷ lệ| tỉ lệ| với)?\s*")
_ALONE = re.compile(r"[^();\d]{0,40}\)")
_OF_IN_BRACKETS = re.compile(
    r"\s*%?\s*(?:so với\s+)?(?:tổng\s+)?(?:kế hoạch|KH|dự toán|chỉ tiêu|mục tiêu|nhu cầu|số)\b"
    r"(?:[^.;()\d]|(?<=năm )\d{4}){0,60}\(\s*(?:(?!so\b|tăng\b|giảm\b|gồm\b)[^\W\d]+\s+){0,4}",
    re.IGNORECASE,
)
"""From a share to its whole behind it, that alone stands in brackets: ``kế hoạch năm (``, ``số đã phê duyệt (``."""
_OF_TOTAL = re.compile(r"\s*%?\s*(?:trên|trong|so với|của)?\s*tổng(?: số)?[^.;()\d]{0,30}")
"""``chiếm 5,0% trên tổng số``."""
_SHARE_BEHIND = re.compile(
    r"[^.;()\d]{0,80}?[,(]?\s*(?:chiếm|đạt|bằng|tương (?:ứng|đương))(?: với)?(?: tỷ lệ| tỉ lệ)?\s*"
)
_PLANNED = re.compile(r"\b(?:kế hoạch|chỉ tiêu|mục tiêu|dự toán|nhu cầu|được giao|giao)\b", re.IGNORECASE)
_DONE = re.compile(
    r"[^.;()\d]{0,40}?,\s*(?:(?:nay|đến nay|đã)\s+)*"
    r"(?:hoàn thành|thực hiện|giải ngân|xây dựng|có mặt|xử lý|giải quyết|đạt|tuyển|cấp)(?:\s+(?:được|là))?\s*",
    re.IGNORECASE,
)
RELATIONS: dict[str, tuple[str, tuple[tuple[str, ...], ...], tuple[str, ...]]] = {
    "dvctt_full_rate": (
        "dvctt_full",
        (("dvctt_full", "dvctt_partial"), ("dvctt_total",)),
        ("procedures_total", "dvctt_national_portal"),
    ),
    "dvctt_national_portal_rate": ("dvctt_national_portal", (("dvctt_total",),), ("procedures_total",)),
    "dossiers_online_rate": ("dossiers_online", (("dossiers_received",),), ("dossiers_resolved",)),
    "dossiers_resolved_rate": ("dossiers_resolved", (("dossiers_received",),), ()),
}
"""A rate, the count that it is the share of, the sums of counts that are its whole, and the counts that some take it of
instead: those never make a finding, but one that fits takes it back."""
_PARTS_OF: dict[str | None, str] = {"dossiers_on_time_rate": "dossiers_resolved"}
"""Rates of a count that has no metric of its own, and the metric of what they are the share of."""
_OTHER_WHOLE = re.compile(r"đủ điều kiện|phát sinh|thiết yếu|mục tiêu", re.IGNORECASE)


def find(report: Report) -> list[Finding]:
    """The shares of a document that do not come out."""
    found: list[Finding] = []
    for passage in report.passages:
        found += _printed(passage, report.labels)
    tied = {one for each in found for one in each.figures}
    return [*found, *(each for each in _by_metrics(report) if not tied & set(each.figures))]


def _printed(passage: Passage, labels: frozenset[str]) -> Iterator[Finding]:
    figures = passage.figures
    for at, said in enumerate(figures):
        if not _is_share(said):
            continue
        before, behind = figures[max(at - 2, 0) : at], figures[at + 1 : at + 2]
        if len(before) == 2 and _a_over_b(passage, *before, said):
            yield from _compare([before[0], before[1], said], labels)
        elif len(before) == 2 and (_part_then_share(passage, *before, said) or _of_a_plan(passage, *before, said)):
            yield from _compare([before[1], before[0], said], labels)
        elif before and behind and _of_brackets(passage, before[-1], said, behind[0]):
            yield from _compare([before[-1], behind[0], said], labels)
        elif before and (whole := _whole_of(passage, before[-1], said)):
            yield from _compare([before[-1], whole, said], labels)
        elif before and _says_again(passage, before[-1], said):
            yield from _compare([before[-1], said], labels)
        elif behind and behind[0].denominator and passage.text[said.end : behind[0].start].strip(" %") == "(":
            yield from _compare([behind[0], said], labels)


def _is_share(said: Said) -> bool:
    return said.percent and said.kind == "rate" and said.value_max is None and not said.denominator


def _says_again(passage: Passage, fraction: Said, share: Said) -> bool:
    """Whether the percentage only repeats the fraction before it."""
    if not _is_fraction(fraction) or fraction.qualifier != "exact" or fraction.status != share.status:
        return False
    between = passage.text[fraction.end : share.start]
    if not _AGAIN.fullmatch(between) or not _LINK.search(between) or "\n" in between:
        return False
    return not OF_A_PLAN.match(passage.text, share.end)


def _is_fraction(said: Said) -> bool:
    return (
        bool(said.denominator) and said.kind in ("rate", "count", "amount") and not said.percent and "/" in said.number
    )


def _a_over_b(passage: Passage, part: Said, whole: Said, share: Said) -> bool:
    """``4,5 tỷ đồng/239 tỷ; tỷ lệ 1,92%``."""
    if (
        part.percent
        or whole.percent
        or "change" in (part.kind, whole.kind)
        or (part.value > whole.value and part.unit != "đồng")
    ):
        return False
    between = passage.text[part.end : whole.start]
    then = passage.text[whole.end : share.start]
    if (part.unit == "đồng") != (whole.unit == "đồng") or OF_A_PLAN.match(passage.text, share.end):
        return False
    return bool(_OVER.fullmatch(between)) and bool(_AGAIN.fullmatch(then)) and bool(_LINK.search(then))


def _part_then_share(passage: Passage, whole: Said, part: Said, share: Said) -> bool:
    """``123.290 hồ sơ, trong đó 95.516 hồ sơ trực tuyến, chiếm 77,47%``."""
    if part.part_of != whole.id or part.percent or whole.percent or whole.kind != "count" or part.denominator:
        return False
    then = passage.text[part.end : share.start]
    if passage.id != whole.passage or OF_A_PLAN.match(passage.text, share.end):
        return False
    return bool(_SHARE_FOLLOWS.fullmatch(then)) and "chiếm" in then


def _counted(*figures: Said) -> bool:
    """Whether the figures are plain numbers of one kind, of which one can be the share of another."""
    plain_ones = all(
        one.kind in ("count", "amount") and not one.percent and one.denominator is None and one.value_max is None
        for one in figures
    )
    return plain_ones and len({one.kind for one in figures}) == 1 and len({one.unit == "đồng" for one in figures}) == 1


def _of_brackets(passage: Passage, part: Said, share: Said, whole: Said) -> bool:
    """``47.900 lao động, đạt 106,4% kế hoạch (45.000 lao động)``."""
    if not _counted(part, whole) or passage.cells or part.unit.split()[:1] != whole.unit.split()[:1]:
        return False
    between = passage.text[share.end : whole.start]
    in_brackets = _OF_IN_BRACKETS.fullmatch(between) and _ALONE.match(passage.text, whole.end)
    follows = _SHARE_BEHIND.fullmatch(passage.text[part.end : share.start])
    return bool(follows and (in_brackets or _OF_TOTAL.fullmatch(between)))


def _of_a_plan(passage: Passage, whole: Said, part: Said, share: Said) -> bool:
    """``Chỉ tiêu là 9.074 căn, đã hoàn thành 3.176 căn, đạt 35% chỉ tiêu``."""
    if not _counted(part, whole) or passage.cells or part.unit != whole.unit:
        return False
    start, end = passage.sentence(share)
    if not start <= whole.start < share.start < end:
        return False
    # The plan is said of the whole itself, not of what stands before it.
    lead = re.split(r"[,;:]", passage.text[start : whole.start])[-1]
    return bool(
        _PLANNED.search(lead)
        and _DONE.fullmatch(passage.text[whole.end : part.start])
        and _SHARE_BEHIND.fullmatch(passage.text[part.end : share.start])
        and not _OTHER_PLAN.match(passage.text, share.end)
    )


def _whole_of(passage: Passage, part: Said, share: Said) -> Said | None:
    """What ``512 sản phẩm, …, trong đó 466 sản phẩm lên sàn, đạt 91%`` is the share of, where no other count fits."""
    if passage.cells or OF_A_PLAN.match(passage.text, share.end):
        return None
    whole = next((one for one in passage.figures if part.part_of is not None and one.id == part.part_of), None)
    if whole is None and share.metric in _PARTS_OF:
        # ``đã giải quyết 1.075 hồ sơ, đúng hạn 1.066 hồ sơ, đạt 99,2%``
        counted = (one for one in reversed(passage.figures) if one.metric == _PARTS_OF[share.metric])
        whole = next((one for one in counted if one.start < part.start), None)
    if whole is None or not _counted(part, whole) or passage.sentence(whole) != passage.sentence(share):
        return None
    if not _SHARE_BEHIND.fullmatch(passage.text[part.end : share.start]):
        return None
    others = [one for one in passage.figures if one.id not in (part.id, whole.id) and _counted(part, one)]
    return None if any(_holds([part, one, share]) for one in others) else whole


def _compare(figures: list[Said], labels: frozenset[str], rule: str = "share") -> Iterator[Finding]:
    """``figures`` are the numerator, the denominators where they stand apart, and the percentage."""
    if _holds(figures):
        return
    # Counts that stand far from their share are too many for a digit: some number with one more always fits.
    faults = tuple(FAULTS) if rule == "share" else ("mark", "separator", "magnitude")
    part, share = figures[0], figures[-1]
    whole = sum(one.value for one in figures[1:-1]) or part.denominator
    if not whole:
        return
    computed = plain(100 * part.value / whole)
    wholes = " + ".join(one.shown for one in figures[1:-1])
    terms = f"{part.shown}/{f'({wholes})' if len(figures) > 3 else wholes}" if wholes else part.number
    vi = f"{terms} là {computed}%, không phải {share.shown}."
    en = f"{terms} is {computed}%, not {share.shown}."
    yield finding(rule, figures, f"{computed}%", share.shown, (vi, en), propose(figures, _holds, labels, faults))


def _holds(figures: Sequence[Said]) -> bool:
    part, *wholes, share = figures
    if wholes:
        whole = Range(sum(one.range.low for one in wholes), sum(one.range.high for one in wholes))  # type: ignore[arg-type]
    elif part.denominator:
        whole = Range(part.denominator, part.denominator)
    else:
        return True
    computed = part.range.share_of(whole)
    if computed is None:
        return True
    slack = share.step / 2 if share.qualifier == "exact" else share.step
    return share.range.meets(computed, slack)


def _by_metrics(report: Report) -> Iterator[Finding]:
    """Rates that none of the counts printed in the same document gives: all that may be meant must fail."""
    actual = [said for said in report.figures if said.status == "actual" and said.kind != "change" and said.metric]
    for share in actual:
        if share.metric not in RELATIONS or not _is_share(share) or _OTHER_WHOLE.search(share.subject):
            continue
        # Dossiers of the services that are online from end to end: their whole is never printed beside them.
        if share.metric.startswith("dossiers_") and "toàn trình" in share.subject.lower():
            continue
        counted, wholes, others = RELATIONS[share.metric]
        same = [said for said in actual if _alike(said, share)]
        # Rates of several fields in one slot: which counts belong to which is not known.
        if len({said.value for said in same if said.metric == share.metric}) > 1:
            continue
        counts = [said for said in same if not said.percent]
        parts = [said for said in counts if said.metric == counted and not said.denominator]
        ties = [tie for part in parts for metrics in wholes for tie in _ties(part, metrics, counts, share)]
        more = [[part, said, share] for part in parts for said in counts if said.metric in others]
        if ties and not any(_holds(tie) for tie in (*ties, *more)) and _bounded(ties):
            nearest = min(ties, key=lambda tie: (len({one.passage for one in tie[:-1]}), -len(tie), _apart(tie)))
            yield from _compare(nearest, report.labels, "share_of_metrics")


def _ties(part: Said, metrics: tuple[str, ...], counts: list[Said], share: Said) -> Iterator[list[Said]]:
    """A count with the whole that it may be of: one figure, or itself with its counterpart."""
    other = metrics[-1]
    for said in (one for one in counts if one.metric == other and not one.denominator):
        if len(metrics) > 1:
            yield [part, part, said, share]
        elif said.value >= part.value:
            yield [part, said, share]


def _bounded(ties: list[list[Said]]) -> bool:
    return all(one.qualifier == "exact" for tie in ties for one in tie)


def _apart(tie: list[Said]) -> int:
    """How far the counts stand from each other: those of one sentence belong together."""
    places = [one.seq for one in tie[:-1]]
    return max(places) - min(places)


def _alike(said: Said, share: Said) -> bool:
    keys = ("where", "level", "item", "period")
    return all(getattr(said, key) == getattr(share, key) for key in keys)
