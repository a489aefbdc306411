"""What is said of a metric where provinces are named, or the whole country: values, series over time, a rank."""

from __future__ import annotations

from collections.abc import Sequence

from kb.web import queries_compare
from kb.web.asking_metric import MOST_LISTED, OneMetric, place_of
from kb.web.chosen_values import by_period, holds_in, newest
from kb.web.comparison import Row
from rules.figure import COUNTRY
from rules.questions.places import AskedPlace

MOST_TOLD = 40


class OfPlaces(OneMetric):
    """One metric of named places."""

    def tell(self) -> None:
        """Say it of each place, or of the whole country where that is asked for."""
        if self.wanted.country:
            self._country()
        for place in () if self.wanted.country else self.wanted.places:
            self._place(place)

    def _place(self, place: AskedPlace) -> None:
        rows = self.rows()
        own = [row for row in rows if row["place_id"] in (place.old, place.new)]
        if self.wanted.aim == "rank" and self.metric["kind"] != "rank":
            self._rank_of(place, rows)
            return
        if self.wanted.aim == "over_time":
            self._over_time(place, own)
            return
        if not own:
            self._parts(place, rows)
            return
        self._say_values(place, own)
        self._other_parts(place, rows)

    def _say_values(self, place: AskedPlace, own: Sequence[Row]) -> None:
        for time in self.wanted.times or (None,):
            there = [row for row in own if holds_in(row, time)] if time else own
            best = newest(self.metric, there)
            if best is None:
                others = [one for one in self.wanted.times if any(holds_in(row, one) for row in own)]
                self._nothing(place, time, [] if others else own)
                continue
            self.say_value(best)
            if time is None:
                self._newer_doubtful(best, own)
        if len(self.wanted.places) == 1 and len(self.wanted.times) == 1:
            self.link |= {"year": self.wanted.times[0][:4]}

    def _newer_doubtful(self, best: Row, rows: Sequence[Row]) -> None:
        newer = [row for row in rows if row["doubt"] and (row["as_of"] or "") > (best["as_of"] or "")]
        if not best["doubt"] and newer:
            self.say("newer_unsure", remark=True, values=tuple(newer[:MOST_LISTED]))

    def _nothing(self, place: AskedPlace, time: str | None, own: Sequence[Row]) -> None:
        """That there is no such value, and what there is instead, told apart from it."""
        self.say("none", place=("asked", place), when=time)
        near = newest(self.metric, own)
        if near is not None:
            self.say("nearest_unsure" if near["doubt"] else "nearest", remark=True, value=near, source=near)
        elif self.wanted.status == "actual":
            aims = [row for row in self.rows("target") if row["place_id"] in (place.old, place.new)]
            aims = [row for row in aims if holds_in(row, time)] if time else aims
            if (aim := newest(self.metric, aims)) is not None:
                self.say("target_only", remark=True, value=aim, source=aim)

    def _parts(self, place: AskedPlace, rows: Sequence[Row]) -> None:
        """A province of today of which only those that went into it say something."""
        parts = self.base.territory.parts.get(place.new or "", ())
        found = [best for part in parts if (best := self._newest_of(rows, part)) is not None]
        if not found:
            self._nothing(place, self.wanted.times[0] if len(self.wanted.times) == 1 else None, [])
            return
        self.known = self.known or any(not row["doubt"] for row in found)
        self.say("of_parts", place=("asked", place), values=tuple(found))

    def _other_parts(self, place: AskedPlace, rows: Sequence[Row]) -> None:
        """What the other provinces said that went into this one, where it has said nothing since."""
        if any(row["place_id"] == place.new and not row["doubt"] for row in rows):
            return
        parts = [one for one in self.base.territory.parts.get(place.new or "", ()) if one != place.old]
        found = [best for one in parts if (best := self._newest_of(rows, one)) is not None and not best["doubt"]]
        if found:
            self.say("other_parts", remark=True, place=("asked", place), values=tuple(found))

    def _newest_of(self, rows: Sequence[Row], place_id: str) -> Row | None:
        times = self.wanted.times
        own = [row for row in rows if row["place_id"] == place_id]
        return newest(self.metric, [row for row in own if not times or any(holds_in(row, time) for time in times)])

    def _over_time(self, place: AskedPlace, own: Sequence[Row]) -> None:
        series = by_period(self.metric, own)
        if len(series) < 2:
            best = series[0] if series else None
            self.say("no_series", place=("asked", place))
            if best is not None:
                self.say_value(best)
            return
        self.known = any(not row["doubt"] for row in series)
        self.say("over_time", place=("asked", place), series=tuple(series[-MOST_TOLD:]))

    def _rank_of(self, place: AskedPlace, rows: Sequence[Row]) -> None:
        comparison, year = self.laid_out(rows)
        mine = next((line for line in comparison.lines if line.row["place_id"] in (place.old, place.new)), None)
        if mine is None or mine.rank is None:
            self.say("not_ranked", place=("asked", place), when=year)
            own = newest(self.metric, [row for row in rows if row["place_id"] in (place.old, place.new)])
            if own is not None:
                self.say_value(own)
            return
        self.known = True
        n = len(comparison.lines)
        self.say("rank_of", place=place_of(mine.row), rank=mine.rank, n=n, when=year, value=mine.row, source=mine.row)
        self.say_spread([line.row for line in comparison.lines])

    def _country(self) -> None:
        rows = self.base.ask(
            queries_compare.COMMON, metric=self.metric["id"], item=self.side[0], level=self.side[1],
            status=self.wanted.status,
        )  # fmt: skip
        rows = [row for row in rows if row["place"] == COUNTRY]
        times = self.wanted.times
        rows = [row for row in rows if any(holds_in(row, time) for time in times)] if times else rows
        if not rows:
            self.say("country_none", when=times[0] if len(times) == 1 else None)
            return
        self.known = True
        self.say("country", value=rows[0], source=rows[0])
