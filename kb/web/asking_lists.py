"""Questions that a list answers: which targets of a year were missed or met, which rates provinces brought to 100 %."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from kb.web import queries_reaching, queries_targets
from kb.web.asked_nouns import Listed, Wanted
from kb.web.comparison import Row

Asks = Callable[..., Sequence[Row]]
OF_TARGETS = ("goals", "missed", "met")
STATES = ("missed", "behind", "met", "open")
MOST = 200


def listed(ask: Asks, wanted: Wanted) -> Listed | None:
    """The list that answers a question; None where sentences do."""
    if wanted.aim in OF_TARGETS:
        return _targets(ask, wanted)
    bound = wanted.bound
    if wanted.aim == "reach" and bound and bound.percent and not wanted.metrics and not wanted.group:
        if wanted.places or bound.sign in ("<", "<=") or not wanted.which_measured:
            return None
        least = f"{bound.value.normalize():f}"
        rows = ask(queries_reaching.SIDES, least=float(bound.value), limit=MOST)
        return Listed("reaching", {"percent": least}, {"rates": len(rows)}, "/reaching", {"least": least})
    return None


def _targets(ask: Asks, wanted: Wanted) -> Listed | None:
    years = [row["year"] for row in ask(queries_targets.YEARS)]
    asked = next((time[:4] for time in wanted.times), None)
    year = asked or next(iter(years), None)
    if year is None:
        return None
    ids = sorted({place for one in wanted.places for place in (one.old, one.new) if place})
    given = {
        "year": year,
        "place": json.dumps(ids) if ids else None,
        "group": wanted.group,
        "metric": wanted.metrics[0] if wanted.metrics else None,
    }
    counts = {row["state"]: int(row["targets"]) for row in ask(queries_targets.STATES, **given)}
    more = {"year": year, "state": wanted.aim if wanted.aim in STATES else ""}
    more |= {"place": wanted.places[0].new or wanted.places[0].old or ""} if wanted.places else {}
    more |= {name: str(given[name]) for name in ("group", "metric") if given[name]}
    return Listed("targets", {"year": year}, {state: counts.get(state, 0) for state in STATES}, "/targets", more)
