"""What kind of quantity stands in a value cell: its header, row name and unit column say it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from rules.decide.kind_counted import counted_in, noun_of, told_number_of
from rules.decide.kind_growth import growth_in_table
from rules.decide.kind_signs import is_below_zero, printed_sign
from rules.decide.kind_words import INDEX, ONE, Decision, has_decimals, is_per_thing
from rules.draft import Draft
from rules.figure import PLACES_OF_A_RANK, POINTS, RANK
from rules.language.units import Unit
from rules.language.wording import Wording, Words
from rules.table_cells import CellContext, answers_of, is_most_points, unit_named

_PROPORTION = Wording(r"{proportions}", re.NOFLAG)
MOST_RANKED = 200
"""More than a ranking of provinces, districts or communes has places to show."""
_HELD_AGAINST = Wording(r"{held_against}", re.NOFLAG)
_VALUE_HEADER = Wording(r"{points}|{rank_names}|{year}\s", re.NOFLAG)
_RANKING = Wording(r"{rank_names_in_full}", re.NOFLAG)
_POINTS_OF = Wording(r"{points}\s", re.NOFLAG)

_RANK_NAME = Wording(r"^{rank_names}\b|\b{rank_names_in_full}$")
_RANK_HEADERS = Words("rank_headers")
_CHANGE_HEADERS = Words("change_headers")
_SCORE_HEADERS = Words("score_headers")


def from_cell(draft: Draft, heading: str, above: Callable[[], Sequence[str]], of_form: str = "") -> Decision | None:
    """A value cell: header, row name and unit column say what the number is; ``above`` are the names of the rows over
    its own, ``of_form`` is the unit of the row of a form where the table prints none."""
    cell, claim = draft.cell, draft.claim
    if cell is None or not cell.is_value:
        return None
    header, name = cell.header.lower(), cell.row_name.lower()
    own = claim.unit if claim.unit and claim.unit.family != "noun" else None
    stated = unit_named(of_form) if of_form else None
    unit = own or claim.unit or cell.unit or (stated if stated is not None and stated.family != "noun" else None)
    ranked = bool(_RANK_HEADERS.search(header) or _RANK_NAME.search(name))
    if answers_of(cell) and (unit is None or unit.family in ("percent", "noun")) and "%" in f"{header} {name}":
        return "rate", "%", ONE, "table_rate"
    of_changes = _CHANGE_HEADERS.search(header) and not _has_value_header(cell) and not cell.is_ratio
    if _CHANGE_HEADERS.search(name) or of_changes:
        return ("change", *_change_unit(unit, ranked or _about_ranks(heading, cell)), "table_change")
    if unit is not None and unit.family == "percent" and (is_below_zero(draft, "change") or growth_in_table(cell)):
        return "change", unit.name, ONE, "table_change"
    if own is not None and own.family != "ranks":
        return None
    if ranked and (claim.unit is None or claim.unit.family in ("noun", "ranks", "points")):
        return "rank", RANK, ONE, "table_rank"
    if unit is not None and unit.family == "ranks" and (printed_sign(draft) or _HELD_AGAINST.search(header)):
        return "change", PLACES_OF_A_RANK, ONE, "table_change"
    if unit is not None and claim.unit is None:
        return _from_named_unit(draft, unit)
    if unit is not None:
        return None
    decimals = has_decimals(draft)
    last = header.rsplit(" - ", 1)[-1]
    if is_most_points(cell):
        return "score", POINTS, ONE, "table_score"
    if _SCORE_HEADERS.match(last) and (noun_of(last) or POINTS) == POINTS:
        return "score", POINTS, ONE, "table_score"
    if _about_ranks(heading, cell) and not decimals and claim.number.value <= MOST_RANKED and not told_number_of(last):
        return "rank", RANK, ONE, "table_rank"
    if decimals and INDEX.search(f"{heading} {header} {name}"):
        return "score", POINTS, ONE, "table_score"
    if _PROPORTION.match(name):
        return "rate", "%", ONE, "table_rate"
    if claim.number.denominator is not None:
        return "rate", "", ONE, "table_fraction"
    return "count", counted_in(cell, above()) or of_form, ONE, "table_count"


def _has_value_header(cell: CellContext) -> bool:
    last = (cell.headers[-1] if cell.headers else "").lower()
    return bool(_VALUE_HEADER.match(last))


def _about_ranks(heading: str, cell: CellContext) -> bool:
    words = f"{heading} {cell.all_headers}".lower()
    return bool(_RANKING.search(words))


def _change_unit(unit: Unit | None, ranked: bool) -> tuple[str, Decimal]:
    if unit is not None and unit.family != "none":
        return (PLACES_OF_A_RANK if unit.family == "ranks" else unit.name), unit.factor
    return (PLACES_OF_A_RANK if ranked else ""), ONE


def _from_named_unit(draft: Draft, unit: Unit) -> Decision:
    fraction = draft.claim.number.denominator is not None
    if unit.family == "percent":
        return "rate", "%", ONE, "table_unit"
    if unit.family == "points":
        places = (draft.cell is not None and noun_of(draft.cell.row_name)) or ""
        if _POINTS_OF.match(places):
            return ("rate" if fraction else "count"), places, ONE, "table_unit"
        return "score", POINTS, ONE, "table_unit"
    if unit.family == "ranks":
        return "rank", RANK, ONE, "table_unit"
    if unit.family == "measure":
        return "amount", unit.name, unit.factor, "table_unit"
    if unit.family == "frequency":
        return "frequency", unit.name, ONE, "table_unit"
    return ("rate" if fraction or is_per_thing(draft, unit.name) else "count"), unit.name, unit.factor, "table_unit"
