"""A rank within its field: 63 provinces until the middle of 2025, 34 since; no rank is behind the last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from kb.check.finding import Finding, finding, propose
from kb.check.report import Report, Said
from rules.language.provinces import count_of, era_of

PROVINCES_BEFORE, PROVINCES_SINCE = count_of("old"), count_of("new")
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
        en = f"{said.what_en}: there is no rank {said.number} among {most}."
        last = most

        def holds(figures: object) -> bool:
            return 1 <= figures[0].value <= last  # type: ignore[index,no-any-return]

        repair = propose([said], holds, labels)
        yield finding("rank", [said], f"1–{most}", said.number, (vi, en), repair)
    elif of_provinces and field is not None and field > _most(said):
        # Fewer is no fault: some indices leave provinces out.
        vi = f"{said.what}: {said.number} xếp trong {field} đơn vị, nhưng chỉ có {_most(said)} tỉnh, thành phố."
        en = f"{said.what_en}: {said.number} is among {field}, but there are {_most(said)} provinces."
        yield finding("rank", [said], str(_most(said)), str(field), (vi, en))


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


def find_shared(figures: list[Said]) -> list[Finding]:
    """Two provinces with the same rank in one index and year; ``figures`` are those of all provinces."""
    fields: dict[tuple[object, ...], dict[Decimal, dict[str | None, Said]]] = {}
    for said in sorted(figures, key=lambda said: (said.issued_on or "", said.document, said.seq)):
        ranked = said.kind == "rank" and said.level is None and said.metric not in _OF_A_REGION
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
            vi = f"{tied[0].what}, {tied[0].own_period}: {len(tied)} tỉnh cùng ghi hạng {rank.normalize():f}."
            en = f"{tied[0].what_en}, {tied[0].own_period}: {len(tied)} provinces say rank {rank.normalize():f}."
            found.append(finding("same_rank", tied, "1", str(len(tied)), (vi, en)))
    return found


def _is_tie(rank: Decimal, ranks: Mapping[Decimal, Mapping[str | None, Said]], field: int) -> bool:
    """Whether most of the field is known and nobody holds the rank behind: then the two did share one."""
    known = sum(len(holders) for holders in ranks.values())
    return known * 3 >= field * 2 and all(rank + behind not in ranks for behind in range(1, len(ranks[rank])))
