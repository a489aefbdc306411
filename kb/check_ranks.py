"""A rank within its field: 63 provinces until the middle of 2025, 34 since; no rank is behind the last."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from kb.check_finding import Finding, finding, propose
from kb.check_report import Report, Said

PROVINCES_BEFORE, PROVINCES_SINCE = 63, 34
MERGED = "2025-07-01"
"""From this day on there are 34 provinces; an index of the year before is ranked anew when it is published later."""
_OF_A_REGION = ("dti_region_rank",)


def find(report: Report) -> list[Finding]:
    """The ranks of a document that cannot be."""
    found: list[Finding] = []
    for said in report.figures:
        if said.kind == "rank" and said.unit in ("hạng", "thứ", ""):
            found += _check(said, report.labels)
    return found


def _check(said: Said, labels: frozenset[str]) -> Iterator[Finding]:
    field = said.denominator
    of_provinces = said.metric is not None and said.place not in (None, "vn") and said.level in (None, "province")
    of_provinces = of_provinces and said.metric not in _OF_A_REGION
    most = field if field is not None else _most(said) if of_provinces else None
    if most is not None and not 1 <= said.value <= most:
        vi = f"{said.what}: hạng {said.number} không thể có trong {most} đơn vị được xếp hạng."
        en = f"{said.what}: there is no rank {said.number} among {most}."
        last = most

        def holds(figures: object) -> bool:
            return 1 <= figures[0].value <= last  # type: ignore[index,no-any-return]

        repair = propose([said], holds, labels)
        yield finding("rank", [said], f"1–{most}", said.number, (vi, en), repair)
    elif of_provinces and field is not None and field not in _fields(said):
        known = "/".join(map(str, _fields(said)))
        vi = f"{said.what}: {said.number} xếp trong {field} đơn vị, nhưng lúc đó có {known} tỉnh, thành phố."
        en = f"{said.what}: {said.number} is among {field}, but there were {known} provinces then."
        yield finding("rank", [said], known, str(field), (vi, en))


def _most(said: Said) -> int:
    return max(_fields(said))


def _fields(said: Said) -> tuple[int, ...]:
    """How many provinces there may have been when it was ranked."""
    if (said.issued_on or "9999") < MERGED:
        return (PROVINCES_BEFORE,)
    if (said.period or "9999") >= MERGED[:7]:
        return (PROVINCES_SINCE,)
    return (PROVINCES_BEFORE, PROVINCES_SINCE)


def find_shared(figures: list[Said]) -> list[Finding]:
    """Two provinces with the same rank in one index and year; ``figures`` are those of all provinces."""
    ranks = [
        said
        for said in figures
        if said.kind == "rank" and said.status == "actual" and said.own_period and said.level is None
        if said.metric not in _OF_A_REGION and said.qualifier == "exact"
    ]

    def key(said: Said) -> tuple[str, ...]:
        era = "old" if (said.place or "").endswith("-old") else "new"
        return (said.metric or "", said.item or "", said.own_period or "", str(said.value), era)

    found: list[Finding] = []
    for _, group in groupby(sorted(ranks, key=lambda said: (key(said), said.id)), key=key):
        first: dict[str | None, Said] = {}
        for said in group:
            first.setdefault(said.place, said)
        if len(first) > 1:
            tied = list(first.values())
            where = f"{tied[0].what}, {tied[0].own_period}"
            vi = f"{where}: {len(tied)} tỉnh cùng ghi hạng {tied[0].number}."
            en = f"{where}: {len(tied)} provinces say rank {tied[0].number}."
            found.append(finding("same_rank", tied, "1", str(len(tied)), (vi, en)))
    return found
