"""What is said of a metric where no province is named: who reports it, where it is most, who is within a bound."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kb.web.asked_nouns import ORDERS
from kb.web.asking_metric import MOST_LISTED, OneMetric, place_of
from kb.web.chosen_values import holds_in, meets_bound, newest
from kb.web.comparison import Comparison, Row
from rules.questions.bounds import Bound

MOST_TOLD = 40
BEHIND = 2
"""So many follow the first, where nobody said how many are wanted."""


@dataclass(frozen=True, slots=True)
class Everyone:
    """The newest values of all provinces: those that are sure, on the scale that most have, those of no known time, and
    those that may have been read wrongly."""

    sure: tuple[Row, ...]
    undated: tuple[Row, ...]
    unsure: tuple[Row, ...]


class OfAll(OneMetric):
    """One metric of all provinces."""

    def tell(self) -> None:
        """Say what is asked of all provinces, or of those that are named."""
        rows = self.rows()
        if self.places:
            rows = [row for row in rows if row["place_id"] in self.places]
        comparison, time = self.laid_out(rows)
        everyone = self._everyone(rows, self.wanted.times)
        if not everyone.sure:
            self._nobody(everyone, rows)
        elif self.wanted.aim in ORDERS:
            self._extreme(comparison, everyone, time)
        elif self.wanted.aim == "reach" and self.wanted.bound:
            self._reaching(everyone, self.wanted.bound)
        else:
            self._overview(everyone)
        if self.wanted.which and self.wanted.level and self.wanted.level != "province":
            self.say("by_province_only", remark=True, level=("level", self.wanted.level))

    def _everyone(self, rows: Sequence[Row], times: Sequence[str]) -> Everyone:
        """Of each province of today and of each that went into one the newest value of some times, of any if none."""
        places: dict[str, list[Row]] = {}
        for row in rows:
            if not times or any(holds_in(row, time) for time in times):
                places.setdefault(self.base.territory.place_today(row["place_id"], "new"), []).append(row)
        chosen = [best for some in places.values() if (best := newest(self.metric, some)) is not None]
        sure = [row for row in chosen if not row["doubt"]]
        bases = Counter(row["basis"] for row in sure)
        basis = min(bases, key=lambda one: (-bases[one], one)) if bases else None
        turn = 1 if self.metric["kind"] == "rank" or self.metric["better"] == "lower" else -1
        alike = sorted((row for row in sure if row["basis"] == basis), key=lambda row: turn * row["comparable"])
        return Everyone(
            tuple(row for row in alike if row["as_of"]),
            tuple(row for row in alike if not row["as_of"]),
            tuple(row for row in chosen if row["doubt"]),
        )

    def _time(self) -> str | None:
        return self.wanted.times[0] if len(self.wanted.times) == 1 else None

    def _overview(self, everyone: Everyone) -> None:
        self.known = True
        shown = everyone.sure[:MOST_LISTED]
        more = len(everyone.sure) - len(shown)
        if len(everyone.sure) == 1:
            self.say_value(everyone.sure[0])
        else:
            self.say("overview", n=len(everyone.sure), when=self._time(), values=shown, more=more)
            self.say_spread(everyone.sure)
        self._besides(everyone)

    def _besides(self, everyone: Everyone) -> None:
        if everyone.undated:
            self.say("undated", remark=True, n=len(everyone.undated), values=everyone.undated[:MOST_LISTED])
        if everyone.unsure:
            self.say("unsure_list", remark=True, n=len(everyone.unsure), values=everyone.unsure[:MOST_LISTED])

    def _nobody(self, everyone: Everyone, rows: Sequence[Row]) -> None:
        time = self.wanted.times[-1] if self.wanted.times else None
        others = (*everyone.undated, *everyone.unsure)
        self.say("nobody_sure" if others else "nobody", when=time)
        self._besides(everyone)
        if time and not others:
            # A stretch of years is told as such: by its last day alone, "2024-2028" would be of a year to come.
            known = self._everyone(rows, ()).sure
            if known:
                shown = known[:MOST_LISTED]
                self.say("other_times", remark=True, values=shown, more=len(known) - len(shown))

    def _extreme(self, comparison: Comparison, everyone: Everyone, time: str | None) -> None:
        greatest = self._wants_greatest()
        lines = [line.row for line in comparison.lines]
        if len(lines) < 2 <= len(everyone.sure):
            lines, time = list(everyone.sure), self._time()
        lines = lines or list(everyone.sure)
        edge = (max if greatest else min)(row["comparable"] for row in lines)
        first = [row for row in lines if row["comparable"] == edge]
        self.known = True
        if len(lines) == 1:
            self.say("only_one", place=place_of(first[0]), when=time, value=first[0], source=first[0])
        elif len(first) > 1:
            places = tuple(first[:MOST_LISTED])
            more = len(first) - len(places)
            self.say(f"{self._order()}_shared", n=len(lines), when=time, values=places, more=more)
        else:
            self.say(self._order(), n=len(lines), when=time, place=place_of(first[0]), value=first[0], source=first[0])
            rest = sorted((row for row in lines if row is not first[0]), key=lambda row: float(row["comparable"]))
            few = self.wanted.first_few - 1 if self.wanted.first_few > 1 else BEHIND
            self.say("behind", remark=True, values=tuple((rest[::-1] if greatest else rest)[:few]))
        self.say_spread(lines)
        for key, rows in (
            ("beyond_apart", everyone.sure), ("undated_beyond", everyone.undated), ("unsure_beyond", everyone.unsure),
        ):  # fmt: skip
            basis = lines[0]["basis"]
            beyond = [row for row in rows if row["basis"] == basis and _is_beyond(row["comparable"], edge, greatest)]
            if beyond:
                self.say(key, remark=True, n=len(beyond), values=tuple(beyond[:MOST_LISTED]))

    def _wants_greatest(self) -> bool:
        """Whether the greatest number is asked for; the first of ranks is the least number."""
        aim = self.wanted.aim
        if aim in ("best", "worst") and self.metric["better"] != "none":
            return bool((self.metric["better"] == "higher") == (aim == "best"))
        return bool((aim in ("most", "best")) != (self.metric["kind"] == "rank"))

    def _order(self) -> str:
        aim = self.wanted.aim
        if self.metric["kind"] == "rank":
            return "rank_first" if not self._wants_greatest() else "rank_last"
        if aim in ("best", "worst") and self.metric["better"] != "none":
            return aim
        return "most" if self._wants_greatest() else "least"

    def _reaching(self, everyone: Everyone, bound: Bound) -> None:
        self.known = True
        meets = [(row, meets_bound(row, bound)) for row in everyone.sure]
        found = [row for row, reached in meets if reached]
        shown = tuple(found[:MOST_TOLD])
        self.say(
            "reach" if found else "reach_none", n=len(found), m=len(meets), when=self._time(), bound=bound,
            values=shown, more=len(found) - len(shown),
        )  # fmt: skip
        open_ones = tuple(row for row, reached in meets if reached is None)
        undated = tuple(row for row in everyone.undated if meets_bound(row, bound))
        unsure = tuple(row for row in everyone.unsure if meets_bound(row, bound))
        for key, rows in (("reach_open", open_ones), ("undated", undated), ("reach_unsure", unsure)):
            if rows:
                self.say(key, remark=True, n=len(rows), values=rows[:MOST_LISTED])
        self.say_spread(found)


def _is_beyond(value: float, edge: float, greatest: bool) -> bool:
    return bool(value > edge if greatest else value < edge)
