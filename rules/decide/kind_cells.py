"""What kind of quantity stands in a value cell: its header, row name and unit column say it."""

from __future__ import annotations

import re
from decimal import Decimal

from rules.decide.kind_words import INDEX, OF_PLANS, ONE, Decision, has_decimals
from rules.draft import Draft
from rules.figure import PLACES_OF_A_RANK, POINTS, RANK
from rules.language.units import Unit, noun_at
from rules.language.wording import Wording, Words
from rules.table_cells import CellContext, answers_of

_PROPORTION = Wording(r"{proportions}", re.NOFLAG)
_NUMBER_OF = Wording(r"^(?:[-+*•]\s*)?{number_of}\s+")
_HELD_AGAINST = Wording(r"{held_against}", re.NOFLAG)
_VALUE_HEADER = Wording(r"{points}|{rank_names}|{year}\s", re.NOFLAG)
_RANKING = Wording(r"{rank_names_in_full}", re.NOFLAG)
_POINTS_OF = Wording(r"{points}\s", re.NOFLAG)

_RANK_NAME = Wording(r"^{rank_names}\b|\b{rank_names_in_full}$")
_RANK_HEADERS = Words("rank_headers")
_CHANGE_HEADERS = Words("change_headers")
_SCORE_HEADERS = Words("score_headers")
_MINUS = "-−–"


def from_cell(draft: Draft, heading: str) -> Decision | None:
    """A value cell: header, row name and unit column say what the number is."""
    cell, claim = draft.cell, draft.claim
    if cell is None or not cell.is_value:
        return None
    header, name = cell.header.lower(), cell.row_name.lower()
    own = claim.unit if claim.unit and claim.unit.family != "noun" else None
    unit = own or claim.unit or cell.unit
    ranked = bool(_RANK_HEADERS.search(header) or _RANK_NAME.search(name))
    if answers_of(cell) and (unit is None or unit.family in ("percent", "noun")) and "%" in f"{header} {name}":
        return "rate", "%", ONE, "table_rate"
    if _CHANGE_HEADERS.search(name) or (_CHANGE_HEADERS.search(header) and not _has_value_header(cell)):
        return ("change", *_change_unit(unit, ranked or _about_ranks(heading, cell)), "table_change")
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
    if _SCORE_HEADERS.match(last) and (_noun_of(last) or POINTS) == POINTS:
        return "score", POINTS, ONE, "table_score"
    if _about_ranks(heading, cell) and not decimals:
        return "rank", RANK, ONE, "table_rank"
    if decimals and INDEX.search(f"{heading} {header} {name}"):
        return "score", POINTS, ONE, "table_score"
    if _PROPORTION.match(name):
        return "rate", "%", ONE, "table_rate"
    if claim.number.denominator is not None:
        return "rate", "", ONE, "table_fraction"
    own_noun = _noun_of(cell.headers[-1]) if cell.headers else None
    noun = own_noun if own_noun and own_noun not in OF_PLANS else _noun_of(cell.row_name)
    return "count", noun or "", ONE, "table_count"


def printed_sign(draft: Draft) -> str:
    """The sign right before the number of a cell (``-9``, ``+2``), empty where there is none."""
    last = draft.text[: draft.claim.number.start].rstrip()[-1:]
    return last if last in f"+{_MINUS}" else ""


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
        places = (draft.cell is not None and _noun_of(draft.cell.row_name)) or ""
        if _POINTS_OF.match(places):
            return ("rate" if fraction else "count"), places, ONE, "table_unit"
        return "score", POINTS, ONE, "table_unit"
    if unit.family == "ranks":
        return "rank", RANK, ONE, "table_unit"
    if unit.family == "measure":
        return "amount", unit.name, unit.factor, "table_unit"
    if unit.family == "frequency":
        return "frequency", unit.name, ONE, "table_unit"
    return ("rate" if fraction else "count"), unit.name, unit.factor, "table_unit"


def _noun_of(words: str) -> str | None:
    """The counted noun that a row name or header begins with (``Số lượng máy trạm …``), or None."""
    rest = _NUMBER_OF.sub("", words.strip())
    noun = noun_at(rest, 0)
    return noun[1] if noun else None
