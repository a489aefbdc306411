"""One metric of a question: on which side it is asked for, its rows, and what every kind of answer says."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Any

from kb.web import queries_asking, queries_compare
from kb.web.asked_nouns import Statement, Told, Wanted
from kb.web.chosen_values import holds_in
from kb.web.comparison import NEWEST, Comparison, Row, Side, View, best_year, lay_out
from kb.web.merging import Territory
from kb.web.ranking import reason_of
from rules.questions.places import AskedPlace

MOST_LISTED = 6
MOST_OF_A_GROUP = 8


class AskedBase:
    """The rows that an answer needs."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self.territory = Territory(self.ask(queries_compare.PLACES))

    def ask(self, sql: str, **bound: object) -> list[dict[str, Any]]:
        """The rows of a named query."""
        cursor = self._db.execute(sql, bound)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def metrics(self, wanted: Wanted) -> list[dict[str, Any]]:
        """The metrics asked for; of a group those that most provinces report."""
        if wanted.metrics:
            return [row for one in wanted.metrics for row in self.ask(queries_compare.METRIC, metric=one)]
        if not wanted.group:
            return []
        ids = [place for one in wanted.places for place in (one.old, one.new) if place]
        return self.ask(
            queries_asking.OF_GROUP, group=wanted.group, old=ids[0] if ids else None, new=ids[-1] if ids else None,
            limit=MOST_OF_A_GROUP,
        )  # fmt: skip

    def sources(self, ids: Sequence[str]) -> dict[str, Row]:
        """The document and page of each figure."""
        return {row["id"]: row for row in self.ask(queries_compare.SOURCES, ids=json.dumps(ids))}


class OneMetric:
    """A metric of a question: its rows on the side that is asked for, and what has been said of it so far."""

    def __init__(self, base: AskedBase, metric: Row, wanted: Wanted) -> None:
        self.base = base
        self.metric = metric
        self.wanted = wanted
        self.counts = base.ask(queries_compare.SIDES, metric=metric["id"])
        self.places = {place for one in wanted.places for place in self.ids_of(one)}
        self.side = self._side()
        self.said: list[Statement] = []
        self.known = False
        self._differ: dict[tuple[str, str | None], Row] | None = None
        self.link = {"status": wanted.status, "item": self.side[0] or "", "level": self.side[1] or ""}

    def say(self, key: str, remark: bool = False, **given: Any) -> None:
        shared = {"metric": self.metric, "status": self.wanted.status, "side": self.side}
        self.said.append(Statement(key, {**shared, **given}, remark))

    def ids_of(self, place: AskedPlace) -> list[str]:
        """The ids of a place, and of those that went into it."""
        found = [one for one in (place.old, place.new) if one]
        return found + [one for one in self.base.territory.parts.get(place.new or "", ()) if one not in found]

    def _side(self) -> Side:
        """The side that the question is about: its level, else the whole province, else the level that most report."""
        here = [row for row in self.counts if row["status"] == self.wanted.status]
        if self.places:
            ids = json.dumps(sorted(self.places))
            theirs = self.base.ask(queries_asking.SIDES_OF_PLACES, metric=self.metric["id"], places=ids)
            here = [row for row in theirs if row["status"] == self.wanted.status]
        items = {row["item"] for row in here}
        item = self.wanted.item if self.wanted.item in items else None
        sizes: dict[str | None, int] = {}
        for row in here:
            if row["item"] == item:
                sizes[row["level"]] = sizes.get(row["level"], 0) + int(row["provinces"])
        if self.wanted.level in sizes:
            return item, self.wanted.level
        if self.wanted.level or None in sizes or not sizes:
            return item, None
        return item, max(sorted(sizes, key=str), key=lambda level: sizes[level])

    def rows(self, status: str | None = None) -> list[Row]:
        return list(
            self.base.ask(
                queries_compare.SIDE_ROWS, metric=self.metric["id"], item=self.side[0], level=self.side[1],
                status=status or self.wanted.status,
            )
        )  # fmt: skip

    def say_value(self, row: Row) -> None:
        self.known = self.known or not row["doubt"]
        doubt = reason_of(row["doubt"])
        key = "value_several" if doubt == "several" else "value_unsure" if row["doubt"] else "value"
        self.say(key, place=place_of(row), value=row, source=row)
        other = self._differing().get((row["place_id"], row["period_effective"]))
        if other:
            self.say("sources_differ", remark=True, numbers=self._numbers(other), files=other["filenames"])

    def _numbers(self, row: Row) -> tuple[str, Row]:
        side = {"item": self.side[0], "level": self.side[1], "status": self.wanted.status}
        return ("differ", {**row, **side, "metric_id": self.metric["id"]})

    def _differing(self) -> dict[tuple[str, str | None], Row]:
        """Where documents state several values of one place and period."""
        if self._differ is None:
            rows = self.base.ask(
                queries_compare.CONFLICTS, metric=self.metric["id"], item=self.side[0], level=self.side[1],
                status=self.wanted.status, year="",
            )  # fmt: skip
            self._differ = {(row["place_id"], row["period_effective"]): row for row in rows}
        return self._differ

    def laid_out(self, rows: Sequence[Row]) -> tuple[Comparison, str | None]:
        """The provinces laid side by side as the page of the comparison does it; the time that they are compared in."""
        merged = sum(self.base.territory.is_new(row["place_id"]) for row in rows)
        era = "new" if 2 * merged > len(rows) else "old"
        time = self.wanted.times[-1] if self.wanted.times else None
        if time and len(time) > 4:
            rows = [row for row in rows if holds_in(row, time)]
        year = time if time and len(time) == 4 else None
        view = View(*self.side, self.wanted.status, year, era)
        comparison = lay_out(self.metric, rows, [], self.base.territory, view)
        if time is None:
            counts: dict[str, set[str]] = {}
            for row in rows:
                if row["as_of"]:
                    counts.setdefault(row["as_of"][:4], set()).add(row["place_id"])
            best = best_year(comparison, {one: len(places) for one, places in sorted(counts.items(), reverse=True)})
            if best:
                time, view = best, View(*self.side, self.wanted.status, best, era)
                comparison = lay_out(self.metric, rows, [], self.base.territory, view)
        self.link |= {"year": time if time and len(time) == 4 else NEWEST, "places": era}
        return comparison, time

    def say_spread(self, rows: Sequence[Row]) -> None:
        days = sorted(row["as_of"] for row in rows if row["as_of"])
        if days and days[0] != days[-1]:
            self.say("spread", remark=True, first=("day", days[0]), last=("day", days[-1]))

    def say_conflicts(self) -> None:
        """Say where documents state several values of one place and period."""
        found = [row for row in self._differing().values() if not self.places or row["place_id"] in self.places]
        self.known = True
        if not found:
            self.say("no_conflict")
        for row in found[:MOST_LISTED]:
            self.say(
                "conflict", place=place_of(row), time=("period", row["period_effective"]), numbers=self._numbers(row),
                files=row["filenames"],
            )  # fmt: skip

    def told(self) -> Told:
        """All that was said."""
        return Told(self.metric, self.side, tuple(self.said), self.known, self.link)


def place_of(row: Row) -> tuple[str, Row]:
    """The place of a value, as a statement has it."""
    return ("place", row)
