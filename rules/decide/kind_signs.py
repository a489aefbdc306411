"""Whether a number is below zero: ``tăng -3,2%``, ``âm 2,3%``, ``-9`` in a cell, ``(3,1)`` in a column of changes.

A dash is a sign where it touches its number and no word; before things that are counted it opens an item of a list.
"""

from __future__ import annotations

from rules.decide.kind_words import has_decimals
from rules.draft import Draft
from rules.figure import Kind
from rules.language.numbers import DASHES

_MINUS = DASHES.replace("~", "")
_BEFORE_AN_ITEM = (":", ";", ".", ",")


def printed_sign(draft: Draft) -> str:
    """The sign right before the number of a cell (``-9``, ``+2``), empty where there is none. Brackets around all that
    a cell holds are the minus of an accountant."""
    before, behind = draft.text[: draft.claim.number.start].rstrip(), draft.text[draft.claim.number.end :]
    if before == "(" and behind.strip(" %") == ")":
        return "-"
    last = before[-1:]
    return last if last in f"+{_MINUS}" else ""


def is_below_zero(draft: Draft, kind: Kind) -> bool:
    """Whether words or a sign before the number say so, if it is of this kind."""
    lead, start = draft.claim.lead, draft.claim.number.start
    sign = draft.text[max(0, start - 1) : start]
    if sign == "" or sign not in _MINUS:
        return lead.negative
    if kind == "count":
        return False
    before = draft.text[: start - 1].rstrip()
    if draft.cell is not None and draft.cell.is_value:
        return not before
    return lead.negative and (has_decimals(draft) or not before.endswith(_BEFORE_AN_ITEM))
