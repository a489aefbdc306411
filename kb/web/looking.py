"""What a comparison shows in the way that its address asks for: rows in order, bars, a map, lines over the years."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from datasette.utils.asgi import Request

from kb.ask.value_words import row_label
from kb.web.answer import labels_for
from kb.web.barchart import bar_chart
from kb.web.beside import Common, drawn_line
from kb.web.comparison import Comparison, Row, View
from kb.web.language import words
from kb.web.merging import Territory
from kb.web.over_time import Wanted, panels
from kb.web.tabs import MAP_FROM, TABS, Tab, chosen_lines, in_order, places_asked, sort_asked, tab_asked
from kb.web.tilemap import Era, TileMap, tile_map


def looked_at(
    request: Request,
    metric: Row,
    rows: Sequence[Row],
    comparison: Comparison,
    common: Sequence[Common],
    territory: Territory,
    view: View,
) -> dict[str, Any]:
    """What a template needs of it. ``rows`` are results and targets of all days; only the way that is asked for is
    drawn."""
    kept = chosen_lines(comparison.lines, places_asked(request, territory, view.era))
    drawn = panels(
        metric,
        [row for row in rows if row["basis"] == comparison.basis],
        [one.row for one in common if one.at is not None and one.row["as_of"]],
        Wanted(
            territory, places_asked(request, territory, "new"), f"{{name}} {words(request)['years.before']}", view.era
        ),
    )
    bars = bar_chart(kept, comparison, drawn_line(common))
    some = len(comparison.lines) >= MAP_FROM
    offered: dict[Tab, bool] = {"table": True, "bars": bars is not None, "map": some, "line": bool(drawn)}
    ways = [one for one in TABS if offered[one]]
    tab, sort = tab_asked(request, ways), sort_asked(request)
    return {
        "lines": in_order(kept, sort, territory),
        "picked": {line.row["place_id"] for line in kept} if len(kept) < len(comparison.lines) else set(),
        "by_name": in_order(comparison.lines, "name", territory),
        "ways": ways,
        "tab": tab,
        "sort": sort,
        "map_from": MAP_FROM,
        "map": _map(request, metric, comparison, view.era) if tab == "map" else None,
        "bars": bars if tab == "bars" else None,
        "over_years": drawn if tab == "line" else [],
    }


def _map(request: Request, metric: Row, comparison: Comparison, era: str) -> TileMap:
    """The tiles; a rank is the stronger the nearer it is to the first, so the map is drawn of its negative."""
    said = labels_for(words(request).language)
    turn = -1 if metric["kind"] == "rank" else 1
    values = {line.row["place_id"]: turn * float(line.row["comparable"]) for line in comparison.lines}
    texts = {line.row["place_id"]: row_label(line.row, said) for line in comparison.lines}
    which: Era = "new" if era == "new" else "old"
    return tile_map(which, values, texts)
