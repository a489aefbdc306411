"""The other figures that one correction fits: those that say the same wrong thing, and are like it as a person chooses.

What the machine says of a thing it says again wherever the rule and the words are the same: that is the family unless
somebody chooses another, a column, all below a heading, all of a unit. A period, a place and an owner are said of a
document or of a part of it: their family stays in the document, and in the same pattern there; the whole document is a
choice of its own, never made unasked. A value has a family only where it was wrong by its sign or by a power of ten, as
where triệu was read for tỷ.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from extract.document import SolieuError
from kb.review.groups import wrong_by
from kb.review.log import ADDED, Event
from kb.review.numbers import exact, written
from kb.review.pointing import POINTING
from kb.review.state import FIELDS, NUMBERS, Standing, same
from kb.review.values import EMPTY, cell_of, shown_choice
from rules.language.fold import bare_words

By = Literal["words", "column", "heading", "unit", "document"]
"""How the others are like it: by rule, unit and words; by the column of their table; by the heading that they stand
below; by their unit alone; or only by their document."""
_INHERITED = {"period": "period_from", "place": "place_from", "place_id": "place_from", "owner": ""}
"""What is said of more than one figure, each with the column that tells where it was taken from."""
_COLUMNS = (
    *("id", "rule", "subject", "in_table", "document_id", "period_from", "place_from", "pattern", "passage_start"),
    *FIELDS,
)
_PLACED = ("trail", "table_seq", "cells")


@dataclass(frozen=True, slots=True)
class Family:
    """The figures that a correction fits as well, and how each one's cells are filled in."""

    figures: tuple[str, ...]
    fill: Callable[[Standing], dict[str, str]]


def family(db: sqlite3.Connection, events: Sequence[Event], by: By = "words") -> Family:
    """The family of what was said of one figure, of those that are like it ``by``. Figures that somebody judged already
    are not in it.

    Raises SolieuError where the figure is gone, or what was said of it says nothing of others.
    """
    said = [event for event in events if event.field != ADDED and event.new not in ("ok", "unsure", "fix")]
    said = [event for event in said if not event.reverses and event.field not in POINTING]
    factors = {event.field: wrong_by(event.machine, event.new) for event in said if event.field in NUMBERS}
    if not said or any(factor is None for factor in factors.values()):
        problem = "it says nothing that could hold for another figure"
        raise SolieuError(events[0].event, problem, "Corrections of fields, strikings-out and wrong powers of ten do")
    figure = said[-1].figure_id
    columns = ", ".join((*(f"f.{name}" for name in _COLUMNS), *(f"p.{name}" for name in _PLACED)))
    query = f"select {columns} from figures f join passages p on p.id = f.passage_id"
    one = db.execute(f"{query} where f.id = ?", (figure,)).fetchone()
    if one is None:
        raise SolieuError(figure, "the machine does not read this figure any more", "Correct the figure that it reads")
    like = dict(zip((*_COLUMNS, *_PLACED), one, strict=True))
    if by == "column" and like["cells"] is None:
        raise SolieuError(figure, "it stands in no table", "Choose another --by")
    unseen = "not exists (select 1 from figures_overruled o where o.figure_id = f.id)"
    no_copy = "f.document_id in (select id from documents where duplicate_of is null and replaced_by is null)"
    found = []
    narrow = {"words": "rule", "unit": "unit"}.get(by, "document_id")
    for row in db.execute(
        f"{query} where f.{narrow} = ? and f.id <> ? and {unseen} and {no_copy}", (like[narrow], figure)
    ):
        other = dict(zip((*_COLUMNS, *_PLACED), row, strict=True))
        if all(_fits(event, like, other, by) for event in said):
            found.append(str(other["id"]))
    cells = [event for event in said if event.field != "place_id"]
    return Family(tuple(found), lambda standing: _filled(cells, factors, said, standing))


def _fits(event: Event, like: Mapping[str, Any], other: Mapping[str, Any], by: By) -> bool:
    """Whether the other is like it, and said the same wrong thing."""
    if event.field in _INHERITED:
        origin = _INHERITED[event.field]
        if like["document_id"] != other["document_id"] or (origin and like[origin] != other[origin]):
            return False
        alike = (
            bool(like["pattern"]) and like["pattern"] == other["pattern"]
            if by == "words"
            else _is_like(like, other, by)
        )
    else:
        alike = _is_like(like, other, by)
    if not alike or event.field == "decision":
        return alike
    if event.field in NUMBERS:
        return bool(other[event.field])
    return same(event.field, event.machine, other[event.field] or "")


def _is_like(like: Mapping[str, Any], other: Mapping[str, Any], by: By) -> bool:
    if by == "words":
        words = all(bare_words(like[name]) == bare_words(other[name]) for name in ("unit", "subject"))
        return words and (like["kind"], like["in_table"]) == (other["kind"], other["in_table"])
    if by == "unit":
        return bool(like["unit"] == other["unit"])
    if by == "column":
        return other["cells"] is not None and _column(like) == _column(other)
    return by == "document" or like["trail"] == other["trail"]


def _column(figure: Mapping[str, Any]) -> tuple[int, int]:
    """The table of a figure and the column that it stands in, -1 where it stands in none."""
    at = figure["passage_start"]
    columns = [column for column, *_, start, end in json.loads(figure["cells"]) if start <= at < end]
    return figure["table_seq"], columns[0] if columns else -1


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
