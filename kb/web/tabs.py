"""How one looks at a comparison: as a table, as bars, on a map or over the years; which provinces, in which order.

Each way is an address and works without a script. What a few values do not bear is not offered: a map of blanks.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from datasette.utils.asgi import Request

from kb.web.comparison import Line
from kb.web.merging import Territory

Tab = Literal["table", "bars", "map", "line"]
TABS: tuple[Tab, ...] = ("table", "bars", "map", "line")
MAP_FROM = 6
"""So many provinces make a map; of fewer it would be a map of blanks."""
Sort = Literal["value", "name", "period"]
SORTS: tuple[Sort, ...] = ("value", "name", "period")


def tab_asked(request: Request, offered: Sequence[Tab]) -> Tab:
    """The way that the address asks for; the table where it is none, or one that is not offered."""
    return next((one for one in offered if one == request.args.get("tab")), "table")


def sort_asked(request: Request) -> Sort:
    """The column by which the address orders the rows."""
    return next((one for one in SORTS if one == request.args.get("sort")), "value")


def places_asked(request: Request, territory: Territory, era: str) -> tuple[str, ...]:
    """The provinces that the address chooses, as they are called in an era: Quảng Nam, chosen among the 63, is Đà Nẵng
    among the 34."""
    found: dict[str, None] = {}
    for place in request.args.getlist("place"):
        if place in territory.places:
            today = territory.place_today(place, era)
            into = territory.places[today]["merged_into"] if era == "new" else None
            found[str(into or today)] = None
    return tuple(found)


def chosen_lines(lines: Sequence[Line], places: Sequence[str]) -> list[Line]:
    """The lines of the provinces chosen, all where none of them is there; their places in the order stay."""
    kept = [line for line in lines if line.row["place_id"] in places]
    return kept or list(lines)


def in_order(lines: Sequence[Line], sort: Sort, territory: Territory) -> list[Line]:
    """The lines by value as they came, by name as Vietnamese sorts it, or the latest period first."""
    if sort == "name":
        return sorted(lines, key=lambda line: str(territory.places[line.row["place_id"]]["sort_key"]))
    if sort == "period":
        return sorted(lines, key=lambda line: line.row["as_of"] or "", reverse=True)
    return list(lines)
