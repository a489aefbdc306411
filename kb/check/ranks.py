"""A rank within its field: 63 provinces until the middle of 2025, 34 since; no rank is behind the last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from kb.check.finding import Finding, finding, propose
from kb.check.metrics import Metrics
from kb.check.report import Report
from kb.check.said import Said
from kb.check.texts import told
from rules.figure import RANK_UNITS
from rules.language.provinces import count_of, era_of

PROVINCES_BEFORE, PROVINCES_SINCE = count_of("old"), count_of("new")


def find(report: Report, metrics: Metrics) -> list[Finding]:
    """The ranks of a document that cannot be."""
    found: list[Finding] = []
    for said in report.figures:
        if said.kind == "rank" and said.unit in RANK_UNITS:
            found += _check(said, report.labels, metrics)
    return found


def _check(said: Said, labels: frozenset[str], metrics: Metrics) -> Iterator[Finding]:
    field = said.denominator
    of_provinces = said.metric is not None and said.place not in (None, "vn") and said.level in (None, "province")
    of_provinces = of_provinces and said.owner is None
    of_provinces = of_provinces and said.metric not in metrics.of_a_region
    most = field if field is not None else _most(said) if of_provinces else None
    if most is not None and not 1 <= said.value <= most:
        message = told("rank", what=said.what, number=said.number, most=most)
        last = most

        def holds(figures: object) -> bool:
            return 1 <= figures[0].value <= last  # type: ignore[index,no-any-return]

        repair = propose([said], holds, labels)
        yield finding("rank", [said], f"1–{most}", said.number, message, repair)
    elif of_provinces and field is not None and field > _most(said):
        # Fewer is no fault: some indices leave provinces out.
        message = told("rank_field", what=said.what, number=said.number, field=field, most=_most(said))
        yield finding("rank", [said], str(_most(said)), str(field), message)


def _most(said: Said) -> int:
    return max(_fields(said))


def _fields(said: Said) -> tuple[int, ...]:
    """How many provinces there may have been when it was ranked: an index of the year before the merger is ranked anew
    when it is published later."""
    if era_of(said.issued_on) == "old":
        return (PROVINCES_BEFORE,)
    if said.period is None or era_of(said.period) == "new":
        return (PROVINCES_SINCE,)
    return (PROVINCES_BEFORE, PROVINCES_SINCE)


def find_shared(figures: list[Said], metrics: Metrics) -> list[Finding]:
    """Two provinces with the same rank in one index and year; ``figures`` are those of all provinces."""
    fields: dict[tuple[object, ...], dict[Decimal, dict[str | None, Said]]] = {}
    for said in sorted(figures, key=lambda said: (said.issued_on or "", said.document, said.seq)):
        ranked = said.kind == "rank" and said.level is None and said.metric not in metrics.of_a_region
        if ranked and said.status == "actual" and said.own_period and said.qualifier == "exact":
            old = (said.place or "").endswith("-old")
            ranks = fields.setdefault((said.metric, said.item, said.own_period, old), {})
            ranks.setdefault(said.value, {}).setdefault(said.place, said)
    found: list[Finding] = []
    for (*_, of_63), ranks in fields.items():
        for rank, holders in ranks.items():
            if len(holders) < 2 or _is_tie(rank, ranks, PROVINCES_BEFORE if of_63 else PROVINCES_SINCE):
                continue
            tied = list(holders.values())
            about = {"what": tied[0].what, "period": tied[0].own_period}
            message = told("same_rank", number=len(tied), rank=f"{rank.normalize():f}", **about)
            found.append(finding("same_rank", tied, "1", str(len(tied)), message))
    return found


def _is_tie(rank: Decimal, ranks: Mapping[Decimal, Mapping[str | None, Said]], field: int) -> bool:
    """Whether most of the field is known and nobody holds the rank behind: then the two did share one."""
    known = sum(len(holders) for holders in ranks.values())
    return known * 3 >= field * 2 and all(rank + behind not in ranks for behind in range(1, len(ranks[rank])))
