"""The other figures that one correction fits: read by the same rule, in the same pattern, and wrong in the same way.

What the machine says of a thing it says again wherever the rule and the words are the same. A period or a place is
mostly taken from above, so its family are the figures of the same document that took it from there. A value has a
family only where it was wrong by its sign or by a power of ten, as where triệu was read for tỷ.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from extract.document import SolieuError
from kb.review.groups import wrong_by
from kb.review.log import ADDED, Event
from kb.review.numbers import exact, written
from kb.review.pointing import POINTING
from kb.review.state import FIELDS, NUMBERS, Standing, same
from kb.review.values import EMPTY, cell_of, shown_choice
from rules.language.fold import bare_words

_INHERITED = {"period": "period_from", "place": "place_from", "place_id": "place_from"}
_COLUMNS = (
    *("id", "rule", "subject", "in_table", "document_id", "period_from", "place_from"),
    *FIELDS,
)


@dataclass(frozen=True, slots=True)
class Family:
    """The figures that a correction fits as well, and how each one's cells are filled in."""

    figures: tuple[str, ...]
    fill: Callable[[Standing], dict[str, str]]


def family(db: sqlite3.Connection, events: Sequence[Event]) -> Family:
    """The family of what was said of one figure. Figures that somebody judged already are not in it.

    Raises SolieuError where the figure is gone, or what was said of it says nothing of others.
    """
    said = [event for event in events if event.field != ADDED and event.new not in ("ok", "unsure", "fix")]
    said = [event for event in said if not event.reverses and event.field not in POINTING]
    factors = {event.field: wrong_by(event.machine, event.new) for event in said if event.field in NUMBERS}
    if not said or any(factor is None for factor in factors.values()):
        problem = "it says nothing that could hold for another figure"
        raise SolieuError(events[0].event, problem, "Corrections of fields, strikings-out and wrong powers of ten do")
    figure = said[-1].figure_id
    query = f"select {', '.join(f'f.{name}' for name in _COLUMNS)} from figures f"
    one = db.execute(f"{query} where f.id = ?", (figure,)).fetchone()
    if one is None:
        raise SolieuError(figure, "the machine does not read this figure any more", "Correct the figure that it reads")
    like = dict(zip(_COLUMNS, one, strict=True))
    unseen = "not exists (select 1 from figures_overruled o where o.figure_id = f.id)"
    no_copy = "f.document_id in (select id from documents where duplicate_of is null and replaced_by is null)"
    found = []
    for row in db.execute(f"{query} where f.rule = ? and f.id <> ? and {unseen} and {no_copy}", (like["rule"], figure)):
        other = dict(zip(_COLUMNS, row, strict=True))
        if all(_fits(event, like, other) for event in said):
            found.append(str(other["id"]))
    cells = [event for event in said if event.field != "place_id"]
    return Family(tuple(found), lambda standing: _filled(cells, factors, said, standing))


def _fits(event: Event, like: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    if event.field in _INHERITED:
        origin = _INHERITED[event.field]
        alike = (like["document_id"], like[origin]) == (other["document_id"], other[origin])
        return alike and same(event.field, event.machine, other[event.field] or "")
    words = all(bare_words(like[name]) == bare_words(other[name]) for name in ("unit", "subject"))
    pattern = words and (like["kind"], like["in_table"]) == (other["kind"], other["in_table"])
    if event.field == "decision" or event.field in NUMBERS:
        return pattern and (event.field == "decision" or bool(other[event.field]))
    return pattern and same(event.field, event.machine, other[event.field] or "")


def _filled(
    events: Sequence[Event], factors: Mapping[str, Decimal | None], all_of: Sequence[Event], standing: Standing
) -> dict[str, str]:
    cells = {"reason": f"như {events[0].event}" if events else ""}
    place_id = next((event.new for event in all_of if event.field == "place_id"), "")
    for event in events:
        name, word = event.field, event.new
        if name == "decision":
            cells["decision"] = shown_choice(name, word)
        elif name in NUMBERS:
            cells[f"new_{name}"] = written(exact(Decimal(standing.now[name]) * (factors[name] or 1)))
        elif name == "metric_id":
            cells["new_metric"] = word or EMPTY
        elif name == "place":
            cells["new_place"] = place_id or word
        else:
            cells[f"new_{name}"] = cell_of(name, word) or EMPTY
    return cells
