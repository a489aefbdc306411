"""From which year on an index is scored by other criteria: scores of two versions never stand on one axis.

DTI of 2021 went by the criteria of 2020, DTI of 2022 by those of 922/QĐ-BTTTT: a line from one to the other would draw
a change of the ruler as a change of the province. Ranks go on: each time they are out of all provinces. Which changes
there were is data, ``index_versions.toml``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rules.strict_toml import CatalogueError, read_toml

FILE = Path(__file__).parent / "index_versions.toml"


@dataclass(frozen=True, slots=True)
class Change:
    """Of an index whose metrics begin as ``metrics`` says, the first year (``2022``) of a version and what made it."""

    metrics: tuple[str, ...]
    since: str
    by: str


@cache
def load_changes(path: Path = FILE) -> tuple[Change, ...]:
    """The changes in the order of their years. Raises CatalogueError on an unknown key and on a year that is none."""
    found = []
    with read_toml(path) as data:
        for one in data.tables("change", "by"):
            since = one.string("since")
            if not (since.isascii() and since.isdigit() and len(since) == 4):
                raise CatalogueError(one.place, f"since = {since} is no year", 'Write it like since = "2022"')
            found.append(Change(one.strings("metrics", 1), since, one.string("by")))
    return tuple(sorted(found, key=lambda change: change.since))


def version_of(metric_id: str, year: str) -> Change | None:
    """The version by which the results of a year are scored; None before the first change that is known, and for what
    is no index."""
    held = [one for one in load_changes() if metric_id.startswith(one.metrics) and one.since <= year]
    return held[-1] if held else None
