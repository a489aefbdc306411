"""How often each rule was right, counted on figures that people had read: ``precision.toml``, written by ``solieu score
--calibrate``.

A rule here is the string that a figure bears, what decided its kind and where its metric stood
(``percent+sentence``). It was right where the whole record and the metric are a person's.

A count is smoothed: WEIGHT figures that came out as the prior says are added to it, so that two of two are no
certainty. Documents differ more than figures of one document do: 20 said most truly (of 4, 8 and 20) how often the
figures of a document are right that was left out of the counts. The prior is what the seldom rules (fewer than SELDOM
figures each) were right together: a rule that nobody has measured is more like these than like the great ones that
tables bear. It is the confidence of a rule that the file does not know.

What a flag costs is its figures' share of right ones against all figures', smoothed with WEIGHT figures of the factor
UNMEASURED and never above 1: a flag is no merit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rules.strict_toml import CatalogueError, check_keys, load_toml

FILE = Path(__file__).parent / "precision.toml"
SELDOM = 20
WEIGHT = 20
NOTHING_MEASURED = 0.8
"""The prior where the file has no seldom rules."""
UNMEASURED = 0.85
"""The factor of a flag that no measured figure bore."""


@dataclass(frozen=True, slots=True)
class Tally:
    """``right`` of the ``seen`` figures of a rule, or with a flag, were right."""

    right: int
    seen: int


@dataclass(frozen=True, slots=True)
class Precision:
    """The counts of all rules and flags."""

    rules: Mapping[str, Tally]
    flags: Mapping[str, Tally]

    @property
    def prior(self) -> float:
        """The share of right figures that a rule has of which nothing is known."""
        seldom = [tally for tally in self.rules.values() if tally.seen < SELDOM]
        return _share(seldom) or NOTHING_MEASURED

    def of_rule(self, rule: str) -> float:
        """How likely a figure of this rule is right, from 0 to 1."""
        tally, prior = self.rules.get(rule, Tally(0, 0)), self.prior
        return (tally.right + prior * WEIGHT) / (tally.seen + WEIGHT)

    def of_flag(self, flag: str) -> float:
        """What a flag leaves of that, from 0 to 1."""
        tally, whole = self.flags.get(flag, Tally(0, 0)), _share(self.rules.values()) or 1.0
        return min(1.0, (tally.right + UNMEASURED * WEIGHT) / (tally.seen * whole + WEIGHT))


def load_precision(path: Path = FILE) -> Precision:
    """The counts of a file; CatalogueError where a key is unknown or a count is none."""
    data = load_toml(path)
    check_keys(path.name, data, ("rules", "flags"), ())
    return Precision(_tallies(path.name, data, "rules"), _tallies(path.name, data, "flags"))


@cache
def measured() -> Precision:
    """The counts that the rules come with."""
    return load_precision()


def _tallies(file: str, data: Mapping[str, Any], table: str) -> Mapping[str, Tally]:
    entries = data[table]
    if not isinstance(entries, dict):
        raise CatalogueError(f"{file}, {table}", "it is no table", f"Write [{table}] and an entry a line below it")
    return MappingProxyType({name: _tally(f"{file}, {name}", entry) for name, entry in entries.items()})


def _tally(place: str, entry: Any) -> Tally:
    remedy = "Write it like { right = 7, seen = 8 }, or count anew with solieu score --calibrate"
    if not isinstance(entry, dict):
        raise CatalogueError(place, "it is no table of counts", remedy)
    check_keys(place, entry, ("right", "seen"), ())
    right, seen = entry["right"], entry["seen"]
    if type(right) is not int or type(seen) is not int or not 0 <= right <= seen or not seen:
        raise CatalogueError(place, f"{right} right of {seen} seen are no counts", remedy)
    return Tally(right, seen)


def _share(tallies: Iterable[Tally]) -> float | None:
    found = list(tallies)
    seen = sum(tally.seen for tally in found)
    return sum(tally.right for tally in found) / seen if seen else None
