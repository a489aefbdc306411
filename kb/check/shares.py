"""Numerator, denominator and percentage: ``612/640 đạt 95,63%``, ``3,4 tỷ/212 tỷ; tỷ lệ 1,6%``, ``61.204 trong số
84.370 hồ sơ, chiếm 72,54%``, and the metrics of which one is the share of others.

A percentage may be rounded or cut off; numerator and denominator are good to half of their last digit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb.check.finding import Finding, finding, plain, propose
from kb.check.metrics import Metrics
from kb.check.repairs import FAULTS
from kb.check.report import Passage, Report
from kb.check.rounding import Range
from kb.check.said import Said
from kb.check.texts import told
from kb.check.ties import Tie

_STATED = ("actual", "forecast")
"""A goal for a share and a goal for a count are set apart from each other, and need not come out."""


def find(report: Report, metrics: Metrics) -> list[Finding]:
    """The shares of a document that do not come out."""
    found = list(_printed(report))
    tied = {one for each in found for one in each.figures}
    return [*found, *(each for each in _by_metrics(report, metrics) if not tied & set(each.figures))]


def _printed(report: Report) -> Iterator[Finding]:
    """The percentages that the words say are made of what stands beside them; the first way that fits holds."""
    told_of: set[str] = set()
    for tie in report.ties("share", "share_again"):
        share, others = tie.figure, list(tie.others)
        if share.id in told_of or not _is_share(share) or not _fits(tie, report.passage_of[share.passage]):
            continue
        told_of.add(share.id)
        yield from _compare([*others, share], report.labels)


def _is_share(said: Said) -> bool:
    return said.percent and said.kind == "rate" and said.value_max is None and not said.denominator


def _fits(tie: Tie, passage: Passage) -> bool:
    """Whether the figures can be what the words say of them: a count and what it is a part of, or a fraction."""
    share, part, whole = tie.figure, tie.others[0], tie.others[-1]
    if tie.relation == "share_again":
        behind = part.start > share.start
        return bool(part.denominator) if behind else _is_fraction(part) and part.status == share.status
    if tie.how == "over":
        plain_ones = not part.percent and not whole.percent and "change" not in (part.kind, whole.kind)
        return plain_ones and part.is_money == whole.is_money and (part.value <= whole.value or part.is_money)
    if tie.how == "part":
        counted = not part.percent and not whole.percent and whole.kind == "count" and not part.denominator
        return part.part_of == whole.id and counted
    if not _counted(part, whole):
        return False
    if tie.how == "plan":
        return part.unit == whole.unit
    if tie.how == "behind":
        return part.unit.split()[:1] == whole.unit.split()[:1]
    # What a part is the share of is not said in so many words: no other count of the passage may fit.
    others = [one for one in passage.figures if one.id not in (part.id, whole.id) and _counted(part, one)]
    return not any(_holds([part, one, share]) for one in others)


def _is_fraction(said: Said) -> bool:
    known = said.denominator and said.kind in ("rate", "count", "amount") and not said.percent
    return bool(known) and "/" in said.number and said.qualifier == "exact"


def _counted(*figures: Said) -> bool:
    """Whether the figures are plain numbers of one kind, of which one can be the share of another."""
    plain_ones = all(
        one.kind in ("count", "amount") and not one.percent and one.denominator is None and one.value_max is None
        for one in figures
    )
    return plain_ones and len({one.kind for one in figures}) == 1 and len({one.is_money for one in figures}) == 1


def _compare(figures: list[Said], labels: frozenset[str], rule: str = "share") -> Iterator[Finding]:
    """``figures`` are the numerator, the denominators where they stand apart, and the percentage."""
    if _holds(figures):
        return
    # Counts that stand far from their share are too many for a digit: some number with one more always fits.
    faults = FAULTS if rule == "share" else ("mark", "separator", "magnitude")
    part, share = figures[0], figures[-1]
    whole = sum(one.value for one in figures[1:-1]) or part.denominator
    if not whole:
        return
    computed = plain(100 * part.value / whole)
    wholes = " + ".join(one.shown for one in figures[1:-1])
    terms = f"{part.shown}/{f'({wholes})' if len(figures) > 3 else wholes}" if wholes else part.number
    message = told("share", terms=terms, computed=computed, share=share.shown)
    yield finding(rule, figures, f"{computed}%", share.shown, message, propose(figures, _holds, labels, faults))


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


def _by_metrics(report: Report, metrics: Metrics) -> Iterator[Finding]:
    """Rates that none of the counts printed in the same document gives: all that may be meant must fail."""
    stated = [said for said in report.figures if said.status in _STATED and said.kind != "change" and said.metric]
    for share in stated:
        of = metrics.shares.get(share.metric or "")
        if of is None or not _is_share(share) or report.of("share_of_another", share):
            continue
        same = [said for said in stated if _alike(said, share)]
        # Rates of several fields in one slot: which counts belong to which is not known.
        if len({said.value for said in same if said.metric == share.metric}) > 1:
            continue
        counts = [said for said in same if not said.percent]
        parts = [said for said in counts if said.metric == of.counted and not said.denominator]
        ties = [tie for part in parts for whole in of.wholes for tie in _ties(part, whole, counts, share)]
        more = [[part, said, share] for part in parts for said in counts if said.metric in of.others]
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
    keys = ("where", "level", "item", "period", "status")
    return all(getattr(said, key) == getattr(share, key) for key in keys)
