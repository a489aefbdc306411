"""Figures that no metric covers, by the thing that they count: which there are, and a province's newest of each.

What makes two figures one thing is decided where they are read (``rules/decide/thing.py``); here nothing is guessed.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from rules.decide.thing import MEASURE
from rules.language.fold import bare_words
from rules.language.things import thing_words
from rules.trust.sure import tenths

ENOUGH = 3
"""So many provinces that report a thing make it worth a metric."""
# Read from the index alone; where a metric is null is no use to begin with.
_THINGS = """
select thing, count(*) as figures, count(distinct place_id) as provinces
from figures indexed by figures_thing
where thing > '' and +metric_id is null {more}
group by thing
having count(distinct place_id) >= :least
order by provinces desc, figures desc, thing
limit :limit
"""
ROWS = """
select f.*, f.id as figure_id
from figures_of_things f
where f.thing = :thing
order by f.document_id, f.seq
"""


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing with how many figures and provinces tell of it, as far as the machine read them."""

    thing: str
    figures: int
    provinces: int

    @property
    def words(self) -> str:
        """What is counted, without what it is measured in and what stands above it."""
        return words_of(self.thing)


def words_of(thing: str) -> str:
    """A thing's own words, without its measure and what narrows it from above."""
    return thing.partition(MEASURE)[0].partition(" (")[0]


def things_of(db: sqlite3.Connection, least: int, limit: int) -> list[Thing]:
    """The things that at least so many provinces tell of, the most told first."""
    rows = db.execute(_THINGS.format(more=""), {"least": least, "limit": limit})
    return [Thing(*row) for row in rows]


def find_things(db: sqlite3.Connection, typed: str, limit: int = 50) -> list[Thing]:
    """The things that a person means: the very one where ``typed`` is one, else those whose words hold all that was
    typed, abbreviations opened; first those that say nothing more. Without accents those of several provinces."""
    exact = _found(db, "and thing = :typed", typed=typed)
    if exact:
        return exact
    wanted = thing_words(typed).split()
    if not wanted:
        return []
    given = {f"w{at}": f"% {word} %" for at, word in enumerate(wanted)}
    more = " ".join(f"and ' ' || thing || ' ' like :{name}" for name in given)
    found = _found(db, more, limit, **given)
    if not found:
        plain = bare_words(typed).split()
        found = [one for one in things_of(db, 2, 5000) if set(plain) <= set(bare_words(one.thing).split())][:limit]
    said = " ".join(wanted)
    return sorted(found, key=lambda one: one.words != said)


def _found(db: sqlite3.Connection, more: str, limit: int = 1, **given: str) -> list[Thing]:
    rows = db.execute(_THINGS.format(more=more), {"least": 0, "limit": limit, **given})
    return [Thing(*row) for row in rows]


def compare_thing(db: sqlite3.Connection, thing: str) -> list[dict[str, Any]]:
    """The latest sure result of each province and level, the greatest first; ``not_ranked`` says what cannot stand
    beside the others. Nothing is ranked: nobody said whether more is better."""
    rows = [dict(row) for row in db.execute(ROWS, {"thing": thing}) if row["status"] == "actual"]
    latest: dict[tuple[str, str | None], dict[str, Any]] = {}
    for row in rows:
        side = row["place_id"], row["level"]
        if side not in latest or _order(row) > _order(latest[side]):
            latest[side] = row
    chosen = list(latest.values())
    for level in {row["level"] for row in chosen}:
        _tell_apart([row for row in chosen if row["level"] == level])
    return sorted(
        chosen,
        key=lambda row: (row["level"] or "", row["not_ranked"] is not None, -row["comparable"], row["province"]),
    )


def _order(row: dict[str, Any]) -> tuple[bool, str, str, int]:
    return row["doubt"] is None, row["as_of"] or "", row["issued_on"] or "", tenths(row["record_confidence"])


def _tell_apart(rows: Sequence[dict[str, Any]]) -> None:
    main = main_of(row["basis"] for row in rows)
    newest = max((row["as_of"] for row in rows if row["as_of"]), default="")
    for row in rows:
        old = bool(newest and row["as_of"]) and row["as_of"] < f"{int(newest[:4]) - 1:04}{newest[4:]}"
        row["period"], row["rank"] = row["period_effective"], None
        row["not_ranked"] = (
            "khác đơn vị hoặc thang đo" if row["basis"] != main
            else row["doubt"] or ("không rõ kỳ" if not row["as_of"] else None)
            or ("cũ hơn số mới nhất trên một năm" if old else None)
        )  # fmt: skip


def main_of(values: Iterable[str]) -> str:
    """What most have, of equals the first in the alphabet; empty for none."""
    counts = Counter(values)
    return min(counts, key=lambda value: (-counts[value], value)) if counts else ""
