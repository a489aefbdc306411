"""A jump between two periods: a count that is ten times the earlier one has more often lost a digit than grown."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from kb.check.finding import Finding, finding, plain, propose
from kb.check.said import Said
from kb.check.texts import told
from rules.language.fold import bare_letters

FACTOR = Decimal(8)
"""More than this many times the value of the period before, or less than its part, is a jump."""
_LONG = 3
"""Years after which a thing that has just begun may have grown by any factor."""


def find(figures: list[Said]) -> list[Finding]:
    """The jumps among the figures of all provinces, each between two neighbouring periods."""
    slots: dict[tuple[object, ...], list[Said]] = {}
    for said in figures:
        counted = said.kind in ("count", "amount") and said.status == "actual" and not said.denominator
        if counted and said.own_period and len(said.own_period) in (4, 7, 10) and said.value > 0:
            key = (said.metric, said.item, said.where, said.level, said.basis, bare_letters(said.unit))
            slots.setdefault(key, []).append(said)
    found: list[Finding] = []
    for group in slots.values():
        group.sort(key=lambda said: (said.own_period or "", said.document, said.seq))
        for before, after in pairwise(group):
            if not _neighbours(before, after) or _holds([before, after]):
                continue
            times = plain(max(before.value, after.value) / min(before.value, after.value), 1)
            periods = {"then": before.own_period, "now": after.own_period}
            message = told("jump", what=after.what, before=before.shown, after=after.shown, times=times, **periods)
            tied = [before, after]
            found.append(finding("jump", tied, f"≤ {FACTOR}", times, message, propose(tied, _holds)))
    return found


def _neighbours(before: Said, after: Said) -> bool:
    first, second = before.own_period or "", after.own_period or ""
    return first != second and len(first) == len(second) and int(second[:4]) - int(first[:4]) <= _LONG


def _holds(figures: Sequence[Said]) -> bool:
    low, high = sorted(said.value for said in figures)
    return low > 0 and high <= FACTOR * low
