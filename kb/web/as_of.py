"""``?as_of=``: an address that was cited says which state of the base it saw, and its page tells what changed since.

``as_of=2026-11-30T102030-3f9a1c2b``: the moment of the last build or correction before it was cited, and a mark of what
was cited. The mark tells for sure whether the same stands there now, whatever became of the base in between.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from datasette.utils.asgi import Request

from kb.web import queries_citing as queries
from kb.web.answer import Row, ask
from kb.web.site import Site
from kb.web.unchanged import while_unchanged

_AS_OF = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})(?:T(?P<time>\d{6}))?(?:-(?P<mark>[0-9a-f]{8}))?")
FIGURE_MARKED = (
    *("value", "value_max", "denominator", "unit", "qualifier", "kind", "status"),
    *("metric_id", "item", "level", "owner", "place", "period_effective"),
)
"""What of a figure may not change without its being told."""
_LINE_MARKED = ("place_id", "value", "value_max", "denominator", "unit", "qualifier", "period_effective")
_MOST = 20
"""So many corrections are listed."""


@dataclass(frozen=True, slots=True)
class AsOf:
    """What an address says that it saw: the moment (ISO, of UTC), and the mark of what was cited, empty where it was
    left out."""

    moment: str
    mark: str

    @property
    def day(self) -> str:
        """The day of it."""
        return self.moment[:10]


def asked_as_of(request: Request) -> AsOf | None:
    """What the address says; None where it says nothing that can be read."""
    match = _AS_OF.fullmatch(request.args.get("as_of") or "")
    if match is None:
        return None
    # A day alone is its end: who cites it has seen what was there on that day.
    time = match["time"] or "235959"
    return AsOf(f"{match['day']}T{time[:2]}:{time[2:4]}:{time[4:]}", match["mark"] or "")


@while_unchanged
def _state(connection: sqlite3.Connection) -> str:
    """The moment of the last build or correction, ISO of UTC; now where the base knows none."""
    known = connection.execute(queries.STATE).fetchone()[0]
    return str(known or datetime.now(UTC).isoformat())[:19]


def as_of_now(connection: sqlite3.Connection, mark: str) -> str:
    """What an address says that is cited now."""
    return f"{_state(connection).replace(':', '')}-{mark}"


def figure_mark(row: Row) -> str:
    """The mark of a figure, as :data:`kb.web.queries_evidence.FIGURE` gives it."""
    return _mark([row[name] for name in FIGURE_MARKED])


def comparison_mark(shown: Mapping[str, Any]) -> str:
    """The mark of the ranked values of a comparison; ``shown`` is what its page shows."""
    lines = shown["comparison"].lines
    return _mark([[line.rank, *(line.row[name] for name in _LINE_MARKED)] for line in lines])


def _mark(said: object) -> str:
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:8]


async def told_since(datasette: Site, request: Request, mark: str, figures: Iterable[str]) -> dict[str, Any] | None:
    """What a page tells on what changed since its address was cited, None where the address does not say when.
    ``same`` is None where the address has no mark; ``corrections`` are those of these figures since, the newest
    first; ``builds`` how many builds since brought changes, ``begun`` when the base is younger than the address."""
    asked = asked_as_of(request)
    if asked is None:
        return None
    bound = {"since": asked.moment, "ids": json.dumps([one for one in figures if one])}
    builds = (await ask(datasette, queries.BUILDS, since=asked.moment))[0]
    return {
        "day": asked.day,
        "same": None if not asked.mark else asked.mark == mark,
        "corrections": await ask(datasette, queries.CORRECTED, **bound, most=_MOST),
        "builds": builds["builds"],
        "last": (builds["last"] or "")[:10],
        "begun": (builds["begun"] or "")[:10] if (builds["begun"] or "") > asked.moment else "",
    }
